// A small Shopify that is always right: what it still wants of each order, and what it makes of what the app sends. The mirror
// hears of it late, twice, or in another order.
import { inShop } from '../../app/db.server.ts';
import { waveHold, withoutWaveHolds } from '../../app/mirror/wave-hold.ts';

type OrderLine = { id: string; orderLineId: string; item: string; remaining: number; total: number };
type FulfillmentOrder = {
  id: string;
  closed: boolean;
  /** handles of what holds it: what the app placed, and `STAFF` */
  holds: string[];
  /** whether progress can be told, and whether it was */
  progress: 'cannot' | 'can' | 'told';
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

const STAFF = 'Ask Ann';

/** As Shopify lists it. */
const listed = ({ closed, holds, progress }: FulfillmentOrder) => {
  if (closed) return { status: 'CLOSED', supportedActions: [] };
  if (holds.length > 0) return { status: 'ON_HOLD', supportedActions: ['HOLD', 'RELEASE_HOLD'] };
  const actions = ['CREATE_FULFILLMENT', 'HOLD', 'MOVE'];
  return {
    status: progress === 'told' ? 'IN_PROGRESS' : 'OPEN',
    supportedActions: progress === 'can' ? [...actions, 'REPORT_PROGRESS'] : actions,
  };
};

/** As the mirror keeps it: what a wave holds itself is no hold to the rooms. */
export function mirrored(one: FulfillmentOrder) {
  const holds = one.holds.map((handle, nth) => ({
    ...{ id: `${one.id}${nth}`, reason: 'OTHER', reasonNotes: handle, handle, heldByUs: handle !== STAFF },
  }));
  return withoutWaveHolds({ ...listed(one), holds });
}

export type Parts = {
  lineItemsByFulfillmentOrder: { fulfillmentOrderId: string; fulfillmentOrderLineItems: Asked[] }[];
};
type Asked = { id: string; quantity: number };

export const numberOf = (gid: string) => gid.slice(gid.lastIndexOf('/') + 1);

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

const fulfillable = ({ closed, holds }: FulfillmentOrder) => !closed && holds.length === 0;

/** Makes a fulfillment of exactly this, or refuses with a reason. */
export function fulfill(store: Store, orderId: string, parts: Parts): string | null {
  const order = store.orders.get(orderId);
  const asked = askedUnits(parts);
  const known = new Map(linesOf(order).map((line) => [line.id, line]));
  for (const [id, quantity] of asked) {
    const line = known.get(id);
    if (!line || !fulfillable(line.of)) return 'Fulfillment order is not open.';
    if (quantity > line.remaining) return 'Invalid fulfillment order line item quantity requested.';
  }
  for (const one of order?.fulfillmentOrders ?? []) {
    for (const line of one.lines) {
      const units = asked.get(line.id) ?? 0;
      line.remaining -= units;
      store.made.set(line.id, (store.made.get(line.id) ?? 0) + units);
    }
    if (one.lines.every((line) => line.remaining === 0)) one.closed = true;
  }
  return null;
}

/** Tells the customer that it can be fetched, or refuses with a reason. */
export function makeReady(store: Store, orderId: string, fulfillmentOrders: readonly string[]): string | null {
  const open = store.orders.get(orderId)?.fulfillmentOrders.filter(fulfillable) ?? [];
  return fulfillmentOrders.every((id) => open.some((one) => one.id === numberOf(id)))
    ? null
    : 'Fulfillment order is not open.';
}

type Lock = { id: string; externalId?: string; fulfillmentHold?: { handle: string } };

/** Holds a fulfillment order, lets it go, or hears that it is worked on, as an operation of that name does; or refuses. */
export function lock(store: Store, orderId: string, operation: string, asked: Lock): string | null {
  const one = store.orders.get(orderId)?.fulfillmentOrders.find((each) => each.id === numberOf(asked.id));
  if (!one || one.closed) return 'Fulfillment order is closed.';
  switch (operation) {
    case 'fulfillmentOrderHold': {
      const { handle } = asked.fulfillmentHold!;
      if (one.holds.includes(handle)) return 'The handle is taken.';
      one.holds.push(handle);
      return null;
    }
    case 'fulfillmentOrderReleaseHold':
      if (!one.holds.includes(asked.externalId!)) return 'Nothing is held under this id.';
      one.holds = one.holds.filter((handle) => handle !== asked.externalId);
      return null;
    case 'fulfillmentOrderReportProgress':
      if (one.progress !== 'can' || one.holds.length > 0) return 'Progress cannot be reported.';
      one.progress = 'told';
      return null;
    case 'fulfillmentOrderOpen':
      if (one.progress !== 'told') return 'It is not in progress.';
      one.progress = 'can';
      return null;
    default:
      throw new Error(`nobody knows what ${operation} does`);
  }
}

/** What waves hold of an order, and of which wave it is. */
export const heldByWaves = (store: Store, orderId: string) =>
  (store.orders.get(orderId)?.fulfillmentOrders ?? []).flatMap(({ id, closed, holds }) =>
    closed ? [] : holds.filter((handle) => handle.startsWith(waveHold(''))).map((of) => ({ id, of })),
  );

export type Change = 'fewer' | 'more' | 'removed' | 'replaced' | 'canceled' | 'held' | 'let go' | 'elsewhere';

/** What a merchant or a customer does to an order; `at` chooses the line. */
export function change(store: Store, order: Order, what: Change, at: number): void {
  const open = order.fulfillmentOrders.filter((one) => !one.closed);
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
      if (fulfillable(first)) line.remaining -= 1;
      break;
    case 'replaced': {
      const fresh = first.lines.filter((one) => one.remaining > 0);
      order.fulfillmentOrders.push({
        ...{ ...first, id: String(store.ids++), holds: first.holds.filter((handle) => handle === STAFF) },
        progress: first.progress === 'cannot' ? 'cannot' : 'can',
        lines: fresh.map((one) => ({ ...one, id: String(store.ids++), total: one.remaining })),
      });
      first.closed = true;
      for (const one of first.lines) one.remaining = 0;
      return;
    }
    case 'canceled':
      order.canceled = true;
      for (const one of open) {
        one.closed = true;
        for (const each of one.lines) each.remaining = 0;
      }
      return;
    case 'held':
      for (const one of open) one.holds = [...new Set([...one.holds, STAFF])];
      return;
    case 'let go':
      for (const one of open) one.holds = one.holds.filter((handle) => handle !== STAFF && at % 2 === 0);
      return;
  }
  for (const one of open) if (one.lines.every((each) => each.remaining === 0)) one.closed = true;
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
    for (const one of told.fulfillmentOrders) {
      const { id, locationId, lines } = one;
      const data = {
        ...{ orderId: told.id, locationId, heardAt, sourceUpdatedAt: heardAt, ...mirrored(one) },
        deliveryMethod: told.pickup ? 'PICK_UP' : null,
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
