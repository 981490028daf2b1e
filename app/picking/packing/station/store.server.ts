// The only file of the station that knows the tables PackProof, PackPhoto, Parcel and ParcelLine.
import type { Prisma } from '@prisma/client';
import type { ShopTx } from '../../../db.server.ts';
import { wayOf } from '../../hand-off/parcel.ts';
import { loadParcels as loadAllParcels } from '../../hand-off/store.server.ts';
import type { Link } from './chain.ts';
import type { Deed } from './deed.ts';
import type { ParcelFact } from './station-api.ts';

/** One at a time packs an order, whichever wave brought it: its proof is one chain. Held until the transaction ends. */
export async function holdOrder(tx: ShopTx, shop: string, orderId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('pack:' || ${shop} || ':' || ${orderId}, 0))`;
}

/** The whole proof of an order, in its order. */
export async function loadProof(tx: ShopTx, orderId: string): Promise<Link[]> {
  const rows = await tx.packProof.findMany({ where: { orderId }, orderBy: { seq: 'asc' } });
  return rows.map(({ shop: _, at, deed, before, hash, ...row }) => {
    const { station, nth, ...done } = deed as { station: string; nth: number } & Deed;
    return { ...row, station, nth, deed: done as Deed, at: at.toISOString(), before: hex(before), hash: hex(hash) };
  });
}

/** The last entry of an order's proof, or null. */
export async function proofHead(tx: ShopTx, orderId: string): Promise<{ seq: number; hash: string } | null> {
  const row = await tx.packProof.findFirst({
    where: { orderId },
    orderBy: { seq: 'desc' },
    select: { seq: true, hash: true },
  });
  return row && { seq: row.seq, hash: hex(row.hash) };
}

/** What is kept beside an order's parcels of the entries that sealed them. */
export async function loadSeals(
  tx: ShopTx,
  orderId: string,
): Promise<{ parcelId: string; seq: number; hash: string }[]> {
  const rows = await tx.parcel.findMany({
    where: { orderId, proofSeq: { not: null } },
    orderBy: [{ openedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, proofSeq: true, proofHash: true },
  });
  return rows.flatMap(({ id, proofSeq: seq, proofHash: hash }) =>
    seq === null || hash === null ? [] : [{ parcelId: id, seq, hash: hex(hash) }],
  );
}

export async function insertProof(tx: ShopTx, shop: string, links: readonly Link[]): Promise<void> {
  await tx.packProof.createMany({
    data: links.map(({ station, nth, deed, before, hash, at, ...row }) => ({
      ...{ shop, ...row, at: new Date(at) },
      deed: { ...deed, station, nth } as Prisma.InputJsonObject,
      before: bytes(before),
      hash: bytes(hash),
    })),
  });
}

export type ParcelRow = {
  id: string;
  waveId: string;
  orderId: string;
  orderName: string;
  locationId: string;
  state: 'open' | 'sealed' | 'given-up';
  deliveryMethod: string | null;
  boxId: string | null;
  boxName: string | null;
  boxKind: string | null;
  length: number | null;
  width: number | null;
  height: number | null;
  expectedGrams: number | null;
  weighedGrams: number | null;
  currency: string | null;
  pickerId: string | null;
  sealedAt: Date | null;
  proofSeq: number | null;
  proofHash: Uint8Array<ArrayBuffer> | null;
};

export type ParcelGoods = {
  fulfillmentOrderLineId: string;
  fulfillmentOrderId: string;
  inventoryItemId: string | null;
  title: string;
  quantity: number;
};

/** Keeps a parcel that has not left as it stands now, with what is in it. A new one gets the next number of its order in the wave. */
export async function saveParcel(
  tx: ShopTx,
  shop: string,
  { id, ...parcel }: ParcelRow,
  lines: readonly ParcelGoods[],
  now: Date,
): Promise<void> {
  const { count } = await tx.parcel.updateMany({ where: { id, state: { not: 'shipped' } }, data: parcel });
  if (count === 0) {
    const { waveId, orderId } = parcel;
    const { _max } = await tx.parcel.aggregate({ where: { waveId, orderId }, _max: { number: true } });
    await tx.parcel.create({ data: { shop, id, ...parcel, number: (_max.number ?? 0) + 1, openedAt: now } });
  }
  await tx.parcelLine.deleteMany({ where: { parcelId: id } });
  await tx.parcelLine.createMany({ data: lines.map((line) => ({ shop, parcelId: id, ...line })) });
}

/** What a parcel's goods are worth, in minor units, and whether it is insured for that. */
export async function saveWorth(tx: ShopTx, shop: string, id: string, value: bigint, insured: boolean): Promise<void> {
  await tx.parcel.update({ where: { shop_id: { shop, id } }, data: { value, insured } });
}

/** What was begun and then not wanted stays as a number that was given up. */
export async function giveUpParcels(tx: ShopTx, ids: string[]): Promise<void> {
  await tx.parcelLine.deleteMany({ where: { parcelId: { in: ids } } });
  await tx.parcel.updateMany({ where: { id: { in: ids }, state: 'open' }, data: { state: 'given-up' } });
}

/** The goods of a parcel go back; what was in it stays written down. */
export async function giveUpParcel(tx: ShopTx, shop: string, id: string): Promise<void> {
  await tx.parcel.update({ where: { shop_id: { shop, id } }, data: { state: 'given-up' } });
}

export type KeptParcel = ParcelFact & {
  /** what told Shopify of it, last */
  commandId: string | null;
  lines: { fulfillmentOrderLineId: string; quantity: number }[];
};

/** The parcels of an order of a wave, by number, those that were given up too. */
export async function loadParcels(tx: ShopTx, waveId: string, orderId: string): Promise<KeptParcel[]> {
  const parcels = await loadAllParcels(tx, { waveId, orderId });
  return parcels
    .toSorted((a, b) => a.number - b.number)
    .map((parcel) => ({
      ...{ id: parcel.id, number: parcel.number, state: parcel.state, handOff: parcel.handOff, way: wayOf(parcel) },
      ...{ carrier: parcel.carrier, trackingNumber: parcel.trackingNumber, insured: parcel.insured },
      ...{ boxName: parcel.boxName, expectedGrams: parcel.expectedGrams, weighedGrams: parcel.weighedGrams },
      labelAsked: parcel.labelState === 'asked' || parcel.labelState === 'unknown',
      commandId: parcel.commandId,
      lines: parcel.lines,
    }));
}

/** Which of these ids name parcels of anything else than this order of this wave. */
export async function parcelsElsewhere(
  tx: ShopTx,
  ids: string[],
  waveId: string,
  orderId: string,
): Promise<Set<string>> {
  const rows = await tx.parcel.findMany({
    where: { id: { in: ids }, NOT: { waveId, orderId } },
    select: { id: true },
  });
  return new Set(rows.map((row) => row.id));
}

/** The orders, each in its wave, of the parcels with an id from `from` to `to` that were not given up. */
export async function ordersOfParcels(
  tx: ShopTx,
  shop: string,
  { from, to }: { from: string; to: string },
): Promise<{ waveId: string; orderId: string }[]> {
  return tx.parcel.findMany({
    where: { shop, id: { gte: from, lte: to }, state: { not: 'given-up' } },
    select: { waveId: true, orderId: true },
  });
}

/** Units in sealed and shipped parcels of these waves, by wave and line. */
export async function loadPackedUnits(tx: ShopTx, waveIds: string[]): Promise<Map<string, number>> {
  const rows = await tx.parcelLine.findMany({
    where: { parcel: { waveId: { in: waveIds }, state: { in: ['sealed', 'shipped'] } } },
    select: { fulfillmentOrderLineId: true, quantity: true, parcel: { select: { waveId: true } } },
  });
  const packed = new Map<string, number>();
  for (const { parcel, fulfillmentOrderLineId, quantity } of rows) {
    const key = packedKey(parcel.waveId, fulfillmentOrderLineId);
    packed.set(key, (packed.get(key) ?? 0) + quantity);
  }
  return packed;
}

export const packedKey = (waveId: string, lineId: string) => `${waveId}/${lineId}`;

/** A parcel that is open, with its order; null when there is none of this shop. */
export async function loadOpenParcel(tx: ShopTx, shop: string, id: string): Promise<{ orderId: string } | null> {
  const row = await tx.parcel.findUnique({ where: { shop_id: { shop, id } }, select: { orderId: true, state: true } });
  return row?.state === 'open' ? { orderId: row.orderId } : null;
}

/** Keeps a photo once. False when the parcel has as many as it may. */
export async function insertPhoto(
  tx: ShopTx,
  shop: string,
  photo: { hash: string; parcelId: string; orderId: string; takenAt: Date; jpeg: Uint8Array<ArrayBuffer> },
  most: number,
): Promise<boolean> {
  const hash = bytes(photo.hash);
  if ((await tx.packPhoto.count({ where: { parcelId: photo.parcelId, NOT: { hash } } })) >= most) return false;
  await tx.packPhoto.createMany({ data: { shop, ...photo, hash }, skipDuplicates: true });
  return true;
}

export async function hasPhoto(tx: ShopTx, hash: string, parcelId: string): Promise<boolean> {
  return (await tx.packPhoto.count({ where: { hash: bytes(hash), parcelId } })) > 0;
}

/** Which photos of an order are still kept: their hashes. */
export async function photosKept(tx: ShopTx, orderId: string): Promise<string[]> {
  const rows = await tx.packPhoto.findMany({ where: { orderId }, select: { hash: true } });
  return rows.map((row) => hex(row.hash));
}

export async function loadPhoto(tx: ShopTx, orderId: string, hash: string): Promise<Uint8Array | null> {
  const row = await tx.packPhoto.findFirst({ where: { orderId, hash: bytes(hash) }, select: { jpeg: true } });
  return row?.jpeg ?? null;
}

/** Of an erased customer’s orders no picture stays that could show an address. */
export async function forgetPhotos(tx: ShopTx, orderIds: string[]): Promise<void> {
  await tx.packPhoto.deleteMany({ where: { orderId: { in: orderIds } } });
}

/** Deletes up to `take` photos taken before a moment; says how many. */
export async function deletePhotos(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "PackPhoto" WHERE ("hash", "parcelId") IN (
      SELECT "hash", "parcelId" FROM "PackPhoto" WHERE "takenAt" < ${before} LIMIT ${take})`;
}

/**
 * Deletes the whole proofs of up to `orders` orders of which nothing was said since a moment, nothing left since then, and nothing lies in
 * the house; what was kept beside their parcels goes along. Answers how many entries went.
 */
export async function deleteProofs(tx: ShopTx, before: Date, orders: number): Promise<number> {
  return tx.$executeRaw`
    WITH "old" AS MATERIALIZED (
      SELECT f."orderId" FROM "PackProof" f
      WHERE f."seq" = 1 AND f."at" < ${before}
        AND NOT EXISTS (SELECT FROM "PackProof" n
          WHERE n."shop" = f."shop" AND n."orderId" = f."orderId" AND n."at" >= ${before})
        AND NOT EXISTS (SELECT FROM "Parcel" p WHERE p."shop" = f."shop" AND p."orderId" = f."orderId"
          AND (p."state" IN ('open', 'sealed') OR p."shippedAt" >= ${before} OR p."collectedAt" >= ${before}))
      ORDER BY f."at" LIMIT ${orders}),
    "beside" AS (
      UPDATE "Parcel" SET "proofSeq" = NULL, "proofHash" = NULL WHERE "orderId" IN (SELECT "orderId" FROM "old"))
    DELETE FROM "PackProof" WHERE "orderId" IN (SELECT "orderId" FROM "old")`;
}

const hex = (some: Uint8Array) => Buffer.from(some).toString('hex');
export const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
