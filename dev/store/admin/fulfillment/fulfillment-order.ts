import { gid, gidTail } from '../../kernel/gid.ts';
import type { World } from '../../kernel/world.ts';
import { type LineItem, linesOf, type Order, type ShippingLine, unfulfilledQuantity } from '../orders/order.ts';
import { assignLocations } from './assign-location.ts';
import { moveStock } from './stock.ts';

export type FulfillmentOrderStatus =
  | 'OPEN'
  | 'IN_PROGRESS'
  | 'CANCELLED'
  | 'INCOMPLETE'
  | 'CLOSED'
  | 'SCHEDULED'
  | 'ON_HOLD';

export interface Hold {
  id: string;
  handle: string;
  reason: string;
  reasonNotes: string | null;
  externalId: string | null;
  /** The app that holds; null for staff. */
  app: string | null;
}

export interface MerchantRequest {
  id: string;
  kind: 'FULFILLMENT_REQUEST' | 'CANCELLATION_REQUEST';
  message: string | null;
  requestOptions: Record<string, unknown>;
  sentAt: string;
}

/** Units of one order line within a fulfillment order. Kept inside its record: a year of orders has half a million of them. */
export interface Part {
  /** Number of the FulfillmentOrderLineItem's gid. */
  number: number;
  lineItemId: string;
  total: number;
  remaining: number;
}

/** Work for one location: which units of an order it is to ship. */
export interface FulfillmentOrder {
  id: string;
  orderId: string;
  status: FulfillmentOrderStatus;
  requestStatus: string;
  locationId: string;
  createdAt: string;
  updatedAt: string;
  fulfillAt: string | null;
  fulfillBy: string | null;
  parts: Part[];
  holds?: Hold[];
  requests?: MerchantRequest[];
  /** Someone said that work has begun (as opposed to a partial shipment); it bars moving and cancelling. */
  progressReported?: boolean;
  /** The fulfillment order whose partial hold left this one over; they become one again when the hold ends. */
  remainderOf?: string;
  /** All of it lies ready for the customer to collect. */
  prepared?: boolean;
  /** Stock is not counted for it (the order was made with inventoryBehaviour BYPASS). */
  uncounted?: boolean;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    FulfillmentOrder: FulfillmentOrder;
  }
}

/** States with units that may still be shipped. */
export const LIVE: readonly FulfillmentOrderStatus[] = ['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED', 'INCOMPLETE'];
export const isLive = (one: FulfillmentOrder): boolean => LIVE.includes(one.status);
export const remainingOf = (one: FulfillmentOrder): number => one.parts.reduce((sum, part) => sum + part.remaining, 0);

export const partId = (part: Part): string => gid('FulfillmentOrderLineItem', part.number);
export const partOf = (one: FulfillmentOrder, id: string): Part | undefined => {
  const number = Number(gidTail(id));
  return one.parts.find((part) => part.number === number);
};

export const fulfillmentOrdersOf = (world: World, orderId: string): FulfillmentOrder[] =>
  world.where('FulfillmentOrder', 'orderId', orderId);

interface NewFulfillmentOrder {
  orderId: string;
  locationId: string;
  lines: { lineItemId: string; quantity: number }[];
  fulfillAt?: string | null;
  fulfillBy?: string | null;
  status?: FulfillmentOrderStatus;
  requestStatus?: string;
  remainderOf?: string;
  uncounted?: boolean | undefined;
}

/**
 * Makes one fulfillment order. Its parts get numbers just above its own (ids of one type are at least 32768 apart), so that a part is found
 * from its number without an index of half a million entries.
 */
export function insertFulfillmentOrder(world: World, made: NewFulfillmentOrder): FulfillmentOrder {
  const now = world.timestamp();
  const id = world.newId('FulfillmentOrder');
  const base = Number(gidTail(id));
  return world.insert('FulfillmentOrder', {
    id,
    orderId: made.orderId,
    status: made.status ?? 'OPEN',
    requestStatus: made.requestStatus ?? 'UNSUBMITTED',
    locationId: made.locationId,
    createdAt: now,
    updatedAt: now,
    fulfillAt: made.fulfillAt === undefined ? `${now.slice(0, 13)}:00:00Z` : made.fulfillAt,
    fulfillBy: made.fulfillBy ?? null,
    parts: made.lines.map(({ lineItemId, quantity }, index) => ({
      number: base + 1 + index,
      lineItemId,
      total: quantity,
      remaining: quantity,
    })),
    ...(made.remainderOf ? { remainderOf: made.remainderOf } : {}),
    ...(made.uncounted ? { uncounted: true } : {}),
  });
}

/** The fulfillment order that holds a part now, found from the number of the one it was made for. */
export function ownerOfPart(world: World, id: string): FulfillmentOrder | undefined {
  const number = Number(gidTail(id));
  for (let step = 1; step <= 5000; step++) {
    const maker = world.get('FulfillmentOrder', gid('FulfillmentOrder', number - step));
    if (maker) return fulfillmentOrdersOf(world, maker.orderId).find((one) => partOf(one, id));
  }
  return undefined;
}

/** Changes a fulfillment order and its time. */
export function change(world: World, one: FulfillmentOrder, changes: Partial<FulfillmentOrder>): FulfillmentOrder {
  return world.patch('FulfillmentOrder', one, { ...changes, updatedAt: world.timestamp() });
}

/**
 * Makes the fulfillment orders of a new order (or of lines added by an edit): one for each location that ships some of it. Orders with nothing
 * left to ship get none. Their units are promised from the stock of that location, unless `uncounted` (inventoryBehaviour BYPASS).
 */
export function createFulfillmentOrders(
  world: World,
  order: Order,
  lines: LineItem[] = linesOf(world, order.id),
  options: { uncounted?: boolean; quantities?: Map<string, number> } = {},
): FulfillmentOrder[] {
  const wanted = lines
    .map((line) => ({ line, quantity: options.quantities?.get(line.id) ?? unfulfilledQuantity(line) }))
    .filter(({ quantity }) => quantity > 0);
  if (wanted.length === 0) return [];
  const made: FulfillmentOrder[] = [];
  for (const [locationId, parts] of assignLocations(world, order, wanted)) {
    const one = insertFulfillmentOrder(world, {
      orderId: order.id,
      locationId,
      lines: parts,
      uncounted: options.uncounted,
    });
    made.push(one);
    if (!options.uncounted)
      for (const part of parts) moveStock(world, 'promise', part.lineItemId, locationId, part.quantity);
    world.emit('fulfillment_orders/order_routing_complete', one.id, { extra: { fulfillment_order: brief(one) } });
  }
  return made;
}

/** More units of a line that is on the order already (an edit raised its quantity): they join its open work, or make new work. */
export function extendFulfillmentOrders(world: World, order: Order, line: LineItem, quantity: number): void {
  const open = fulfillmentOrdersOf(world, order.id).find(
    (one) => one.status === 'OPEN' && one.parts.some((part) => part.lineItemId === line.id),
  );
  if (!open) {
    createFulfillmentOrders(world, order, [line], { quantities: new Map([[line.id, quantity]]) });
    return;
  }
  let left = quantity;
  const parts = open.parts.map((part) => {
    if (left === 0 || part.lineItemId !== line.id) return part;
    const grown = { ...part, total: part.total + left, remaining: part.remaining + left };
    left = 0;
    return grown;
  });
  change(world, open, { parts });
  if (!open.uncounted) moveStock(world, 'promise', line.id, open.locationId, quantity);
}

/**
 * Takes units of an order line off its open fulfillment orders (an order edit or a refund removed them before they were shipped); a fulfillment
 * order with nothing left closes. The units go back on sale when `restock` holds.
 */
export function reduceFulfillmentOrders(world: World, lineItemId: string, quantity: number, restock = true): void {
  const line = world.get('LineItem', lineItemId);
  if (!line) return;
  let left = quantity;
  for (const one of fulfillmentOrdersOf(world, line.orderId)) {
    if (left === 0) return;
    if (!isLive(one) || !one.parts.some((part) => part.lineItemId === lineItemId && part.remaining > 0)) continue;
    const parts = one.parts.map((part) => {
      if (part.lineItemId !== lineItemId) return part;
      const taken = Math.min(left, part.remaining);
      left -= taken;
      if (!one.uncounted) moveStock(world, restock ? 'release' : 'writeOff', lineItemId, one.locationId, taken);
      return taken === 0 ? part : { ...part, total: part.total - taken, remaining: part.remaining - taken };
    });
    const closes = parts.every((part) => part.remaining === 0);
    change(world, one, { parts, ...(closes ? { status: 'CLOSED' as const, holds: [] } : {}) });
  }
}

/** Closes what is still open when an order is cancelled. What was left to ship stays written on it; its units go back on sale if `restock`. */
export function cancelFulfillmentOrders(world: World, orderId: string, restock = true): void {
  for (const one of fulfillmentOrdersOf(world, orderId)) {
    if (!isLive(one)) continue;
    if (!one.uncounted)
      for (const part of one.parts)
        moveStock(world, restock ? 'release' : 'writeOff', part.lineItemId, one.locationId, part.remaining);
    change(world, one, { status: 'CLOSED', holds: [] });
    world.emit('fulfillment_orders/cancelled', one.id, { extra: { fulfillment_order: brief(one) } });
  }
}

/** What the customer chose at checkout; nothing for orders that were written down without shipping. */
export function chosenAtCheckout(world: World, one: FulfillmentOrder): ShippingLine | undefined {
  return world.get('Order', one.orderId)?.shippingLines.find((line) => !line.removed);
}

/**
 * How its goods reach the customer. The code of the order's shipping line says so: PICK_UP and LOCAL stand for themselves (this store
 * has no delivery profiles to look it up in), anything else is shipped.
 */
export function methodType(world: World, one: FulfillmentOrder): 'SHIPPING' | 'PICK_UP' | 'LOCAL' {
  const code = chosenAtCheckout(world, one)?.code;
  return code === 'PICK_UP' || code === 'LOCAL' ? code : 'SHIPPING';
}

/** How webhooks name a fulfillment order. */
export function brief(one: FulfillmentOrder): { id: string; status: string } {
  return { id: one.id, status: one.status.toLowerCase() };
}
