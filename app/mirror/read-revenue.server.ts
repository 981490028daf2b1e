// What each item brought over the last year, for the classes: one pass over the orders.
import type { ShopTx } from '../db.server.ts';

export type ItemRevenue = {
  inventoryItemId: string;
  /** minor units of the shop's currency, after discounts, without what was taken off the order again */
  revenue: bigint;
  /** revenue less the item's cost; null where the cost is not known or of another currency */
  margin: bigint | null;
};

/** Items that were ordered since `since`; canceled and test orders do not count. */
export async function readRevenue(tx: ShopTx, shop: string, since: Date): Promise<ItemRevenue[]> {
  return tx.$queryRaw<ItemRevenue[]>`
    WITH sold AS (
      SELECT l."variantId", sum(l."currentQuantity") AS units,
        sum(l."unitPrice" * l."currentQuantity" - l."discount" * l."currentQuantity" / greatest(1, l."quantity")) AS revenue
      FROM "Order" o JOIN "OrderLine" l ON l."shop" = o."shop" AND l."orderId" = o."id"
      WHERE o."shop" = ${shop} AND o."createdAt" >= ${since} AND o."cancelledAt" IS NULL AND NOT o."test"
        AND l."variantId" IS NOT NULL
      GROUP BY 1
    )
    SELECT i."id" AS "inventoryItemId", sum(sold.revenue)::bigint AS revenue,
      sum(CASE WHEN i."costCurrency" = s."currency" THEN sold.revenue - sold.units * i."unitCost" END)::bigint AS margin
    FROM sold
    JOIN "Variant" v ON v."shop" = ${shop} AND v."id" = sold."variantId"
    JOIN "InventoryItem" i ON i."shop" = v."shop" AND i."id" = v."inventoryItemId"
    JOIN "Shop" s ON s."shop" = ${shop}
    GROUP BY 1`;
}
