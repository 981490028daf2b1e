// Release: from now on it is being picked, and Shopify is told so.
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { readStanding } from '../mirror/read-pickable.server.ts';
import { gid } from '../shopify/gid.ts';
import { fulfillmentOrderReportProgress } from '../shopify/operations/fulfillment-order-report-progress.ts';
import { tagsAdd } from '../shopify/operations/tags-add.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { progressKey, tagKey, tagOf } from './open-again.server.ts';
import type { WhyHeld } from './plan-wave.server.ts';
import { leftOutOf } from './ship.ts';
import { leaveOut, loadWave, moveWave } from './store.server.ts';
import { mayHappen, refusal } from './wave.ts';

type Refused = { ok: false; problem: string };
export type Done = { ok: true } | Refused;

export const noSuchWave: Refused = { ok: false, problem: 'This wave does not exist. Nothing was changed.' };

/**
 * Releases a planned wave without the orders that may not go any more: they keep the reason, and nobody walks for them. Of two
 * people one wins, the other is told.
 */
export async function releaseWave(shop: string, id: string, whyHeld: WhyHeld, now: Date): Promise<Done> {
  return inShop(shop, async (tx): Promise<Done> => {
    const planned = await loadWave(tx, shop, id);
    if (!planned) return noSuchWave;
    if (!mayHappen('release', planned.state))
      return { ok: false, problem: refusal('release', planned.number, planned.state) };
    const orderIds = [...new Set(planned.lines.map((line) => line.orderId))];
    const orders = await readStanding(tx, orderIds);
    const leftOut = leftOutOf(planned.lines, orders, await whyHeld(tx, orderIds, false), planned.locationId);
    if (leftOut.length === orderIds.length)
      return {
        ok: false,
        problem: `No order of wave ${planned.number} may go now, so nothing was changed. Mend what is said beside each order, or cancel the wave.`,
      };
    const { moved, wave } = await moveWave(tx, shop, id, 'release', now);
    if (!moved) return wave ? { ok: false, problem: refusal('release', wave.number, wave.state) } : noSuchWave;
    await leaveOut(tx, shop, id, leftOut);
    const behind = new Set(leftOut.map((order) => order.orderId));
    const lines = wave.lines.filter((line) => !behind.has(line.orderId));
    const own = new Set(lines.map((line) => line.fulfillmentOrderId));
    for (const order of orders) {
      const open = order.standing.filter((one) => own.has(one.fulfillmentOrderId) && one.status === 'OPEN');
      // A hold would be seen as well, but Shopify fulfills nothing that is held: where progress cannot be told, a tag tells staff.
      if (open.some((one) => !one.supportedActions.includes('REPORT_PROGRESS')))
        await enqueueCommand(tx, {
          shop,
          operation: tagsAdd,
          variables: { id: gid('Order', order.orderId), tags: [tagOf(wave)] },
          subject: `Order/${order.orderId}`,
          idempotencyKey: tagKey(id, order.orderId),
        });
      for (const one of open) {
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
          orders: orderIds.length - leftOut.length,
          units: lines.reduce((sum, line) => sum + line.quantity, 0),
        },
      },
    ]);
    return { ok: true };
  });
}
