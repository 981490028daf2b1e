import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  Collapsible,
  EmptyState,
  IndexTable,
  InlineGrid,
  InlineStack,
  Page,
  Select,
  Tabs,
  Text,
  TextField,
  useBreakpoints,
} from '@shopify/polaris';
import { useMemo, useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import {
  readSlowMovers,
  readStock,
  reviewSlowMover,
  type SlowMover,
} from '../replenishment/overstock/read-overstock.server.ts';
import { reviewDecisions } from '../replenishment/overstock/slow-mover.ts';
import type { StockRow } from '../replenishment/overstock/stock-row.ts';
import {
  type AssumptionName,
  assumptionsOfShop,
  deadOf,
  type Excess,
  excessOf,
  readAssumptions,
  type Sums,
  sumExcess,
  type TypedAssumptions,
  type WayName,
  wayNames,
} from '../replenishment/overstock/ways-out.ts';
import { readRule } from '../replenishment/settings/read-rules.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { useListAddress } from '../ui/list-address.ts';
import { formatDay } from '../ui/when.ts';

const TABS = ['excess', 'slow', 'dead'] as const;
const PAGE = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((one) => one === searchParams.get('tab')) ?? 'excess';
  const [facts, locations, { rule }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readRule(session.shop, 'shop', ''),
  ]);
  const locationId = locations.find((location) => location.id === searchParams.get('location'))?.id ?? null;
  const now = new Date();
  const head = { tab, locations, locationId, usual: assumptionsOfShop(rule) };
  if (tab === 'slow')
    return {
      ...head,
      stock: null,
      slow: await readSlowMovers(session.shop, facts, locations, locationId, now),
    };
  return { ...head, stock: await readStock(session.shop, facts, locations, locationId, now), slow: null };
}

/** A slow mover is reviewed. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const of = (name: string) => String(form.get(name) ?? '');
  const place = { inventoryItemId: of('item'), locationId: of('location') };
  return reviewSlowMover(session.shop, place, of('quarter'), of('decision'), new Date());
}

const WAYS: Record<WayName, string> = {
  nothing: 'Keep selling',
  markdown: 'Markdown',
  bundle: 'Bundle',
  returnToVendor: 'Return to vendor',
};

const say = (minor: bigint | null, currency: string) =>
  minor === null ? 'Not known' : formatMoney({ minor, currency });

export default function Overstock() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  const [problem, setProblem] = useState<string | null>(null);
  const [typed, setTyped] = useState<TypedAssumptions>(data.usual);
  const query = new URLSearchParams({ tab: data.tab, location: data.locationId ?? '', ...typed });
  return (
    <Page
      title="Overstock"
      subtitle="What lies there for too long, and what each way out would bring"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        <Card padding="0">
          <Tabs
            tabs={[
              { id: 'excess', content: 'Too much' },
              { id: 'slow', content: 'Slowed down' },
              { id: 'dead', content: 'Dead stock' },
            ]}
            selected={TABS.indexOf(data.tab)}
            onSelect={(index) => go({ tab: TABS[index] ?? null })}
          />
          <Box padding="400">
            <InlineStack gap="300" align="space-between" blockAlign="end">
              <Select
                label="Location"
                options={[
                  { label: 'All locations', value: '' },
                  ...data.locations.map((location) => ({ label: location.name, value: location.id })),
                ]}
                value={data.locationId ?? ''}
                onChange={(location) => go({ location })}
              />
              <Download url={`/app/reorder/overstock/export?${query}`} fileName="overstock.csv" onProblem={setProblem}>
                Export CSV
              </Download>
            </InlineStack>
          </Box>
        </Card>
        {data.stock && !data.stock.computed ? (
          <Banner tone="info" title="Reorder points are not computed yet">
            <p>How much is too much follows from them. They are computed each night, or at once on the Reorder page.</p>
          </Banner>
        ) : null}
        {data.stock && data.stock.left > 0 ? (
          <Banner
            tone="info"
            title={`Of all stock the ${data.stock.rows.length.toLocaleString('en')} lines worth most are looked at here; the file has them all`}
          />
        ) : null}
        {data.stock && data.tab === 'excess' ? (
          <TooMuch rows={data.stock.rows} typed={typed} onType={(name, text) => setTyped({ ...typed, [name]: text })} />
        ) : null}
        {data.stock && data.tab === 'dead' ? <Dead rows={data.stock.rows} /> : null}
        {data.slow ? <Slow {...data.slow} /> : null}
      </BlockStack>
    </Page>
  );
}

const FIELDS: { name: AssumptionName; label: string; unit: string }[] = [
  { name: 'markdownOff', label: 'Markdown takes off', unit: '%' },
  { name: 'markdownFaster', label: 'and sells faster', unit: 'times' },
  { name: 'bundleOff', label: 'A bundle takes off', unit: '%' },
  { name: 'bundleFaster', label: 'and sells faster', unit: 'times' },
  { name: 'returnFee', label: 'The vendor keeps', unit: '%' },
  { name: 'holding', label: 'Holding costs', unit: '% a year' },
  { name: 'spareDays', label: 'No overstock up to', unit: 'spare days' },
];

function TooMuch({
  rows,
  typed,
  onType,
}: {
  rows: StockRow[];
  typed: TypedAssumptions;
  onType: (name: AssumptionName, text: string) => void;
}) {
  const { assumptions, problems } = readAssumptions(typed);
  const version = JSON.stringify(assumptions);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version is the assumptions by value
  const excess = useMemo(() => excessOf(rows, assumptions), [rows, version]);
  const { sums, withoutCost } = useMemo(() => sumExcess(excess), [excess]);
  const [open, setOpen] = useState(false);
  const { smDown } = useBreakpoints();
  return (
    <>
      {sums.map((sum) => (
        <SumCard key={sum.currency} sum={sum} />
      ))}
      {withoutCost > 0 ? (
        <Banner
          tone="info"
          title={`${countOf(withoutCost, 'item')} without a cost in Shopify: in no sum, last in the list`}
        />
      ) : null}
      <Card>
        <BlockStack gap="300">
          <InlineStack align="space-between" blockAlign="center">
            <Text as="h2" variant="headingMd">
              What is assumed
            </Text>
            <Button
              variant="plain"
              disclosure={open ? 'up' : 'down'}
              ariaControls="assumptions"
              ariaExpanded={open}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Close' : 'Change'}
            </Button>
          </InlineStack>
          <Text as="p" tone="subdued">
            Each way sells what it can within two years at its price, less the cost of holding it until then. What is
            left after that is written off.
          </Text>
          <Collapsible id="assumptions" open={open}>
            <InlineGrid columns={{ xs: 1, sm: 2, md: 4 }} gap="300">
              {FIELDS.map(({ name, label, unit }) => (
                <TextField
                  key={name}
                  label={label}
                  suffix={unit}
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={7}
                  value={typed[name]}
                  onChange={(text) => onType(name, text)}
                  error={problems[name] ?? false}
                />
              ))}
            </InlineGrid>
          </Collapsible>
        </BlockStack>
      </Card>
      <Paged
        rows={excess}
        idOf={(row) => `${row.inventoryItemId}-${row.locationId}`}
        headings={[
          { title: 'Item' },
          { title: 'Available', alignment: 'end' },
          { title: 'Too many', alignment: 'end' },
          { title: 'Tied up', alignment: 'end' },
          { title: 'Lasts', alignment: 'end' },
          { title: 'Best way out' },
        ]}
        empty="Nothing lies above what its reorder levels and spare days allow."
        show={(row) =>
          smDown ? (
            <Phone key={row.inventoryItemId} row={row}>
              <Text as="p">
                {row.excess} of {countOf(row.units, 'unit')} too many
                {row.cash === null ? '' : `, ${say(row.cash, row.costCurrency)} tied up`}
              </Text>
              <Best row={row} />
            </Phone>
          ) : (
            <>
              <ItemCell row={row} />
              <Figure text={row.units.toLocaleString('en')} />
              <Figure text={row.excess.toLocaleString('en')} />
              <Figure text={row.cash === null ? 'No cost' : say(row.cash, row.costCurrency)} />
              <Figure text={row.days === null ? 'Never sells' : `${Math.round(row.days).toLocaleString('en')} days`} />
              <IndexTable.Cell>
                <Best row={row} />
              </IndexTable.Cell>
            </>
          )
        }
      />
    </>
  );
}

function SumCard({ sum }: { sum: Sums }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say(sum.cash, sum.currency)} tied up in {countOf(sum.units, 'unit')} of {countOf(sum.items, 'item')}
        </Text>
        {sum.best === null ? (
          <Text as="p" tone="subdued">
            Their costs are in {sum.currency} and their prices are not, so what a way out would bring is not summed.
          </Text>
        ) : (
          <InlineGrid columns={{ xs: 2, md: 5 }} gap="300">
            {wayNames.map((name) => (
              <Sum
                key={name}
                what={WAYS[name]}
                says={sum.brings[name] === null ? 'Not open' : say(sum.brings[name], sum.currency)}
              />
            ))}
            <Sum what="The best for each item" says={say(sum.best, sum.currency)} strong />
          </InlineGrid>
        )}
      </BlockStack>
    </Card>
  );
}

function Sum({ what, says, strong = false }: { what: string; says: string; strong?: boolean }) {
  return (
    <BlockStack gap="050">
      <Text as="span" tone="subdued" variant="bodySm">
        {what}
      </Text>
      <Text as="span" variant="headingMd" {...(strong ? { tone: 'success' as const } : {})}>
        {says}
      </Text>
    </BlockStack>
  );
}

function Best({ row }: { row: Excess }) {
  if (row.best === null)
    return (
      <Text as="span" tone="subdued">
        {row.cash === null ? 'Say its cost in Shopify first' : 'Cost and price are in different currencies'}
      </Text>
    );
  const gain = (row.brings[row.best] ?? 0n) - (row.brings.nothing ?? 0n);
  return (
    <div style={{ whiteSpace: 'normal' }}>
      <Text as="span" fontWeight="semibold">
        {WAYS[row.best]}
      </Text>
      <Text as="p" tone="subdued" variant="bodySm">
        brings {say(row.brings[row.best], row.currency)}
        {gain > 0n ? `, ${say(gain, row.currency)} more than to keep selling` : ''}
      </Text>
    </div>
  );
}

function Dead({ rows }: { rows: StockRow[] }) {
  const dead = useMemo(() => deadOf(rows), [rows]);
  const { smDown } = useBreakpoints();
  const totals = Map.groupBy(
    dead.filter((row) => row.cash !== null),
    (row) => row.costCurrency,
  );
  const silent = (row: StockRow) =>
    row.lastSoldOn
      ? `Last sold ${formatDay(row.lastSoldOn)}`
      : `Never sold in ${row.daysSinceSale.toLocaleString('en')} days`;
  return (
    <>
      {dead.length > 0 ? (
        <Card>
          <Text as="p" variant="headingMd">
            {countOf(dead.length, 'item')} without a sale for 180 days or more
            {[...totals].map(
              ([currency, group]) =>
                `, ${say(
                  group.reduce((sum, row) => sum + (row.cash ?? 0n), 0n),
                  currency,
                )} tied up`,
            )}
          </Text>
        </Card>
      ) : null}
      <Paged
        rows={dead}
        idOf={(row) => `${row.inventoryItemId}-${row.locationId}`}
        headings={[
          { title: 'Item' },
          { title: 'Available', alignment: 'end' },
          { title: 'Tied up', alignment: 'end' },
          { title: 'Silence' },
        ]}
        empty="Everything that lies here has sold within the last 180 days, or is newer than that."
        show={(row) =>
          smDown ? (
            <Phone row={row}>
              <Text as="p">
                {countOf(row.units, 'unit')}
                {row.cash === null ? '' : `, ${say(row.cash, row.costCurrency)} tied up`}
              </Text>
              <Text as="p" tone="subdued">
                {silent(row)}
              </Text>
            </Phone>
          ) : (
            <>
              <ItemCell row={row} />
              <Figure text={row.units.toLocaleString('en')} />
              <Figure text={row.cash === null ? 'No cost' : say(row.cash, row.costCurrency)} />
              <IndexTable.Cell>{silent(row)}</IndexTable.Cell>
            </>
          )
        }
      />
    </>
  );
}

const quarterName = (quarter: string) => `${quarter.slice(5)} ${quarter.slice(0, 4)}`;

function Slow({
  quarter,
  before,
  rows,
  known,
}: {
  quarter: string;
  before: string;
  rows: SlowMover[];
  known: boolean;
}) {
  const { smDown } = useBreakpoints();
  const decided = rows.filter((row) => row.decision !== null).length;
  return (
    <>
      <Card>
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Review of {quarterName(quarter)} against {quarterName(before)}
          </Text>
          <Text as="p" tone="subdued">
            Sales fell by 30 % or more, and by more than chance explains. A decision stands until the next quarter’s
            review. {rows.length > 0 ? `${decided} of ${rows.length} are decided.` : ''}
          </Text>
        </BlockStack>
      </Card>
      <Paged
        rows={rows}
        idOf={(row) => `${row.inventoryItemId}-${row.locationId}`}
        headings={[
          { title: 'Item' },
          { title: quarterName(before), alignment: 'end' },
          { title: quarterName(quarter), alignment: 'end' },
          { title: 'Available', alignment: 'end' },
          { title: 'Decision' },
        ]}
        empty={
          known
            ? 'Nothing that is still in stock has slowed down.'
            : `No sales of ${quarterName(before)} are known, so there is nothing to compare with yet.`
        }
        show={(row) =>
          smDown ? (
            <Phone row={row}>
              <Text as="p">
                Sold {row.sold}, a year before {row.soldBefore}; {countOf(row.units, 'unit')} available
              </Text>
              <Review row={row} quarter={quarter} />
            </Phone>
          ) : (
            <>
              <ItemCell row={row} />
              <Figure text={row.soldBefore.toLocaleString('en')} />
              <Figure text={row.sold.toLocaleString('en')} />
              <Figure text={row.units.toLocaleString('en')} />
              <IndexTable.Cell>
                <Review row={row} quarter={quarter} />
              </IndexTable.Cell>
            </>
          )
        }
      />
    </>
  );
}

function Review({ row, quarter }: { row: SlowMover; quarter: string }) {
  const fetcher = useFetcher<typeof action>();
  const going = fetcher.formData?.get('decision');
  const refused = fetcher.data && !fetcher.data.ok ? fetcher.data.problem : false;
  return (
    <Select
      label={`Decision on ${row.title}`}
      labelHidden
      options={[
        { label: 'Not reviewed', value: '' },
        ...Object.entries(reviewDecisions).map(([value, label]) => ({ label, value })),
      ]}
      value={typeof going === 'string' ? going : (row.decision ?? '')}
      error={refused}
      onChange={(decision) =>
        fetcher.submit(
          { item: row.inventoryItemId, location: row.locationId, quarter, decision },
          { method: 'post', action: '/app/reorder/overstock?index' },
        )
      }
    />
  );
}

type Named = { title: string; sku: string | null; location: string };

function ItemCell({ row }: { row: Named }) {
  return (
    <IndexTable.Cell>
      <div style={{ whiteSpace: 'normal', minWidth: '10rem' }}>
        <Text as="span" fontWeight="semibold">
          {row.title}
        </Text>
        <Text as="p" tone="subdued">
          {[row.sku, row.location].filter(Boolean).join(' · ')}
        </Text>
      </div>
    </IndexTable.Cell>
  );
}

function Phone({ row, children }: { row: Named; children: React.ReactNode }) {
  return (
    <div style={{ padding: 'var(--p-space-300) var(--p-space-400)', whiteSpace: 'normal' }}>
      <Text as="p" fontWeight="semibold" breakWord>
        {row.title}
      </Text>
      <Text as="p" tone="subdued">
        {[row.sku, row.location].filter(Boolean).join(' · ')}
      </Text>
      {children}
    </div>
  );
}

function Figure({ text }: { text: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" alignment="end" numeric>
        {text}
      </Text>
    </IndexTable.Cell>
  );
}

type Heading = { title: string; alignment?: 'start' | 'center' | 'end' };

/** A table of rows that are all here already, fifty at a time. */
function Paged<Row>({
  rows,
  idOf,
  headings,
  empty,
  show,
}: {
  rows: Row[];
  idOf: (row: Row) => string;
  headings: [Heading, ...Heading[]];
  empty: string;
  show: (row: Row) => React.ReactNode;
}) {
  const [asked, setPage] = useState(1);
  const { smDown } = useBreakpoints();
  const last = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(asked, last);
  return (
    <Card padding="0">
      <IndexTable
        resourceName={{ singular: 'item', plural: 'items' }}
        itemCount={rows.length}
        selectable={false}
        condensed={smDown}
        headings={headings}
        emptyState={
          <EmptyState heading="Nothing here" image="">
            <p>{empty}</p>
          </EmptyState>
        }
        pagination={{
          hasPrevious: page > 1,
          onPrevious: () => setPage(page - 1),
          hasNext: page < last,
          onNext: () => setPage(page + 1),
          label: `Page ${page} of ${last}`,
        }}
      >
        {rows.slice((page - 1) * PAGE, page * PAGE).map((row, position) => (
          <IndexTable.Row id={idOf(row)} key={idOf(row)} position={position}>
            {show(row)}
          </IndexTable.Row>
        ))}
      </IndexTable>
    </Card>
  );
}
