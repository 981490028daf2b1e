// What lies at the shop's locations, what it is worth, and how it has sold there: one set query, whatever the size.
import type { ShopTx } from '../db.server.ts';

export type ShelfRow = {
  inventoryItemId: string;
  locationId: string;
  variantId: string;
  productId: string;
  title: string;
  sku: string | null;
  barcode: string | null;
  vendor: string;
  onHand: number;
  available: number;
  /** minor units of `costCurrency`; null = not stated */
  unitCost: bigint | null;
  costCurrency: string | null;
  /** minor units of the shop's currency */
  price: bigint;
  /** days since it was made in Shopify */
  age: number;
  /** days since it last sold here, null = never within the last two years; and its day, YYYY-MM-DD */
  daysSinceSale: number | null;
  lastSoldOn: string | null;
  /** days since it last came back from being sold out; null = nothing is known of that */
  daysSinceEmpty: number | null;
  /** days with a sale in the last year, and the days from the first of these to the last */
  sellingDays: number;
  sellingSpan: number;
  /** units that customers sent back and that were put on this shelf, in the last 90 days */
  restocked: number;
  /** units sold in the first and in the second period that were asked for */
  sold: number;
  soldBefore: number;
};

/** Two spans of shop days, each from the first (YYYY-MM-DD) up to, not including, the last. */
export type Periods = { from: string; to: string; beforeFrom: string; beforeTo: string };

const NONE: Periods = { from: '2000-01-01', to: '2000-01-01', beforeFrom: '2000-01-01', beforeTo: '2000-01-01' };

/**
 * One row for every active level of a tracked item whose product is not archived, by item and location. A unit is sold on the
 * shop's day its order was placed, at the location that shipped it or shall ship it; canceled and test orders do not count.
 */
export async function readShelf(
  tx: ShopTx,
  shop: string,
  now: Date,
  only: { locationId?: string | null; items?: string[] | null; periods?: Periods } = {},
): Promise<ShelfRow[]> {
  const locationId = only.locationId ?? null;
  const items = only.items ?? null;
  const { from, to, beforeFrom, beforeTo } = only.periods ?? NONE;
  const facts = await tx.shop.findUnique({ where: { shop }, select: { timeZone: true } });
  const timeZone = facts?.timeZone ?? 'UTC';
  const rows = await tx.$queryRaw<ShelfRow[]>`
    WITH edge AS (
      SELECT (${now}::timestamptz AT TIME ZONE ${timeZone})::date AS today, ${now}::timestamptz - interval '730 days' AS since
    ),
    level AS (
      SELECT s."inventoryItemId", s."locationId", s."available", coalesce(s."onHand", s."available" + coalesce(s."committed", 0)) AS "onHand",
        i."unitCost", i."costCurrency", v."id" AS "variantId", p."id" AS "productId", p."vendor", v."price", v."sku", v."barcode",
        p."title" || CASE WHEN v."title" IN ('', 'Default Title') THEN '' ELSE ', ' || v."title" END AS "title",
        (p."createdAt" AT TIME ZONE ${timeZone})::date AS born
      FROM "InventoryLevel" s
      JOIN "Location" w ON w."shop" = s."shop" AND w."id" = s."locationId" AND w."active"
      JOIN "InventoryItem" i ON i."shop" = s."shop" AND i."id" = s."inventoryItemId" AND i."tracked"
      JOIN "Variant" v ON v."shop" = i."shop" AND v."inventoryItemId" = i."id"
      JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId" AND p."status" <> 'ARCHIVED'
      WHERE s."shop" = ${shop} AND s."active" AND (${locationId}::text IS NULL OR s."locationId" = ${locationId})
        AND (${items === null} OR s."inventoryItemId" = ANY(${items ?? []}))
    ),
    ordered AS (
      SELECT l."id", v."inventoryItemId", (o."processedAt" AT TIME ZONE ${timeZone})::date AS day
      FROM edge, "Order" o
      JOIN "OrderLine" l ON l."shop" = o."shop" AND l."orderId" = o."id"
      JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId"
      WHERE o."shop" = ${shop} AND o."processedAt" >= edge.since AND o."cancelledAt" IS NULL AND NOT o."test"
        AND (${items === null} OR v."inventoryItemId" = ANY(${items ?? []}))
    ),
    placed AS (
      SELECT fl."orderLineId", f."locationId", fl."quantity" AS units
      FROM "FulfillmentLine" fl
      JOIN "Fulfillment" f ON f."shop" = fl."shop" AND f."id" = fl."fulfillmentId"
      WHERE f."shop" = ${shop} AND f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
      UNION ALL
      SELECT fl."orderLineId", fo."locationId", fl."remainingQuantity"
      FROM "FulfillmentOrderLine" fl
      JOIN "FulfillmentOrder" fo ON fo."shop" = fl."shop" AND fo."id" = fl."fulfillmentOrderId"
      WHERE fo."shop" = ${shop} AND fo."status" NOT IN ('CLOSED', 'CANCELLED') AND fl."remainingQuantity" > 0
    ),
    sale AS (
      SELECT ordered."inventoryItemId", placed."locationId", ordered.day, sum(placed.units)::int AS units
      FROM ordered JOIN placed ON placed."orderLineId" = ordered."id" GROUP BY 1, 2, 3
    ),
    sold AS (
      SELECT "inventoryItemId", "locationId", max(day) AS last,
        count(*) FILTER (WHERE day >= today - 365)::int AS days,
        (max(day) - min(day) FILTER (WHERE day >= today - 365) + 1)::int AS span,
        coalesce(sum(units) FILTER (WHERE day >= ${from}::date AND day < ${to}::date), 0)::int AS units,
        coalesce(sum(units) FILTER (WHERE day >= ${beforeFrom}::date AND day < ${beforeTo}::date), 0)::int AS before
      FROM sale, edge GROUP BY 1, 2
    ),
    back AS (
      SELECT v."inventoryItemId", r."locationId", sum(r."quantity")::int AS units
      FROM "RefundLine" r
      JOIN "Refund" f ON f."shop" = r."shop" AND f."id" = r."refundId"
      JOIN "OrderLine" l ON l."shop" = r."shop" AND l."id" = r."orderLineId"
      JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId"
      WHERE r."shop" = ${shop} AND r."restockType" = 'RETURN' AND f."createdAt" >= ${now}::timestamptz - interval '90 days'
      GROUP BY 1, 2
    ),
    refilled AS (
      SELECT e."data"->>'inventoryItemId' AS "inventoryItemId", e."data"->>'locationId' AS "locationId",
        max((e."at" AT TIME ZONE ${timeZone})::date) AS day
      FROM "Event" e
      WHERE e."shop" = ${shop} AND e."type" = 'stock.changed' AND e."at" >= ${now}::timestamptz - interval '365 days'
        AND (e."data"->>'from')::int <= 0 AND (e."data"->>'available')::int > 0
      GROUP BY 1, 2
    )
    SELECT level."inventoryItemId", level."locationId", level."variantId", level."productId", level."title", level."sku",
      level."barcode", level."vendor", level."onHand"::int, level."available"::int, level."unitCost", level."costCurrency",
      level."price", greatest(0, today - born)::int AS "age", (today - sold.last)::int AS "daysSinceSale",
      to_char(sold.last, 'YYYY-MM-DD') AS "lastSoldOn", (today - refilled.day)::int AS "daysSinceEmpty",
      coalesce(sold.days, 0)::int AS "sellingDays", coalesce(sold.span, 0)::int AS "sellingSpan",
      coalesce(back.units, 0)::int AS "restocked", coalesce(sold.units, 0)::int AS "sold",
      coalesce(sold.before, 0)::int AS "soldBefore"
    FROM edge, level
    LEFT JOIN sold USING ("inventoryItemId", "locationId")
    LEFT JOIN back USING ("inventoryItemId", "locationId")
    LEFT JOIN refilled USING ("inventoryItemId", "locationId")
    ORDER BY level."inventoryItemId", level."locationId"`;
  return rows;
}

/**
 * Units of these items that left a location in fulfillments since a moment of each item's own: what explains that there is
 * less on hand now. By inventory item id.
 */
export async function readShippedSince(
  tx: ShopTx,
  shop: string,
  locationId: string,
  since: { inventoryItemId: string; at: Date }[],
): Promise<Map<string, number>> {
  const asked = JSON.stringify(since);
  const rows = await tx.$queryRaw<{ inventoryItemId: string; units: number }[]>`
    SELECT a."inventoryItemId", sum(fl."quantity")::int AS "units"
    FROM jsonb_to_recordset(${asked}::jsonb) AS a("inventoryItemId" text, "at" timestamptz)
    JOIN "Variant" v ON v."shop" = ${shop} AND v."inventoryItemId" = a."inventoryItemId"
    JOIN "OrderLine" l ON l."shop" = v."shop" AND l."variantId" = v."id"
    JOIN "FulfillmentLine" fl ON fl."shop" = l."shop" AND fl."orderLineId" = l."id"
    JOIN "Fulfillment" f ON f."shop" = fl."shop" AND f."id" = fl."fulfillmentId"
    WHERE f."locationId" = ${locationId} AND f."createdAt" >= a."at" AND f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
    GROUP BY 1`;
  return new Map(rows.map((row) => [row.inventoryItemId, row.units]));
}
