// Inventory items as people know them, with what a purchase needs to know of each.
import type { ShopTx } from '../db.server.ts';

export type ItemFacts = {
  inventoryItemId: string;
  variantId: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  /** Shopify's cost per item, in minor units of `costCurrency` */
  unitCost: bigint | null;
  costCurrency: string | null;
};

/** By inventory item id. An item whose variant is deleted in Shopify is missing from the answer. */
export async function readItems(tx: ShopTx, shop: string, ids: readonly string[]): Promise<Map<string, ItemFacts>> {
  const rows = await tx.$queryRaw<ItemFacts[]>`
    SELECT v."inventoryItemId", v."id" AS "variantId", v."sku", v."barcode", i."unitCost", i."costCurrency",
      p."title" || CASE WHEN v."title" IN ('', 'Default Title') THEN '' ELSE ', ' || v."title" END AS "title"
    FROM "Variant" v
    JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId"
    LEFT JOIN "InventoryItem" i ON i."shop" = v."shop" AND i."id" = v."inventoryItemId"
    WHERE v."shop" = ${shop} AND v."inventoryItemId" = ANY(${[...ids]})`;
  return new Map(rows.map((row) => [row.inventoryItemId, row]));
}

/** The first items whose product, SKU or barcode contains `search`. */
export async function findItems(tx: ShopTx, shop: string, search: string, take: number): Promise<ItemFacts[]> {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return tx.$queryRaw<ItemFacts[]>`
    SELECT v."inventoryItemId", v."id" AS "variantId", v."sku", v."barcode", i."unitCost", i."costCurrency",
      p."title" || CASE WHEN v."title" IN ('', 'Default Title') THEN '' ELSE ', ' || v."title" END AS "title"
    FROM "Variant" v
    JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId"
    LEFT JOIN "InventoryItem" i ON i."shop" = v."shop" AND i."id" = v."inventoryItemId"
    WHERE v."shop" = ${shop} AND v."inventoryItemId" IS NOT NULL
      AND (v."sku" ILIKE ${like} OR v."barcode" = ${search} OR p."title" ILIKE ${like})
    ORDER BY p."title", v."position", v."id" LIMIT ${take}`;
}

/** What may be sold at `locationId` as we last heard it, by inventory item id; an item that is not stocked there is missing. */
export async function readAvailable(
  tx: ShopTx,
  locationId: string,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.inventoryLevel.findMany({
    where: { locationId, inventoryItemId: { in: [...ids] }, active: true },
    select: { inventoryItemId: true, available: true },
  });
  return new Map(rows.map((row) => [row.inventoryItemId, row.available]));
}

/** What lies at a location as Shopify counts it, of these items; an item that is not stocked there is missing. */
export async function readOnHand(tx: ShopTx, locationId: string, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.inventoryLevel.findMany({
    where: { locationId, inventoryItemId: { in: [...ids] }, active: true },
    select: { inventoryItemId: true, available: true, onHand: true },
  });
  return new Map(rows.map((row) => [row.inventoryItemId, row.onHand ?? row.available]));
}

/** What one unit weighs, in grams, as Shopify knows it; null or missing = it does not. */
export async function readGrams(tx: ShopTx, ids: readonly string[]): Promise<Map<string, number | null>> {
  const rows = await tx.inventoryItem.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, grams: true },
  });
  return new Map(rows.map((row) => [row.id, row.grams]));
}

export type ShippedItem = {
  inventoryItemId: string;
  variantId: string;
  title: string;
  sku: string | null;
  /** null = Shopify does not know */
  grams: number | null;
};

/** What is shipped when it is sold, by title, and how many there are: of all, of `only`, or all `without` some. */
export async function readShippedItems(
  tx: ShopTx,
  shop: string,
  search: string,
  page: { skip: number; take: number },
  of: { only?: readonly string[]; without?: readonly string[] } = {},
): Promise<{ rows: ShippedItem[]; total: number }> {
  const like = `%${search.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await tx.$queryRaw<(ShippedItem & { total: number })[]>`
    SELECT v."inventoryItemId", v."id" AS "variantId", v."sku", i."grams", count(*) OVER ()::int AS "total",
      p."title" || CASE WHEN v."title" IN ('', 'Default Title') THEN '' ELSE ', ' || v."title" END AS "title"
    FROM "Variant" v
    JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId"
    JOIN "InventoryItem" i ON i."shop" = v."shop" AND i."id" = v."inventoryItemId" AND i."requiresShipping"
    WHERE v."shop" = ${shop} AND (v."sku" ILIKE ${like} OR p."title" ILIKE ${like} OR v."title" ILIKE ${like})
      AND (${of.only === undefined} OR v."inventoryItemId" = ANY(${[...(of.only ?? [])]}))
      AND v."inventoryItemId" <> ALL(${[...(of.without ?? [])]})
    ORDER BY p."title", v."productId", v."position", v."id" LIMIT ${page.take} OFFSET ${page.skip}`;
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
