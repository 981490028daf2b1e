import type { World } from '../../kernel/world.ts';
import { type LineItem, linesOf, type Order, unfulfilledQuantity } from '../orders/order.ts';

/** Work for one location: which units of an order it is to ship. The fulfillment domain owns and extends this. */
export interface FulfillmentOrder {
  id: string;
  orderId: string;
  status: 'OPEN' | 'IN_PROGRESS' | 'CANCELLED' | 'INCOMPLETE' | 'CLOSED' | 'SCHEDULED' | 'ON_HOLD';
  requestStatus: string;
  locationId: string;
  createdAt: string;
  updatedAt: string;
  fulfillAt: string | null;
  fulfillBy: string | null;
}

export interface FulfillmentOrderLineItem {
  id: string;
  fulfillmentOrderId: string;
  lineItemId: string;
  totalQuantity: number;
  remainingQuantity: number;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    FulfillmentOrder: FulfillmentOrder;
    FulfillmentOrderLineItem: FulfillmentOrderLineItem;
  }
}

/** Makes the fulfillment orders of a new order: one for the location that ships it. Orders with nothing to ship get none. */
export function createFulfillmentOrders(
  world: World,
  order: Order,
  lines: LineItem[] = linesOf(world, order.id),
): void {
  const open = lines.filter((line) => unfulfilledQuantity(line) > 0);
  if (open.length === 0) return;
  const location = world.all('Location')[0];
  if (!location) return;
  const now = world.timestamp();
  const fulfillmentOrder = world.insert('FulfillmentOrder', {
    orderId: order.id,
    status: 'OPEN',
    requestStatus: 'UNSUBMITTED',
    locationId: location.id,
    createdAt: now,
    updatedAt: now,
    fulfillAt: `${now.slice(0, 13)}:00:00Z`,
    fulfillBy: null,
  });
  for (const line of open) {
    const quantity = unfulfilledQuantity(line);
    world.insert('FulfillmentOrderLineItem', {
      fulfillmentOrderId: fulfillmentOrder.id,
      lineItemId: line.id,
      totalQuantity: quantity,
      remainingQuantity: quantity,
    });
  }
}

/**
 * Takes units of an order line off its open fulfillment orders (an order edit or a refund removed them before they were shipped); a fulfillment
 * order with nothing left closes.
 */
export function reduceFulfillmentOrders(world: World, lineItemId: string, quantity: number): void {
  let left = quantity;
  for (const line of world.where('FulfillmentOrderLineItem', 'lineItemId', lineItemId)) {
    const fulfillmentOrder = world.get('FulfillmentOrder', line.fulfillmentOrderId);
    if (!fulfillmentOrder || !['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED'].includes(fulfillmentOrder.status))
      continue;
    const taken = Math.min(left, line.remainingQuantity);
    if (taken === 0) continue;
    left -= taken;
    world.patch('FulfillmentOrderLineItem', line, {
      totalQuantity: line.totalQuantity - taken,
      remainingQuantity: line.remainingQuantity - taken,
    });
    const lines = world.where('FulfillmentOrderLineItem', 'fulfillmentOrderId', fulfillmentOrder.id);
    world.patch('FulfillmentOrder', fulfillmentOrder, {
      updatedAt: world.timestamp(),
      ...(lines.every((one) => one.remainingQuantity === 0) ? { status: 'CLOSED' as const } : {}),
    });
  }
}

/** Closes what is still open when an order is cancelled. */
export function cancelFulfillmentOrders(world: World, orderId: string): void {
  for (const fulfillmentOrder of world.where('FulfillmentOrder', 'orderId', orderId)) {
    if (fulfillmentOrder.status === 'CLOSED' || fulfillmentOrder.status === 'CANCELLED') continue;
    for (const line of world.where('FulfillmentOrderLineItem', 'fulfillmentOrderId', fulfillmentOrder.id))
      world.patch('FulfillmentOrderLineItem', line, { remainingQuantity: 0 });
    world.patch('FulfillmentOrder', fulfillmentOrder, { status: 'CLOSED', updatedAt: world.timestamp() });
  }
}
