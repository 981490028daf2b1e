// What sold, where, and on how many days it could be sold: one set query over the mirror and the diary, whatever the size.
import type { ShopTx } from '../db.server.ts';

export type DemandRow = {
  inventoryItemId: string;
  locationId: string;
  variantId: string | null;
  productId: string | null;
  title: string;
  sku: string | null;
  tracked: boolean;
  available: number;
  incoming: number;
  /** full days of the window since the variant is known here */
  daysObserved: number;
  /** those of them that were not spent wholly out of stock, and those with a sale */
  daysInStock: number;
  /** units ordered in the window for this location */
  unitsSold: number;
};

/**
 * One row for every active inventory level of a product that is not archived, or only for `items` when given.
 *
 * - A unit is demand of the day its order was placed, at the location that shipped it or shall ship it. Canceled and test
 *   orders do not count; units that came back later do, for somebody wanted them.
 * - Days are the shop's own; the window is the `windowDays` full days before today.
 * - A day counts as out of stock when nothing was available from its first to its last minute and nothing was sold. What
 *   was available in the past is read from the diary's stock.changed; where the diary is silent, a level that is empty now
 *   is taken to be empty since its last sale, and any other past to have been in stock.
 */
export async function readDemand(
  tx: ShopTx,
  shop: string,
  windowDays: number,
  now: Date,
  items: string[] | null = null,
): Promise<DemandRow[]> {
  const every = items === null;
  const only = items ?? [];
  const { timeZone } = (await tx.shop.findUnique({ where: { shop }, select: { timeZone: true } })) ?? {
    timeZone: 'UTC',
  };
  // Everything at once is a matter of hash joins. Right after a backfill PostgreSQL has no statistics yet, takes the tables for
  // small, and would loop over them row by row: minutes instead of seconds.
  await tx.$executeRaw`SELECT set_config('enable_nestloop', ${every ? 'off' : 'on'}, true), set_config('jit', 'off', true)`;
  const rows = await tx.$queryRaw<DemandRow[]>`
    WITH edge AS (
      SELECT (${now}::timestamptz AT TIME ZONE ${timeZone})::date AS today,
        (${now}::timestamptz AT TIME ZONE ${timeZone})::date - ${windowDays}::int AS first
    ),
    span AS (
      SELECT today, first, first::timestamp AT TIME ZONE ${timeZone} AS since, today::timestamp AT TIME ZONE ${timeZone} AS until
      FROM edge
    ),
    level AS (
      SELECT s."inventoryItemId", s."locationId", s."available", coalesce(s."incoming", 0) AS "incoming",
        i."tracked", v."id" AS "variantId", p."id" AS "productId",
        p."title" || CASE WHEN v."title" IN ('', 'Default Title') THEN '' ELSE ', ' || v."title" END AS "title", v."sku",
        (p."createdAt" AT TIME ZONE ${timeZone})::date AS born
      FROM "InventoryLevel" s
      JOIN "Location" w ON w."shop" = s."shop" AND w."id" = s."locationId" AND w."active"
      JOIN "InventoryItem" i ON i."shop" = s."shop" AND i."id" = s."inventoryItemId"
      JOIN "Variant" v ON v."shop" = i."shop" AND v."inventoryItemId" = i."id"
      JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId" AND p."status" <> 'ARCHIVED'
      WHERE s."shop" = ${shop} AND s."active" AND (${every} OR s."inventoryItemId" = ANY(${only}))
    ),
    ordered AS (
      SELECT l."id", v."inventoryItemId", (o."processedAt" AT TIME ZONE ${timeZone})::date AS day
      FROM span, "Order" o
      JOIN "OrderLine" l ON l."shop" = o."shop" AND l."orderId" = o."id"
      JOIN "Variant" v ON v."shop" = l."shop" AND v."id" = l."variantId"
      WHERE o."shop" = ${shop} AND o."processedAt" >= span.since AND o."processedAt" < span.until
        AND o."cancelledAt" IS NULL AND NOT o."test" AND (${every} OR v."inventoryItemId" = ANY(${only}))
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
    sale AS MATERIALIZED (
      SELECT ordered."inventoryItemId", placed."locationId", ordered.day, sum(placed.units)::int AS units
      FROM ordered JOIN placed ON placed."orderLineId" = ordered."id"
      GROUP BY 1, 2, 3
    ),
    sold AS (
      SELECT "inventoryItemId", "locationId", sum(units)::int AS units, min(day) AS first, max(day) AS last
      FROM sale GROUP BY 1, 2
    ),
    told AS (
      SELECT e."data"->>'inventoryItemId' AS "inventoryItemId", e."data"->>'locationId' AS "locationId", e."at",
        (e."data"->>'available')::int AS available,
        coalesce(lag((e."data"->>'available')::int) OVER item, (e."data"->>'from')::int) AS before,
        row_number() OVER item AS nth
      FROM span, "Event" e
      WHERE e."shop" = ${shop} AND e."type" = 'stock.changed' AND e."at" >= span.since AND e."at" < span.until
        AND (${every} OR e."data"->>'inventoryItemId' = ANY(${only}))
      WINDOW item AS (PARTITION BY e."data"->>'inventoryItemId', e."data"->>'locationId' ORDER BY e."at", e."seq")
    ),
    turn AS (
      SELECT "inventoryItemId", "locationId", "at", available <= 0 AS out FROM told
      WHERE (available <= 0) <> (coalesce(before, 1) <= 0)
      UNION ALL
      SELECT told."inventoryItemId", told."locationId", span.since, true FROM told, span
      WHERE told.nth = 1 AND told.before <= 0
      UNION ALL
      SELECT level."inventoryItemId", level."locationId",
        greatest(span.since, coalesce(sold.last + 1, span.first)::timestamp AT TIME ZONE ${timeZone}), true
      FROM span, level
      LEFT JOIN sold USING ("inventoryItemId", "locationId")
      WHERE level."available" <= 0 AND NOT EXISTS (
        SELECT FROM told WHERE told."inventoryItemId" = level."inventoryItemId" AND told."locationId" = level."locationId")
    ),
    spell AS (
      SELECT "inventoryItemId", "locationId", out, "at" AT TIME ZONE ${timeZone} AS since,
        coalesce(lead("at") OVER (PARTITION BY "inventoryItemId", "locationId" ORDER BY "at", out DESC), span.until)
          AT TIME ZONE ${timeZone} AS until
      FROM turn, span
    ),
    seen AS (
      SELECT level.*, coalesce(sold.units, 0) AS units,
        greatest(span.first, least(level.born, coalesce(sold.first, level.born))) AS first
      FROM span, level LEFT JOIN sold USING ("inventoryItemId", "locationId")
    ),
    gap AS (
      -- the full days of a spell out of stock, from the first that begins in it to the day it ends (exclusive)
      SELECT seen."inventoryItemId", seen."locationId",
        greatest(seen.first, ceil_day.day) AS first, spell.until::date AS past
      FROM spell
      JOIN seen USING ("inventoryItemId", "locationId")
      CROSS JOIN LATERAL (
        SELECT CASE WHEN spell.since = spell.since::date THEN spell.since::date ELSE spell.since::date + 1 END AS day
      ) ceil_day
      WHERE spell.out
    ),
    -- days with a sale in them do not count as out of stock
    sold_out AS (
      SELECT gap."inventoryItemId", gap."locationId", count(*) AS days
      FROM gap JOIN sale ON sale."inventoryItemId" = gap."inventoryItemId" AND sale."locationId" = gap."locationId"
      WHERE sale.day >= gap.first AND sale.day < gap.past GROUP BY 1, 2
    ),
    out AS (
      SELECT gap."inventoryItemId", gap."locationId",
        (sum(gap.past - gap.first) - coalesce(max(sold_out.days), 0))::int AS days
      FROM gap LEFT JOIN sold_out USING ("inventoryItemId", "locationId")
      WHERE gap.past > gap.first GROUP BY 1, 2
    )
    SELECT seen."inventoryItemId", seen."locationId", seen."variantId", seen."productId", seen."title", seen."sku",
      seen."tracked", seen."available"::int, seen."incoming"::int, greatest(0, edge.today - seen.first)::int AS "daysObserved",
      greatest(0, edge.today - seen.first - coalesce(out.days, 0))::int AS "daysInStock", seen.units::int AS "unitsSold"
    FROM edge, seen LEFT JOIN out USING ("inventoryItemId", "locationId")
    ORDER BY seen."inventoryItemId", seen."locationId"`;
  await tx.$executeRaw`SELECT set_config('enable_nestloop', 'on', true)`;
  return rows;
}
