// What tells an item in the hand from its neighbours on the shelf: its barcode and its picture.
import type { ShopTx } from '../db.server.ts';

export type Label = { inventoryItemId: string; barcode: string | null; imageUrl: string | null };

/** By inventory item id. An item whose variant is deleted in Shopify is missing from the answer. */
export async function readLabels(tx: ShopTx, shop: string, items: readonly string[]): Promise<Map<string, Label>> {
  const rows = await tx.$queryRaw<Label[]>`
    SELECT v."inventoryItemId", v."barcode", p."imageUrl"
    FROM "Variant" v
    JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId"
    WHERE v."shop" = ${shop} AND v."inventoryItemId" = ANY(${[...items]})`;
  return new Map(rows.map((row) => [row.inventoryItemId, row]));
}
