// What sold where on which day, and when the shelf was empty: one set query over the mirror and the diary, whatever the size.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../db.server.ts';

/** A day of the shop's own calendar, counted from 1 January 1970. */
export type Day = number;

/** One variant at one location: what it is, what sold from the asked day on, and what is known of its stock. */
export type PlaceDays = {
  inventoryItemId: string;
  locationId: string;
  variantId: string;
  productId: string;
  vendor: string;
  productType: string;
  /** the day the product was made, or, of a level that came after the backfill, the day it was first told of */
  born: Day;
  /** the days with a sale, rising; units ordered on each, and how many of those came back later */
  days: Day[];
  units: number[];
  returned: number[];
  /** was nothing available at the start of the asked time? */
  empty: boolean;
  /** does the diary know so? If not, it is only known of the first time it speaks, or of now where it is silent */
  knownEmpty: boolean;
  /** when stock ran out or came back, in turn: days of the shop's clock, 20000.5 being noon of day 20000 */
  turns: number[];
};

export type DemandSpan = {
  timeZone: string;
  /** the first day, and the day after the last */
  from: Day;
  until: Day;
  /** null: all */
  items: readonly string[] | null;
  /** places to tell of even if they hold no level and sold nothing */
  also?: readonly { inventoryItemId: string; locationId: string }[];
};

const PAGE = 2000;

/**
 * Every place with an active inventory level or a sale in the span, whose variant the mirror still holds, in pages of no
 * particular order; nobody else may use the transaction's settings of the planner meanwhile.
 *
 * - A unit is demand of the day its order was placed, at the location that shipped it or shall ship it. Canceled and test
 *   orders do not count, nor what an edit or a refund took off before it shipped. What came back later was wanted, so it counts
 *   and is told apart (refund lines of type RETURN).
 * - Where no fulfillment order says who ships a unit, it counts at the first active location that fulfils online orders (the
 *   lowest id), for that is where Shopify routes orders unless told otherwise; in a shop without one it is left out.
 * - Stock is what the diary's stock.changed tells: out when nothing is available, negative included. What Shopify does not count is
 *   never out.
 */
export async function* readDemandDays(tx: ShopTx, shop: string, span: DemandSpan): AsyncGenerator<PlaceDays[]> {
  const query = demandQuery(shop, span);
  // Everything at once is a matter of hash joins, some items one of index look-ups. Right after a backfill PostgreSQL has no
  // statistics yet and would choose wrongly: minutes instead of seconds.
  await plan(tx, span.items === null ? 'sets' : 'look-ups');
  if (span.items !== null) {
    const rows = await tx.$queryRaw<PlaceDays[]>(query);
    await plan(tx, 'as usual');
    yield rows;
    return;
  }
  await tx.$executeRaw(Prisma.sql`DECLARE demand_days NO SCROLL CURSOR FOR ${query}`);
  await plan(tx, 'as usual');
  for (;;) {
    const rows = await tx.$queryRawUnsafe<PlaceDays[]>(`FETCH ${PAGE} FROM demand_days`);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) break;
  }
  await tx.$executeRawUnsafe('CLOSE demand_days');
}

async function plan(tx: ShopTx, by: 'sets' | 'look-ups' | 'as usual'): Promise<void> {
  const loops = by === 'sets' ? 'off' : 'on';
  const hashes = by === 'look-ups' ? 'off' : 'on';
  await tx.$executeRaw`SELECT set_config('enable_nestloop', ${loops}, true), set_config('enable_hashjoin', ${hashes}, true),
    set_config('enable_mergejoin', ${hashes}, true), set_config('jit', 'off', true), set_config('cursor_tuple_fraction', '1', true)`;
}

function demandQuery(shop: string, { timeZone, from, until, items, also = [] }: DemandSpan): Prisma.Sql {
  const every = items === null;
  const only = items ?? [];
  const subjects = only.map((id) => `InventoryItem/${id}`);
  return Prisma.sql`
    WITH span AS (
      SELECT (date '1970-01-01' + ${from}::int)::timestamp AT TIME ZONE ${timeZone} AS since,
        (date '1970-01-01' + ${until}::int)::timestamp AT TIME ZONE ${timeZone} AS until,
        (SELECT "id" FROM "Location" WHERE "shop" = ${shop} AND "active" AND "fulfillsOnline"
          ORDER BY length("id"), "id" LIMIT 1) AS home,
        (SELECT min("finishedAt") FROM "SyncRun" WHERE "shop" = ${shop} AND "kind" = 'backfill' AND "state" = 'done') AS filled
    ),
    item AS MATERIALIZED (
      SELECT DISTINCT ON (v."inventoryItemId") v."inventoryItemId", v."id" AS "variantId", p."id" AS "productId", p."vendor",
        p."productType", coalesce(i."tracked", true) AS tracked,
        (p."createdAt" AT TIME ZONE ${timeZone})::date - date '1970-01-01' AS born
      FROM "Variant" v JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId"
      LEFT JOIN "InventoryItem" i ON i."shop" = ${shop} AND i."id" = v."inventoryItemId"
      WHERE v."shop" = ${shop} AND v."inventoryItemId" IS NOT NULL AND (${every} OR v."inventoryItemId" = ANY(${only}))
      ORDER BY v."inventoryItemId", length(v."id") DESC, v."id" DESC
    ),
    ordered AS MATERIALIZED (
      SELECT l."id", l."orderId", l."currentQuantity", v."inventoryItemId",
        (o."processedAt" AT TIME ZONE ${timeZone})::date - date '1970-01-01' AS day
      FROM "Variant" v
      JOIN "OrderLine" l ON l."shop" = v."shop" AND l."variantId" = v."id"
      JOIN "Order" o ON o."shop" = l."shop" AND o."id" = l."orderId"
      WHERE v."shop" = ${shop} AND (${every} OR v."inventoryItemId" = ANY(${only})) AND l."shop" = ${shop} AND o."shop" = ${shop}
        AND o."processedAt" >= (SELECT since FROM span) AND o."processedAt" < (SELECT until FROM span)
        AND o."cancelledAt" IS NULL AND NOT o."test"
    ),
    back AS MATERIALIZED (
      SELECT ordered."id", sum(rl."quantity")::int AS units
      FROM ordered
      JOIN "Refund" r ON r."shop" = ${shop} AND r."orderId" = ordered."orderId"
      JOIN "RefundLine" rl ON rl."shop" = ${shop} AND rl."refundId" = r."id" AND rl."orderLineId" = ordered."id"
      WHERE rl."restockType" = 'RETURN'
      GROUP BY 1
    ),
    shipped AS MATERIALIZED (
      SELECT ordered."id", f."locationId", fl."quantity" AS units, f."id" AS "by"
      FROM ordered
      JOIN "Fulfillment" f ON f."shop" = ${shop} AND f."orderId" = ordered."orderId"
      JOIN "FulfillmentLine" fl ON fl."shop" = ${shop} AND fl."fulfillmentId" = f."id" AND fl."orderLineId" = ordered."id"
      WHERE f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
    ),
    waiting AS MATERIALIZED (
      SELECT ordered."id", fo."locationId", fl."remainingQuantity" AS units, fo."id" AS "by",
        fo."status" NOT IN ('CLOSED', 'CANCELLED') AS live
      FROM ordered
      JOIN "FulfillmentOrderLine" fl ON fl."shop" = ${shop} AND fl."orderLineId" = ordered."id"
      JOIN "FulfillmentOrder" fo ON fo."shop" = ${shop} AND fo."id" = fl."fulfillmentOrderId"
    ),
    unplaced AS (
      SELECT ordered."id", ordered."currentQuantity" + coalesce(back.units, 0) - coalesce(sent.units, 0) AS units
      FROM ordered
      LEFT JOIN (SELECT "id", sum(units) AS units FROM shipped GROUP BY 1) sent ON sent."id" = ordered."id"
      LEFT JOIN back ON back."id" = ordered."id"
      LEFT JOIN (SELECT DISTINCT "id" FROM waiting) known ON known."id" = ordered."id"
      WHERE known."id" IS NULL
    ),
    placed AS (
      SELECT "id", "locationId", units, 1 AS turn, "by" FROM shipped
      UNION ALL
      SELECT "id", "locationId", units, 2, "by" FROM waiting WHERE live
      UNION ALL
      SELECT "id", NULL, units, 3, '' FROM unplaced
    ),
    unit AS (
      SELECT ordered."inventoryItemId", coalesce(placed."locationId", (SELECT home FROM span)) AS "locationId", ordered.day,
        placed.units, greatest(0, least(placed.units, coalesce(back.units, 0) - coalesce(sum(placed.units) OVER (
          PARTITION BY placed."id" ORDER BY placed.turn, placed."by" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))) AS returned
      FROM placed JOIN ordered ON ordered."id" = placed."id" LEFT JOIN back ON back."id" = placed."id"
      WHERE placed.units > 0
    ),
    sold AS MATERIALIZED (
      SELECT "inventoryItemId", "locationId", array_agg(day ORDER BY day) AS days, array_agg(units ORDER BY day) AS units,
        array_agg(returned ORDER BY day) AS returned
      FROM (
        SELECT "inventoryItemId", "locationId", day, sum(units)::int AS units, sum(returned)::int AS returned
        FROM unit WHERE "locationId" IS NOT NULL GROUP BY 1, 2, 3
      ) daily
      GROUP BY 1, 2
    ),
    told AS MATERIALIZED (
      SELECT e."data"->>'inventoryItemId' AS "inventoryItemId", e."data"->>'locationId' AS "locationId", e."at",
        (e."data"->>'available')::int <= 0 AS out,
        coalesce(lag((e."data"->>'available')::int) OVER place, (e."data"->>'from')::int) AS before,
        row_number() OVER place AS nth
      FROM "Event" e
      WHERE e."shop" = ${shop} AND e."type" = 'stock.changed' AND (${every} OR e."subject" = ANY(${subjects}))
        AND e."at" >= (SELECT since FROM span) AND e."at" < (SELECT until FROM span)
      WINDOW place AS (PARTITION BY e."data"->>'inventoryItemId', e."data"->>'locationId' ORDER BY e."at", e."seq")
    ),
    stock AS MATERIALIZED (
      SELECT "inventoryItemId", "locationId",
        coalesce(bool_or(before <= 0) FILTER (WHERE nth = 1), false) AS empty,
        min("at") FILTER (WHERE nth = 1 AND before IS NULL) AS heard,
        array_agg(extract(epoch FROM "at" AT TIME ZONE ${timeZone})::float8 / 86400 ORDER BY nth)
          FILTER (WHERE out <> (coalesce(before, 1) <= 0)) AS turns
      FROM told GROUP BY 1, 2
    ),
    level AS (
      SELECT s."inventoryItemId", s."locationId", s."available"
      FROM "InventoryLevel" s JOIN "Location" w ON w."shop" = ${shop} AND w."id" = s."locationId" AND w."active"
      WHERE s."shop" = ${shop} AND s."active" AND (${every} OR s."inventoryItemId" = ANY(${only}))
    ),
    place AS (
      SELECT "inventoryItemId", "locationId" FROM level
      UNION
      SELECT "inventoryItemId", "locationId" FROM sold
      UNION
      SELECT * FROM unnest(${also.map((place) => place.inventoryItemId)}::text[], ${also.map((place) => place.locationId)}::text[])
    ),
    known AS (
      SELECT place.*, item."variantId", item."productId", item."vendor", item."productType", item.born, stock.heard,
        item.tracked AND coalesce(stock.empty, level."available" <= 0, false) AS empty,
        CASE WHEN item.tracked THEN stock.turns END AS turns, sold.days, sold.units, sold.returned
      FROM place
      JOIN item ON item."inventoryItemId" = place."inventoryItemId"
      LEFT JOIN level ON level."inventoryItemId" = place."inventoryItemId" AND level."locationId" = place."locationId"
      LEFT JOIN sold ON sold."inventoryItemId" = place."inventoryItemId" AND sold."locationId" = place."locationId"
      LEFT JOIN stock ON stock."inventoryItemId" = place."inventoryItemId" AND stock."locationId" = place."locationId"
    )
    SELECT "inventoryItemId", "locationId", "variantId", "productId", "vendor", "productType",
      CASE WHEN heard > (SELECT filled FROM span)
        THEN greatest(born, (heard AT TIME ZONE ${timeZone})::date - date '1970-01-01') ELSE born END AS "born",
      coalesce(days, '{}') AS "days", coalesce(units, '{}') AS "units", coalesce(returned, '{}') AS "returned", empty AS "empty",
      empty AND EXISTS (
        SELECT FROM "Event" e
        WHERE e."shop" = ${shop} AND e."subject" = 'InventoryItem/' || known."inventoryItemId" AND e."type" = 'stock.changed'
          AND e."at" < (SELECT since FROM span) AND e."data"->>'locationId' = known."locationId") AS "knownEmpty",
      coalesce(turns, '{}') AS "turns"
    FROM known`;
}

/**
 * Items in orders placed before a day of which something was heard since: lines edited, shipped elsewhere, canceled late.
 * When it was last heard, for each.
 */
export async function readLateNews(
  tx: ShopTx,
  shop: string,
  { timeZone, before, since }: { timeZone: string; before: Day; since: Date },
): Promise<{ inventoryItemId: string; heardAt: Date }[]> {
  return tx.$queryRaw`
    WITH late AS (
      SELECT "id", "heardAt" FROM "Order" WHERE "shop" = ${shop} AND "heardAt" > ${since}
      UNION ALL
      SELECT "orderId", "heardAt" FROM "FulfillmentOrder" WHERE "shop" = ${shop} AND "heardAt" > ${since}
      UNION ALL
      SELECT "orderId", "heardAt" FROM "Fulfillment" WHERE "shop" = ${shop} AND "heardAt" > ${since}
    )
    SELECT v."inventoryItemId", max(late."heardAt") AS "heardAt"
    FROM late
    JOIN "Order" o ON o."shop" = ${shop} AND o."id" = late."id"
    JOIN "OrderLine" l ON l."shop" = ${shop} AND l."orderId" = o."id"
    JOIN "Variant" v ON v."shop" = ${shop} AND v."id" = l."variantId"
    WHERE o."processedAt" < (date '1970-01-01' + ${before}::int)::timestamp AT TIME ZONE ${timeZone}
      AND v."inventoryItemId" IS NOT NULL
    GROUP BY 1`;
}
