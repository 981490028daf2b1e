// The customer will not come, or not for all: what lay ready and is wanted no more goes back to its bins.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../../db.server.ts';
import { commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { withdrawCommands } from '../../shopify/outbox.server.ts';
import { ADMIN, type Link, linked, noHash } from '../packing/station/chain.ts';
import type { Deed } from '../packing/station/deed.ts';
import { holdOrder, insertProof, loadProof } from '../packing/station/store.server.ts';
import { putBack } from '../pick.ts';
import { tellPutBack } from '../place/tell-picks.server.ts';
import { readStillWanted } from '../still-wanted.server.ts';
import { savePicks } from '../store/walk.server.ts';
import { loadWave, type Wave } from '../store/wave.server.ts';
import { leaveBehind } from './end-wave.server.ts';
import { type Parcel, parcelName } from './parcel.ts';
import { liesReady, type PutBack, whatGoesBack } from './pickup.ts';
import { noSuchParcel, type ParcelShipped } from './ship-parcel.server.ts';
import { loadLyingReady, lockParcel, parcelsOfWave, saveParcel, takeOutOfParcel } from './store.server.ts';

/**
 * Says that goods of a pickup were brought back: of all parcels of the order that lie ready, as they were made ready together. Of a
 * canceled order that is all, of one that was edited what it wants no more, and the rest goes on waiting. The bin ledger hears of them
 * once; what happened to each parcel stands in the order's proof of packing.
 */
export async function putPickupBack(shop: string, parcelId: string, now: Date): Promise<ParcelShipped> {
  return inShop(shop, async (tx): Promise<ParcelShipped> => {
    const parcel = await lockParcel(tx, shop, parcelId);
    const wave = parcel && (await loadWave(tx, shop, parcel.waveId));
    if (!parcel || !wave) return noSuchParcel;
    const name = parcelName(parcel);
    const { orderId } = parcel;
    if (!liesReady(parcel)) return { ok: false, problem: `${name} does not lie ready any more. Nothing was changed.` };
    await holdOrder(tx, shop, orderId);
    const [order] = await readStillWanted(tx, [orderId]);
    const lying = await loadLyingReady(tx, [orderId]);
    const back = whatGoesBack(wave.id, lying, order);
    if (!back)
      return {
        ok: false,
        problem: `${name} waits for its customer: the order wants all that lies ready. To bring something back, edit or cancel it in Shopify first. Nothing was changed.`,
      };
    if (!back.whole) {
      await takeOut(tx, shop, wave, orderId, back, lying, now);
      return { ok: true };
    }
    return allBack(
      tx,
      shop,
      wave,
      lying.filter((one) => one.waveId === wave.id),
      { back, order: order ? [order] : [], name },
      now,
    );
  });
}

/** Nothing of the order is wanted: its parcels are given up, and the wave lets go of it. */
async function allBack(
  tx: ShopTx,
  shop: string,
  wave: Wave,
  own: readonly Parcel[],
  { back, order, name }: { back: PutBack; order: Awaited<ReturnType<typeof readStillWanted>>; name: string },
  now: Date,
): Promise<ParcelShipped> {
  const { orderId = '', orderName = '' } = own[0] ?? {};
  const commandIds = [...new Set(own.flatMap((one) => one.commandId ?? []))];
  await withdrawCommands(tx, commandIds, 'The goods went back to their bins.');
  const outcomes = await commandOutcomes(tx, commandIds);
  // What is on its way would be refused, or make ready what is gone: its answer comes first.
  if ([...outcomes.values()].some(({ state }) => state === 'queued' || state === 'sending'))
    return { ok: false, problem: `Shopify is just being told of ${name.toLowerCase()}. Try again in a moment.` };
  await prove(
    tx,
    shop,
    orderId,
    own.map(({ id }) => ({ parcelId: id, deed: { kind: 'gave-up', over: true } })),
    now,
  );
  for (const { id } of own) await saveParcel(tx, shop, id, { state: 'given-up' });
  const behind = [{ orderId, orderName, reason: `${back.why} Its goods were brought back from the counter.` }];
  await leaveBehind(tx, shop, wave, behind, order, await parcelsOfWave(tx, wave.id), now);
  return { ok: true };
}

/** Some of what lies ready is wanted no more: that is picked no longer, and lies in its bins again. */
async function takeOut(
  tx: ShopTx,
  shop: string,
  wave: Wave,
  orderId: string,
  { of }: PutBack,
  lying: readonly Parcel[],
  now: Date,
): Promise<void> {
  const deeds = [...of].flatMap(([parcelId, goods]) =>
    goods.map(({ line, units }) => ({ parcelId, deed: { kind: 'taken-out', line, units } as const })),
  );
  const [first] = await prove(tx, shop, orderId, deeds, now);
  const units = new Map<string, number>();
  for (const { deed } of deeds) units.set(deed.line, (units.get(deed.line) ?? 0) + deed.units);
  const lines = [...units].map(([fulfillmentOrderLineId, picked]) => ({ fulfillmentOrderLineId, picked }));
  await tellPutBack(tx, shop, { ...wave, waveId: wave.id, lines }, now, first?.id);
  const parts = Map.groupBy(wave.walk, (one) => one.fulfillmentOrderLineId);
  await savePicks(
    tx,
    shop,
    wave.id,
    [...units].flatMap(([line, count]) => putBack(parts.get(line) ?? [], count)),
  );
  for (const parcel of lying) {
    const goods = of.get(parcel.id);
    if (!goods) continue;
    const out = new Map(goods.map((one) => [one.line, one.units]));
    if (parcel.lines.every((line) => line.quantity === (out.get(line.fulfillmentOrderLineId) ?? 0)))
      await saveParcel(tx, shop, parcel.id, { state: 'given-up' });
    else await takeOutOfParcel(tx, shop, parcel.id, out);
  }
}

/** Adds what was done in the admin to an order's proof of packing. The caller holds the order. */
async function prove(
  tx: ShopTx,
  shop: string,
  orderId: string,
  deeds: readonly { parcelId: string; deed: Deed }[],
  now: Date,
): Promise<Link[]> {
  const proof = await loadProof(tx, orderId);
  let nth = Math.max(0, ...proof.filter((link) => link.station === ADMIN).map((link) => link.nth));
  const links: Link[] = [];
  for (const { parcelId, deed } of deeds) {
    const last = links.at(-1) ?? proof.at(-1);
    links.push(
      linked(last?.hash ?? noHash, {
        ...{ orderId, seq: (last?.seq ?? 0) + 1, id: randomUUID(), parcelId, pickerId: null, station: ADMIN },
        ...{ nth: ++nth, at: now.toISOString(), deed },
      }),
    );
  }
  await insertProof(tx, shop, links);
  return links;
}
