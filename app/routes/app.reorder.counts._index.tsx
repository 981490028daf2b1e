import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Card,
  EmptyState,
  IndexFilters,
  IndexTable,
  InlineGrid,
  InlineStack,
  Link,
  Page,
  ProgressBar,
  Text,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { type CountState, countStates } from '../replenishment/counting/count.ts';
import { readMonth } from '../replenishment/counting/plan-count.server.ts';
import { readAccuracy, readCountsPage } from '../replenishment/counting/read-counts.server.ts';
import { authenticate } from '../shopify.server.ts';
import { AccuracyChart } from '../ui/accuracy-chart.tsx';
import { countOf } from '../ui/count.ts';
import { pageOf, useListAddress } from '../ui/list-address.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { formatWhen } from '../ui/when.ts';

const PAGE = 50;
const TABS: { id: string; content: string; states: readonly CountState[] }[] = [
  { id: 'now', content: 'To do', states: ['open', 'counted'] },
  { id: 'open', content: 'Being counted', states: ['open'] },
  { id: 'counted', content: 'To approve', states: ['counted'] },
  { id: 'booked', content: 'Booked', states: ['booked'] },
  { id: 'canceled', content: 'Canceled', states: ['canceled'] },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((each) => each.id === searchParams.get('tab')) ?? TABS[0]!;
  const search = (searchParams.get('q') ?? '').slice(0, 20);
  const number = /(\d{1,9})/.exec(search)?.[1];
  const page = pageOf(searchParams);
  const now = new Date();
  const [facts, locations, { rows, total, counts }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readCountsPage(
      session.shop,
      { states: tab.states, locationId: null, number: number ? Number(number) : null },
      { skip: (page - 1) * PAGE, take: PAGE },
    ),
  ]);
  const [accuracy, month] = await Promise.all([
    readAccuracy(session.shop, facts, now),
    readMonth(session.shop, facts, now),
  ]);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  return {
    tab: tab.id,
    search,
    page,
    total,
    accuracy,
    month: {
      name: new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(
        new Date(`${month.month}-01T00:00:00Z`),
      ),
      wanted: month.wanted,
      planned: month.planned.reduce((sum, check) => sum + check.lines, 0),
    },
    counts: Object.fromEntries(
      TABS.map((each) => [each.id, each.states.reduce((sum, state) => sum + counts[state], 0)]),
    ),
    none: countStates.every((state) => counts[state] === 0),
    rows: rows.map((count) => ({
      id: count.id,
      number: count.number,
      state: count.state,
      kind: count.kind === 'spot-check' ? 'Spot check' : 'Asked for',
      location: nameOf.get(count.locationId) ?? 'A location that is gone',
      lines: count.lines,
      counted: count.counted,
      varied: count.varied,
      createdAt: formatWhen(count.createdAt, facts.timeZone),
    })),
  };
}

export default function Counts() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  const [search, setSearch] = useState(data.search);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const loading = useNavigation().state === 'loading';
  const last = Math.max(1, Math.ceil(data.total / PAGE));
  const clear = () => {
    setSearch('');
    go({ q: null });
  };
  return (
    <Page
      title="Counts"
      subtitle="Is what Shopify says is there really there?"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
      primaryAction={{ content: 'Plan a count', url: '/app/reorder/counts/new' }}
      secondaryActions={[{ content: 'Settings', url: '/app/reorder/counts/terms' }]}
    >
      <BlockStack gap="400">
        <Figures accuracy={data.accuracy} month={data.month} />
        <Card padding="0">
          <IndexFilters
            mode={mode}
            setMode={setMode}
            tabs={TABS.map((tab) => ({ id: tab.id, content: tab.content, badge: String(data.counts[tab.id] ?? 0) }))}
            selected={TABS.findIndex((tab) => tab.id === data.tab)}
            onSelect={(index) => go({ tab: TABS[index]!.id })}
            queryValue={search}
            queryPlaceholder="Search by count number"
            onQueryChange={(value) => {
              setSearch(value);
              go({ q: value });
            }}
            onQueryClear={clear}
            cancelAction={{ onAction: clear }}
            filters={[]}
            onClearAll={clear}
            canCreateNewView={false}
            loading={loading}
          />
          <IndexTable
            resourceName={{ singular: 'count', plural: 'counts' }}
            itemCount={data.rows.length}
            selectable={false}
            condensed={smDown}
            headings={[
              { title: 'Count' },
              { title: 'State' },
              { title: 'Location' },
              { title: 'Planned' },
              { title: 'Lines', alignment: 'end' },
              { title: 'Counted', alignment: 'end' },
              { title: 'With a variance', alignment: 'end' },
            ]}
            emptyState={
              data.none ? (
                <EmptyState
                  heading="Check what is on your shelves"
                  image=""
                  action={{ content: 'Plan a count', url: '/app/reorder/counts/new' }}
                >
                  <p>
                    A spot check draws the items whose record would cost most if it were wrong. Count them with a phone,
                    approve what differs, and Shopify’s stock is corrected.
                  </p>
                </EmptyState>
              ) : (
                <EmptyState heading="No count here" image="">
                  <p>Look in another tab, or search for another number.</p>
                </EmptyState>
              )
            }
            pagination={{
              hasPrevious: data.page > 1,
              onPrevious: () => go({ page: String(data.page - 1) }),
              hasNext: data.page < last,
              onNext: () => go({ page: String(data.page + 1) }),
              label: `Page ${data.page} of ${last}`,
            }}
          >
            {data.rows.map((count, position) =>
              smDown ? (
                <IndexTable.Row id={count.id} key={count.id} position={position}>
                  <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                    <InlineStack gap="200" blockAlign="center">
                      <CountLink id={count.id} number={count.number} />
                      <StateBadge state={count.state} />
                    </InlineStack>
                    <Text as="p" tone="subdued">
                      {count.location} · {count.counted} of {countOf(count.lines, 'line')} counted ·{' '}
                      {countOf(count.varied, 'variance')}
                    </Text>
                  </div>
                </IndexTable.Row>
              ) : (
                <IndexTable.Row id={count.id} key={count.id} position={position}>
                  <IndexTable.Cell>
                    <CountLink id={count.id} number={count.number} />{' '}
                    <Text as="span" tone="subdued">
                      {count.kind}
                    </Text>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <StateBadge state={count.state} />
                  </IndexTable.Cell>
                  <IndexTable.Cell>{count.location}</IndexTable.Cell>
                  <IndexTable.Cell>{count.createdAt}</IndexTable.Cell>
                  {[count.lines, count.counted, count.varied].map((figure, index) => (
                    <IndexTable.Cell key={index}>
                      <Text as="span" alignment="end" numeric>
                        {figure}
                      </Text>
                    </IndexTable.Cell>
                  ))}
                </IndexTable.Row>
              ),
            )}
          </IndexTable>
        </Card>
      </BlockStack>
    </Page>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Figures({ accuracy, month }: Pick<Data, 'accuracy' | 'month'>) {
  const lines = accuracy.months.reduce((sum, one) => sum + one.lines, 0);
  const right = accuracy.months.reduce((sum, one) => sum + one.right, 0);
  const done = Math.min(100, Math.round((month.planned / Math.max(1, month.wanted)) * 100));
  return (
    <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Record accuracy
          </Text>
          <Text as="p">
            {lines === 0
              ? 'Nothing was counted in the last twelve months.'
              : `${((right / lines) * 100).toFixed(1)} % of ${countOf(lines, 'counted line')} were right in the last twelve months.`}
          </Text>
          <AccuracyChart months={accuracy.months} targetPermille={accuracy.targetPermille} />
        </BlockStack>
      </Card>
      <Card>
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {month.name}’s spot check
          </Text>
          <Text as="p">
            {month.planned} of {countOf(month.wanted, 'line')} planned.
          </Text>
          <ProgressBar progress={done} size="small" tone={done >= 100 ? 'success' : 'primary'} />
          {month.planned < month.wanted ? (
            <Banner tone="info">
              <Link url={`/app/reorder/counts/new?size=${month.wanted - month.planned}`}>
                {month.planned === 0 ? 'Plan this month’s spot check' : 'Plan the rest of it'}
              </Link>
            </Banner>
          ) : (
            <Text as="p" tone="subdued">
              This month’s lines are all drawn. Another count can still be planned.
            </Text>
          )}
        </BlockStack>
      </Card>
    </InlineGrid>
  );
}

function CountLink({ id, number }: { id: string; number: number }) {
  return (
    <Link url={`/app/reorder/counts/${id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        Count {number}
      </Text>
    </Link>
  );
}
