// A small Shopify that is always right: what it still wants of each order, and what it makes of what the app sends. The mirror
// hears of it late, twice, or in another order.
import { inShop } from '../../app/db.server.ts';

type OrderLine = { id: string; orderLineId: string; item: string; remaining: number; total: number };
type FulfillmentOrder = {
  id: string;
  status: 'OPEN' | 'ON_HOLD' | 'CLOSED';
  locationId: string;
  lines: OrderLine[];
};
export type Order = {
  id: string;
  canceled: boolean;
  /** the customer fetches it */
  pickup: boolean;
  fulfillmentOrders: FulfillmentOrder[];
};

/** An order as it was when somebody looked at it. */
export type Told = Order & { at: number };

export type Store = { orders: Map<string, Order>; made: Map<string, number>; ids: number };

export type Parts = {
  lineItemsByFulfillmentOrder: { fulfillmentOrderId: string; fulfillmentOrderLineItems: Asked[] }[];
};
type Asked = { id: string; quantity: number };

const numberOf = (gid: string) => gid.slice(gid.lastIndexOf('/') + 1);

/** Units that a fulfillmentCreate asks for, by fulfillment-order line. */
export function askedUnits({ lineItemsByFulfillmentOrder }: Parts): Map<string, number> {
  const units = new Map<string, number>();
  for (const { fulfillmentOrderLineItems } of lineItemsByFulfillmentOrder)
    for (const { id, quantity } of fulfillmentOrderLineItems)
      units.set(numberOf(id), (units.get(numberOf(id)) ?? 0) + quantity);
  return units;
}

export const linesOf = (order: Order | undefined) =>
  (order?.fulfillmentOrders ?? []).flatMap((one) => one.lines.map((line) => ({ ...line, of: one })));

/** Makes a fulfillment of exactly this, or refuses with a reason. */
export function fulfill(store: Store, orderId: string, parts: Parts): string | null {
  const order = store.orders.get(orderId);
  const asked = askedUnits(parts);
  const known = new Map(linesOf(order).map((line) => [line.id, line]));
  for (const [id, quantity] of asked) {
    const line = known.get(id);
    if (line?.of.status !== 'OPEN') return 'Fulfillment order is not open.';
    if (quantity > line.remaining) return 'Invalid fulfillment order line item quantity requested.';
  }
  for (const one of order?.fulfillmentOrders ?? []) {
    for (const line of one.lines) {
      const units = asked.get(line.id) ?? 0;
      line.remaining -= units;
      store.made.set(line.id, (store.made.get(line.id) ?? 0) + units);
    }
    if (one.lines.every((line) => line.remaining === 0)) one.status = 'CLOSED';
  }
  return null;
}

/** Tells the customer that it can be fetched, or refuses with a reason. */
export function makeReady(store: Store, orderId: string, fulfillmentOrders: readonly string[]): string | null {
  const open = store.orders.get(orderId)?.fulfillmentOrders.filter((one) => one.status === 'OPEN') ?? [];
  return fulfillmentOrders.every((id) => open.some((one) => one.id === numberOf(id)))
    ? null
    : 'Fulfillment order is not open.';
}

export type Change = 'fewer' | 'more' | 'removed' | 'replaced' | 'canceled' | 'held' | 'let go' | 'elsewhere';

/** What a merchant or a customer does to an order; `at` chooses the line. */
export function change(store: Store, order: Order, what: Change, at: number): void {
  const open = order.fulfillmentOrders.filter((one) => one.status !== 'CLOSED');
  const first = open[0];
  const lines = open.flatMap((one) => one.lines.filter((line) => line.remaining > 0));
  const line = lines[at % Math.max(1, lines.length)];
  if (!first || !line) return;
  switch (what) {
    case 'fewer':
      line.remaining -= 1;
      line.total -= 1;
      break;
    case 'more':
      line.remaining += 1;
      line.total += 1;
      break;
    case 'removed':
      line.total -= line.remaining;
      line.remaining = 0;
      break;
    // Somebody else ships a unit of it.
    case 'elsewhere':
      if (first.status === 'OPEN') line.remaining -= 1;
      break;
    case 'replaced': {
      const fresh = first.lines.filter((one) => one.remaining > 0);
      order.fulfillmentOrders.push({
        ...{ id: String(store.ids++), status: first.status, locationId: first.locationId },
        lines: fresh.map((one) => ({ ...one, id: String(store.ids++), total: one.remaining })),
      });
      first.status = 'CLOSED';
      for (const one of first.lines) one.remaining = 0;
      return;
    }
    case 'canceled':
      order.canceled = true;
      for (const one of open) {
        one.status = 'CLOSED';
        for (const each of one.lines) each.remaining = 0;
      }
      return;
    case 'held':
      for (const one of open) one.status = 'ON_HOLD';
      return;
    case 'let go':
      for (const one of open) one.status = 'OPEN';
      return;
  }
  for (const one of open) if (one.lines.every((each) => each.remaining === 0)) one.status = 'CLOSED';
}

/** The mirror hears of an order as it was at a moment; what is older than what it knows changes nothing. True when it was news. */
export function tellMirror(shop: string, told: Told): Promise<boolean> {
  const heardAt = new Date(told.at);
  return inShop(shop, async (tx) => {
    const news = await tx.order.updateMany({
      where: { id: told.id, heardAt: { lt: heardAt } },
      data: { cancelledAt: told.canceled ? heardAt : null, heardAt, sourceUpdatedAt: heardAt },
    });
    if (news.count === 0) return false;
    for (const { id, status, locationId, lines } of told.fulfillmentOrders) {
      const data = {
        ...{ orderId: told.id, status, locationId, heardAt, sourceUpdatedAt: heardAt },
        holds: status === 'ON_HOLD' ? [{ reason: 'OTHER', reasonNotes: 'Ask Ann' }] : [],
        deliveryMethod: told.pickup ? 'PICK_UP' : null,
        supportedActions: status === 'OPEN' ? ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'HOLD', 'MOVE'] : [],
      };
      await tx.fulfillmentOrder.upsert({
        where: { shop_id: { shop, id } },
        create: { shop, id, ...data, createdAt: heardAt },
        update: data,
      });
      for (const { id: lineId, orderLineId, item, remaining, total } of lines) {
        const counts = { totalQuantity: total, remainingQuantity: remaining };
        await tx.fulfillmentOrderLine.upsert({
          where: { shop_id: { shop, id: lineId } },
          create: {
            ...{ shop, id: lineId, fulfillmentOrderId: id, orderLineId, inventoryItemId: item, variantId: item },
            ...counts,
          },
          update: counts,
        });
      }
    }
    return true;
  });
}
