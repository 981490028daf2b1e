import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  ChoiceList,
  EmptyState,
  IndexFilters,
  IndexTable,
  InlineStack,
  Link,
  Page,
  Text,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readReorderPage } from '../replenishment/read-reorder.server.ts';
import { type Advice, advices } from '../replenishment/reorder-point.ts';
import { askForRun } from '../replenishment/runs.server.ts';
import { authenticate } from '../shopify.server.ts';
import { AdviceBadge } from '../ui/advice-badge.tsx';
import { countOf } from '../ui/count.ts';
import { Download } from '../ui/download.tsx';
import { pageOf, useListAddress } from '../ui/list-address.ts';
import { formatWhen } from '../ui/when.ts';

const PAGE = 50;
const TABS: { id: Advice | 'all'; content: string }[] = [
  { id: 'buy', content: 'Buy' },
  { id: 'move', content: 'Move' },
  { id: 'wait', content: 'Wait' },
  { id: 'too much', content: 'Too much' },
  { id: 'unknown', content: 'Unknown' },
  { id: 'all', content: 'All' },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((each) => each.id === searchParams.get('tab')) ?? TABS[0]!;
  const advice = advices.find((each) => each === tab.id) ?? null;
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const locationId = searchParams.get('location');
  const page = pageOf(searchParams);
  const [facts, locations, { rows, total, counts, computedAt }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readReorderPage(session.shop, { advice, locationId, search }, { skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  const locationName = new Map(locations.map((location) => [location.id, location.name]));
  return {
    tab: tab.id,
    search,
    locationId,
    page,
    total,
    counts,
    locations,
    timeZone: facts.timeZone,
    computedAt: computedAt?.toISOString() ?? null,
    rows: rows.map((row) => ({
      id: `${row.inventoryItemId}-${row.locationId}`,
      title: row.title,
      sku: row.sku ?? '',
      location: locationName.get(row.locationId) ?? '',
      advice: row.advice,
      available: row.available,
      incoming: row.incoming + row.onOrder,
      reorderPoint: row.reorderPoint,
      daysOfCover: row.daysOfCover,
      leadTimeDays: row.leadTimeDays,
      suggested: row.suggested,
    })),
  };
}

/** Compute again now. */
export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  await askForRun(session.shop, new Date());
  return { asked: true };
}

const days = (count: number | null) =>
  count === null ? 'No sales' : `${count.toLocaleString('en', { maximumFractionDigits: count < 10 ? 1 : 0 })} days`;

export default function Reorder() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const go = useListAddress();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [search, setSearch] = useState(data.search);
  const [problem, setProblem] = useState<string | null>(null);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const last = Math.max(1, Math.ceil(data.total / PAGE));
  const count = (id: Advice | 'all') =>
    id === 'all' ? advices.reduce((sum, advice) => sum + data.counts[advice], 0) : data.counts[id];
  const where = data.locations.find((location) => location.id === data.locationId);
  const query = new URLSearchParams({ tab: data.tab, q: data.search, location: data.locationId ?? '' });
  return (
    <Page
      title="Reorder"
      subtitle={
        data.computedAt
          ? `Most urgent first. Computed ${formatWhen(data.computedAt, data.timeZone)}`
          : 'What to buy, most urgent first'
      }
      secondaryActions={[{ content: 'Defaults', url: '/app/reorder/defaults' }]}
    >
      <BlockStack gap="400">
        {problem ? <Banner tone="critical" title={problem} /> : null}
        {answer && navigation.state === 'idle' ? (
          <Banner tone="success" title="Everything is being computed again; the list follows in a moment" />
        ) : null}
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <InlineStack gap="200" align="end">
            <Button
              loading={navigation.state === 'submitting'}
              onClick={() => submit(null, { method: 'post', action: `/app/reorder?index&${query}` })}
            >
              Compute again
            </Button>
            <Download url={`/app/reorder/export?${query}`} fileName="reorder.csv" onProblem={setProblem}>
              Export CSV
            </Download>
          </InlineStack>
        </Box>
        <Card padding="0">
          <IndexFilters
            mode={mode}
            setMode={setMode}
            tabs={TABS.map((tab) => ({ id: tab.id, content: tab.content, badge: String(count(tab.id)) }))}
            selected={TABS.findIndex((tab) => tab.id === data.tab)}
            onSelect={(index) => go({ tab: TABS[index]!.id })}
            queryValue={search}
            queryPlaceholder="Search by product or SKU"
            onQueryChange={(value) => {
              setSearch(value);
              go({ q: value });
            }}
            onQueryClear={() => {
              setSearch('');
              go({ q: null });
            }}
            cancelAction={{
              onAction: () => {
                setSearch('');
                go({ q: null, location: null });
              },
            }}
            filters={[
              {
                key: 'location',
                label: 'Location',
                shortcut: true,
                filter: (
                  <ChoiceList
                    title="Location"
                    titleHidden
                    choices={data.locations.map((location) => ({ label: location.name, value: location.id }))}
                    selected={data.locationId ? [data.locationId] : []}
                    onChange={([id]) => go({ location: id ?? null })}
                  />
                ),
              },
            ]}
            appliedFilters={
              where
                ? [{ key: 'location', label: `Location: ${where.name}`, onRemove: () => go({ location: null }) }]
                : []
            }
            onClearAll={() => {
              setSearch('');
              go({ q: null, location: null });
            }}
            canCreateNewView={false}
            loading={navigation.state === 'loading'}
          />
          <IndexTable
            resourceName={{ singular: 'variant', plural: 'variants' }}
            itemCount={data.rows.length}
            selectable={false}
            condensed={smDown}
            headings={[
              { title: 'Product' },
              { title: 'Location' },
              { title: 'Advice' },
              { title: 'Cover' },
              { title: 'Lead time' },
              { title: 'Available', alignment: 'end' },
              { title: 'Incoming', alignment: 'end' },
              { title: 'Reorder point', alignment: 'end' },
              { title: 'Suggested', alignment: 'end' },
            ]}
            emptyState={
              <Nothing computed={data.computedAt !== null} filtered={data.search !== '' || where !== undefined} />
            }
            pagination={{
              hasPrevious: data.page > 1,
              onPrevious: () => go({ page: String(data.page - 1) }),
              hasNext: data.page < last,
              onNext: () => go({ page: String(data.page + 1) }),
              label: `Page ${data.page} of ${last}`,
            }}
          >
            {data.rows.map((row, position) =>
              smDown ? (
                <IndexTable.Row id={row.id} key={row.id} position={position}>
                  <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                    <InlineStack gap="200" blockAlign="center">
                      <RowLink id={row.id} title={row.title} />
                      <AdviceBadge advice={row.advice} />
                    </InlineStack>
                    <Text as="p" tone="subdued">
                      {row.location} · {row.available} available · cover {days(row.daysOfCover)}
                    </Text>
                    {row.suggested > 0 ? <Text as="p">Buy {countOf(row.suggested, 'unit')}</Text> : null}
                  </div>
                </IndexTable.Row>
              ) : (
                <IndexTable.Row id={row.id} key={row.id} position={position}>
                  <IndexTable.Cell>
                    <div style={{ whiteSpace: 'normal', minWidth: '9rem' }}>
                      <RowLink id={row.id} title={row.title} />
                      <Text as="p" tone="subdued">
                        {row.sku}
                      </Text>
                    </div>
                  </IndexTable.Cell>
                  <IndexTable.Cell>{row.location}</IndexTable.Cell>
                  <IndexTable.Cell>
                    <AdviceBadge advice={row.advice} />
                  </IndexTable.Cell>
                  <IndexTable.Cell>{days(row.daysOfCover)}</IndexTable.Cell>
                  <IndexTable.Cell>{row.leadTimeDays === null ? '' : days(row.leadTimeDays)}</IndexTable.Cell>
                  {[row.available, row.incoming, row.reorderPoint, row.suggested].map((figure, index) => (
                    <IndexTable.Cell key={index}>
                      <Text as="span" alignment="end" numeric>
                        {figure === null ? '' : figure.toLocaleString('en')}
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

function RowLink({ id, title }: { id: string; title: string }) {
  return (
    <Link url={`/app/reorder/${id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {title}
      </Text>
    </Link>
  );
}

function Nothing({ computed, filtered }: { computed: boolean; filtered: boolean }) {
  if (!computed)
    return (
      <EmptyState heading="Not computed yet" image="">
        <p>
          Reorder points are computed each night once products and orders are here. Press Compute again to do it now.
        </p>
      </EmptyState>
    );
  return (
    <EmptyState heading={filtered ? 'Nothing matches' : 'Nothing here'} image="">
      <p>
        {filtered ? 'Change the search or the location, or look in another tab.' : 'No variant has this advice now.'}
      </p>
    </EmptyState>
  );
}
