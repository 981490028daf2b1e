import { Banner, Link, List } from '@shopify/polaris';

type Order = { id: string; name: string; reason: string | null };

/** The orders of a wave that stay behind, each with the reason; nothing when all go. `was`: it happened, else it will. */
export function LeftOut({ orders, was }: { orders: Order[]; was: boolean }) {
  const behind = orders.filter((order) => order.reason !== null);
  if (behind.length === 0) return null;
  const many = behind.length === 1 ? '1 order' : `${behind.length} orders`;
  return (
    <Banner
      tone="warning"
      title={was ? `${many} left out of this wave` : `${many} will be left out, unless mended before`}
    >
      <List>
        {behind.map((order) => (
          <List.Item key={order.id}>
            <Link url={`/app/orders/${order.id}`}>{order.name}</Link>: {order.reason}
          </List.Item>
        ))}
      </List>
    </Banner>
  );
}
