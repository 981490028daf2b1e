// The only file that knows the tables Layout, Bin, BinStock and BinMove.
import type { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import type { BinKind } from './bin-file.ts';
import type { BinPart, BinPlace } from './bin-name.ts';
import { readBinNames } from './bin-name.ts';
import type { Layout } from './layout.ts';
import { afterMove, type BinMove, type BinStock, type MoveKind } from './ledger.ts';
import type { Lying } from './take-from.ts';

export type Bin = { name: string; kind: BinKind; capacity: number | null; place: BinPlace | null };

/** What people decided about ways of writing bin names: the parts of each pattern. */
export type Naming = Record<string, (BinPart | null)[]>;

export type KeptLayout = { version: number; layout: Layout; naming: Naming; by: string; createdAt: Date };

/**
 * The bin that each item is picked from at a location, of all items there or only of `items`: its pick face with stock, first the
 * one that expires first; without stock in any, a reserve bin that has some; else its first face. An unknown amount counts as stock.
 */
export async function loadBins(tx: ShopTx, locationId: string, items: string[] | null): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ inventoryItemId: string; bin: string }[]>`
    SELECT DISTINCT ON (s."inventoryItemId") s."inventoryItemId", s."bin"
    FROM "BinStock" s
    JOIN "Bin" b ON b."shop" = s."shop" AND b."locationId" = s."locationId" AND b."name" = s."bin"
    WHERE s."locationId" = ${locationId} AND (${items === null} OR s."inventoryItemId" = ANY(${items ?? []}))
    ORDER BY s."inventoryItemId", coalesce(s."quantity", 1) > 0 DESC, b."kind" = 'pick' DESC, s."expiresOn" ASC NULLS LAST, s."bin"`;
  return new Map(rows.map((row) => [row.inventoryItemId, row.bin]));
}

/** In which bins items lie, or are at home, and how many; an item that no bin knows is missing. */
export async function loadLying(tx: ShopTx, locationId: string, items: string[]): Promise<Map<string, Lying[]>> {
  const rows = await tx.binStock.findMany({
    where: { locationId, inventoryItemId: { in: items } },
    select: {
      inventoryItemId: true,
      bin: true,
      lot: true,
      expiresOn: true,
      quantity: true,
      place: { select: { kind: true } },
    },
  });
  const lying = rows.map(({ inventoryItemId, bin, lot, expiresOn, quantity, place }) => ({
    inventoryItemId,
    row: { bin, lot, kind: kindOf(place), expiresOn: dayOf(expiresOn), units: quantity },
  }));
  return new Map(
    [...Map.groupBy(lying, (one) => one.inventoryItemId)].map(([item, own]) => [item, own.map(({ row }) => row)]),
  );
}

/** Whether anyone has named a bin yet. */
export async function loadBinCount(tx: ShopTx): Promise<number> {
  return tx.bin.count();
}

export async function loadAllBins(tx: ShopTx, locationId: string): Promise<Bin[]> {
  const rows = await tx.bin.findMany({ where: { locationId } });
  return rows.map(toBin);
}

/** Where bins of these names are; a name that no bin bears is missing. */
export async function loadBinPlaces(
  tx: ShopTx,
  locationId: string,
  names: readonly (string | null)[],
): Promise<Map<string, Bin['place']>> {
  const wanted = [...new Set(names.filter((name) => name !== null))];
  const rows = await tx.bin.findMany({ where: { locationId, name: { in: wanted } } });
  return new Map(rows.map(toBin).map((bin) => [bin.name, bin.place]));
}

/** What lies at a location: of all, of some items, or in some bins. */
export async function loadStock(
  tx: ShopTx,
  locationId: string,
  only: { items?: string[]; bins?: string[] } = {},
): Promise<BinStock[]> {
  const rows = await tx.binStock.findMany({
    where: {
      locationId,
      ...(only.items ? { inventoryItemId: { in: only.items } } : {}),
      ...(only.bins ? { bin: { in: only.bins } } : {}),
    },
  });
  return rows.map(({ bin, inventoryItemId, lot, expiresOn, quantity }) => ({
    ...{ bin, inventoryItemId, lot, quantity },
    expiresOn: dayOf(expiresOn),
  }));
}

/** Items that lie, or are at home, in a bin of the location. */
export async function loadPlacedItems(tx: ShopTx, locationId: string): Promise<string[]> {
  const rows = await tx.binStock.groupBy({ by: ['inventoryItemId'], where: { locationId } });
  return rows.map((row) => row.inventoryItemId);
}

/** Units in all bins together, of the items of which every bin's amount is known. */
export async function loadItemSums(tx: ShopTx, locationId: string): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ inventoryItemId: string; units: number }[]>`
    SELECT "inventoryItemId", sum("quantity")::int AS "units" FROM "BinStock" WHERE "locationId" = ${locationId}
    GROUP BY "inventoryItemId" HAVING bool_and("quantity" IS NOT NULL)`;
  return new Map(rows.map((row) => [row.inventoryItemId, row.units]));
}

/** Makes the bins that are missing, and says of those named their kind and capacity where `said` has them. */
export async function saveBins(
  tx: ShopTx,
  shop: string,
  locationId: string,
  said: { name: string; kind: BinKind | null; capacity: number | null }[],
): Promise<void> {
  if (said.length === 0) return;
  const byName = new Map(said.map((one) => [one.name, one]));
  for (const one of said) {
    const before = byName.get(one.name);
    byName.set(one.name, {
      ...one,
      kind: one.kind ?? before?.kind ?? null,
      capacity: one.capacity ?? before?.capacity ?? null,
    });
  }
  // In one order, so that two imports wait for each other instead of locking each other out.
  const rows = JSON.stringify([...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
  await tx.$executeRaw`
    INSERT INTO "Bin" ("shop", "locationId", "name", "kind", "capacity")
    SELECT ${shop}, ${locationId}, r."name", coalesce(r."kind", 'pick'), r."capacity"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("name" text, "kind" text, "capacity" int)
    ON CONFLICT ("shop", "locationId", "name") DO NOTHING`;
  await tx.$executeRaw`
    UPDATE "Bin" b SET "kind" = coalesce(r."kind", b."kind"), "capacity" = coalesce(r."capacity", b."capacity")
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("name" text, "kind" text, "capacity" int)
    WHERE b."shop" = ${shop} AND b."locationId" = ${locationId} AND b."name" = r."name"
      AND (coalesce(r."kind", b."kind"), coalesce(r."capacity", b."capacity")) IS DISTINCT FROM (b."kind", b."capacity")`;
  await understandNames(tx, shop, locationId);
}

export async function changeBin(
  tx: ShopTx,
  shop: string,
  locationId: string,
  name: string,
  change: { kind: BinKind; capacity: number | null },
): Promise<boolean> {
  const { count } = await tx.bin.updateMany({ where: { shop, locationId, name }, data: change });
  return count > 0;
}

/** Removes bins in which nothing lies and nothing is at home; answers how many it were. Their history stays. */
export async function removeEmptyBins(tx: ShopTx, shop: string, locationId: string, names: string[]): Promise<number> {
  const { count } = await tx.bin.deleteMany({ where: { shop, locationId, name: { in: names }, stock: { none: {} } } });
  return count;
}

/** Reads all bin names of the location again, as the list together and the naming of its layout have them. */
export async function understandNames(tx: ShopTx, shop: string, locationId: string): Promise<void> {
  const bins = await tx.bin.findMany({ where: { locationId }, orderBy: { name: 'asc' } });
  const kept = await loadLayout(tx, locationId);
  const names = bins.map((bin) => bin.name);
  const { understood } = readBinNames(names, new Map(Object.entries(kept?.naming ?? {})));
  const places = new Map(understood.map((one) => [one.name, one.place]));
  const nowhere = { zone: null, aisle: null, bay: null, level: null, position: null };
  const changed = bins.flatMap(({ name, zone, aisle, bay, level, position }) => {
    const place = places.get(name) ?? nowhere;
    const before = { zone, aisle, bay, level, position };
    const same = (Object.keys(before) as (keyof typeof before)[]).every((part) => before[part] === place[part]);
    return same ? [] : [{ name, ...place }];
  });
  if (changed.length === 0) return;
  await tx.$executeRaw`
    UPDATE "Bin" b SET "zone" = r."zone", "aisle" = r."aisle", "bay" = r."bay", "level" = r."level", "position" = r."position"
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      AS r("name" text, "zone" text, "aisle" text, "bay" text, "level" text, "position" text)
    WHERE b."shop" = ${shop} AND b."locationId" = ${locationId} AND b."name" = r."name"`;
}

/**
 * Appends moves to the ledger of a location and does what they say, in their order. A move whose id is known already changes
 * nothing; answers how many were new. Bins that a move names are made when they are missing. Two at the same time wait for each
 * other at the bins that both touch.
 */
export async function appendMoves(
  tx: ShopTx,
  shop: string,
  locationId: string,
  moves: readonly BinMove[],
  by: string,
  at: Date,
): Promise<number> {
  const bins = [...new Set(moves.flatMap((move) => [move.from, move.to]))].filter((bin) => bin !== null).sort();
  const known = await tx.bin.findMany({ where: { locationId, name: { in: bins } }, select: { name: true } });
  const missing = bins.filter((bin) => !known.some((one) => one.name === bin));
  await saveBins(
    tx,
    shop,
    locationId,
    missing.map((name) => ({ name, kind: null, capacity: null })),
  );
  const locked = await tx.$queryRaw<{ name: string; kind: string }[]>`
    SELECT "name", "kind" FROM "Bin" WHERE "shop" = ${shop} AND "locationId" = ${locationId} AND "name" = ANY(${bins})
    ORDER BY "name" FOR UPDATE`;
  const told = JSON.stringify(moves.map((move, order) => ({ ...move, order })));
  const fresh = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "BinMove" ("shop", "id", "locationId", "kind", "inventoryItemId", "fromBin", "toBin", "lot", "expiresOn",
      "quantity", "note", "by", "at")
    SELECT ${shop}, r."id", ${locationId}, r."kind", r."inventoryItemId", r."from", r."to", r."lot", r."expiresOn"::date,
      r."quantity", r."note", ${by}, ${at}
    FROM jsonb_to_recordset(${told}::jsonb) AS r("id" uuid, "kind" text, "inventoryItemId" text, "from" text, "to" text,
      "lot" text, "expiresOn" text, "quantity" int, "note" text, "order" int)
    ORDER BY r."order"
    ON CONFLICT ("shop", "id") DO NOTHING
    RETURNING "id"::text`;
  const ids = new Set(fresh.map((row) => row.id));
  const news = moves.filter(
    (move, order) => ids.has(move.id) && moves.findIndex((one) => one.id === move.id) === order,
  );
  if (news.length === 0) return 0;
  const items = [...new Set(news.map((move) => move.inventoryItemId))];
  const reserve = new Set(locked.filter((bin) => bin.kind === 'reserve').map((bin) => bin.name));
  const before = await loadStock(tx, locationId, { items, bins });
  // An empty pick face is still the item's home; an empty reserve bin is free.
  const after = afterAll(before, news).filter((row) => row.quantity !== 0 || !reserve.has(row.bin));
  await tx.binStock.deleteMany({ where: { locationId, inventoryItemId: { in: items }, bin: { in: bins } } });
  await tx.$executeRaw`
    INSERT INTO "BinStock" ("shop", "locationId", "bin", "inventoryItemId", "lot", "expiresOn", "quantity")
    SELECT ${shop}, ${locationId}, r."bin", r."inventoryItemId", r."lot", r."expiresOn"::date, r."quantity"
    FROM jsonb_to_recordset(${JSON.stringify(after)}::jsonb)
      AS r("bin" text, "inventoryItemId" text, "lot" text, "expiresOn" text, "quantity" int)`;
  return news.length;
}

/** Item by item: a move of one item leaves all others as they are, and an import has thousands. */
function afterAll(before: readonly BinStock[], moves: readonly BinMove[]): BinStock[] {
  const stock = Map.groupBy(before, (row) => row.inventoryItemId);
  for (const move of moves) stock.set(move.inventoryItemId, afterMove(stock.get(move.inventoryItemId) ?? [], move));
  return [...stock.values()].flat();
}

export type ToldMove = BinMove & { by: string; at: Date };

/** The ledger of a bin or of an item at a location, the latest first. */
export async function loadMoves(
  tx: ShopTx,
  locationId: string,
  of: { bin: string } | { item: string },
  take: number,
): Promise<ToldMove[]> {
  const rows = await tx.binMove.findMany({
    where: {
      locationId,
      ...('bin' in of ? { OR: [{ fromBin: of.bin }, { toBin: of.bin }] } : { inventoryItemId: of.item }),
    },
    orderBy: { seq: 'desc' },
    take,
  });
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as MoveKind,
    inventoryItemId: row.inventoryItemId,
    from: row.fromBin,
    to: row.toBin,
    lot: row.lot,
    expiresOn: dayOf(row.expiresOn),
    quantity: row.quantity,
    note: row.note,
    by: row.by,
    at: row.at,
  }));
}

/** The layout in use, or an older version of it; null when none was drawn. */
export async function loadLayout(tx: ShopTx, locationId: string, version?: number): Promise<KeptLayout | null> {
  const row = await tx.layout.findFirst({
    where: { locationId, ...(version === undefined ? {} : { version }) },
    orderBy: { version: 'desc' },
  });
  if (!row) return null;
  const { document, naming, by, createdAt } = row;
  return { version: row.version, layout: document as Layout, naming: naming as Naming, by, createdAt };
}

export async function listLayouts(
  tx: ShopTx,
  locationId: string,
): Promise<{ version: number; by: string; createdAt: Date }[]> {
  return tx.layout.findMany({
    where: { locationId },
    select: { version: true, by: true, createdAt: true },
    orderBy: { version: 'desc' },
    take: 20,
  });
}

/** Keeps a layout as the version after `basedOn` (0 = the first). False when somebody else did so meanwhile. */
export async function insertLayout(
  tx: ShopTx,
  shop: string,
  locationId: string,
  basedOn: number,
  kept: { layout: Layout; naming: Naming; by: string; at: Date },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    INSERT INTO "Layout" ("shop", "locationId", "version", "document", "naming", "by", "createdAt")
    SELECT ${shop}, ${locationId}, ${basedOn + 1}, ${JSON.stringify(kept.layout)}::jsonb, ${JSON.stringify(kept.naming)}::jsonb,
      ${kept.by}, ${kept.at}
    WHERE NOT EXISTS (SELECT FROM "Layout" WHERE "shop" = ${shop} AND "locationId" = ${locationId} AND "version" > ${basedOn})
    ON CONFLICT DO NOTHING`;
  return count > 0;
}

function toBin(row: Prisma.BinGetPayload<object>): Bin {
  const { name, kind, capacity, zone, aisle, bay, level, position } = row;
  return {
    ...{ name, capacity },
    kind: kindOf({ kind }),
    place: aisle === null ? null : { zone, aisle, bay, level, position },
  };
}

const kindOf = ({ kind }: { kind: string }): BinKind => (kind === 'reserve' ? 'reserve' : 'pick');

const dayOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;

/** Deletes up to `take` moves from before a moment; what lies in bins now is kept beside them. Answers how many went. */
export async function deleteMoves(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "BinMove" WHERE "id" = ANY(ARRAY(SELECT "id" FROM "BinMove" WHERE "at" < ${before} LIMIT ${take}))`;
}
