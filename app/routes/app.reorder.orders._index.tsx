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
import { formatMoney } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { type OrderState, orderName, orderStates } from '../replenishment/purchasing/purchase-order.ts';
import { readOrdersPage } from '../replenishment/purchasing/read-orders.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { pageOf, useListAddress } from '../ui/list-address.ts';
import { StateBadge } from '../ui/state-badge.tsx';
import { formatDay, formatWhen } from '../ui/when.ts';

const PAGE = 50;
const TABS: { id: string; content: string; states: readonly OrderState[] }[] = [
  { id: 'open', content: 'Open', states: ['draft', 'approved', 'ordered', 'receiving'] },
  { id: 'draft', content: 'Draft', states: ['draft'] },
  { id: 'approved', content: 'Approved', states: ['approved'] },
  { id: 'ordered', content: 'Ordered', states: ['ordered'] },
  { id: 'receiving', content: 'Receiving', states: ['receiving'] },
  { id: 'closed', content: 'Closed', states: ['closed'] },
  { id: 'canceled', content: 'Canceled', states: ['canceled'] },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const tab = TABS.find((each) => each.id === searchParams.get('tab')) ?? TABS[0]!;
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const page = pageOf(searchParams);
  const [facts, locations, { rows, total, counts }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readOrdersPage(session.shop, { states: tab.states, search }, { skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  const today = new Date().toISOString().slice(0, 10);
  return {
    tab: tab.id,
    search,
    page,
    total,
    counts: Object.fromEntries(
      TABS.map((each) => [each.id, each.states.reduce((sum, state) => sum + counts[state], 0)]),
    ),
    none: orderStates.every((state) => counts[state] === 0),
    rows: rows.map((order) => {
      const due = order.dueOn?.toISOString().slice(0, 10) ?? null;
      return {
        id: order.id,
        name: orderName(order.number),
        state: order.state,
        supplier: order.supplierName,
        location: nameOf.get(order.locationId) ?? '',
        createdAt: formatWhen(order.createdAt, facts.timeZone),
        due: due && formatDay(due),
        late: due !== null && due < today && (order.state === 'ordered' || order.state === 'receiving'),
        lines: order.lineCount,
        units: order.units,
        received: order.received,
        value: formatMoney({ minor: order.value, currency: order.currency }),
      };
    }),
  };
}

export default function PurchaseOrders() {
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
      title="Purchase orders"
      subtitle="What suppliers were asked for, and what came"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
      primaryAction={{ content: 'New order', url: '/app/reorder/orders/new' }}
      secondaryActions={[{ content: 'Suppliers', url: '/app/reorder/suppliers' }]}
    >
      <Card padding="0">
        <IndexFilters
          mode={mode}
          setMode={setMode}
          tabs={TABS.map((tab) => ({ id: tab.id, content: tab.content, badge: String(data.counts[tab.id] ?? 0) }))}
          selected={TABS.findIndex((tab) => tab.id === data.tab)}
          onSelect={(index) => go({ tab: TABS[index]!.id })}
          queryValue={search}
          queryPlaceholder="Search by number, supplier, product or SKU"
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
          resourceName={{ singular: 'order', plural: 'orders' }}
          itemCount={data.rows.length}
          selectable={false}
          condensed={smDown}
          headings={[
            { title: 'Order' },
            { title: 'State' },
            { title: 'Supplier' },
            { title: 'Location' },
            { title: 'Due' },
            { title: 'Received', alignment: 'end' },
            { title: 'Value', alignment: 'end' },
          ]}
          emptyState={
            data.none ? (
              <EmptyState
                heading="Order from your suppliers"
                image=""
                action={{ content: 'New order', url: '/app/reorder/orders/new' }}
                secondaryAction={{ content: 'Suppliers', url: '/app/reorder/suppliers' }}
              >
                <p>Draft an order, approve it, send it, and book what comes into Shopify’s stock.</p>
              </EmptyState>
            ) : (
              <EmptyState heading="No order here" image="">
                <p>Look in another tab, or search for something else.</p>
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
          {data.rows.map((order, position) =>
            smDown ? (
              <IndexTable.Row id={order.id} key={order.id} position={position}>
                <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                  <InlineStack gap="200" blockAlign="center">
                    <OrderLink id={order.id} name={order.name} />
                    <StateBadge state={order.state} />
                  </InlineStack>
                  <Text as="p" breakWord>
                    {order.supplier} · {order.value}
                  </Text>
                  <Text as="p" tone={order.late ? 'critical' : 'subdued'}>
                    {[
                      order.location,
                      `${order.received.toLocaleString('en')} of ${countOf(order.units, 'unit')} here`,
                      order.due ? `${order.late ? 'late, due' : 'due'} ${order.due}` : '',
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </div>
              </IndexTable.Row>
            ) : (
              <IndexTable.Row id={order.id} key={order.id} position={position}>
                <IndexTable.Cell>
                  <OrderLink id={order.id} name={order.name} />
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <StateBadge state={order.state} />
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <div style={{ whiteSpace: 'normal' }}>{order.supplier}</div>
                </IndexTable.Cell>
                <IndexTable.Cell>{order.location}</IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="span" {...(order.late ? { tone: 'critical' as const } : {})}>
                    {order.due ? `${order.due}${order.late ? ', late' : ''}` : '–'}
                  </Text>
                </IndexTable.Cell>
                {[`${order.received.toLocaleString('en')} of ${order.units.toLocaleString('en')}`, order.value].map(
                  (figure, index) => (
                    <IndexTable.Cell key={index}>
                      <Text as="span" alignment="end" numeric>
                        {figure}
                      </Text>
                    </IndexTable.Cell>
                  ),
                )}
              </IndexTable.Row>
            ),
          )}
        </IndexTable>
      </Card>
    </Page>
  );
}

function OrderLink({ id, name }: { id: string; name: string }) {
  return (
    <Link url={`/app/reorder/orders/${id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {name}
      </Text>
    </Link>
  );
}
