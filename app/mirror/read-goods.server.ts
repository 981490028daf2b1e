// What each item is: its product, kind, maker and price, and since when Shopify knows it. Archived products too: they have a past.
import type { ShopTx } from '../db.server.ts';

export type Goods = {
  inventoryItemId: string;
  variantId: string;
  productId: string;
  productType: string;
  vendor: string;
  /** minor units of the shop's currency */
  price: bigint;
  /** the shop's day on which the product was created, counted from 1 January 1970 */
  created: number;
};

/** By inventory item id. An item whose variant is deleted in Shopify is missing from the answer. */
export async function readGoods(tx: ShopTx, shop: string, items: readonly string[]): Promise<Map<string, Goods>> {
  const rows = await tx.$queryRaw<Goods[]>`
    SELECT v."inventoryItemId", v."id" AS "variantId", p."id" AS "productId", p."productType", p."vendor", v."price",
      (p."createdAt" AT TIME ZONE coalesce(s."timeZone", 'UTC'))::date - date '1970-01-01' AS "created"
    FROM "Variant" v
    JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId"
    LEFT JOIN "Shop" s ON s."shop" = v."shop"
    WHERE v."shop" = ${shop} AND v."inventoryItemId" = ANY(${[...items]})`;
  return new Map(rows.map((row) => [row.inventoryItemId, row]));
}
