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

/**
 * How many shipments a location had on each day (YYYY-MM-DD) since a moment, days without any left out, and when it shipped for the first
 * time; null = never.
 */
export async function readShippedDays(
  tx: ShopTx,
  shop: string,
  locationId: string,
  since: Date,
  timeZone: string,
): Promise<{ days: { day: string; shipments: number }[]; first: Date | null }> {
  const days = await tx.$queryRaw<{ day: string; shipments: number }[]>`
    SELECT to_char(f."createdAt" AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS "day", count(*)::int AS "shipments"
    FROM "Fulfillment" f
    WHERE f."shop" = ${shop} AND f."locationId" = ${locationId} AND f."createdAt" >= ${since}
      AND f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
    GROUP BY 1 ORDER BY 1`;
  const [earliest] = await tx.$queryRaw<{ first: Date | null }[]>`
    SELECT min(f."createdAt") AS "first" FROM "Fulfillment" f
    WHERE f."shop" = ${shop} AND f."locationId" = ${locationId} AND f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')`;
  return { days, first: earliest?.first ?? null };
}

export type PastOrder = { day: string; items: string[] };

/** The first `limit` shipments of a location since a moment on these days (YYYY-MM-DD), the earliest first: which items each took. */
export async function readPastOrders(
  tx: ShopTx,
  shop: string,
  locationId: string,
  since: Date,
  timeZone: string,
  days: readonly string[],
  limit: number,
): Promise<PastOrder[]> {
  return tx.$queryRaw<PastOrder[]>`
    WITH chosen AS (
      SELECT f."id", f."createdAt", to_char(f."createdAt" AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS "day"
      FROM "Fulfillment" f
      WHERE f."shop" = ${shop} AND f."locationId" = ${locationId} AND f."createdAt" >= ${since}
        AND f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
        AND to_char(f."createdAt" AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') = ANY(${days})
      ORDER BY f."createdAt", f."id" LIMIT ${limit}
    )
    SELECT chosen."day", array_agg(DISTINCT v."inventoryItemId") AS "items"
    FROM chosen
    JOIN "FulfillmentLine" fl ON fl."shop" = ${shop} AND fl."fulfillmentId" = chosen."id" AND fl."quantity" > 0
    JOIN "OrderLine" l ON l."shop" = fl."shop" AND l."id" = fl."orderLineId"
    JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId" AND v."inventoryItemId" IS NOT NULL
    GROUP BY chosen."id", chosen."createdAt", chosen."day" ORDER BY chosen."createdAt", chosen."id"`;
}
