// Release: from now on it is being picked, and Shopify is told so.
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { readStanding } from '../mirror/read-pickable.server.ts';
import { gid } from '../shopify/gid.ts';
import { fulfillmentOrderReportProgress } from '../shopify/operations/fulfillment-order-report-progress.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { progressKey } from './open-again.server.ts';
import { moveWave } from './store.server.ts';
import { refusal } from './wave.ts';

export type Done = { ok: true } | { ok: false; problem: string };

export const noSuchWave: Done = { ok: false, problem: 'This wave does not exist. Nothing was changed.' };

/** Releases a planned wave. Of two people one wins, the other is told. */
export async function releaseWave(shop: string, id: string, now: Date): Promise<Done> {
  return inShop(shop, async (tx): Promise<Done> => {
    const { moved, wave } = await moveWave(tx, shop, id, 'release', now);
    if (!moved) return wave ? { ok: false, problem: refusal('release', wave.number, wave.state) } : noSuchWave;
    const orders = await readStanding(tx, [...new Set(wave.lines.map((line) => line.orderId))]);
    const own = new Set(wave.lines.map((line) => line.fulfillmentOrderId));
    for (const order of orders)
      for (const one of order.standing) {
        if (!own.has(one.fulfillmentOrderId) || one.status !== 'OPEN') continue;
        if (!one.supportedActions.includes('REPORT_PROGRESS')) continue;
        await enqueueCommand(tx, {
          shop,
          operation: fulfillmentOrderReportProgress,
          variables: {
            id: gid('FulfillmentOrder', one.fulfillmentOrderId),
            progressReport: { reasonNotes: `Being picked in wave ${wave.number}` },
          },
          subject: `Order/${order.orderId}`,
          idempotencyKey: progressKey(id, one.fulfillmentOrderId),
        });
      }
    const at = now.toISOString();
    await append(tx, shop, [
      {
        type: 'wave.released',
        key: `wave.released:${id}`,
        subject: `Wave/${id}`,
        at,
        data: {
          waveId: id,
          number: wave.number,
          orders: wave.orders.length,
          units: wave.lines.reduce((sum, line) => sum + line.quantity, 0),
        },
      },
    ]);
    return { ok: true };
  });
}
