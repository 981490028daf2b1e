// Release: from now on it is being picked, and Shopify is told so.
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { readStanding } from '../mirror/read-pickable.server.ts';
import type { WhyHeld } from './plan-wave.server.ts';
import { leftOutOf } from './ship.ts';
import { leaveOut } from './store/order.server.ts';
import { loadWave, moveWave } from './store/wave.server.ts';
import { tellBegun } from './tell-begun.server.ts';
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
    await tellBegun(tx, shop, wave, orders, own);
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
