import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  Checkbox,
  Divider,
  EmptyState,
  FormLayout,
  InlineStack,
  Modal,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { readFloor } from '../metrics/read-figures.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import {
  addPicker,
  changePicker,
  letForce,
  readPickers,
  revokeDevice,
  setActive,
  setPin,
} from '../picking/floor/change-pickers.server.ts';
import { languageNames, languages } from '../picking/floor/language.ts';
import { makeCode } from '../picking/floor/pair-device.server.ts';
import { drawPairing } from '../picking/floor/pairing-picture.server.ts';
import { authenticate } from '../shopify.server.ts';
import { FloorFigures } from '../ui/floor-figures.tsx';
import { lastDays } from '../ui/period.ts';
import { usePoll } from '../ui/poll.ts';
import { formatWhen } from '../ui/when.ts';

const DAYS = 30;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, pickers] = await Promise.all([readShop(session.shop), readPickers(session.shop)]);
  const floor = await readFloor(session.shop, lastDays(DAYS, new Date(), facts.timeZone));
  const named = <Reading extends object>(readings: ReadonlyMap<string, Reading>) =>
    pickers.flatMap(({ id, name }) => {
      const reading = readings.get(id);
      return reading ? [{ id, name, ...reading }] : [];
    });
  return {
    picked: named(floor.pickers),
    packed: named(floor.packers),
    ...{ stages: floor.stages, stageDays: floor.stageDays },
    pickers: pickers.map((picker) => ({
      ...picker,
      devices: picker.devices.map((device) => ({
        id: device.id,
        name: device.name || 'Phone',
        pairedAt: formatWhen(device.pairedAt, facts.timeZone),
        lastSeenAt: formatWhen(device.lastSeenAt, facts.timeZone),
      })),
    })),
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const { shop } = session;
  const now = new Date();
  const id = text('id');
  if (text('intent') !== 'add' && !uuid.test(id))
    return { ok: false as const, problems: { form: 'Backroom knows no such picker. Reload the page and try again.' } };
  switch (text('intent')) {
    case 'add':
      return addPicker(shop, { name: text('name'), pin: text('pin'), language: text('language') }, now);
    case 'change':
      return changePicker(shop, id, { name: text('name'), language: text('language') });
    case 'pin':
      return setPin(shop, id, text('pin'));
    case 'active':
      return setActive(shop, id, text('active') === 'yes', now);
    case 'force':
      return letForce(shop, id, text('mayForce') === 'yes');
    case 'revoke':
      return revokeDevice(shop, id, now);
    case 'pair': {
      const made = await makeCode(shop, id, now);
      if (!made.ok) return { ok: false as const, problems: { form: made.problem } };
      return { ok: true as const, pairing: await drawPairing(made.code) };
    }
    default:
      return {
        ok: false as const,
        problems: { form: 'Backroom knows no such action. Reload the page and try again.' },
      };
  }
}

type Picker = ReturnType<typeof useLoaderData<typeof loader>>['pickers'][number];

export default function Pickers() {
  const { pickers, ...figures } = useLoaderData<typeof loader>();
  const [adding, setAdding] = useState(false);
  return (
    <Page
      title="Pickers"
      subtitle="Who walks waves and packs orders"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      primaryAction={{ content: 'Add picker', onAction: () => setAdding(true) }}
    >
      {adding ? <Edit picker={null} onClose={() => setAdding(false)} /> : null}
      <BlockStack gap="400">
        {pickers.length === 0 ? (
          <Card>
            <EmptyState
              heading="Nobody walks with a phone yet"
              image=""
              action={{ content: 'Add picker', onAction: () => setAdding(true) }}
            >
              <p>
                Add a picker with a PIN, then pair a phone: it shows one next thing at a time, takes scans, and works
                where there is no connection.
              </p>
            </EmptyState>
          </Card>
        ) : null}
        {pickers.map((picker) => (
          <PickerCard key={picker.id} picker={picker} />
        ))}
        {pickers.length > 0 ? <FloorFigures days={DAYS} {...figures} /> : null}
      </BlockStack>
    </Page>
  );
}

function PickerCard({ picker }: { picker: Picker }) {
  const fetcher = useFetcher<typeof action>();
  const [editing, setEditing] = useState<'name' | 'pin' | null>(null);
  const [asking, setAsking] = useState(false);
  const [pairing, setPairing] = useState(false);
  const send = (fields: Record<string, string>) => fetcher.submit({ id: picker.id, ...fields }, { method: 'post' });
  const problem = fetcher.data && !fetcher.data.ok ? fetcher.data.problems.form : undefined;
  // The box follows the hand at once, and the server when it has answered.
  const [mayForce, setMayForce] = useState(picker.mayForce);
  useEffect(() => setMayForce(picker.mayForce), [picker.mayForce]);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd" breakWord>
              {picker.name}
            </Text>
            <Badge>{languageNames[picker.language]}</Badge>
            {picker.active ? null : <Badge tone="warning">Not active</Badge>}
          </InlineStack>
          <InlineStack gap="200">
            <Button onClick={() => setEditing('name')}>Edit</Button>
            <Button onClick={() => setEditing('pin')}>Set PIN</Button>
            {picker.active ? (
              <>
                <Button onClick={() => setAsking(true)}>Deactivate</Button>
                <Button variant="primary" onClick={() => setPairing(true)}>
                  Pair a phone
                </Button>
              </>
            ) : (
              <Button onClick={() => send({ intent: 'active', active: 'yes' })}>Activate</Button>
            )}
          </InlineStack>
        </InlineStack>
        {problem ? <Banner tone="critical" title={problem} /> : null}
        <Checkbox
          label="May pack without a scan"
          helpText="Also seals a parcel although its weight is off. The proof of the order says so."
          checked={mayForce}
          onChange={(checked) => {
            setMayForce(checked);
            send({ intent: 'force', mayForce: checked ? 'yes' : 'no' });
          }}
        />
        {picker.devices.length > 0 ? <Divider /> : null}
        {picker.devices.map((device) => (
          <InlineStack key={device.id} align="space-between" blockAlign="center" gap="200">
            <BlockStack>
              <Text as="p" breakWord>
                {device.name}
              </Text>
              <Text as="p" tone="subdued">
                {`Paired ${device.pairedAt} · last seen ${device.lastSeenAt}`}
              </Text>
            </BlockStack>
            <Button
              tone="critical"
              variant="plain"
              accessibilityLabel={`Revoke ${device.name} of ${picker.name}`}
              loading={fetcher.state !== 'idle' && fetcher.formData?.get('id') === device.id}
              onClick={() => send({ intent: 'revoke', id: device.id })}
            >
              Revoke
            </Button>
          </InlineStack>
        ))}
      </BlockStack>
      {editing ? <Edit picker={picker} only={editing} onClose={() => setEditing(null)} /> : null}
      {pairing ? <Pairing picker={picker} onClose={() => setPairing(false)} /> : null}
      <Modal
        open={asking}
        onClose={() => setAsking(false)}
        title={`Deactivate ${picker.name}?`}
        primaryAction={{
          content: 'Deactivate',
          destructive: true,
          onAction: () => {
            setAsking(false);
            send({ intent: 'active', active: 'no' });
          },
        }}
        secondaryActions={[{ content: 'Keep', onAction: () => setAsking(false) }]}
      >
        <Modal.Section>
          <Text as="p">All phones of {picker.name} are turned out at once. What was picked keeps the name.</Text>
        </Modal.Section>
      </Modal>
    </Card>
  );
}

const languageOptions = languages.map((one) => ({ value: one, label: languageNames[one] }));

/** Adds a picker, or changes the name or the PIN of one. What was typed stays while it is wrong. */
function Edit({ picker, only, onClose }: { picker: Picker | null; only?: 'name' | 'pin'; onClose: () => void }) {
  const fetcher = useFetcher<typeof action>();
  const [name, setName] = useState(picker?.name ?? '');
  const [pin, setPin] = useState('');
  const [language, setLanguage] = useState<string>(picker?.language ?? 'en');
  const answer = fetcher.data;
  const done = fetcher.state === 'idle' && answer?.ok === true;
  useEffect(() => {
    if (done) onClose();
  }, [done, onClose]);
  const problems: { name?: string; pin?: string; form?: string } = answer && !answer.ok ? answer.problems : {};
  const intent = picker === null ? 'add' : only === 'pin' ? 'pin' : 'change';
  const save = () => fetcher.submit({ intent, id: picker?.id ?? '', name, pin, language }, { method: 'post' });
  return (
    <Modal
      open
      onClose={onClose}
      title={picker === null ? 'Add picker' : intent === 'pin' ? `New PIN for ${picker.name}` : `Edit ${picker.name}`}
      primaryAction={{
        content: picker === null ? 'Add picker' : 'Save',
        onAction: save,
        loading: fetcher.state !== 'idle',
      }}
      secondaryActions={[{ content: 'Cancel', onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          {problems.form ? <Banner tone="critical" title={problems.form} /> : null}
          {intent === 'pin' ? null : (
            <TextField
              label="Name"
              autoComplete="off"
              maxLength={60}
              value={name}
              onChange={setName}
              error={problems.name ?? false}
            />
          )}
          {intent === 'change' ? null : (
            <TextField
              label="PIN"
              helpText="4 to 8 digits. The picker types it once, when a phone is paired."
              autoComplete="off"
              inputMode="numeric"
              maxLength={8}
              value={pin}
              onChange={setPin}
              error={problems.pin ?? false}
            />
          )}
          {intent === 'pin' ? null : (
            <Select label="Language of the phone" options={languageOptions} value={language} onChange={setLanguage} />
          )}
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}

/** Shows a code as long as it is of use, and says when the phone is paired. */
function Pairing({ picker, onClose }: { picker: Picker; onClose: () => void }) {
  const { submit, data, state } = useFetcher<typeof action>();
  const [before] = useState(picker.devices.length);
  useEffect(() => {
    submit({ intent: 'pair', id: picker.id }, { method: 'post' });
  }, [submit, picker.id]);
  const pairing = data?.ok && 'pairing' in data ? data.pairing : null;
  const problem = data && !data.ok ? data.problems.form : undefined;
  const paired = picker.devices.length > before;
  usePoll(pairing !== null && !paired);
  return (
    <Modal
      open
      onClose={onClose}
      title={`Pair a phone for ${picker.name}`}
      secondaryActions={[{ content: paired ? 'Done' : 'Close', onAction: onClose }]}
    >
      <Modal.Section>
        {paired ? <Banner tone="success" title={`The phone is paired. ${picker.name} can take a wave.`} /> : null}
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {!pairing && !problem ? <Text as="p">{state === 'idle' ? 'Preparing the code' : 'Making a code'}</Text> : null}
        {pairing && !paired ? (
          <BlockStack gap="400" inlineAlign="center">
            <Text as="p">Scan this with the phone’s camera, then enter the PIN.</Text>
            <Box background="bg-surface" padding="200">
              <img src={pairing.picture} alt="QR code that pairs a phone" width="220" height="220" />
            </Box>
            <Text as="p">Or open {pairing.address} there and enter this code:</Text>
            <Text as="p" variant="heading2xl">
              {pairing.code}
            </Text>
            <Text as="p" tone="subdued">
              It works once, within ten minutes.
            </Text>
          </BlockStack>
        ) : null}
      </Modal.Section>
    </Modal>
  );
}
