import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { InlineStack, Page, Text } from '@shopify/polaris';
import { formatMoney } from '../lib/money.ts';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { type OrderState, orderName, orderStates } from '../replenishment/purchasing/purchase-order.ts';
import { readOrdersPage } from '../replenishment/purchasing/read-orders.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { pageOf, pagesOf } from '../ui/list-address.ts';
import { ListFrame, RowLink, Wrapped } from '../ui/list-frame.tsx';
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
  const url = new URL(request.url);
  const { searchParams } = url;
  const tab = TABS.find((each) => each.id === searchParams.get('tab')) ?? TABS[0]!;
  const search = (searchParams.get('q') ?? '').slice(0, 100);
  const page = pageOf(searchParams);
  const [facts, locations, { rows, total, counts }] = await Promise.all([
    readShop(session.shop),
    readLocations(session.shop),
    readOrdersPage(session.shop, { states: tab.states, search }, { skip: (page - 1) * PAGE, take: PAGE }),
  ]);
  const { last, instead } = pagesOf(url, total, PAGE);
  if (instead) throw redirect(instead);
  const nameOf = new Map(locations.map((location) => [location.id, location.name]));
  const today = new Date().toISOString().slice(0, 10);
  return {
    tab: tab.id,
    search,
    page,
    last,
    tabs: TABS.map(({ id, content, states }) => ({
      id,
      content,
      count: states.reduce((sum, state) => sum + counts[state], 0),
    })),
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
  const { tabs, tab, search, page, last, rows, none } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Purchase orders"
      subtitle="What suppliers were asked for, and what came"
      backAction={{ content: 'Reorder', url: '/app/reorder' }}
      primaryAction={{ content: 'New order', url: '/app/reorder/orders/new' }}
      secondaryActions={[{ content: 'Suppliers', url: '/app/reorder/suppliers' }]}
    >
      <ListFrame
        tabs={tabs}
        tab={tab}
        search={{ value: search, placeholder: 'Search by number, supplier, product or SKU' }}
        paging={{ page, last }}
        resource={{ singular: 'order', plural: 'orders' }}
        headings={[
          { title: 'Order' },
          { title: 'State' },
          { title: 'Supplier' },
          { title: 'Location' },
          { title: 'Due' },
          { title: 'Received', alignment: 'end' },
          { title: 'Value', alignment: 'end' },
        ]}
        rows={rows}
        cells={(order) => [
          <OrderLink key="order" {...order} />,
          <StateBadge key="state" state={order.state} />,
          <Wrapped key="supplier">{order.supplier}</Wrapped>,
          order.location,
          <Text as="span" key="due" {...(order.late ? { tone: 'critical' as const } : {})}>
            {order.due ? `${order.due}${order.late ? ', late' : ''}` : '–'}
          </Text>,
          `${order.received.toLocaleString('en')} of ${order.units.toLocaleString('en')}`,
          order.value,
        ]}
        narrow={(order) => (
          <>
            <InlineStack gap="200" blockAlign="center">
              <OrderLink {...order} />
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
          </>
        )}
        none={none}
        empty={{
          heading: 'Order from your suppliers',
          text: 'Draft an order, approve it, send it, and book what comes into Shopify’s stock.',
          action: { content: 'New order', url: '/app/reorder/orders/new' },
          secondaryAction: { content: 'Suppliers', url: '/app/reorder/suppliers' },
        }}
      />
    </Page>
  );
}

function OrderLink({ id, name }: { id: string; name: string }) {
  return <RowLink url={`/app/reorder/orders/${id}`}>{name}</RowLink>;
}
