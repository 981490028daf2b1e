import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
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
import { useEffect, useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { type CartMethod, type CartProblems, type CartTyped, cartTyped } from '../picking/carts/cart.ts';
import { most, usualWall, type WallSize } from '../picking/put-wall/slot.ts';
import { keepWallSize, readWallSizes } from '../picking/put-wall/wall-size.server.ts';
import { keepCart, readCarts, removeCart } from '../picking/rules/change-rules.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FIELDS = ['name', 'method', 'totes', 'toteLitres', 'maxKilos'] as const;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [carts, locations, walls, busiest] = await Promise.all([
    readCarts(session.shop),
    readLocations(session.shop),
    readWallSizes(session.shop),
    busiestLocation(session.shop),
  ]);
  return {
    /** where labels of totes are printed: its country says how large paper is */
    printedAt: busiest ?? locations[0]?.id ?? '',
    carts: carts.map((cart) => ({ id: cart.id, typed: cartTyped(cart) })),
    walls: locations.map(({ id, name }) => ({ id, name, ...(walls.get(id) ?? usualWall) })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const id = uuid.test(text('id')) ? text('id') : null;
  if (text('intent') === 'remove') {
    if (id) await removeCart(session.shop, id);
    return { ok: true as const };
  }
  if (text('intent') === 'wall')
    return keepWallSize(session.shop, text('location'), { rows: text('rows'), columns: text('columns') });
  return keepCart(session.shop, id, Object.fromEntries(FIELDS.map((name) => [name, text(name)])));
}

const METHODS: Record<CartMethod, { label: string; help: string }> = {
  cluster: { label: 'A tote for each order', help: 'Each order has totes of its own: nothing is sorted afterwards.' },
  sort: {
    label: 'Picked together, sorted after',
    help: 'All goods ride together and are sorted into orders at a wall.',
  },
  single: { label: 'Single items', help: 'Orders of one unit each, into one tote, told apart when they are packed.' },
};
const fresh: CartTyped = { name: '', method: 'cluster', totes: '12', toteLitres: '', maxKilos: '' };

type Edited = { id: string | null; typed: CartTyped };

export default function Carts() {
  const { carts, walls, printedAt } = useLoaderData<typeof loader>();
  const [edited, setEdited] = useState<Edited | null>(null);
  const { smDown } = useBreakpoints();
  return (
    <Page
      title="Carts"
      subtitle="What pickers push, and how orders ride on it"
      backAction={{ content: 'Waves', url: '/app/waves' }}
      primaryAction={{ content: 'Add cart', onAction: () => setEdited({ id: null, typed: fresh }) }}
    >
      <BlockStack gap="400">
        <Card padding="0">
          <IndexTable
            resourceName={{ singular: 'cart', plural: 'carts' }}
            itemCount={carts.length}
            selectable={false}
            condensed={smDown}
            headings={[
              { title: 'Cart' },
              { title: 'How orders ride' },
              { title: 'Totes', alignment: 'end' },
              { title: 'A tote holds', alignment: 'end' },
              { title: 'It carries', alignment: 'end' },
            ]}
            emptyState={
              // Polaris's EmptyState shrinks once its picture has come, and would pull up the card below it.
              <Box padding="800">
                <BlockStack gap="300" inlineAlign="center">
                  <Text as="h2" variant="headingMd">
                    No cart yet
                  </Text>
                  <Text as="p" tone="subdued" alignment="center">
                    Until you add one, a wave takes as many orders as its rule says, on any cart.
                  </Text>
                  <Button onClick={() => setEdited({ id: null, typed: fresh })}>Add cart</Button>
                </BlockStack>
              </Box>
            }
          >
            {carts.map((cart, position) => {
              const { name, method, totes, toteLitres, maxKilos } = cart.typed;
              const open = () => setEdited(cart);
              const way = METHODS[method as CartMethod].label;
              const litres = toteLitres ? `${toteLitres} l` : 'Not looked at';
              const kilos = maxKilos ? `${maxKilos} kg` : 'Not looked at';
              return (
                <IndexTable.Row id={cart.id} key={cart.id} position={position}>
                  {smDown ? (
                    <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                      <Button variant="plain" onClick={open}>
                        {name}
                      </Button>
                      <Text as="p" tone="subdued">
                        {[way, countOf(Number(totes), 'tote'), toteLitres && litres, maxKilos && kilos]
                          .filter(Boolean)
                          .join(' · ')}
                      </Text>
                    </div>
                  ) : (
                    <>
                      <IndexTable.Cell>
                        <Button variant="plain" onClick={open}>
                          {name}
                        </Button>
                      </IndexTable.Cell>
                      <IndexTable.Cell>{way}</IndexTable.Cell>
                      {[totes, litres, kilos].map((figure, index) => (
                        <IndexTable.Cell key={index}>
                          <Text as="span" alignment="end" numeric>
                            {figure}
                          </Text>
                        </IndexTable.Cell>
                      ))}
                    </>
                  )}
                </IndexTable.Row>
              );
            })}
          </IndexTable>
        </Card>
        <Walls walls={walls} />
      </BlockStack>
      {edited ? (
        <CartForm key={edited.id ?? 'new'} edited={edited} printedAt={printedAt} onClose={() => setEdited(null)} />
      ) : null}
    </Page>
  );
}

function CartForm({ edited, printedAt, onClose }: { edited: Edited; printedAt: string; onClose: () => void }) {
  const fetcher = useFetcher<{ ok: true } | { ok: false; problems: CartProblems }>();
  const [typed, setTyped] = useState(edited.typed);
  const [unfetched, setUnfetched] = useState<string | null>(null);
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.ok) onClose();
  }, [answer, onClose]);
  const problems = answer && !answer.ok ? answer.problems : {};
  const send = (intent: string) =>
    fetcher.submit({ intent, ...(edited.id ? { id: edited.id } : {}), ...typed }, { method: 'post' });
  const field = (name: keyof CartTyped) => ({
    value: typed[name],
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
    error: problems[name] ?? false,
    autoComplete: 'off',
  });
  return (
    <Modal
      open
      onClose={onClose}
      title={edited.id ? edited.typed.name : 'Add cart'}
      primaryAction={{ content: 'Save', loading: fetcher.state !== 'idle', onAction: () => send('save') }}
      secondaryActions={[
        ...(edited.id ? [{ content: 'Delete', destructive: true, onAction: () => send('remove') }] : []),
        { content: 'Cancel', onAction: onClose },
      ]}
    >
      <Modal.Section>
        <FormLayout>
          {unfetched ? <Banner tone="critical" title={unfetched} /> : null}
          <TextField label="Name" {...field('name')} maxLength={40} />
          <Select
            label="How orders ride"
            options={Object.entries(METHODS).map(([value, { label }]) => ({ value, label }))}
            value={typed.method}
            onChange={(method) => setTyped({ ...typed, method })}
            helpText={METHODS[typed.method as CartMethod]?.help}
            error={problems.method ?? false}
          />
          <TextField label="Totes" type="number" inputMode="numeric" min={1} max={100} {...field('totes')} />
          <InlineStack gap="400">
            <TextField
              label="A tote holds"
              suffix="litres"
              inputMode="decimal"
              helpText="Looked at for items whose size is known"
              {...field('toteLitres')}
            />
            <TextField
              label="The cart carries"
              suffix="kg"
              inputMode="decimal"
              helpText="Looked at for items whose weight is known"
              {...field('maxKilos')}
            />
          </InlineStack>
          {edited.id ? (
            <InlineStack gap="200">
              {(['pdf', 'zpl'] as const).map((ending) => (
                <Download
                  key={ending}
                  url={`/app/waves/papers/totes.${ending}?${new URLSearchParams({ cart: edited.id ?? '', location: printedAt })}`}
                  fileName={`totes-${edited.typed.name.replace(/[^\w-]+/g, '-')}.${ending}`}
                  onProblem={setUnfetched}
                >
                  {`Tote labels (${ending.toUpperCase()})`}
                </Download>
              ))}
            </InlineStack>
          ) : null}
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}

type Wall = { id: string; name: string } & WallSize;

/** How large the put wall of each location is; only waves that are sorted after need one. */
function Walls({ walls }: { walls: Wall[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Put walls
        </Text>
        <Text as="p" tone="subdued">
          Waves that are picked together are sorted into these slots, one for each order that is begun. Rows are
          lettered from the top, columns are numbered from the left.
        </Text>
        {walls.map((wall) => (
          <WallForm key={wall.id} wall={wall} />
        ))}
      </BlockStack>
    </Card>
  );
}

function WallForm({ wall }: { wall: Wall }) {
  const fetcher = useFetcher<{ ok: boolean; problems?: Partial<Record<keyof WallSize, string>> }>();
  const [typed, setTyped] = useState({ rows: String(wall.rows), columns: String(wall.columns) });
  const dirty = typed.rows !== String(wall.rows) || typed.columns !== String(wall.columns);
  const field = (name: keyof WallSize, label: string) => ({
    ...{ label, type: 'number' as const, inputMode: 'numeric' as const, min: 1, max: most[name], autoComplete: 'off' },
    value: typed[name],
    onChange: (value: string) => setTyped({ ...typed, [name]: value }),
    error: fetcher.data?.problems?.[name] ?? false,
  });
  return (
    <BlockStack gap="150">
      <Text as="h3" fontWeight="semibold">
        {wall.name}
      </Text>
      <InlineStack gap="300" blockAlign="end" wrap={false}>
        <div style={{ width: '7rem' }}>
          <TextField {...field('rows', 'Rows')} />
        </div>
        <div style={{ width: '7rem' }}>
          <TextField {...field('columns', 'Columns')} />
        </div>
        <Button
          disabled={!dirty}
          loading={fetcher.state !== 'idle'}
          accessibilityLabel={`Save the put wall of ${wall.name}`}
          onClick={() => fetcher.submit({ intent: 'wall', location: wall.id, ...typed }, { method: 'post' })}
        >
          Save
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
