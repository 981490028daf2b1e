// The only file that knows the table DemandHistory; it reads what others wrote in BundlePart (bundles/), PlanEvent and PastStockOut (the calendar).
import type { ShopTx } from '../../db.server.ts';
import { itemsOfVariants } from '../../mirror/read-still-there.server.ts';
import { type Place, placeKey } from '../reorder-point.ts';
import type { Parts } from './explode.ts';
import { packDays, unpackDays } from './pack.ts';
import type { PlannedDays } from './planned-days.ts';
import { type History, untilOf } from './splice.ts';
import type { Days } from './states.ts';

/** A history as it is kept, with what the forecast chose for it (null: nothing yet). `first` counts days from 1 January 1970. */
export type KeptHistory = Place & {
  history: History;
  method: string | null;
  record: unknown;
  chosenAt: Date | null;
  refreshedAt: Date;
};

type Row = Place & {
  first: number;
  units: Uint8Array;
  states: Uint8Array;
  method: string | null;
  record: unknown;
  chosenAt: Date | null;
  refreshedAt: Date;
};

/** The histories after `after` in the order of the key, `take` at most; all of them page by page when begun with null. */
export async function pageOfHistories(tx: ShopTx, after: Place | null, take: number): Promise<KeptHistory[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "inventoryItemId", "locationId", "firstDay" - date '1970-01-01' AS "first", "units", "states", "method", "record",
      "chosenAt", "refreshedAt"
    FROM "DemandHistory"
    WHERE ("inventoryItemId", "locationId") > (${after?.inventoryItemId ?? ''}, ${after?.locationId ?? ''})
    ORDER BY "inventoryItemId", "locationId" LIMIT ${take}`;
  return rows.map(unpacked);
}

/** The histories of these items, at all their locations. */
export async function historiesOf(tx: ShopTx, items: readonly string[]): Promise<KeptHistory[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "inventoryItemId", "locationId", "firstDay" - date '1970-01-01' AS "first", "units", "states", "method", "record",
      "chosenAt", "refreshedAt"
    FROM "DemandHistory" WHERE "inventoryItemId" = ANY(${[...items]})
    ORDER BY "inventoryItemId", "locationId"`;
  return rows.map(unpacked);
}

function unpacked({ first, units, states, ...row }: Row): KeptHistory {
  return { ...row, history: { first, ...unpackDays({ units, states }) } };
}

/**
 * Writers of one shop's histories take turns until commit: two that wrote the same rows in another order would block each other,
 * and the later one would write what it had read earlier.
 */
export async function takeTurn(tx: ShopTx, shop: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('backroom.demand'), hashtext(${shop}))`;
}

const STATEMENT = 2000;

/** Writes histories, a few thousand a statement; what is there already is not touched. Answers how many were written. */
export async function saveHistories(
  tx: ShopTx,
  shop: string,
  rows: readonly (Place & { history: History })[],
  refreshedAt: Date,
): Promise<number> {
  let written = 0;
  for (let from = 0; from < rows.length; from += STATEMENT) {
    const batch = JSON.stringify(
      rows.slice(from, from + STATEMENT).map(({ inventoryItemId, locationId, history }) => {
        const { units, states } = packDays(history);
        return {
          inventoryItemId,
          locationId,
          first: history.first,
          until: untilOf(history),
          units: Buffer.from(units).toString('base64'),
          states: Buffer.from(states).toString('base64'),
        };
      }),
    );
    written += await tx.$executeRaw`
      INSERT INTO "DemandHistory" AS kept ("shop", "inventoryItemId", "locationId", "firstDay", "until", "units", "states", "refreshedAt")
      SELECT ${shop}, r."inventoryItemId", r."locationId", date '1970-01-01' + r."first", date '1970-01-01' + r."until",
        decode(r."units", 'base64'), decode(r."states", 'base64'), ${refreshedAt}::timestamptz
      FROM jsonb_to_recordset(${batch}::jsonb)
        AS r("inventoryItemId" text, "locationId" text, "first" int, "until" int, "units" text, "states" text)
      ON CONFLICT ("shop", "inventoryItemId", "locationId") DO UPDATE SET "firstDay" = excluded."firstDay",
        "until" = excluded."until", "units" = excluded."units", "states" = excluded."states", "refreshedAt" = excluded."refreshedAt"
      WHERE (kept."firstDay", kept."until", kept."units", kept."states")
        IS DISTINCT FROM (excluded."firstDay", excluded."until", excluded."units", excluded."states")`;
  }
  return written;
}

/** Forgets the histories of items. */
export async function dropItems(tx: ShopTx, shop: string, items: readonly string[]): Promise<number> {
  if (items.length === 0) return 0;
  return tx.$executeRaw`
    DELETE FROM "DemandHistory" WHERE "shop" = ${shop} AND "inventoryItemId" = ANY(${[...items]})`;
}

/** Forgets the histories, of all or of `items`, at other places than `places`. */
export async function dropOthers(
  tx: ShopTx,
  shop: string,
  items: readonly string[] | null,
  places: readonly Place[],
): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "DemandHistory" h WHERE h."shop" = ${shop} AND (${items === null} OR h."inventoryItemId" = ANY(${[...(items ?? [])]}))
      AND NOT EXISTS (
        SELECT FROM unnest(${places.map((place) => place.inventoryItemId)}::text[], ${places.map((place) => place.locationId)}::text[])
          AS told("inventoryItemId", "locationId")
        WHERE told."inventoryItemId" = h."inventoryItemId" AND told."locationId" = h."locationId")`;
}

/** A place that has a history: up to which day (that one not included), and when it was last written. */
export type KeptPlace = Place & { until: number; refreshedAt: Date };

/** Those of all, or of `items`. */
export async function keptPlaces(tx: ShopTx, shop: string, items: readonly string[] | null): Promise<KeptPlace[]> {
  return tx.$queryRaw`
    SELECT "inventoryItemId", "locationId", "until" - date '1970-01-01' AS "until", "refreshedAt" FROM "DemandHistory"
    WHERE "shop" = ${shop} AND (${items === null} OR "inventoryItemId" = ANY(${[...(items ?? [])]}))`;
}

/** What one unit of each bundle is made of. */
export async function loadParts(tx: ShopTx, shop: string): Promise<Parts> {
  const rows = await tx.$queryRaw<{ variant: string; inventoryItemId: string; quantity: number }[]>`
    SELECT "bundleVariantId" AS variant, "inventoryItemId", "quantity" FROM "BundlePart"
    WHERE "shop" = ${shop} AND "quantity" > 0 ORDER BY 1, 2`;
  if (rows.length === 0) return new Map();
  const items = await itemsOfVariants(tx, shop, [...new Set(rows.map(({ variant }) => variant))]);
  const parts = rows.flatMap(({ variant, ...part }) => {
    const bundle = items.get(variant);
    return bundle === undefined ? [] : [{ bundle, ...part }];
  });
  return Map.groupBy(parts, (part) => part.bundle);
}

/** What the calendar says of days from `from` to the day before `until`. */
export async function loadPlannedDays(tx: ShopTx, shop: string, from: number, until: number): Promise<PlannedDays[]> {
  return tx.$queryRaw`
    SELECT "firstDay" - date '1970-01-01' AS "first", "lastDay" - date '1970-01-01' AS "last", "kind", "scope", "scopeKeys"
    FROM "PlanEvent"
    WHERE "shop" = ${shop} AND "firstDay" < date '1970-01-01' + ${until}::int AND "lastDay" >= date '1970-01-01' + ${from}::int
    ORDER BY "firstDay", "id"`;
}

/** Days without stock from before we listened, by place. */
export async function loadPastOuts(tx: ShopTx, items: readonly string[], from: number): Promise<Map<string, Days[]>> {
  const rows = await tx.$queryRaw<(Place & Days)[]>`
    SELECT "inventoryItemId", "locationId", "firstDay" - date '1970-01-01' AS "first", "lastDay" - date '1970-01-01' AS "last"
    FROM "PastStockOut"
    WHERE "inventoryItemId" = ANY(${[...items]}) AND "lastDay" >= date '1970-01-01' + ${from}::int
    ORDER BY "firstDay"`;
  return Map.groupBy(rows, placeKey);
}

export type Choice = Place & { method: string; record: unknown };

/** Writes the method that each place's own past chose, and how it did there. */
export async function saveChoices(tx: ShopTx, shop: string, choices: readonly Choice[], chosenAt: Date): Promise<void> {
  if (choices.length === 0) return;
  await tx.$executeRaw`
    UPDATE "DemandHistory" h SET "method" = r."method", "record" = r."record", "chosenAt" = ${chosenAt}::timestamptz
    FROM json_to_recordset(${JSON.stringify(choices)}::json)
      AS r("inventoryItemId" text, "locationId" text, "method" text, "record" jsonb)
    WHERE h."shop" = ${shop} AND h."inventoryItemId" = r."inventoryItemId" AND h."locationId" = r."locationId"`;
}
