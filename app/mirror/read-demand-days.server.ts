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
 * - Stock is what the diary's stock.changed tells: out when nothing is available, negative included. What became of it after the
 *   span says what there was at its end, no more. What Shopify does not count is never out.
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
        (SELECT min("finishedAt") FROM "SyncRun" WHERE "shop" = ${shop} AND "kind" = 'backfill' AND "state" = 'done') AS filled,
        -- Before the oldest order that we may read (without read_all_orders: 60 days) nobody knows what was sold.
        (SELECT (min("createdAt") AT TIME ZONE ${timeZone})::date - date '1970-01-01' FROM "Order" WHERE "shop" = ${shop}) AS told
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
      SELECT l."id", l."orderId", l."currentQuantity", greatest(l."quantity", l."currentQuantity") AS most, v."inventoryItemId", o."fulfillmentStatus" <> 'FULFILLED' AS waits,
        (l."processedAt" AT TIME ZONE ${timeZone})::date - date '1970-01-01' AS day
      FROM "Variant" v
      ${linesOf(shop, every, Prisma.sql`>= (SELECT since FROM span) AND l."processedAt" < (SELECT until FROM span)`)}
      JOIN "Order" o ON o."shop" = l."shop" AND o."id" = l."orderId"
      WHERE v."shop" = ${shop} AND (${every} OR v."inventoryItemId" = ANY(${only})) AND o."shop" = ${shop}
        AND o."cancelledAt" IS NULL AND NOT o."test"
    ),
    -- Every join above and in here goes to a table by its index; what belongs together is brought together by grouping, which is
    -- a sort whatever PostgreSQL believes of the sizes.
    told_of_line AS (
      SELECT "id", "inventoryItemId", day, 'line' AS kind, NULL AS "locationId", "currentQuantity" AS units, most, '' AS "by" FROM ordered
      UNION ALL
      SELECT ordered."id", ordered."inventoryItemId", ordered.day, 'shipped', f."locationId", fl."quantity", 0, f."id"
      FROM ordered
      JOIN "Fulfillment" f ON f."shop" = ${shop} AND f."orderId" = ordered."orderId"
      JOIN "FulfillmentLine" fl ON fl."shop" = ${shop} AND fl."fulfillmentId" = f."id" AND fl."orderLineId" = ordered."id"
      WHERE f."status" NOT IN ('CANCELLED', 'ERROR', 'FAILURE')
      UNION ALL
      SELECT ordered."id", ordered."inventoryItemId", ordered.day, 'waiting', fo."locationId",
        CASE WHEN fo."status" IN ('CLOSED', 'CANCELLED') THEN 0 ELSE fl."remainingQuantity" END, 0, fo."id"
      FROM ordered
      JOIN "FulfillmentOrderLine" fl ON fl."shop" = ${shop} AND fl."orderLineId" = ordered."id"
      JOIN "FulfillmentOrder" fo ON fo."shop" = ${shop} AND fo."id" = fl."fulfillmentOrderId"
      WHERE ordered.waits
      UNION ALL
      SELECT ordered."id", ordered."inventoryItemId", ordered.day, 'back', NULL, rl."quantity", 0, ''
      FROM ordered
      JOIN "Refund" r ON r."shop" = ${shop} AND r."orderId" = ordered."orderId"
      JOIN "RefundLine" rl ON rl."shop" = ${shop} AND rl."refundId" = r."id" AND rl."orderLineId" = ordered."id"
      WHERE rl."restockType" = 'RETURN'
    ),
    placed AS (
      SELECT "id", "inventoryItemId", day, kind, "locationId", "by", coalesce(back, 0) AS back,
        CASE WHEN kind <> 'line' THEN units WHEN is_placed THEN 0 ELSE least(most, units + coalesce(back, 0)) - coalesce(sent, 0) END AS units
      FROM (
        SELECT *, sum(units) FILTER (WHERE kind = 'back') OVER line AS back, sum(units) FILTER (WHERE kind = 'shipped') OVER line AS sent,
          bool_or(kind = 'waiting') OVER line AS is_placed
        FROM told_of_line WINDOW line AS (PARTITION BY "id")
      ) each
      WHERE kind <> 'back'
    ),
    daily AS (
      SELECT "inventoryItemId", coalesce("locationId", (SELECT home FROM span)) AS "locationId", day, sum(units)::int AS units,
        sum(greatest(0, least(units, back - before)))::int AS returned
      FROM (
        SELECT *, coalesce(sum(units) OVER (
          PARTITION BY "id" ORDER BY kind = 'line', kind = 'waiting', "by" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
        FROM placed WHERE units > 0
      ) each
      GROUP BY 1, 2, 3
    ),
    told AS (
      SELECT e."data"->>'inventoryItemId' AS "inventoryItemId", e."data"->>'locationId' AS "locationId", e."at",
        (e."data"->>'available')::int <= 0 AS out,
        coalesce(lag((e."data"->>'available')::int) OVER place, (e."data"->>'from')::int) AS before,
        row_number() OVER place AS nth
      FROM "Event" e
      WHERE e."shop" = ${shop} AND e."type" = 'stock.changed' AND (${every} OR e."subject" = ANY(${subjects}))
        AND e."at" >= (SELECT since FROM span)
      WINDOW place AS (PARTITION BY e."data"->>'inventoryItemId', e."data"->>'locationId' ORDER BY e."at", e."seq")
    ),
    fact AS (
      SELECT "inventoryItemId", "locationId", true AS is_place, day, units, returned, NULL::int AS available,
        NULL::float8 AS turn, NULL::boolean AS empty, NULL::timestamptz AS heard
      FROM daily WHERE "locationId" IS NOT NULL
      UNION ALL
      SELECT s."inventoryItemId", s."locationId", true, NULL, NULL, NULL, s."available", NULL, NULL, NULL
      FROM "InventoryLevel" s JOIN "Location" w ON w."shop" = ${shop} AND w."id" = s."locationId" AND w."active"
      WHERE s."shop" = ${shop} AND s."active" AND (${every} OR s."inventoryItemId" = ANY(${only}))
      UNION ALL
      SELECT *, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL
      FROM unnest(${also.map((place) => place.inventoryItemId)}::text[], ${also.map((place) => place.locationId)}::text[])
      UNION ALL
      SELECT "inventoryItemId", "locationId", false, NULL, NULL, NULL, NULL,
        CASE WHEN turned THEN extract(epoch FROM "at" AT TIME ZONE ${timeZone})::float8 / 86400 END,
        CASE WHEN nth = 1 THEN coalesce(before <= 0, false) END, CASE WHEN nth = 1 AND before IS NULL THEN "at" END
      FROM (SELECT *, out <> (coalesce(before, 1) <= 0) AND "at" < (SELECT until FROM span) AS turned FROM told) each
      WHERE nth = 1 OR turned
    ),
    place AS (
      SELECT "inventoryItemId", "locationId", min(heard) AS heard, coalesce(bool_or(empty), max(available) <= 0, false) AS empty,
        array_agg(turn ORDER BY turn) FILTER (WHERE turn IS NOT NULL) AS turns, array_agg(day ORDER BY day) FILTER (WHERE day IS NOT NULL) AS days,
        array_agg(units ORDER BY day) FILTER (WHERE day IS NOT NULL) AS units,
        array_agg(returned ORDER BY day) FILTER (WHERE day IS NOT NULL) AS returned
      FROM fact GROUP BY 1, 2 HAVING bool_or(is_place)
    ),
    known AS (
      SELECT place."inventoryItemId", place."locationId", item."variantId", item."productId", item."vendor", item."productType",
        item.born, place.heard, item.tracked AND place.empty AS empty, CASE WHEN item.tracked THEN place.turns END AS turns,
        place.days, place.units, place.returned
      FROM place JOIN item ON item."inventoryItemId" = place."inventoryItemId"
    )
    SELECT "inventoryItemId", "locationId", "variantId", "productId", "vendor", "productType",
      CASE WHEN heard > (SELECT filled FROM span)
        THEN greatest(born, (heard AT TIME ZONE ${timeZone})::date - date '1970-01-01')
        ELSE greatest(born, (SELECT told FROM span)) END AS "born",
      coalesce(days, '{}') AS "days", coalesce(units, '{}') AS "units", coalesce(returned, '{}') AS "returned", empty AS "empty",
      empty AND EXISTS (
        SELECT FROM "Event" e
        WHERE e."shop" = ${shop} AND e."subject" = 'InventoryItem/' || known."inventoryItemId" AND e."type" = 'stock.changed'
          AND e."at" < (SELECT since FROM span) AND e."data"->>'locationId' = known."locationId") AS "knownEmpty",
      coalesce(turns, '{}') AS "turns"
    FROM known`;
}

/** Lines placed at a time that is so. OFFSET 0 keeps PostgreSQL from walking through all orders in search of a few variants. */
function linesOf(shop: string, every: boolean, placed: Prisma.Sql): Prisma.Sql {
  const lines = Prisma.sql`l."shop" = ${shop} AND l."variantId" = v."id" AND l."processedAt" ${placed}`;
  return every
    ? Prisma.sql`JOIN "OrderLine" l ON ${lines}`
    : Prisma.sql`CROSS JOIN LATERAL (SELECT * FROM "OrderLine" l WHERE ${lines} OFFSET 0) l`;
}

/** From so many orders heard of on, the lines of single items are fewer. */
const MANY_ORDERS = 5000;

/**
 * Items (of all, or of `items`) in orders placed before a day of which something was heard since: lines edited, shipped elsewhere,
 * canceled late, given back. When it was last heard, for each. Found from what was heard since, by index; for single items from
 * their order lines where very much was heard, as on the day of a backfill.
 */
export async function readLateNews(
  tx: ShopTx,
  shop: string,
  { timeZone, before, since, items }: { timeZone: string; before: Day; since: Date; items: readonly string[] | null },
): Promise<{ inventoryItemId: string; heardAt: Date }[]> {
  const placedBefore = Prisma.sql`< (date '1970-01-01' + ${before}::int)::timestamp AT TIME ZONE ${timeZone}`;
  if (items === null) return tx.$queryRaw(lateOrders(shop, since, placedBefore, Prisma.empty));
  const ofItems = Prisma.sql`v."inventoryItemId" = ANY(${[...items]})`;
  const [heard] = await tx.$queryRaw<{ much: boolean }[]>`
    SELECT count(*) = ${MANY_ORDERS} AS much
    FROM (SELECT FROM "Order" WHERE "shop" = ${shop} AND "heardAt" > ${since} LIMIT ${MANY_ORDERS}) heard`;
  await plan(tx, 'look-ups');
  const news = await tx.$queryRaw<{ inventoryItemId: string; heardAt: Date }[]>(
    heard?.much
      ? ordersOfLines(shop, since, placedBefore, ofItems)
      : lateOrders(shop, since, placedBefore, Prisma.sql`AND ${ofItems}`),
  );
  await plan(tx, 'as usual');
  return news;
}

function lateOrders(shop: string, since: Date, placedBefore: Prisma.Sql, ofItems: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    WITH late AS (
      SELECT "id", "heardAt" FROM "Order" WHERE "shop" = ${shop} AND "heardAt" > ${since}
      UNION ALL
      SELECT "orderId", "heardAt" FROM "FulfillmentOrder" WHERE "shop" = ${shop} AND "heardAt" > ${since}
      UNION ALL
      SELECT "orderId", "heardAt" FROM "Fulfillment" WHERE "shop" = ${shop} AND "heardAt" > ${since}
      UNION ALL
      SELECT "orderId", "heardAt" FROM "Refund" WHERE "shop" = ${shop} AND "heardAt" > ${since}
    )
    SELECT v."inventoryItemId", max(late."heardAt") AS "heardAt"
    FROM late
    JOIN "OrderLine" l ON l."shop" = ${shop} AND l."orderId" = late."id" AND l."processedAt" ${placedBefore}
    JOIN "Variant" v ON v."shop" = ${shop} AND v."id" = l."variantId"
    WHERE v."inventoryItemId" IS NOT NULL ${ofItems}
    GROUP BY 1`;
}

function ordersOfLines(shop: string, since: Date, placedBefore: Prisma.Sql, ofItems: Prisma.Sql): Prisma.Sql {
  // Fulfillment orders count only where something is still to ship (demandQuery).
  const heard = (table: Prisma.Sql) => Prisma.sql`SELECT 1 FROM ${table} t
    WHERE t."shop" = ${shop} AND t."orderId" = o."id" AND t."heardAt" > ${since}`;
  const last = (table: Prisma.Sql) => Prisma.sql`(
    SELECT max(t."heardAt") FROM ${table} t WHERE t."shop" = ${shop} AND t."orderId" = o."id")`;
  const [waiting, shipped, back] = [Prisma.sql`"FulfillmentOrder"`, Prisma.sql`"Fulfillment"`, Prisma.sql`"Refund"`];
  return Prisma.sql`
    SELECT v."inventoryItemId", max(greatest(o."heardAt", ${last(waiting)}, ${last(shipped)}, ${last(back)})) AS "heardAt"
    FROM "Variant" v
    ${linesOf(shop, false, placedBefore)}
    JOIN "Order" o ON o."shop" = ${shop} AND o."id" = l."orderId"
    WHERE v."shop" = ${shop} AND ${ofItems}
      AND (o."heardAt" > ${since} OR EXISTS (${heard(back)}) OR EXISTS (${heard(shipped)})
        OR (o."fulfillmentStatus" <> 'FULFILLED' AND EXISTS (${heard(waiting)})))
    GROUP BY 1`;
}
