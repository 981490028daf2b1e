import { randomUUID } from 'node:crypto';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Link, useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  ChoiceList,
  FormLayout,
  InlineStack,
  List,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { readShop } from '../mirror/read-shop.server.ts';
import { readItemPlaces } from '../picking/place/read-bins.server.ts';
import { type MoveWish, recordMove } from '../picking/place/record-moves.server.ts';
import { authenticate } from '../shopify.server.ts';
import { binAddress, countAddress, moveWords } from '../ui/bin-words.ts';
import { countOf } from '../ui/count.ts';
import { useListAddress } from '../ui/list-address.ts';
import { formatWhen } from '../ui/when.ts';

const KINDS = ['put-away', 'moved', 'counted', 'adjusted'] as const;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const locationId = searchParams.get('location') ?? '';
  const asked = Number(searchParams.get('units') ?? '1');
  const units = Number.isInteger(asked) && asked >= 1 && asked <= 1_000_000 ? asked : 1;
  const [places, { timeZone }] = await Promise.all([
    readItemPlaces(session.shop, locationId, params.id ?? '', units, new Date()),
    readShop(session.shop),
  ]);
  if (!places)
    throw new Response('This item is gone from Shopify. Its history stays in the bins it lay in.', { status: 404 });
  const { history, ...rest } = places;
  return {
    ...{ ...rest, locationId, units },
    // The next move's id: a form that is sent twice makes one move.
    moveId: randomUUID(),
    history: history.map((move) => ({
      ...{ id: move.id, by: move.by, says: moveWords(move) },
      at: formatWhen(move.at, timeZone),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const form = await request.formData();
  const typed = (name: string) => String(form.get(name) ?? '');
  const wish: MoveWish = {
    id: typed('id'),
    kind: KINDS.find((one) => one === typed('kind')) ?? 'moved',
    inventoryItemId: params.id ?? '',
    ...{ from: typed('from'), to: typed('to'), quantity: typed('quantity') },
    ...{ lot: typed('lot'), expiresOn: typed('expiresOn'), note: typed('note') },
  };
  const told = { by: `staff ${sessionToken?.sub ?? ''}`.trim(), at: new Date() };
  return recordMove(session.shop, typed('location'), wish, told);
}

export default function ItemPlacesPage() {
  const item = useLoaderData<typeof loader>();
  const go = useListAddress();
  const [units, setUnits] = useState(String(item.units));
  return (
    <Page
      title={item.title}
      subtitle={[item.sku, `${countOf(item.onHand, 'unit')} on hand in Shopify`].filter(Boolean).join(' · ')}
      backAction={{ content: 'Bins', url: `/app/waves/bins?location=${item.locationId}` }}
    >
      <BlockStack gap="400">
        {item.differs ? (
          <Banner
            tone="warning"
            title="The bins and Shopify differ"
            action={{ content: 'Choose it for a count', url: countAddress(item.locationId, item.sku) }}
          >
            <p>{item.differs} Nothing is held up by it.</p>
          </Banner>
        ) : null}
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Where it lies
            </Text>
            {item.lies.length === 0 ? (
              <Text as="p">It has no bin here yet. Put it away, or type its bin in the list.</Text>
            ) : null}
            <List>
              {item.lies.map((row) => (
                <List.Item key={`${row.bin} ${row.lot}`}>
                  <Link to={binAddress(item.locationId, row.bin)}>{row.bin}</Link>
                  {[
                    row.kind === 'reserve' && 'reserve',
                    row.lot && `lot ${row.lot}`,
                    row.expiresOn && `expires ${row.expiresOn}`,
                    row.quantity === null ? 'not counted' : countOf(row.quantity, 'unit'),
                  ]
                    .filter(Boolean)
                    .map((text) => ` · ${text}`)}
                </List.Item>
              ))}
            </List>
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Where to put more of it
            </Text>
            <InlineStack gap="200" blockAlign="end">
              <TextField
                label="Units to put away"
                autoComplete="off"
                inputMode="numeric"
                value={units}
                onChange={setUnits}
              />
              <Button onClick={() => go({ units })}>Suggest</Button>
            </InlineStack>
            {item.suggestions.length === 0 ? (
              <Text as="p">No bin is free or has room. Say how much fits into its own bin, or name new bins.</Text>
            ) : null}
            <List type="number">
              {item.suggestions.map((one) => (
                <List.Item key={one.bin}>
                  <Link to={binAddress(item.locationId, one.bin)}>{one.bin}</Link>: {countOf(one.units, 'unit')}.{' '}
                  {one.reason}.
                </List.Item>
              ))}
            </List>
          </BlockStack>
        </Card>
        <MoveForm
          moveId={item.moveId}
          locationId={item.locationId}
          lies={item.lies.map((row) => row.bin)}
          bins={item.bins}
          first={item.suggestions[0]?.bin ?? ''}
        />
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              History
            </Text>
            {item.history.length === 0 ? <Text as="p">Nothing was moved yet.</Text> : null}
            <List>
              {item.history.map((move) => (
                <List.Item key={move.id}>
                  {move.at}: {move.says} · {move.by}
                </List.Item>
              ))}
            </List>
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}

const VERBS = { 'put-away': 'Put away', moved: 'Move', counted: 'Count', adjusted: 'Adjust' };

/** Its id is made when the page is read: pressed twice before that, it is one move. */
function MoveForm({
  moveId,
  locationId,
  lies,
  bins,
  first,
}: {
  moveId: string;
  locationId: string;
  lies: string[];
  bins: string[];
  first: string;
}) {
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const own = [...new Set(lies)];
  const [kind, setKind] = useState<(typeof KINDS)[number]>(own.length > 0 ? 'moved' : 'put-away');
  const [values, setValues] = useState({ from: '', to: '', quantity: '', lot: '', expiresOn: '', note: '' });
  const problems = answer && !answer.ok ? answer.problems : {};
  useEffect(() => {
    if (answer?.ok) setValues({ from: '', to: '', quantity: '', lot: '', expiresOn: '', note: '' });
  }, [answer]);
  const from = own.includes(values.from) ? values.from : (own[0] ?? '');
  const field = (
    name: keyof typeof values,
    label: string,
    rest: { placeholder?: string; inputMode?: 'numeric' } = {},
  ) => (
    <TextField
      label={label}
      autoComplete="off"
      value={values[name]}
      onChange={(value) => setValues({ ...values, [name]: value })}
      error={problems[name] ?? false}
      {...rest}
    />
  );
  const send = () => submit({ ...values, from, kind, id: moveId, location: locationId }, { method: 'post' });
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Put away, move or count
          </Text>
          <div aria-live="polite">{answer?.ok ? <Banner tone="success" title={answer.says} /> : null}</div>
          <ChoiceList
            title="What happened"
            titleHidden
            choices={KINDS.map((one) => ({ value: one, label: VERBS[one] }))}
            selected={[kind]}
            onChange={([one]) => setKind(KINDS.find((known) => known === one) ?? 'moved')}
          />
          <FormLayout>
            <FormLayout.Group condensed>
              {kind === 'moved' ? (
                <Select
                  label="From"
                  options={own.map((bin) => ({ value: bin, label: bin }))}
                  value={from}
                  onChange={(from) => setValues({ ...values, from })}
                  error={problems.from ?? false}
                  disabled={own.length === 0}
                />
              ) : null}
              {field('to', kind === 'moved' || kind === 'put-away' ? 'To bin' : 'Bin', {
                placeholder: kind === 'moved' ? '' : kind === 'put-away' ? first : (own[0] ?? ''),
              })}
              {field('quantity', kind === 'adjusted' ? 'More or fewer units' : 'Units', { inputMode: 'numeric' })}
            </FormLayout.Group>
            <FormLayout.Group condensed>
              {field('lot', 'Lot, if any')}
              {kind === 'moved' ? null : field('expiresOn', 'Expires on, if it does', { placeholder: '2027-01-31' })}
              {field('note', 'Note')}
            </FormLayout.Group>
          </FormLayout>
          {values.to.trim() !== '' && !bins.includes(values.to.trim()) ? (
            <Text as="p" tone="subdued">
              {values.to.trim()} is a new bin: it is made when you save.
            </Text>
          ) : null}
          <InlineStack>
            <Button submit variant="primary" loading={busy}>
              {VERBS[kind]}
            </Button>
          </InlineStack>
        </BlockStack>
      </form>
    </Card>
  );
}
