import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import {
  Card,
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
import { readShop } from '../mirror/read-shop.server.ts';
import { readReturnsPage } from '../returns/read-returns.server.ts';
import { authenticate } from '../shopify.server.ts';
import { pageOf, useListAddress } from '../ui/list-address.ts';
import { ReturnBadge } from '../ui/return-badge.tsx';
import { readable } from '../ui/state-badge.tsx';
import { formatAge } from '../ui/when.ts';

const PAGE = 50;
const TABS: { id: string; content: string; statuses: readonly string[] }[] = [
  { id: 'requested', content: 'To answer', statuses: ['REQUESTED'] },
  { id: 'open', content: 'Open', statuses: ['OPEN'] },
  { id: 'closed', content: 'Closed', statuses: ['CLOSED'] },
  { id: 'declined', content: 'Declined or canceled', statuses: ['DECLINED', 'CANCELED'] },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((each) => each.id === searchParams.get('tab')) ?? TABS[0]!;
  const search = (searchParams.get('q') ?? '').slice(0, 50);
  const page = pageOf(searchParams);
  const [facts, { rows, total, counts }] = await Promise.all([
    readShop(session.shop),
    readReturnsPage(session.shop, { statuses: tab.statuses, search }, { skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  return {
    tab: tab.id,
    search,
    page,
    total,
    timeZone: facts.timeZone,
    now: new Date().toISOString(),
    counts: Object.fromEntries(
      TABS.map((each) => [each.id, each.statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0)]),
    ),
    none: counts.size === 0,
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name,
      orderId: row.orderId,
      orderName: row.orderName,
      status: row.status,
      createdAt: row.createdAt.toISOString(),
      units: row.lines.reduce((sum, line) => sum + line.quantity, 0),
      items: row.lines.map((line) => line.title).join(', '),
      reasons: [...new Set(row.lines.map((line) => readable(line.reason)))].join(', '),
    })),
  };
}

export default function Returns() {
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
      title="Returns"
      subtitle="What customers want to send back"
      secondaryActions={[{ content: 'Policy', url: '/app/returns/policy' }]}
    >
      <Card padding="0">
        <IndexFilters
          mode={mode}
          setMode={setMode}
          tabs={TABS.map((tab) => ({ id: tab.id, content: tab.content, badge: String(data.counts[tab.id] ?? 0) }))}
          selected={TABS.findIndex((tab) => tab.id === data.tab)}
          onSelect={(index) => go({ tab: TABS[index]!.id })}
          queryValue={search}
          queryPlaceholder="Search by return or order name"
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
          resourceName={{ singular: 'return', plural: 'returns' }}
          itemCount={data.rows.length}
          selectable={false}
          condensed={smDown}
          headings={[
            { title: 'Return' },
            { title: 'Order' },
            { title: 'Status' },
            { title: 'Waiting' },
            { title: 'Items' },
            { title: 'Reason' },
            { title: 'Units', alignment: 'end' },
          ]}
          emptyState={
            <EmptyState heading={data.none ? 'No returns yet' : 'Nothing here'} image="">
              <p>
                {data.none
                  ? 'Link your shop’s navigation to /apps/backroom/returns: customers ask for a return there.'
                  : 'Look in another tab, or search for another name.'}
              </p>
            </EmptyState>
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
                    <ReturnLink id={row.id} name={row.name} />
                    <ReturnBadge status={row.status} />
                  </InlineStack>
                  <Text as="p" breakWord>
                    {row.units} {row.units === 1 ? 'unit' : 'units'}: {row.items}
                  </Text>
                  <Text as="p" tone="subdued">
                    {row.reasons} · {formatAge(row.createdAt, data.now)}
                  </Text>
                </div>
              </IndexTable.Row>
            ) : (
              <IndexTable.Row id={row.id} key={row.id} position={position}>
                <IndexTable.Cell>
                  <ReturnLink id={row.id} name={row.name} />
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Link url={`/app/orders/${row.orderId}`} removeUnderline>
                    {row.orderName}
                  </Link>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <ReturnBadge status={row.status} />
                </IndexTable.Cell>
                <IndexTable.Cell>{formatAge(row.createdAt, data.now)}</IndexTable.Cell>
                <IndexTable.Cell>
                  <span style={{ whiteSpace: 'normal' }}>{row.items}</span>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <span style={{ whiteSpace: 'normal' }}>{row.reasons}</span>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="span" alignment="end" numeric>
                    {row.units}
                  </Text>
                </IndexTable.Cell>
              </IndexTable.Row>
            ),
          )}
        </IndexTable>
      </Card>
    </Page>
  );
}

function ReturnLink({ id, name }: { id: string; name: string }) {
  return (
    <Link url={`/app/returns/${id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {name}
      </Text>
    </Link>
  );
}
