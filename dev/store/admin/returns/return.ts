import { gidTail } from '../../kernel/gid.ts';
import type { Cents } from '../../kernel/money.ts';
import type { World } from '../../kernel/world.ts';
import { shippedPart } from '../fulfillment/fulfillment.ts';
import { type Order, touch } from '../orders/order.ts';

/** Goods that a buyer asked to send back, or sends back. */
export interface Return {
  id: string;
  orderId: string;
  name: string;
  status: 'REQUESTED' | 'OPEN' | 'CLOSED' | 'DECLINED' | 'CANCELED';
  createdAt: string;
  closedAt: string | null;
  requestApprovedAt: string | null;
  decline: { reason: string; note: string | null } | null;
  /** A fee for the way back, kept from the refund. */
  shippingFee: { id: string; amount: Cents } | null;
}

export interface ReturnLineItem {
  id: string;
  returnId: string;
  /** The parcel line it comes from. */
  fulfillmentLineItemId: string;
  lineItemId: string;
  quantity: number;
  processed: number;
  refunded: number;
  reason: string;
  reasonDefinitionId: string | null;
  note: string;
  customerNote: string | null;
  restockingFee: { id: string; percentage: number } | null;
}

/** What the buyer gets instead; it becomes a line of the order when the return is processed. */
export interface ExchangeLineItem {
  id: string;
  returnId: string;
  variantId: string | null;
  quantity: number;
  processed: number;
  lineItemIds: string[];
}

export interface Disposition {
  id: string;
  type: string;
  quantity: number;
  locationId: string | null;
  createdAt: string;
}

/** The work of taking returned goods in. */
export interface ReverseFulfillmentOrder {
  id: string;
  orderId: string;
  returnId: string;
  status: 'OPEN' | 'CLOSED' | 'CANCELED';
}

export interface ReverseFulfillmentOrderLineItem {
  id: string;
  reverseFulfillmentOrderId: string;
  returnLineItemId: string;
  fulfillmentLineItemId: string;
  lineItemId: string;
  totalQuantity: number;
  dispositions: Disposition[];
}

/** A parcel on its way back. */
export interface ReverseDelivery {
  id: string;
  reverseFulfillmentOrderId: string;
  tracking: { number: string | null; url: string | null } | null;
  label: { publicFileUrl: string; createdAt: string; updatedAt: string } | null;
  lines: { id: string; reverseFulfillmentOrderLineItemId: string; quantity: number }[];
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Return: Return;
    ReturnLineItem: ReturnLineItem;
    ExchangeLineItem: ExchangeLineItem;
    ReverseFulfillmentOrder: ReverseFulfillmentOrder;
    ReverseFulfillmentOrderLineItem: ReverseFulfillmentOrderLineItem;
    ReverseDelivery: ReverseDelivery;
  }
}

export const returnsOf = (world: World, orderId: string): Return[] => world.where('Return', 'orderId', orderId);
export const returnLinesOf = (world: World, returnId: string): ReturnLineItem[] =>
  world.where('ReturnLineItem', 'returnId', returnId);
export const exchangeLinesOf = (world: World, returnId: string): ExchangeLineItem[] =>
  world.where('ExchangeLineItem', 'returnId', returnId);
export const reverseOrdersOf = (world: World, returnId: string): ReverseFulfillmentOrder[] =>
  world.where('ReverseFulfillmentOrder', 'returnId', returnId);
export const reverseLinesOf = (world: World, id: string): ReverseFulfillmentOrderLineItem[] =>
  world.where('ReverseFulfillmentOrderLineItem', 'reverseFulfillmentOrderId', id);

/** Units of a parcel line that may still be sent back: shipped, not part of another live return, not refunded as returned goods. */
export function returnableQuantity(world: World, fulfillmentLineItemId: string): number {
  const found = shippedPart(world, fulfillmentLineItemId);
  if (!found || found.fulfillment.status === 'CANCELLED') return 0;
  const line = world.get('LineItem', found.part.lineItemId);
  if (!line) return 0;
  let here = 0;
  let takenByReturns = 0;
  let onLine = 0;
  for (const one of world.where('ReturnLineItem', 'lineItemId', line.id)) {
    const status = world.get('Return', one.returnId)?.status;
    if (status === 'DECLINED' || status === 'CANCELED') continue;
    onLine += one.quantity;
    takenByReturns += Math.max(one.processed, one.refunded);
    if (one.fulfillmentLineItemId === fulfillmentLineItemId) here += one.quantity;
  }
  const refundedWithout = Math.max(0, line.removedAfterFulfillment - takenByReturns);
  const leftOnLine = Math.max(0, line.fulfilled - onLine - refundedWithout);
  return Math.max(0, Math.min(found.part.quantity - here, leftOnLine));
}

export interface NewReturnLine {
  fulfillmentLineItemId: string;
  quantity: number;
  reason?: string | null;
  reasonDefinitionId?: string | null;
  note?: string | null;
  customerNote?: string | null;
  restockingFeePercentage?: number | null;
}

export interface NewReturn {
  lines: NewReturnLine[];
  exchange?: { variantId: string | null; quantity: number }[];
  shippingFee?: Cents | null;
  /** Asked for by the buyer and still to be approved, or opened by the merchant. */
  status: 'REQUESTED' | 'OPEN';
}

/** Opens a return; quantities must have been checked. Tells returns/request or returns/approve. Used by the API, the pages and history. */
export function openReturn(world: World, order: Order, given: NewReturn): Return {
  const now = world.timestamp();
  const made = world.insert('Return', {
    orderId: order.id,
    name: `${order.name}-R${returnsOf(world, order.id).length + 1}`,
    status: given.status,
    createdAt: now,
    closedAt: null,
    requestApprovedAt: given.status === 'OPEN' ? now : null,
    decline: null,
    shippingFee: given.shippingFee ? { id: world.newId('ReturnShippingFee'), amount: given.shippingFee } : null,
  });
  for (const line of given.lines)
    world.insert('ReturnLineItem', {
      returnId: made.id,
      fulfillmentLineItemId: line.fulfillmentLineItemId,
      lineItemId: shippedPart(world, line.fulfillmentLineItemId)!.part.lineItemId,
      quantity: line.quantity,
      processed: 0,
      refunded: 0,
      reason: line.reason ?? 'OTHER',
      reasonDefinitionId: line.reasonDefinitionId ?? null,
      note: line.note ?? '',
      customerNote: line.customerNote ?? null,
      restockingFee: line.restockingFeePercentage
        ? { id: world.newId('RestockingFee'), percentage: line.restockingFeePercentage }
        : null,
    });
  for (const { variantId, quantity } of given.exchange ?? [])
    world.insert('ExchangeLineItem', { returnId: made.id, variantId, quantity, processed: 0, lineItemIds: [] });
  if (given.status === 'OPEN') openReverseOrders(world, made);
  world.emit(given.status === 'OPEN' ? 'returns/approve' : 'returns/request', made.id);
  touch(world, order);
  return made;
}

/** Lets a requested return go on: the goods may be sent. */
export function approveReturn(world: World, one: Return): Return {
  world.patch('Return', one, { status: 'OPEN', requestApprovedAt: world.timestamp() });
  openReverseOrders(world, one);
  world.emit('returns/approve', one.id);
  touch(world, world.get('Order', one.orderId)!);
  return one;
}

/** One reverse fulfillment order for each place that shipped some of the goods. */
function openReverseOrders(world: World, one: Return): void {
  const byPlace = Map.groupBy(
    returnLinesOf(world, one.id),
    (line) => shippedPart(world, line.fulfillmentLineItemId)!.fulfillment.locationId,
  );
  for (const lines of byPlace.values()) {
    const { id } = world.insert('ReverseFulfillmentOrder', { orderId: one.orderId, returnId: one.id, status: 'OPEN' });
    for (const line of lines)
      world.insert('ReverseFulfillmentOrderLineItem', {
        reverseFulfillmentOrderId: id,
        returnLineItemId: line.id,
        fulfillmentLineItemId: line.fulfillmentLineItemId,
        lineItemId: line.lineItemId,
        totalQuantity: line.quantity,
        dispositions: [],
      });
  }
}

/** Ids of one table in the order they were made, as a number to sort by. */
export const tail = (one: { id: string }): number => Number(gidTail(one.id));
