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

/** The ids of the next `take` inventory items after `after`, in the database's order; '' is before all. */
export async function nextItems(tx: ShopTx, shop: string, after: string, take: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "InventoryItem" WHERE "shop" = ${shop} AND "id" > ${after} ORDER BY "id" LIMIT ${take}`;
  return rows.map(({ id }) => id);
}
