import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  Checkbox,
  FormLayout,
  InlineStack,
  Modal,
  Page,
  Text,
  TextField,
} from '@shopify/polaris';
import { useCallback, useEffect, useState } from 'react';
import { writingOf } from '../picking/packing/boxes/change-boxes.server.ts';
import {
  keepSize,
  readSizes,
  sizeFilters,
  tellAllSizes,
  trustAgain,
} from '../picking/packing/boxes/change-sizes.server.ts';
import { type SizeTyped, sizeTyped } from '../picking/packing/boxes/item-size.ts';
import { lengthUnit, sidesText, weightWords } from '../picking/packing/boxes/measures.ts';
import { mayTellSizes } from '../picking/packing/boxes/sizes-in-shopify.server.ts';
import { authenticate } from '../shopify.server.ts';
import { Allow } from '../ui/allow.tsx';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { pageOf } from '../ui/list-address.ts';
import { ListFrame, Wrapped } from '../ui/list-frame.tsx';

const PAGE = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const tab = sizeFilters.find((one) => one === searchParams.get('tab')) ?? 'all';
  const page = pageOf(searchParams);
  const [{ units }, told, { rows, total, counts }] = await Promise.all([
    writingOf(session.shop),
    mayTellSizes(session.shop),
    readSizes(session.shop, search, { skip: (page - 1) * PAGE, take: PAGE }, tab),
  ]);
  return {
    ...{ units, search, tab, page, counts },
    // Not known is no reason to ask.
    told: told !== false,
    last: Math.max(1, Math.ceil(total / PAGE)),
    rows: rows.map(({ inventoryItemId, title, sku, grams, size }) => ({
      ...{ id: inventoryItemId, title, sku, typed: sizeTyped(size, units) },
      sides: size && sidesText(size, units),
      weight: grams === null ? null : weightWords(grams, units),
      margin: size && size.margin > 0 ? `${Math.ceil(size.margin)} mm` : null,
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  switch (text('intent')) {
    case 'tell':
      return { intent: 'tell' as const, ok: true as const, told: await tellAllSizes(session.shop) };
    case 'trust':
      await trustAgain(session.shop, text('id'));
      return { intent: 'trust' as const, ok: true as const };
    default: {
      const typed: SizeTyped = {
        ...{ length: text('length'), width: text('width'), height: text('height') },
        ...{ upright: text('upright') === 'true', fragile: text('fragile') === 'true' },
      };
      return { intent: 'keep' as const, ...(await keepSize(session.shop, text('id'), typed, new Date())) };
    }
  }
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
type Row = Data['rows'][number];

export default function Sizes() {
  const data = useLoaderData<typeof loader>();
  const [edited, setEdited] = useState<Row | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const close = useCallback(() => setEdited(null), []);
  const { all, without, learned } = data.counts;
  return (
    <Page
      title="Item sizes"
      subtitle="One unit of each item as it is packed. With sizes, Backroom knows the smallest box for an order"
      backAction={{ content: 'Boxes', url: '/app/waves/boxes' }}
      primaryAction={{ content: 'Import', url: '/app/waves/sizes/import' }}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {data.told ? null : <TellShopify />}
        <InlineStack gap="300" blockAlign="center" align="space-between">
          <Text as="p" tone="subdued">
            {without === 0
              ? `All ${countOf(all, 'item')} have a size.`
              : `${(all - without).toLocaleString('en')} of ${countOf(all, 'item')} have a size.`}
          </Text>
          <Download url="/app/waves/sizes/export" fileName="item-sizes.csv" onProblem={setProblem}>
            Export
          </Download>
        </InlineStack>
        <ListFrame
          below
          tabs={[
            { id: 'all', content: 'All', count: all },
            { id: 'without', content: 'Without a size', count: without },
            { id: 'learned', content: 'Found too small', count: learned },
          ]}
          tab={data.tab}
          search={{ value: data.search, placeholder: 'Search by product or SKU' }}
          paging={data.last > 1 ? { page: data.page, last: data.last } : null}
          resource={{ singular: 'item', plural: 'items' }}
          headings={[
            { title: 'Item' },
            { title: 'Size' },
            { title: 'Weight', alignment: 'end' },
            { title: 'Stands' },
            { title: 'Margin learned', alignment: 'end' },
          ]}
          rows={data.rows}
          cells={(row) => [
            <Wrapped key="title">
              <Name row={row} onOpen={() => setEdited(row)} />
              <Text as="p" tone="subdued">
                {row.sku}
              </Text>
            </Wrapped>,
            row.sides ?? <NoSize key="size" />,
            row.weight ?? <NoWeight key="weight" />,
            <Marks key="marks" typed={row.typed} />,
            row.margin,
          ]}
          narrow={(row) => (
            <BlockStack gap="100" inlineAlign="start">
              <Wrapped>
                <Name row={row} onOpen={() => setEdited(row)} />
              </Wrapped>
              <InlineStack gap="200" blockAlign="center">
                <Text as="span">{row.sides ?? <NoSize />}</Text>
                <Text as="span" tone="subdued">
                  {[row.weight ?? 'no weight', row.margin && `${row.margin} margin`].filter(Boolean).join(' · ')}
                </Text>
              </InlineStack>
              <Text as="p" tone="subdued">
                {row.sku}
              </Text>
              <Marks typed={row.typed} />
            </BlockStack>
          )}
          none={all === 0}
          empty={{
            heading: 'Nothing that is shipped is known yet',
            text: 'Products that need shipping appear here once they are read from your store.',
          }}
        />
      </BlockStack>
      {edited ? <SizeForm key={edited.id} row={edited} units={data.units} onClose={close} /> : null}
    </Page>
  );
}

function Name({ row, onOpen }: { row: Row; onOpen: () => void }) {
  return (
    <Button variant="plain" textAlign="left" onClick={onOpen}>
      {row.title}
    </Button>
  );
}

const NoSize = () => <Badge tone="attention">No size</Badge>;
const NoWeight = () => (
  <Text as="span" tone="subdued">
    Not in Shopify
  </Text>
);

function Marks({ typed }: { typed: SizeTyped }) {
  if (!typed.upright && !typed.fragile) return null;
  return (
    <InlineStack gap="100">
      {typed.upright ? <Badge>Upright</Badge> : null}
      {typed.fragile ? <Badge>Nothing on top</Badge> : null}
    </InlineStack>
  );
}

function TellShopify() {
  const fetcher = useFetcher<typeof action>();
  return (
    <Card>
      <Allow
        scope="write_products"
        brings="Sizes are kept in Backroom. If you allow it, Shopify gets a copy of each with its variant, for your theme and other programs to read."
        action="Copy sizes to Shopify"
        onAllowed={() => fetcher.submit({ intent: 'tell' }, { method: 'post' })}
      />
    </Card>
  );
}

function SizeForm({ row, units, onClose }: { row: Row; units: Data['units']; onClose: () => void }) {
  const fetcher = useFetcher<typeof action>();
  const [typed, setTyped] = useState(row.typed);
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.ok) onClose();
  }, [answer, onClose]);
  const problems = answer && !answer.ok ? answer.problems : {};
  const send = (intent: string) =>
    fetcher.submit(
      { intent, id: row.id, ...typed, upright: String(typed.upright), fragile: String(typed.fragile) },
      { method: 'post' },
    );
  const side = (label: string, name: 'length' | 'width' | 'height') => (
    <TextField
      label={label}
      suffix={lengthUnit[units]}
      inputMode="decimal"
      autoComplete="off"
      value={typed[name]}
      onChange={(value) => setTyped({ ...typed, [name]: value })}
      error={problems[name] ?? false}
    />
  );
  return (
    <Modal
      open
      onClose={onClose}
      title={row.title}
      primaryAction={{ content: 'Save', loading: fetcher.state !== 'idle', onAction: () => send('keep') }}
      secondaryActions={[{ content: 'Cancel', onAction: onClose }]}
    >
      <Modal.Section>
        <FormLayout>
          <FormLayout.Group condensed title="One unit as it is packed">
            {side('Length', 'length')}
            {side('Width', 'width')}
            {side('Height', 'height')}
          </FormLayout.Group>
          <Text as="p" tone="subdued">
            {units === 'metric'
              ? 'Inches are fine too: 5 in, or 5 1/4 in.'
              : 'Fractions are fine: 5 1/4. So are centimetres: 12 cm.'}{' '}
            {row.weight
              ? `It weighs ${row.weight}, as Shopify has it.`
              : 'Shopify does not know its weight: enter it there, on the variant.'}
          </Text>
          <Checkbox
            label="Keep it upright"
            helpText="Its height stays up; it may be turned on the spot"
            checked={typed.upright}
            onChange={(upright) => setTyped({ ...typed, upright })}
          />
          <Checkbox
            label="Fragile"
            helpText="Nothing stands above it in a box"
            checked={typed.fragile}
            onChange={(fragile) => setTyped({ ...typed, fragile })}
          />
          {row.margin ? (
            <Banner
              tone="info"
              title={`Packers found it too large for what is typed here: ${row.margin} are added to each side`}
              action={{ content: 'I measured again: it is right', onAction: () => send('trust') }}
            >
              <p>Correct the size, and the margin is forgotten.</p>
            </Banner>
          ) : null}
        </FormLayout>
      </Modal.Section>
    </Modal>
  );
}
