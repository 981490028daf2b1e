import { gid, gidTail } from '../../kernel/gid.ts';
import type { World } from '../../kernel/world.ts';
import { currentQuantity, linesOf, type Order, touch } from '../orders/order.ts';
import {
  change,
  type FulfillmentOrder,
  fulfillmentOrdersOf,
  insertFulfillmentOrder,
  isLive,
  type Part,
} from './fulfillment-order.ts';
import { moveStock } from './stock.ts';

export interface Tracking {
  company: string | null;
  numbers: string[];
  urls: string[];
}

/** Units of one order line in a parcel; kept inside the fulfillment's record. */
export interface ShippedPart {
  /** Number of the FulfillmentLineItem's gid. */
  number: number;
  lineItemId: string;
  quantity: number;
  /** The fulfillment order and part the units were taken from. */
  fulfillmentOrderId: string;
  partNumber: number;
}

/** A parcel that left a location. */
export interface Fulfillment {
  id: string;
  orderId: string;
  name: string;
  status: 'SUCCESS' | 'CANCELLED';
  /** What the carrier last said; null when nothing was heard. */
  eventStatus: string | null;
  locationId: string;
  tracking: Tracking;
  originAddress: Record<string, string | null> | null;
  createdAt: string;
  updatedAt: string;
  deliveredAt: string | null;
  inTransitAt: string | null;
  estimatedDeliveryAt: string | null;
  parts: ShippedPart[];
}

export interface FulfillmentEvent {
  id: string;
  fulfillmentId: string;
  status: string;
  message: string | null;
  happenedAt: string;
  createdAt: string;
  estimatedDeliveryAt: string | null;
  address1: string | null;
  city: string | null;
  province: string | null;
  country: string | null;
  zip: string | null;
  latitude: number | null;
  longitude: number | null;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Fulfillment: Fulfillment;
    FulfillmentEvent: FulfillmentEvent;
  }
}

/** An order's fulfillments, newest first, as Shopify lists them. */
export const fulfillmentsOf = (world: World, orderId: string): Fulfillment[] =>
  world.where('Fulfillment', 'orderId', orderId).reverse();

export const shippedPartId = (part: ShippedPart): string => gid('FulfillmentLineItem', part.number);

/** The parcel and line behind a FulfillmentLineItem, found from its number: lines are numbered just above their fulfillment. */
export function shippedPart(world: World, id: string): { fulfillment: Fulfillment; part: ShippedPart } | undefined {
  const number = Number(gidTail(id));
  for (let step = 1; step <= 5000; step++) {
    const fulfillment = world.get('Fulfillment', gid('Fulfillment', number - step));
    const part = fulfillment?.parts[step - 1];
    if (fulfillment) return part ? { fulfillment, part } : undefined;
  }
  return undefined;
}

export interface Shipment {
  fulfillmentOrder: FulfillmentOrder;
  parts: { part: Part; quantity: number }[];
}

/**
 * Ships units of fulfillment orders of one order as one parcel: they are fulfilled, leave the stock, and a fulfillment order with nothing left
 * closes. The quantities must have been checked. Tells fulfillments/create and the order's change.
 */
export function ship(
  world: World,
  order: Order,
  shipments: Shipment[],
  options: { tracking?: Tracking; originAddress?: Fulfillment['originAddress'] } = {},
): Fulfillment {
  const now = world.timestamp();
  const id = world.newId('Fulfillment');
  const base = Number(gidTail(id));
  const count = world.where('Fulfillment', 'orderId', order.id).length;
  const parts: ShippedPart[] = [];
  for (const { fulfillmentOrder, parts: wanted } of shipments) {
    const taken = new Map(wanted.map(({ part, quantity }) => [part.number, quantity]));
    for (const part of fulfillmentOrder.parts) {
      const quantity = taken.get(part.number) ?? 0;
      if (quantity === 0) continue;
      parts.push({
        number: base + 1 + parts.length,
        lineItemId: part.lineItemId,
        quantity,
        fulfillmentOrderId: fulfillmentOrder.id,
        partNumber: part.number,
      });
      const line = world.get('LineItem', part.lineItemId);
      if (line) world.patch('LineItem', line, { fulfilled: line.fulfilled + quantity });
      if (!fulfillmentOrder.uncounted) moveStock(world, 'ship', part.lineItemId, fulfillmentOrder.locationId, quantity);
    }
    const left = fulfillmentOrder.parts.map((part) => ({
      ...part,
      remaining: part.remaining - (taken.get(part.number) ?? 0),
    }));
    const closes = left.every((part) => part.remaining === 0);
    change(world, fulfillmentOrder, {
      parts: left,
      status: closes ? 'CLOSED' : 'IN_PROGRESS',
      ...(closes && fulfillmentOrder.requestStatus !== 'UNSUBMITTED' ? { requestStatus: 'CLOSED' } : {}),
    });
  }
  const fulfillment = world.insert('Fulfillment', {
    id,
    orderId: order.id,
    name: `${order.name}-F${count + 1}`,
    status: 'SUCCESS',
    eventStatus: null,
    locationId: shipments[0]!.fulfillmentOrder.locationId,
    tracking: options.tracking ?? { company: null, numbers: [], urls: [] },
    originAddress: options.originAddress ?? null,
    createdAt: now,
    updatedAt: now,
    deliveredAt: null,
    inTransitAt: null,
    estimatedDeliveryAt: null,
    parts,
  });
  world.emit('fulfillments/create', fulfillment.id);
  const done = fullyShipped(world, order.id);
  touch(world, order, {}, done ? 'orders/fulfilled' : 'orders/partially_fulfilled');
  if (done) archiveSoon(world, order.id);
  return fulfillment;
}

/** Ships everything a live fulfillment order has left; used by the emulated admin and the simulated day. */
export function shipAll(world: World, order: Order, one: FulfillmentOrder, tracking?: Tracking): Fulfillment {
  const parts = one.parts.filter((part) => part.remaining > 0).map((part) => ({ part, quantity: part.remaining }));
  return ship(world, order, [{ fulfillmentOrder: one, parts }], tracking ? { tracking } : {});
}

function fullyShipped(world: World, orderId: string): boolean {
  return (
    !fulfillmentOrdersOf(world, orderId).some(isLive) &&
    linesOf(world, orderId).every((line) => line.fulfilled >= currentQuantity(line) || !line.requiresShipping)
  );
}

/** Shopify archives an order that is paid and shipped a moment later, seen from the request after the next one on. */
function archiveSoon(world: World, orderId: string): void {
  world.afterwards(() =>
    world.afterwards(() => {
      const order = world.get('Order', orderId);
      if (!order || order.closedAt || order.cancelledAt || !fullyShipped(world, orderId)) return;
      if (!isPaid(world, orderId)) return;
      touch(world, order, { closedAt: world.timestamp() });
    }),
  );
}

/** Money was taken for the order (captures and sales that succeeded). */
function isPaid(world: World, orderId: string): boolean {
  const taken = world
    .where('OrderTransaction', 'orderId', orderId)
    .filter((one) => one.status === 'SUCCESS' && (one.kind === 'SALE' || one.kind === 'CAPTURE'))
    .reduce((sum, one) => sum + one.amount.shop, 0);
  const owed = linesOf(world, orderId).reduce((sum, line) => sum + line.price.shop * currentQuantity(line), 0);
  return taken > 0 && taken >= owed;
}

/**
 * Takes a parcel back: its units are to be shipped again. A fulfillment order that had closed stays closed, with what was left to ship written
 * on it, and new work is opened; one still in work gets its units back. Cancelling twice does nothing.
 */
export function cancelFulfillment(world: World, fulfillment: Fulfillment): Fulfillment {
  if (fulfillment.status === 'CANCELLED') return fulfillment;
  const order = world.get('Order', fulfillment.orderId)!;
  world.patch('Fulfillment', fulfillment, { status: 'CANCELLED', updatedAt: world.timestamp() });
  const byWork = Map.groupBy(fulfillment.parts, (part) => part.fulfillmentOrderId);
  for (const [id, shipped] of byWork) {
    const work = world.get('FulfillmentOrder', id);
    for (const { lineItemId, quantity } of shipped) {
      const line = world.get('LineItem', lineItemId);
      if (line) world.patch('LineItem', line, { fulfilled: Math.max(0, line.fulfilled - quantity) });
      if (work && !work.uncounted) moveStock(world, 'unship', lineItemId, work.locationId, quantity);
    }
    if (!work) continue;
    const back = new Map<number, number>();
    for (const { partNumber, quantity } of shipped) back.set(partNumber, (back.get(partNumber) ?? 0) + quantity);
    const closed = !isLive(work);
    const parts = work.parts.map((part) => ({ ...part, remaining: part.remaining + (back.get(part.number) ?? 0) }));
    const untouched = parts.every((part) => part.remaining === part.total);
    change(world, work, {
      parts,
      ...(!closed && untouched && !work.progressReported && work.status === 'IN_PROGRESS' ? { status: 'OPEN' } : {}),
    });
    if (closed)
      insertFulfillmentOrder(world, {
        orderId: order.id,
        locationId: work.locationId,
        lines: shipped.map(({ lineItemId, quantity }) => ({ lineItemId, quantity })),
        fulfillBy: work.fulfillBy,
        uncounted: work.uncounted,
      });
  }
  world.emit('fulfillments/update', fulfillment.id);
  touch(world, order, order.closedAt ? { closedAt: null } : {});
  return fulfillment;
}

/** What a fulfillment is shown as: the carrier's last word, unless it was cancelled. */
export function displayStatus(fulfillment: Fulfillment): string {
  if (fulfillment.status === 'CANCELLED') return 'CANCELED';
  return fulfillment.eventStatus ?? 'FULFILLED';
}

export interface NewEvent extends Partial<Omit<FulfillmentEvent, 'id' | 'fulfillmentId' | 'createdAt' | 'status'>> {
  status: string;
}

/** Writes down what the carrier says about a parcel. */
export function addEvent(world: World, fulfillment: Fulfillment, given: NewEvent): FulfillmentEvent {
  const now = world.timestamp();
  const event = world.insert('FulfillmentEvent', {
    fulfillmentId: fulfillment.id,
    message: null,
    estimatedDeliveryAt: null,
    address1: null,
    city: null,
    province: null,
    country: null,
    zip: null,
    latitude: null,
    longitude: null,
    ...given,
    happenedAt: given.happenedAt ?? now,
    createdAt: now,
  });
  world.patch('Fulfillment', fulfillment, {
    eventStatus: event.status,
    updatedAt: now,
    ...(event.estimatedDeliveryAt ? { estimatedDeliveryAt: event.estimatedDeliveryAt } : {}),
    ...(event.status === 'IN_TRANSIT' && !fulfillment.inTransitAt ? { inTransitAt: event.happenedAt } : {}),
    ...(event.status === 'DELIVERED' ? { deliveredAt: event.happenedAt } : {}),
  });
  world.emit('fulfillment_events/create', event.id);
  world.emit('fulfillments/update', fulfillment.id);
  return event;
}
