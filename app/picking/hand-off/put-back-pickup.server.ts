// The customer will not come: what lay ready goes back to its bins, and its parcels are given up.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { readStanding } from '../../mirror/read-pickable.server.ts';
import { commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { withdrawCommands } from '../../shopify/outbox.server.ts';
import { ADMIN, type Link, linked, noHash } from '../packing/station/chain.ts';
import { holdOrder, insertProof, loadProof } from '../packing/station/store.server.ts';
import { loadWave } from '../store/wave.server.ts';
import { leaveBehind } from './end-wave.server.ts';
import { parcelName } from './parcel.ts';
import { liesReady, whyPutBack } from './pickup.ts';
import { noSuchParcel, type ParcelShipped } from './ship-parcel.server.ts';
import { lockParcel, parcelsOfWave, saveParcel } from './store.server.ts';

/**
 * Says that the goods of a canceled pickup were brought back: all parcels of the order that lie ready, as they were made ready together.
 * The bin ledger hears of them once; each parcel's end stands in the order's proof of packing.
 */
export async function putPickupBack(shop: string, parcelId: string, now: Date): Promise<ParcelShipped> {
  return inShop(shop, async (tx): Promise<ParcelShipped> => {
    const parcel = await lockParcel(tx, shop, parcelId);
    const wave = parcel && (await loadWave(tx, shop, parcel.waveId));
    if (!parcel || !wave) return noSuchParcel;
    const name = parcelName(parcel);
    const { orderId, orderName } = parcel;
    if (!liesReady(parcel)) return { ok: false, problem: `${name} does not lie ready any more. Nothing was changed.` };
    const orders = await readStanding(tx, [orderId]);
    const why = whyPutBack(parcel, orders[0]);
    if (!why)
      return {
        ok: false,
        problem: `${name} waits for its customer. Cancel the order in Shopify first. Nothing was changed.`,
      };
    const own = (await parcelsOfWave(tx, wave.id)).filter((one) => one.orderId === orderId && liesReady(one));
    const commandIds = [...new Set(own.flatMap((one) => one.commandId ?? []))];
    await withdrawCommands(tx, commandIds, 'The goods went back to their bins.');
    const outcomes = await commandOutcomes(tx, commandIds);
    // What is on its way would be refused, or make ready what is gone: its answer comes first.
    if ([...outcomes.values()].some(({ state }) => state === 'queued' || state === 'sending'))
      return { ok: false, problem: `Shopify is just being told of ${name.toLowerCase()}. Try again in a moment.` };
    await holdOrder(tx, shop, orderId);
    const proof = await loadProof(tx, orderId);
    let nth = Math.max(0, ...proof.filter((link) => link.station === ADMIN).map((link) => link.nth));
    const links: Link[] = [];
    for (const { id } of own) {
      const last = links.at(-1) ?? proof.at(-1);
      links.push(
        linked(last?.hash ?? noHash, {
          ...{ orderId, seq: (last?.seq ?? 0) + 1, id: randomUUID(), parcelId: id, pickerId: null, station: ADMIN },
          ...{ nth: ++nth, at: now.toISOString(), deed: { kind: 'gave-up', over: true } },
        }),
      );
      await saveParcel(tx, shop, id, { state: 'given-up' });
    }
    await insertProof(tx, shop, links);
    const behind = [{ orderId, orderName, reason: `${why} Its goods were brought back from the counter.` }];
    await leaveBehind(tx, shop, wave, behind, orders, await parcelsOfWave(tx, wave.id), now);
    return { ok: true };
  });
}
