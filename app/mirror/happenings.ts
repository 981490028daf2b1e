// What the mirror's rows say has happened. Told from states, not from topics, so that a webhook, a backfill and a re-read of
// the same order write the same diary.
import type { Entry } from '../events/vocabulary.ts';
import type { FulfillmentOrderRow, FulfillmentRow, OrderRow, RefundRow, ReturnRow, Rows, Version } from './rows.ts';

/** Which product and variant an order line is about, and whether its order is a test; for payloads that name only the line. */
export type LineBook = ReadonlyMap<string, { productId: string | null; variantId: string | null; test: boolean }>;

const asOf = (row: Version) => `${row.sourceUpdatedAt} ${row.heardAt}`;

const PAID = new Set(['PAID', 'PARTIALLY_REFUNDED', 'REFUNDED']);

/** `history`: the rows tell of the past (a backfill), so that nothing has changed just now. */
export function happenings(rows: Rows, book: LineBook, history: boolean): Entry[] {
  return [
    ...(rows.orders ?? []).flatMap((order) => ofOrder(order)),
    ...(rows.fulfillments ?? []).flatMap((parcel) => ofFulfillment(parcel, book)),
    ...(rows.refunds ?? []).map((refund) => ofRefund(refund, book)),
    ...(rows.returns ?? []).flatMap((back) => ofReturn(back, book)),
    ...(history ? [] : [...(rows.orders ?? []).map(changed), ...(rows.fulfillmentOrders ?? []).map(parcelChanged)]),
  ];
}

function ofOrder(order: OrderRow): Entry[] {
  const about = { subject: `Order/${order.id}`, asOf: asOf(order) };
  const lines = order.lines.map((line) => ({
    orderLineId: line.id,
    productId: line.productId,
    variantId: line.variantId,
    quantity: line.quantity,
  }));
  const entries: Entry[] = [
    {
      ...about,
      type: 'order.placed',
      key: `order.placed:${order.id}`,
      at: order.processedAt,
      data: {
        orderId: order.id,
        name: order.name,
        test: order.test,
        currency: order.currency,
        total: order.total,
        lines,
      },
    },
  ];
  if (PAID.has(order.financialStatus))
    entries.push({
      ...about,
      type: 'order.paid',
      key: `order.paid:${order.id}`,
      at: order.sourceUpdatedAt,
      data: { orderId: order.id },
    });
  if (order.cancelledAt)
    entries.push({
      ...about,
      type: 'order.canceled',
      key: `order.canceled:${order.id}`,
      at: order.cancelledAt,
      data: { orderId: order.id, reason: order.cancelReason, lines },
    });
  if (order.fulfillmentStatus === 'FULFILLED')
    entries.push({
      ...about,
      type: 'order.fulfilled',
      key: `order.fulfilled:${order.id}`,
      at: order.shippedAt ?? order.sourceUpdatedAt,
      data: { orderId: order.id, test: order.test, placedAt: order.processedAt },
    });
  return entries;
}

function changed(order: OrderRow): Entry {
  return {
    type: 'order.changed',
    key: `order.changed:${order.id}:${order.sourceUpdatedAt}`,
    subject: `Order/${order.id}`,
    at: order.sourceUpdatedAt,
    data: { orderId: order.id },
  };
}

function parcelChanged(parcel: FulfillmentOrderRow): Entry {
  return {
    type: 'fulfillment-order.changed',
    key: `fulfillment-order.changed:${parcel.id}:${parcel.sourceUpdatedAt}:${parcel.status}`,
    subject: `Order/${parcel.orderId}`,
    at: parcel.sourceUpdatedAt,
    data: { fulfillmentOrderId: parcel.id, orderId: parcel.orderId, status: parcel.status },
  };
}

function ofFulfillment(parcel: FulfillmentRow, book: LineBook): Entry[] {
  const about = { subject: `Order/${parcel.orderId}`, asOf: asOf(parcel) };
  const ids = { fulfillmentId: parcel.id, orderId: parcel.orderId };
  const entries: Entry[] = [
    {
      ...about,
      type: 'fulfillment.created',
      key: `fulfillment.created:${parcel.id}`,
      at: parcel.createdAt,
      data: { ...ids, lines: parcel.lines.map((line) => named(line, book)) },
    },
  ];
  if (parcel.status === 'CANCELLED')
    entries.push({
      ...about,
      type: 'fulfillment.canceled',
      key: `fulfillment.canceled:${parcel.id}`,
      at: parcel.sourceUpdatedAt,
      data: ids,
    });
  return entries;
}

function ofRefund(refund: RefundRow, book: LineBook): Entry {
  return {
    type: 'refund.created',
    key: `refund.created:${refund.id}`,
    subject: `Order/${refund.orderId}`,
    at: refund.createdAt,
    asOf: asOf(refund),
    data: {
      refundId: refund.id,
      orderId: refund.orderId,
      currency: refund.currency,
      total: refund.total,
      lines: refund.lines.map((line) => named(line, book)),
    },
  };
}

/** A return tells its present state only; what it must have been before is told with it. */
function ofReturn(back: ReturnRow, book: LineBook): Entry[] {
  const about = { subject: `Return/${back.id}`, asOf: asOf(back) };
  const ids = { returnId: back.id, orderId: back.orderId };
  const lines = back.lines.map((line) => ({
    ...named({ orderLineId: line.orderLineId ?? '', quantity: line.quantity }, book),
    orderLineId: line.orderLineId,
    reason: line.reason,
  }));
  const requested: Entry = {
    ...about,
    type: 'return.requested',
    key: `return.requested:${back.id}`,
    at: back.createdAt,
    data: { ...ids, lines },
  };
  const opened: Entry = {
    ...about,
    type: 'return.opened',
    key: `return.opened:${back.id}`,
    at: back.createdAt,
    data: { ...ids, test: back.lines.some((line) => book.get(line.orderLineId ?? '')?.test), lines },
  };
  switch (back.status) {
    case 'REQUESTED':
      return [requested];
    case 'OPEN':
      return [opened];
    case 'DECLINED':
      return [
        requested,
        { ...about, type: 'return.declined', key: `return.declined:${back.id}`, at: back.sourceUpdatedAt, data: ids },
      ];
    case 'CANCELED':
      return [
        { ...about, type: 'return.canceled', key: `return.canceled:${back.id}`, at: back.sourceUpdatedAt, data: ids },
      ];
    case 'CLOSED':
      return [
        opened,
        {
          ...about,
          type: 'return.closed',
          key: `return.closed:${back.id}`,
          at: back.closedAt ?? back.sourceUpdatedAt,
          data: ids,
        },
      ];
    default:
      return [];
  }
}

function named(
  line: { orderLineId: string; quantity: number; productId?: string | null; variantId?: string | null },
  book: LineBook,
) {
  const known = book.get(line.orderLineId);
  return {
    orderLineId: line.orderLineId,
    productId: line.productId ?? known?.productId ?? null,
    variantId: line.variantId ?? known?.variantId ?? null,
    quantity: line.quantity,
  };
}
