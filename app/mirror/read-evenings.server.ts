// What lay on the shelf on past evenings, as far back as the diary can tell.
import type { ShopTx } from '../db.server.ts';

export type KnownStock = {
  inventoryItemId: string;
  locationId: string;
  /** the first day in whose evening the stock is known, YYYY-MM-DD */
  since: string;
  /** units until the first change */
  before: number;
  /** the last change of each day that saw one, oldest first */
  changes: { day: string; available: number }[];
};

/**
 * Of all levels of these items. A level that was there when the store was first read is known from then on; one first heard of
 * later, from when Shopify set it. What lay there before anybody listened would be a guess. Days are the shop's own.
 */
export async function readEvenings(tx: ShopTx, shop: string, items: readonly string[]): Promise<KnownStock[]> {
  const subjects = items.map((id) => `InventoryItem/${id}`);
  return tx.$queryRaw<KnownStock[]>`
    WITH zone AS (SELECT coalesce((SELECT "timeZone" FROM "Shop" WHERE "shop" = ${shop}), 'UTC') AS name),
    reading AS (
      SELECT min("finishedAt") AS at FROM "SyncRun" WHERE "shop" = ${shop} AND "kind" = 'backfill' AND "state" = 'done'
    ),
    told AS (
      SELECT e."data"->>'inventoryItemId' AS "inventoryItemId", e."data"->>'locationId' AS "locationId", e."at",
        (e."at" AT TIME ZONE zone.name)::date AS day, (e."data"->>'available')::int AS available,
        (e."data"->>'from')::int AS before,
        row_number() OVER (PARTITION BY e."data"->>'inventoryItemId', e."data"->>'locationId' ORDER BY e."at", e."seq") AS nth,
        row_number() OVER (PARTITION BY e."data"->>'inventoryItemId', e."data"->>'locationId',
          (e."at" AT TIME ZONE zone.name)::date ORDER BY e."at" DESC, e."seq" DESC) AS last
      FROM zone, "Event" e
      WHERE e."shop" = ${shop} AND e."type" = 'stock.changed' AND e."subject" = ANY(${subjects})
    ),
    changes AS (
      SELECT "inventoryItemId", "locationId", jsonb_agg(jsonb_build_object('day', day, 'available', available) ORDER BY day) AS list
      FROM told WHERE last = 1 GROUP BY 1, 2
    )
    SELECT l."inventoryItemId", l."locationId", coalesce(f.before, f.available, l."available") AS before,
      coalesce(changes.list, '[]') AS changes,
      to_char(CASE WHEN f.before IS NULL THEN greatest(coalesce(f."at", l."sourceUpdatedAt"), reading.at)
        ELSE coalesce(reading.at, f."at") END AT TIME ZONE zone.name, 'YYYY-MM-DD') AS since
    FROM zone, reading, "InventoryLevel" l
    LEFT JOIN told f ON f."inventoryItemId" = l."inventoryItemId" AND f."locationId" = l."locationId" AND f.nth = 1
    LEFT JOIN changes ON changes."inventoryItemId" = l."inventoryItemId" AND changes."locationId" = l."locationId"
    WHERE l."shop" = ${shop} AND l."inventoryItemId" = ANY(${[...items]})`;
}
