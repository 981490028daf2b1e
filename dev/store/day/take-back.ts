import { fulfillmentsOf, shippedPartId } from '../admin/fulfillment/fulfillment.ts';
import { linesOf, type Order, transactionsOf } from '../admin/orders/order.ts';
import { refundOrder } from '../admin/orders/refund.ts';

import { lineNet, plus } from '../admin/orders/totals.ts';
import { closeReturn } from '../admin/returns/close.ts';
import { takeOff } from '../admin/returns/process.ts';
import {
  openReturn,
  returnableQuantity,
  returnLinesOf,
  reverseLinesOf,
  reverseOrdersOf,
} from '../admin/returns/return.ts';
import { type DisposeInput, dispose } from '../admin/returns/reverse.ts';

import type { World } from '../kernel/world.ts';
import type { PastReturn } from './history.ts';

/** What a customer sent back, or called off before it was shipped: a native return that is processed and refunded, or a refund of unshipped units. */
export function takeBack(world: World, order: Order, past: PastReturn): void {
  const lines = linesOf(world, order.id);
  const wanted = past.lines.flatMap(({ line, quantity }) => {
    const found = lines[line];
    return found ? [{ line: found, quantity }] : [];
  });
  if (past.beforeShipping) {
    refundOrder(world, order, {
      note: null,
      lines: wanted.map(({ line, quantity }) => ({ lineItemId: line.id, quantity, restockType: 'CANCEL' })),
      payments: payBack(world, order, wanted),
    });
    return;
  }
  const goods = wanted.flatMap(({ line, quantity }) => {
    const place = parcelOf(world, order, line.id, quantity);
    return place ? [{ line, quantity, ...place }] : [];
  });
  if (goods.length === 0) return;
  const made = openReturn(world, order, {
    status: past.status === 'requested' ? 'REQUESTED' : 'OPEN',
    lines: goods.map((one) => ({
      fulfillmentLineItemId: one.fulfillmentLineItemId,
      quantity: one.quantity,
      reason: past.reason,
      note: past.reason === 'OTHER' ? 'No reason was given' : null,
    })),
  });
  if (past.status !== 'closed') return;
  const [payment] = payBack(world, order, goods);
  takeOff(
    world,
    order,
    made,
    returnLinesOf(world, made.id).map((line) => ({ line, quantity: line.quantity })),
    {
      note: null,
      refund: payment?.parentId
        ? {
            payments: [
              { parentId: payment.parentId, transactionAmount: { amount: String(payment.amount.shop / 100) } },
            ],
            shipping: null,
          }
        : null,
    },
  );
  const dispositions = reverseOrdersOf(world, made.id).flatMap((one) =>
    reverseLinesOf(world, one.id).map(
      (line): DisposeInput => ({
        reverseFulfillmentOrderLineItemId: line.id,
        quantity: line.totalQuantity,
        dispositionType: past.reason === 'DEFECTIVE' ? 'NOT_RESTOCKED' : 'RESTOCKED',
        locationId: goods[0]!.locationId,
      }),
    ),
  );
  dispose(world, dispositions);
  closeReturn(world, made);
}

/** The parcel line in which so many units of a line were shipped. */
function parcelOf(world: World, order: Order, lineItemId: string, quantity: number) {
  for (const fulfillment of fulfillmentsOf(world, order.id))
    for (const part of fulfillment.parts) {
      if (part.lineItemId !== lineItemId) continue;
      const fulfillmentLineItemId = shippedPartId(part);
      if (fulfillment.locationId && returnableQuantity(world, fulfillmentLineItemId) >= quantity)
        return { fulfillmentLineItemId, locationId: fulfillment.locationId };
    }
  return undefined;
}

/** Gives the units' worth back on the payment that was made, if one was. */
function payBack(world: World, order: Order, units: { line: ReturnType<typeof linesOf>[number]; quantity: number }[]) {
  const paid = transactionsOf(world, order.id).find((one) => one.kind === 'SALE' && one.status === 'SUCCESS');
  const worth = plus(...units.map(({ line, quantity }) => lineNet(line, quantity)));
  return paid && worth.shop > 0 ? [{ amount: worth, parentId: paid.id, gateway: paid.gateway }] : [];
}
