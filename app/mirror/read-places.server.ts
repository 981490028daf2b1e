// Every variant at every location: what it is, what is there, what it costs. One set query a page.
import type { ShopTx } from '../db.server.ts';

export type PlaceRow = {
  inventoryItemId: string;
  locationId: string;
  variantId: string;
  productId: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  vendor: string;
  productType: string;
  tracked: boolean;
  available: number;
  incoming: number;
  /** minor units of the shop's currency */
  price: bigint;
  unitCost: bigint | null;
  costCurrency: string | null;
};

/** The active levels, at active locations, of these items of products that are not archived; by item and location. */
export async function readPlaces(tx: ShopTx, shop: string, items: readonly string[]): Promise<PlaceRow[]> {
  return tx.$queryRaw<PlaceRow[]>`
    SELECT s."inventoryItemId", s."locationId", v."id" AS "variantId", p."id" AS "productId",
      p."title" || CASE WHEN v."title" IN ('', 'Default Title') THEN '' ELSE ', ' || v."title" END AS "title",
      v."sku", v."barcode", p."vendor", p."productType", i."tracked", s."available",
      coalesce(s."incoming", 0) AS "incoming", v."price", i."unitCost", i."costCurrency"
    FROM "InventoryLevel" s
    JOIN "Location" w ON w."shop" = s."shop" AND w."id" = s."locationId" AND w."active"
    JOIN "InventoryItem" i ON i."shop" = s."shop" AND i."id" = s."inventoryItemId"
    JOIN "Variant" v ON v."shop" = i."shop" AND v."inventoryItemId" = i."id"
    JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId" AND p."status" <> 'ARCHIVED'
    WHERE s."shop" = ${shop} AND s."active" AND s."inventoryItemId" = ANY(${[...items]})
    ORDER BY s."inventoryItemId", s."locationId"`;
}

/** How many places there are, for a progress bar. */
export async function countPlaces(tx: ShopTx, shop: string): Promise<number> {
  const [counted] = await tx.$queryRaw<{ places: number }[]>`
    SELECT count(*)::int AS places FROM "InventoryLevel" WHERE "shop" = ${shop} AND "active"`;
  return counted?.places ?? 0;
}

/**
 * The inventory items in pages of `size`, in the database's order: after which item each page begins ('' is before all) and with which it
 * ends; null, the last one, goes on for ever.
 */
export async function pagesOfItems(
  tx: ShopTx,
  shop: string,
  size: number,
): Promise<{ after: string; upTo: string | null }[]> {
  const ends = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM (SELECT "id", row_number() OVER (ORDER BY "id") AS nth FROM "InventoryItem" WHERE "shop" = ${shop}) item
    WHERE nth % ${size}::int = 0 ORDER BY nth`;
  return [...ends, null].map((end, page) => ({ after: ends[page - 1]?.id ?? '', upTo: end?.id ?? null }));
}

export async function itemsOfPage(
  tx: ShopTx,
  shop: string,
  { after, upTo }: { after: string; upTo: string | null },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "InventoryItem" WHERE "shop" = ${shop} AND "id" > ${after} AND (${upTo}::text IS NULL OR "id" <= ${upTo})
    ORDER BY "id"`;
  return rows.map(({ id }) => id);
}
