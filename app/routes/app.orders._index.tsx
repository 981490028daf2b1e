import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Page, Text } from '@shopify/polaris';
import { formatMoney } from '../lib/money.ts';
import { readOrderSummaries } from '../mirror/read-order.server.ts';
import type { OrderState } from '../orders/check.ts';
import { readOrdersPage } from '../orders/read-orders.server.ts';
import { authenticate } from '../shopify.server.ts';
import { pageOf, pagesOf } from '../ui/list-address.ts';
import { ListFrame, RowLink, Wrapped } from '../ui/list-frame.tsx';
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
  const page = pageOf(url.searchParams);
  const { orders, total, counts } = await readOrdersPage(session.shop, {
    state: tab.state,
    search,
    skip: (page - 1) * PAGE,
    take: PAGE,
  });
  const { last, instead } = pagesOf(url, total, PAGE);
  if (instead) throw redirect(instead);
  const summaries = await readOrderSummaries(
    session.shop,
    orders.map((order) => order.orderId),
  );
  const now = new Date().toISOString();
  return {
    tab: tab.id,
    search,
    page,
    last,
    tabs: TABS.map(({ id, content, state }) => ({
      id,
      content,
      count: state === null ? counts.ready + counts.held : counts[state],
    })),
    rows: orders.map((order) => {
      const summary = summaries.get(order.orderId);
      return {
        id: order.orderId,
        name: order.orderName,
        waiting: formatAge(order.placedAt.toISOString(), now),
        state: order.state,
        overridden: order.overridden,
        reason: order.reasons[0]?.says ?? null,
        moreReasons: Math.max(order.reasons.length - 1, 0),
        total: summary ? formatMoney({ minor: summary.total, currency: summary.currency }) : '',
        units: summary?.units ?? 0,
        payment: summary?.financialStatus ?? '',
      };
    }),
  };
}

export default function Orders() {
  const { tabs, tab, search, page, last, rows } = useLoaderData<typeof loader>();
  return (
    <Page title="Orders" subtitle="Which orders can go, which cannot, and why">
      <ListFrame
        tabs={tabs}
        tab={tab}
        search={{ value: search, placeholder: 'Search by order name' }}
        paging={{ page, last }}
        resource={{ singular: 'order', plural: 'orders' }}
        headings={[
          { title: 'Order' },
          { title: 'Waiting' },
          { title: 'State' },
          { title: 'Why' },
          { title: 'Payment' },
          { title: 'Units', alignment: 'end' },
          { title: 'Total', alignment: 'end' },
        ]}
        rows={rows}
        cells={(order) => [
          <OrderLink key="order" {...order} />,
          order.waiting,
          <StateBadge key="state" state={order.state} />,
          <Wrapped key="why">
            {order.reason ?? (order.overridden ? 'Overruled' : '')}
            {order.moreReasons > 0 ? ` (+${order.moreReasons} more)` : ''}
          </Wrapped>,
          readable(order.payment),
          order.units,
          order.total,
        ]}
        narrow={(order) => (
          <>
            <OrderLink {...order} /> <StateBadge state={order.state} />
            <Text as="p" tone="subdued">
              {order.units} {order.units === 1 ? 'unit' : 'units'} · {order.total} · waiting {order.waiting}
            </Text>
            {order.reason ? <Text as="p">{order.reason}</Text> : null}
          </>
        )}
        none={search === ''}
        empty={{ heading: 'Nothing here', text: 'Orders appear here seconds after a customer places them.' }}
      />
    </Page>
  );
}

function OrderLink({ id, name }: { id: string; name: string }) {
  return <RowLink url={`/app/orders/${id}`}>{name}</RowLink>;
}
