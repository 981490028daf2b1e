// Canceling a wave: nothing ships, its lines are free for the next one.
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { readStanding } from '../mirror/read-pickable.server.ts';
import { whyNotCanceled } from './hand-off/parcel.ts';
import { giveUpParcels, parcelsOfWave } from './hand-off/store.server.ts';
import { openAgain, takeTagsOff } from './open-again.server.ts';
import { tellPutBack } from './place/tell-picks.server.ts';
import { type Done, noSuchWave } from './release-wave.server.ts';
import { letGoOfLines } from './store/order.server.ts';
import { loadWave, lockWave, moveWave } from './store/wave.server.ts';
import { refusal } from './wave.ts';

/** Cancels a wave that has not shipped. */
export async function cancelWave(shop: string, id: string, now: Date): Promise<Done> {
  return inShop(shop, async (tx): Promise<Done> => {
    await lockWave(tx, shop, id);
    const known = await loadWave(tx, shop, id);
    const gone = whyNotCanceled(known?.orders ?? [], await parcelsOfWave(tx, id));
    if (gone) return { ok: false, problem: gone };
    const { moved, wave } = await moveWave(tx, shop, id, 'cancel', now);
    if (!moved) return wave ? { ok: false, problem: refusal('cancel', wave.number, wave.state) } : noSuchWave;
    const orders = await readStanding(tx, [...new Set(wave.lines.map((line) => line.orderId))]);
    await openAgain(tx, shop, id, orders, wave.lines);
    await takeTagsOff(tx, shop, wave);
    await letGoOfLines(tx, id);
    await giveUpParcels(tx, id, null);
    // Before the walk was over nothing was told to have left its bin.
    if (wave.pickedAt) await tellPutBack(tx, shop, { ...wave, waveId: id }, now);
    await append(tx, shop, [
      {
        type: 'wave.canceled',
        key: `wave.canceled:${id}`,
        subject: `Wave/${id}`,
        at: now.toISOString(),
        data: { waveId: id, number: wave.number },
      },
    ]);
    return { ok: true };
  });
}
