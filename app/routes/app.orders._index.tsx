import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react';
import {
  Card,
  EmptyState,
  IndexFilters,
  IndexTable,
  Link,
  Page,
  Text,
  useBreakpoints,
  useSetIndexFiltersMode,
} from '@shopify/polaris';
import { useState } from 'react';
import { formatMoney } from '../lib/money.ts';
import { readOrderSummaries } from '../mirror/read-order.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import type { OrderState } from '../orders/check.ts';
import { readOrdersPage } from '../orders/read-orders.server.ts';
import { authenticate } from '../shopify.server.ts';
import { readable, StateBadge } from '../ui/state-badge.tsx';
import { formatAge } from '../ui/when.ts';

const PAGE = 50;
const TABS: { id: string; content: string; state: OrderState | null }[] = [
  { id: 'open', content: 'To ship', state: null },
  { id: 'ready', content: 'Ready', state: 'ready' },
  { id: 'held', content: 'Held', state: 'held' },
  { id: 'done', content: 'Done', state: 'done' },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const url = new URL(request.url);
  const tab = TABS.find((each) => each.id === url.searchParams.get('tab')) ?? TABS[0]!;
  const search = (url.searchParams.get('q') ?? '').slice(0, 50);
  const page = Math.max(1, Math.min(2000, Number.parseInt(url.searchParams.get('page') ?? '1', 10) || 1));
  const [facts, { orders, total, counts }] = await Promise.all([
    readShop(session.shop),
    readOrdersPage(session.shop, { state: tab.state, search, skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  const summaries = await readOrderSummaries(
    session.shop,
    orders.map((order) => order.orderId),
  );
  return {
    timeZone: facts.timeZone,
    now: new Date().toISOString(),
    tab: tab.id,
    search,
    page,
    total,
    counts,
    orders: orders.map((order) => {
      const summary = summaries.get(order.orderId);
      return {
        id: order.orderId,
        name: order.orderName,
        placedAt: order.placedAt.toISOString(),
        state: order.state,
        overridden: order.overridden,
        reason: order.reasons[0]?.says ?? null,
        moreReasons: Math.max(order.reasons.length - 1, 0),
        total: summary ? formatMoney({ minor: summary.total, currency: summary.currency }) : '',
        units: summary?.units ?? 0,
        country: summary?.shipCountry ?? '',
        payment: summary?.financialStatus ?? '',
      };
    }),
  };
}

export default function Orders() {
  const data = useLoaderData<typeof loader>();
  const [params, setParams] = useSearchParams();
  const [search, setSearch] = useState(data.search);
  const { mode, setMode } = useSetIndexFiltersMode();
  const { smDown } = useBreakpoints();
  const loading = useNavigation().state === 'loading';
  const go = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setParams(next);
  };
  const count = (id: string) => (id === 'open' ? data.counts.ready + data.counts.held : data.counts[id as OrderState]);
  const last = Math.max(1, Math.ceil(data.total / PAGE));
  return (
    <Page title="Orders" subtitle="Which orders can go, which cannot, and why">
      <Card padding="0">
        <IndexFilters
          mode={mode}
          setMode={setMode}
          tabs={TABS.map((tab) => ({ id: tab.id, content: tab.content, badge: count(tab.id).toLocaleString('en') }))}
          selected={TABS.findIndex((tab) => tab.id === data.tab)}
          onSelect={(index) => go({ tab: TABS[index]!.id, page: null })}
          queryValue={search}
          queryPlaceholder="Search by order name"
          onQueryChange={(value) => {
            setSearch(value);
            go({ q: value, page: null });
          }}
          onQueryClear={() => {
            setSearch('');
            go({ q: null, page: null });
          }}
          cancelAction={{ onAction: () => go({ q: null, page: null }) }}
          filters={[]}
          onClearAll={() => go({ q: null })}
          canCreateNewView={false}
          loading={loading}
        />
        <IndexTable
          resourceName={{ singular: 'order', plural: 'orders' }}
          itemCount={data.orders.length}
          selectable={false}
          condensed={smDown}
          headings={[
            { title: 'Order' },
            { title: 'Waiting' },
            { title: 'State' },
            { title: 'Why' },
            { title: 'Payment' },
            { title: 'Units', alignment: 'end' },
            { title: 'Total', alignment: 'end' },
          ]}
          emptyState={
            <EmptyState heading={data.search ? 'No order has this name' : 'Nothing here'} image="">
              <p>
                {data.search
                  ? 'Check the spelling, or look in another tab.'
                  : 'Orders appear here seconds after a customer places them.'}
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
          {data.orders.map((order, position) =>
            smDown ? (
              <IndexTable.Row id={order.id} key={order.id} position={position}>
                <div style={{ padding: 'var(--p-space-300) var(--p-space-400)' }}>
                  <OrderLink id={order.id} name={order.name} /> <StateBadge state={order.state} />
                  <Text as="p" tone="subdued">
                    {order.units} {order.units === 1 ? 'unit' : 'units'} · {order.total} · waiting{' '}
                    {formatAge(order.placedAt, data.now)}
                  </Text>
                  {order.reason ? <Text as="p">{order.reason}</Text> : null}
                </div>
              </IndexTable.Row>
            ) : (
              <IndexTable.Row id={order.id} key={order.id} position={position}>
                <IndexTable.Cell>
                  <OrderLink id={order.id} name={order.name} />
                </IndexTable.Cell>
                <IndexTable.Cell>{formatAge(order.placedAt, data.now)}</IndexTable.Cell>
                <IndexTable.Cell>
                  <StateBadge state={order.state} />
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <span style={{ whiteSpace: 'normal' }}>
                    {order.reason ?? (order.overridden ? 'Overruled' : '')}
                    {order.moreReasons > 0 ? ` (+${order.moreReasons} more)` : ''}
                  </span>
                </IndexTable.Cell>
                <IndexTable.Cell>{readable(order.payment)}</IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="span" alignment="end" numeric>
                    {order.units}
                  </Text>
                </IndexTable.Cell>
                <IndexTable.Cell>
                  <Text as="span" alignment="end" numeric>
                    {order.total}
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

function OrderLink({ id, name }: { id: string; name: string }) {
  return (
    <Link url={`/app/orders/${id}`} dataPrimaryLink removeUnderline monochrome>
      <Text as="span" fontWeight="semibold">
        {name}
      </Text>
    </Link>
  );
}
