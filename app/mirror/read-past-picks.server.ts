// What was taken from the shelves of a location: the lines of what it shipped.
import type { ShopTx } from '../db.server.ts';

export type PastPick = { inventoryItemId: string; picks: number; units: number };

/** Lines and units that a location shipped since a moment, by inventory item; the most picked first. */
export async function readPickCounts(tx: ShopTx, shop: string, locationId: string, since: Date): Promise<PastPick[]> {
  return tx.$queryRaw<PastPick[]>`
    SELECT v."inventoryItemId", count(*)::int AS "picks", sum(fl."quantity")::int AS "units"
    FROM "Fulfillment" f
    JOIN "FulfillmentLine" fl ON fl."shop" = f."shop" AND fl."fulfillmentId" = f."id"
    JOIN "OrderLine" l ON l."shop" = fl."shop" AND l."id" = fl."orderLineId"
    JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId" AND v."inventoryItemId" IS NOT NULL
    WHERE f."shop" = ${shop} AND f."locationId" = ${locationId} AND f."createdAt" >= ${since}
      AND f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE') AND fl."quantity" > 0
    GROUP BY v."inventoryItemId" ORDER BY 2 DESC, 3 DESC, 1`;
}

export type PastOrder = { shippedAt: Date; items: string[] };

/** The latest `limit` shipments of a location since a moment, the earliest first: which items each took. */
export async function readPastOrders(
  tx: ShopTx,
  shop: string,
  locationId: string,
  since: Date,
  limit: number,
): Promise<PastOrder[]> {
  return tx.$queryRaw<PastOrder[]>`
    WITH latest AS (
      SELECT f."id", f."createdAt" FROM "Fulfillment" f
      WHERE f."shop" = ${shop} AND f."locationId" = ${locationId} AND f."createdAt" >= ${since}
        AND f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
      ORDER BY f."createdAt" DESC, f."id" DESC LIMIT ${limit}
    )
    SELECT latest."createdAt" AS "shippedAt", array_agg(DISTINCT v."inventoryItemId") AS "items"
    FROM latest
    JOIN "FulfillmentLine" fl ON fl."shop" = ${shop} AND fl."fulfillmentId" = latest."id" AND fl."quantity" > 0
    JOIN "OrderLine" l ON l."shop" = fl."shop" AND l."id" = fl."orderLineId"
    JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId" AND v."inventoryItemId" IS NOT NULL
    GROUP BY latest."id", latest."createdAt" ORDER BY latest."createdAt", latest."id"`;
}
