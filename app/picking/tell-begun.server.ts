// Shopify and its staff are told that a wave picks these orders.
import type { ShopTx } from '../db.server.ts';
import type { OrderStanding } from '../mirror/read-pickable.server.ts';
import { waveHold } from '../mirror/wave-hold.ts';
import { gid } from '../shopify/gid.ts';
import { fulfillmentOrderHold } from '../shopify/operations/fulfillment-order-hold.ts';
import { fulfillmentOrderReportProgress } from '../shopify/operations/fulfillment-order-report-progress.ts';
import { tagsAdd } from '../shopify/operations/tags-add.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { holdKey, progressKey, tagKey, tagOf } from './open-again.server.ts';

/** `own`: the fulfillment orders that the wave picks; others of the same orders are left alone. */
export async function tellBegun(
  tx: ShopTx,
  shop: string,
  wave: { id: string; number: number },
  orders: readonly OrderStanding[],
  own: ReadonlySet<string>,
): Promise<void> {
  for (const order of orders) {
    const open = order.standing.filter((one) => own.has(one.fulfillmentOrderId) && one.status === 'OPEN');
    // Where progress cannot be told a tag tells staff, and a hold keeps them off until the walk is over.
    if (open.some((one) => !one.supportedActions.includes('REPORT_PROGRESS')))
      await enqueueCommand(tx, {
        shop,
        operation: tagsAdd,
        variables: { id: gid('Order', order.orderId), tags: [tagOf(wave)] },
        subject: `Order/${order.orderId}`,
        idempotencyKey: tagKey(wave.id, order.orderId),
      });
    for (const one of open) {
      if (!one.supportedActions.includes('REPORT_PROGRESS')) {
        if (one.supportedActions.includes('HOLD'))
          await holdForWalk(tx, shop, wave, order.orderId, one.fulfillmentOrderId);
        continue;
      }
      await enqueueCommand(tx, {
        shop,
        operation: fulfillmentOrderReportProgress,
        variables: {
          id: gid('FulfillmentOrder', one.fulfillmentOrderId),
          progressReport: { reasonNotes: `Being picked in wave ${wave.number}` },
        },
        subject: `Order/${order.orderId}`,
        idempotencyKey: progressKey(wave.id, one.fulfillmentOrderId),
      });
    }
  }
}

async function holdForWalk(
  tx: ShopTx,
  shop: string,
  wave: { id: string; number: number },
  orderId: string,
  fulfillmentOrderId: string,
): Promise<void> {
  await enqueueCommand(tx, {
    shop,
    operation: fulfillmentOrderHold,
    variables: {
      id: gid('FulfillmentOrder', fulfillmentOrderId),
      fulfillmentHold: {
        reason: 'OTHER',
        reasonNotes: `Being picked in wave ${wave.number}`,
        handle: waveHold(wave.id),
        externalId: waveHold(wave.id),
      },
    },
    subject: `Order/${orderId}`,
    idempotencyKey: holdKey(wave.id, fulfillmentOrderId),
  });
}
