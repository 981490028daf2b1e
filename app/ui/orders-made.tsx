// What became of the rows that were to be ordered: drafts, and those that could not be put on one.
import { Banner, BlockStack, Link, List } from '@shopify/polaris';
import { countOf } from './count.ts';

export type OrderAnswer =
  | { ok: false; problem: string }
  | {
      ok: true;
      orders: { id: string; number: number; supplierName: string; locationId: string; warnings: string[] }[];
      notDrafted: { inventoryItemId: string; locationId: string; title: string; why: string }[];
    };

export function OrdersMade({
  answer,
  locations,
}: {
  answer: OrderAnswer | undefined;
  locations: { id: string; name: string }[];
}) {
  if (!answer) return null;
  if (!answer.ok) return <Banner tone="critical" title={answer.problem} />;
  const { orders, notDrafted } = answer;
  const where = (id: string) => locations.find((location) => location.id === id)?.name ?? '';
  return (
    <BlockStack gap="400">
      {orders.length > 0 ? (
        <Banner tone="success" title={`${countOf(orders.length, 'draft')} made. Nothing is ordered before you send it`}>
          <List>
            {orders.map((order) => (
              <List.Item key={order.id}>
                <Link url={`/app/reorder/orders/${order.id}`}>PO-{order.number}</Link>, {order.supplierName}, to{' '}
                {where(order.locationId)}
                {order.warnings.length > 0 ? `: ${order.warnings.join(' ')}` : ''}
              </List.Item>
            ))}
          </List>
        </Banner>
      ) : null}
      {notDrafted.length > 0 ? (
        <Banner tone="warning" title={`${countOf(notDrafted.length, 'row')} could not be put on an order`}>
          <List>
            {notDrafted.map((row) => (
              <List.Item key={`${row.inventoryItemId} ${row.locationId}`}>
                {row.title}, {where(row.locationId)}: {row.why}
              </List.Item>
            ))}
          </List>
        </Banner>
      ) : null}
    </BlockStack>
  );
}
