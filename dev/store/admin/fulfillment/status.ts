import type { World } from '../../kernel/world.ts';
import { type LineItem, linesOf, type Order, unfulfilledQuantity } from '../orders/order.ts';
import { type FulfillmentOrder, fulfillmentOrdersOf, isLive, remainingOf } from './fulfillment-order.ts';

/** What the admin shows about the shipping of an order, from its fulfillment orders and what has left. */
export function displayFulfillmentStatus(world: World, order: Order): string {
  const live = fulfillmentOrdersOf(world, order.id).filter((one) => isLive(one) && remainingOf(one) > 0);
  const lines = linesOf(world, order.id);
  const shipped = lines.some((line) => line.fulfilled > 0);
  if (live.length === 0) {
    if (shipped && !order.cancelledAt) return 'FULFILLED';
    if (shipped) return lines.some((line) => unfulfilledQuantity(line) > 0) ? 'PARTIALLY_FULFILLED' : 'FULFILLED';
    return 'UNFULFILLED';
  }
  const all = (status: FulfillmentOrder['status']) => live.every((one) => one.status === status);
  if (all('ON_HOLD')) return 'ON_HOLD';
  if (shipped) return 'PARTIALLY_FULFILLED';
  if (all('SCHEDULED')) return 'SCHEDULED';
  if (live.some((one) => one.requestStatus === 'SUBMITTED')) return 'PENDING_FULFILLMENT';
  if (live.some((one) => one.requestStatus === 'REJECTED')) return 'REQUEST_DECLINED';
  if (live.some((one) => one.status === 'IN_PROGRESS')) return 'IN_PROGRESS';
  return 'UNFULFILLED';
}

/** Units of a line that may be shipped now: not shipped yet and not on hold. */
export function fulfillableQuantity(world: World, line: LineItem): number {
  let held = 0;
  for (const one of fulfillmentOrdersOf(world, line.orderId)) {
    if (one.status !== 'ON_HOLD') continue;
    for (const part of one.parts) if (part.lineItemId === line.id) held += part.remaining;
  }
  return Math.max(0, unfulfilledQuantity(line) - held);
}
