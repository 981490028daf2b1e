// What a carrier takes with it at the end of a day: closed once, never opened again.
import { randomUUID } from 'node:crypto';
import { dayAt } from '../../calendar/day.ts';
import { inShop, type ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { readSender, type Sender } from '../../mirror/read-paper-orders.server.ts';
import { gramsOf, type Parcel } from './parcel.ts';
import { loadParcels } from './store.server.ts';

/** Parcels that left and are on no manifest, at one location with one carrier (null: none was named). */
export type OpenManifest = {
  locationId: string;
  carrier: string | null;
  parcels: number;
  grams: number;
  unweighed: number;
};

export type Manifest = {
  id: string;
  number: number;
  locationId: string;
  carrier: string | null;
  /** YYYY-MM-DD in the shop's zone */
  day: string;
  closedAt: Date;
  by: string | null;
};

/** A customer's pickup rides with nobody. */
const onNone = { state: 'shipped', manifestId: null, handOff: { not: 'pickup' } } as const;

/** What could be closed now. */
export async function readOpenManifests(tx: ShopTx, shop: string): Promise<OpenManifest[]> {
  return tx.$queryRaw`
    SELECT "locationId", "carrier", count(*)::int AS "parcels",
      coalesce(sum(coalesce("weighedGrams", "expectedGrams")), 0)::int AS "grams",
      (count(*) FILTER (WHERE coalesce("weighedGrams", "expectedGrams") IS NULL))::int AS "unweighed"
    FROM "Parcel"
    WHERE "shop" = ${shop} AND "state" = 'shipped' AND "manifestId" IS NULL AND "handOff" IS DISTINCT FROM 'pickup'
    GROUP BY "locationId", "carrier" ORDER BY "locationId", "carrier" NULLS LAST`;
}

/** So long after a manifest was closed somebody who closes the same is shown that one. */
const JUST_NOW = 120_000;

/**
 * Puts all parcels of a location and carrier that left and are on no manifest on a new one. Of two who close at the same time both
 * get the one that was closed. `by`: who closes, as the admin names them.
 */
export async function closeManifest(
  shop: string,
  which: { locationId: string; carrier: string | null },
  by: string | null,
  timeZone: string,
  now: Date,
): Promise<{ ok: true; id: string; isNew: boolean } | { ok: false; problem: string }> {
  return inShop(shop, async (tx) => {
    // Numbers without gaps, and one manifest for two who close at once: closers of a shop take turns.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('manifest:' || ${shop}, 0))`;
    const id = randomUUID();
    const parcels = await loadParcels(tx, { ...onNone, ...which });
    if (parcels.length === 0) {
      const last = await tx.manifest.findFirst({
        where: { ...which, closedAt: { gte: new Date(now.getTime() - JUST_NOW) } },
        orderBy: { number: 'desc' },
        select: { id: true },
      });
      return last
        ? { ok: true as const, id: last.id, isNew: false }
        : { ok: false as const, problem: 'No parcel is left for this manifest. Nothing was closed.' };
    }
    const { _max } = await tx.manifest.aggregate({ _max: { number: true } });
    const number = (_max.number ?? 0) + 1;
    const day = new Date(dayAt(now, timeZone));
    await tx.manifest.create({ data: { ...{ shop, id, number, day, by }, ...which, closedAt: now } });
    const { count } = await tx.parcel.updateMany({
      where: { ...onNone, id: { in: parcels.map((parcel) => parcel.id) } },
      data: { manifestId: id },
    });
    await append(tx, shop, [
      {
        type: 'manifest.closed',
        key: `manifest.closed:${id}`,
        subject: `Manifest/${id}`,
        at: now.toISOString(),
        data: { manifestId: id, number, locationId: which.locationId, parcels: count, grams: gramsOfAll(parcels) },
      },
    ]);
    return { ok: true as const, id, isNew: true };
  });
}

export const gramsOfAll = (parcels: readonly Parcel[]) =>
  parcels.reduce((sum, parcel) => sum + (gramsOf(parcel) ?? 0), 0);

const toManifest = (row: {
  id: string;
  number: number;
  locationId: string;
  carrier: string | null;
  day: Date;
  closedAt: Date;
  by: string | null;
}): Manifest => ({
  ...{ id: row.id, number: row.number, locationId: row.locationId, carrier: row.carrier },
  ...{ day: row.day.toISOString().slice(0, 10), closedAt: row.closedAt, by: row.by },
});

export async function readManifest(
  shop: string,
  id: string,
): Promise<{ manifest: Manifest; sender: Sender; parcels: Parcel[] } | null> {
  return inShop(shop, async (tx) => {
    const row = await tx.manifest.findUnique({ where: { shop_id: { shop, id } } });
    if (!row) return null;
    const sender = await readSender(tx, shop, row.locationId);
    return { manifest: toManifest(row), sender, parcels: await loadParcels(tx, { manifestId: id }) };
  });
}

export async function readManifests(
  shop: string,
  page: { skip: number; take: number },
): Promise<{ open: OpenManifest[]; rows: (Manifest & { parcels: number })[]; total: number }> {
  return inShop(shop, async (tx) => {
    const open = await readOpenManifests(tx, shop);
    const total = await tx.manifest.count();
    const rows = await tx.manifest.findMany({
      orderBy: { number: 'desc' },
      ...page,
      include: { _count: { select: { parcels: true } } },
    });
    return { open, rows: rows.map((row) => ({ ...toManifest(row), parcels: row._count.parcels })), total };
  });
}
