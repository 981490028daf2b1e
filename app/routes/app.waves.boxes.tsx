import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  Badge,
  BlockStack,
  Button,
  Card,
  ChoiceList,
  FormLayout,
  IndexTable,
  InlineStack,
  Modal,
  Page,
  Select,
  Text,
  TextField,
  useBreakpoints,
} from '@shopify/polaris';
import { useCallback, useEffect, useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { type BoxKind, type BoxTyped, boxFields, boxTyped, commonBoxes } from '../picking/packing/boxes/box.ts';
import {
  addCommonBoxes,
  keepBox,
  putBoxInUse,
  readBoxes,
  writingOf,
} from '../picking/packing/boxes/change-boxes.server.ts';
import { lengthUnit, sidesText, type Units, weightUnit, weightWords } from '../picking/packing/boxes/measures.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [writing, boxes] = await Promise.all([writingOf(session.shop), readBoxes(session.shop)]);
  const { units, currency } = writing;
  return {
    ...writing,
    common: commonBoxes(units).map((box) => ({ name: box.name, sides: sidesText(box, units) })),
    boxes: boxes.map((box) => ({
      ...{ id: box.id, name: box.name, kind: box.kind, active: box.active, typed: boxTyped(box, writing) },
      sides: sidesText(box, units),
      weight: weightWords(box.weight, units),
      holds: box.maxWeight === null ? '' : weightWords(box.maxWeight, units),
      cost: box.cost === 0 ? '' : formatMoney({ minor: BigInt(box.cost), currency }),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const id = uuid.test(text('id')) ? text('id') : null;
  switch (text('intent')) {
    case 'common':
      await addCommonBoxes(session.shop, form.getAll('name').map(String));
      return { ok: true as const };
    case 'use':
    case 'leave':
      if (id) await putBoxInUse(session.shop, id, text('intent') === 'use');
      return { ok: true as const };
    default:
      return keepBox(session.shop, id, Object.fromEntries(boxFields.map((name) => [name, text(name)])));
  }
}

const KINDS: Record<BoxKind, string> = { BOX: 'Box', ENVELOPE: 'Envelope', SOFT_PACK: 'Soft pack' };
const fresh: BoxTyped = {
  ...(Object.fromEntries(boxFields.map((name) => [name, ''])) as BoxTyped),
  kind: 'BOX' satisfies BoxKind,
};

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Edited = { id: string | null; active: boolean; typed: BoxTyped };

export default function Boxes() {
  const data = useLoaderData<typeof loader>();
  const [edited, setEdited] = useState<Edited | null>(null);
  const close = useCallback(() => setEdited(null), []);
  const add = () => setEdited({ id: null, active: true, typed: fresh });
  const { smDown } = useBreakpoints();
  return (
    <Page
      title="Boxes"
      subtitle="What parcels are packed in. For each order the smallest that fits is proposed"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      primaryAction={{ content: 'Add box', onAction: add }}
      secondaryActions={[
        { content: 'Item sizes', url: '/app/waves/sizes' },
        { content: 'Packing rules', url: '/app/waves/packing' },
      ]}
    >
      {data.boxes.length === 0 ? (
        <CommonBoxes common={data.common} onAdd={add} />
      ) : (
        <Card padding="0">
          <IndexTable
            resourceName={{ singular: 'box', plural: 'boxes' }}
            itemCount={data.boxes.length}
            selectable={false}
            condensed={smDown}
            headings={[
              { title: 'Box' },
              { title: 'Kind' },
              { title: 'Inside' },
              { title: 'Weighs empty', alignment: 'end' },
              { title: 'May hold', alignment: 'end' },
              { title: 'Costs', alignment: 'end' },
            ]}
          >
            {data.boxes.map((box, position) => (
              <Row key={box.id} box={box} position={position} narrow={smDown} onOpen={() => setEdited(box)} />
            ))}
          </IndexTable>
        </Card>
      )}
      {edited ? <BoxForm key={edited.id ?? 'new'} edited={edited} data={data} onClose={close} /> : null}
    </Page>
  );
}

function Row({
  box,
  position,
  narrow,
  onOpen,
}: {
  box: Data['boxes'][number];
  position: number;
  narrow: boolean;
  onOpen: () => void;
}) {
  const name = (
    <InlineStack gap="200" blockAlign="center">
      <Button variant="plain" onClick={onOpen}>
        {box.name}
      </Button>
      {box.active ? null : <Badge>Out of use</Badge>}
    </InlineStack>
  );
  if (narrow)
    return (
      <IndexTable.Row id={box.id} position={position}>
        <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
          {name}
          <Text as="p">{box.sides} inside</Text>
          <Text as="p" tone="subdued">
            {[KINDS[box.kind], box.weight, box.holds && `holds ${box.holds}`, box.cost].filter(Boolean).join(' · ')}
          </Text>
        </div>
      </IndexTable.Row>
    );
  return (
    <IndexTable.Row id={box.id} position={position}>
      <IndexTable.Cell>{name}</IndexTable.Cell>
      <IndexTable.Cell>{KINDS[box.kind]}</IndexTable.Cell>
      <IndexTable.Cell>{box.sides}</IndexTable.Cell>
      {[box.weight, box.holds || 'No limit', box.cost || '–'].map((figure, index) => (
        <IndexTable.Cell key={index}>
          <Text as="span" alignment="end" numeric>
            {figure}
          </Text>
        </IndexTable.Cell>
      ))}
    </IndexTable.Row>
  );
}

/** Where there is no box yet: common ones to begin with, as nobody likes to measure before there is something to see. */
function CommonBoxes({ common, onAdd }: { common: Data['common']; onAdd: () => void }) {
  const fetcher = useFetcher<typeof action>();
  const [chosen, setChosen] = useState(common.map(({ name }) => name));
  const send = () => {
    const form = new FormData();
    form.set('intent', 'common');
    for (const name of chosen) form.append('name', name);
    fetcher.submit(form, { method: 'post' });
  };
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Begin with common cartons
          </Text>
          <Text as="p" tone="subdued">
            Choose those that come near to yours, and correct their measures afterwards. Measured inside; the weight is
            estimated from the board.
          </Text>
        </BlockStack>
        <ChoiceList
          allowMultiple
          title="Cartons"
          titleHidden
          choices={common.map(({ name, sides }) => ({ label: name, value: name, helpText: sides }))}
          selected={chosen}
          onChange={setChosen}
        />
        <InlineStack gap="200">
          <Button variant="primary" disabled={chosen.length === 0} loading={fetcher.state !== 'idle'} onClick={send}>
            {`Add ${countOf(chosen.length, 'carton')}`}
          </Button>
          <Button onClick={onAdd}>Add a box of my own</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function BoxForm({ edited, data, onClose }: { edited: Edited; data: Data; onClose: () => void }) {
  const fetcher = useFetcher<typeof action>();
  const [typed, setTyped] = useState(edited.typed);
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.ok) onClose();
  }, [answer, onClose]);
  const problems = answer && !answer.ok ? answer.problems : {};
  const units: Units = data.units;
  const send = (intent: string) =>
    fetcher.submit({ intent, ...(edited.id ? { id: edited.id } : {}), ...typed }, { method: 'post' });
  const field = (name: keyof BoxTyped) => ({
    value: typed[name],
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
    error: problems[name] ?? false,
    autoComplete: 'off',
  });
  const side = (label: string, name: 'length' | 'width' | 'height') => (
    <TextField label={label} suffix={lengthUnit[units]} inputMode="decimal" {...field(name)} />
  );
  return (
    <Modal
      open
      onClose={onClose}
      title={edited.id ? edited.typed.name : 'Add box'}
      primaryAction={{ content: 'Save', loading: fetcher.state !== 'idle', onAction: () => send('save') }}
      secondaryActions={[
        ...(edited.id
          ? [
              edited.active
                ? { content: 'Take out of use', destructive: true, onAction: () => send('leave') }
                : { content: 'Put back in use', onAction: () => send('use') },
            ]
          : []),
        { content: 'Cancel', onAction: onClose },
      ]}
    >
      <Modal.Section>
        <FormLayout>
          <TextField label="Name" helpText="As packers call it" maxLength={40} {...field('name')} />
          <Select
            label="Kind"
            options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
            {...field('kind')}
          />
          <FormLayout.Group condensed title="Measured inside">
            {side('Length', 'length')}
            {side('Width', 'width')}
            {side('Height', 'height')}
          </FormLayout.Group>
          <Text as="p" tone="subdued">
            {units === 'metric'
              ? 'Inches are fine too: 12 in, or 12 1/4 in.'
              : 'Fractions are fine: 12 1/4. So are centimetres: 30 cm.'}
          </Text>
          <FormLayout.Group condensed>
            <TextField
              label="Weighs empty"
              suffix={weightUnit[units]}
              inputMode="decimal"
              helpText="With its filling"
              {...field('weight')}
            />
            <TextField
              label="May hold"
              placeholder="No limit"
              suffix={weightUnit[units]}
              helpText={units === 'metric' ? 'Or 15 kg' : 'Or 30 lb'}
              {...field('maxWeight')}
            />
          </FormLayout.Group>
          <FormLayout.Group condensed>
            <TextField
              label="Kept free along each wall"
              placeholder="0"
              suffix={lengthUnit[units]}
              inputMode="decimal"
              helpText="For padding"
              {...field('padding')}
            />
            <TextField label="One costs" suffix={data.currency} inputMode="decimal" {...field('cost')} />
          </FormLayout.Group>
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}
