// The only file that knows the tables Box, ItemSize, FitReport and PackTerms.
import { createHash } from 'node:crypto';
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../../db.server.ts';
import { readGrams } from '../../../mirror/read-items.server.ts';
import type { Trust } from '../trust.ts';
import { boxKindOf, type ShopBox } from './box.ts';
import type { Size } from './item-size.ts';
import { type PackTerms, usualPackTerms } from './pack-terms.ts';

/** Those in use, or all; by name. */
export async function loadBoxes(tx: ShopTx, which: 'in use' | 'all' = 'in use'): Promise<ShopBox[]> {
  const rows = await tx.box.findMany({
    where: which === 'all' ? {} : { active: true },
    orderBy: { name: 'asc' },
  });
  return rows.map(({ shop: _, kind, cost, ...box }) => ({ ...box, kind: boxKindOf(kind), cost: Number(cost) }));
}

/**
 * Keeps a box as it is now. False when another one has this name. Where its inside is another, what packers said of it no
 * longer counts.
 */
export async function saveBox(tx: ShopTx, shop: string, box: ShopBox): Promise<boolean> {
  const { id, cost, ...rest } = box;
  const data = { ...rest, cost: BigInt(cost) };
  const same = await tx.box.findFirst({
    where: { name: { equals: data.name, mode: Prisma.QueryMode.insensitive }, id: { not: id } },
  });
  if (same) return false;
  const before = await tx.box.findUnique({ where: { shop_id: { shop, id } } });
  const inside = ['length', 'width', 'height', 'padding'] as const;
  if (before && inside.some((side) => before[side] !== data[side]))
    await tx.fitReport.deleteMany({ where: { shop, boxId: id } });
  await tx.box.upsert({ where: { shop_id: { shop, id } }, create: { shop, id, ...data }, update: data });
  return true;
}

/** Takes a box out of use, or back into it. */
export async function setBoxActive(tx: ShopTx, shop: string, id: string, active: boolean): Promise<void> {
  await tx.box.updateMany({ where: { shop, id }, data: { active } });
}

/** One unit as packed, millimetres, and how far that is believed. */
export type ItemSize = Size & Trust & { measuredAt: Date };

/** By inventory item id; an item that nobody measured is missing. */
export async function loadSizes(tx: ShopTx, ids: readonly string[]): Promise<Map<string, ItemSize>> {
  const rows = await tx.itemSize.findMany({ where: { inventoryItemId: { in: [...ids] } } });
  return new Map(
    rows.map(({ shop: _, updatedAt: measuredAt, inventoryItemId, ...size }) => [
      inventoryItemId,
      { ...size, measuredAt },
    ]),
  );
}

/**
 * What one unit takes of a cart, by inventory item id: millilitres, rounded up, and grams. Null for what nobody measured, or
 * Shopify does not know.
 */
export async function sizesOf(
  tx: ShopTx,
  _shop: string,
  inventoryItemIds: readonly string[],
): Promise<Map<string, { millilitres: number | null; grams: number | null }>> {
  const ids = [...new Set(inventoryItemIds)];
  const [sizes, grams] = [await loadSizes(tx, ids), await readGrams(tx, ids)];
  return new Map(
    ids.map((id) => {
      const size = sizes.get(id);
      const millilitres = size ? Math.ceil((size.length * size.width * size.height) / 1000) : null;
      return [id, { millilitres, grams: grams.get(id) ?? null }];
    }),
  );
}

/** Lets one report after the other change what is believed of these items. */
export async function lockSizes(tx: ShopTx, shop: string, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT FROM "ItemSize" WHERE "shop" = ${shop} AND "inventoryItemId" = ANY(${[...ids]})
    ORDER BY "inventoryItemId" FOR UPDATE`;
}

/** Keeps what reports taught of items that somebody measured; of others there is nothing to keep it with. */
export async function saveTrust(tx: ShopTx, shop: string, trusts: ReadonlyMap<string, Trust>): Promise<void> {
  const rows = JSON.stringify([...trusts].map(([id, trust]) => ({ id, ...trust })));
  await tx.$executeRaw`
    UPDATE "ItemSize" s SET "margin" = r."margin", "fits" = r."fits"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("id" text, "margin" float, "fits" int)
    WHERE s."shop" = ${shop} AND s."inventoryItemId" = r."id"`;
}

/** Units by inventory item id. */
export type Goods = ReadonlyMap<string, number>;

/** Keeps a packer's word; false when it was heard before. */
export async function insertFitReport(
  tx: ShopTx,
  shop: string,
  report: { id: string; boxId: string; goods: Goods; fitted: boolean; at: Date },
): Promise<boolean> {
  const { goods, ...rest } = report;
  const { count } = await tx.fitReport.createMany({
    data: { shop, ...rest, goods: nameOf(goods) },
    skipDuplicates: true,
  });
  return count > 0;
}

/** Boxes of which the last word since `since`, when the goods were measured last, was that these very goods do not fit. */
export async function loadTooSmall(tx: ShopTx, goods: Goods, since: Date): Promise<Set<string>> {
  const rows = await tx.fitReport.findMany({
    where: { goods: nameOf(goods), at: { gte: since } },
    distinct: ['boxId'],
    orderBy: [{ boxId: 'asc' }, { at: 'desc' }, { id: 'asc' }],
    select: { boxId: true, fitted: true },
  });
  return new Set(rows.flatMap((row) => (row.fitted ? [] : [row.boxId])));
}

function nameOf(goods: Goods): Uint8Array<ArrayBuffer> {
  const listed = [...goods].map(([id, quantity]) => `${id}×${quantity}`).sort();
  return new Uint8Array(createHash('sha256').update(listed.join('\n')).digest());
}

/** Items that somebody measured; `doubted`: those of them whose measures packers found too small. */
export async function loadSizedItems(tx: ShopTx, which: 'all' | 'doubted' = 'all'): Promise<string[]> {
  const rows = await tx.itemSize.findMany({
    where: which === 'doubted' ? { margin: { gt: 0 } } : {},
    select: { inventoryItemId: true },
  });
  return rows.map((row) => row.inventoryItemId);
}

/**
 * Keeps sizes; an item given twice has the last one. Answers the items whose size is another than before: of them everything
 * that was learned is forgotten, as it was learned of other measures.
 */
export async function saveSizes(
  tx: ShopTx,
  shop: string,
  sizes: readonly { inventoryItemId: string; size: Size }[],
  now: Date,
): Promise<string[]> {
  const rows = JSON.stringify([
    ...new Map(sizes.map(({ inventoryItemId, size }) => [inventoryItemId, { id: inventoryItemId, ...size }])).values(),
  ]);
  const changed = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "ItemSize" AS s ("shop", "inventoryItemId", "length", "width", "height", "upright", "fragile", "updatedAt")
    SELECT ${shop}, r."id", r."length", r."width", r."height", r."upright", r."fragile", ${now}
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS r("id" text, "length" int, "width" int, "height" int, "upright" boolean, "fragile" boolean)
    ORDER BY r."id"
    ON CONFLICT ("shop", "inventoryItemId") DO UPDATE SET "length" = excluded."length", "width" = excluded."width",
      "height" = excluded."height", "upright" = excluded."upright", "fragile" = excluded."fragile",
      "margin" = 0, "fits" = 0, "updatedAt" = excluded."updatedAt"
    WHERE (s."length", s."width", s."height", s."upright", s."fragile")
      IS DISTINCT FROM (excluded."length", excluded."width", excluded."height", excluded."upright", excluded."fragile")
    RETURNING s."inventoryItemId" AS "id"`;
  return changed.map((row) => row.id);
}

/** Answers whether there was one. */
export async function removeSize(tx: ShopTx, shop: string, inventoryItemId: string): Promise<boolean> {
  const { count } = await tx.itemSize.deleteMany({ where: { shop, inventoryItemId } });
  return count > 0;
}

/** A location's terms; the usual ones when nobody has set any. */
export async function loadPackTerms(tx: ShopTx, shop: string, locationId: string): Promise<PackTerms> {
  const row = await tx.packTerms.findUnique({ where: { shop_locationId: { shop, locationId } } });
  if (!row) return usualPackTerms;
  const { shop: _shop, locationId: _location, ...terms } = row;
  return terms;
}

export async function savePackTerms(tx: ShopTx, shop: string, locationId: string, terms: PackTerms): Promise<void> {
  await tx.packTerms.upsert({
    where: { shop_locationId: { shop, locationId } },
    create: { shop, locationId, ...terms },
    update: terms,
  });
}

/** Deletes up to `take` reports from before a moment. Answers how many went. */
export async function deleteFits(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "FitReport" WHERE "id" = ANY(ARRAY(SELECT "id" FROM "FitReport" WHERE "at" < ${before} LIMIT ${take}))`;
}
