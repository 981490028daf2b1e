// The only file that knows the table DailyFigure.
import type { ShopTx } from '../db.server.ts';
import { emptyState, type FigureName, type FigureState, mergeStates } from './figure.ts';

export type DayState = { figure: FigureName; day: string; slice: string; state: FigureState };

/** Merges new grains into the rows of their days: read, merge, write, in three statements whatever their number. */
export async function mergeDays(tx: ShopTx, shop: string, fresh: DayState[]): Promise<void> {
  if (fresh.length === 0) return;
  const keys = JSON.stringify(fresh.map(({ figure, day, slice }) => ({ figure, day, slice })));
  const known = await tx.$queryRaw<DayState[]>`
    SELECT d."figure", to_char(d."day", 'YYYY-MM-DD') AS "day", d."slice", d."state"
    FROM "DailyFigure" d
    JOIN jsonb_to_recordset(${keys}::jsonb) AS k("figure" text, "day" date, "slice" text)
      ON d."figure" = k."figure" AND d."day" = k."day" AND d."slice" = k."slice"`;
  const byKey = new Map(known.map((row) => [keyOf(row), row.state]));
  const rows = fresh.map((row) => ({ ...row, state: mergeStates(byKey.get(keyOf(row)) ?? emptyState, row.state) }));
  await tx.$executeRaw`
    INSERT INTO "DailyFigure" ("shop", "figure", "day", "slice", "state")
    SELECT ${shop}, r."figure", r."day", r."slice", r."state"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS r("figure" text, "day" date, "slice" text, "state" jsonb)
    ON CONFLICT ("shop", "figure", "day", "slice") DO UPDATE SET "state" = excluded."state"`;
}

/** The days of one figure and slice from `from` to `to`, both included, as YYYY-MM-DD. */
export async function readDays(
  tx: ShopTx,
  figure: FigureName,
  slice: string,
  from: string,
  to: string,
): Promise<{ day: string; state: FigureState }[]> {
  return tx.$queryRaw<{ day: string; state: FigureState }[]>`
    SELECT to_char("day", 'YYYY-MM-DD') AS "day", "state" FROM "DailyFigure"
    WHERE "figure" = ${figure} AND "slice" = ${slice} AND "day" BETWEEN ${from}::date AND ${to}::date
    ORDER BY "day"`;
}

/** The slices of a figure over a period, the days of each merged. */
export async function readSlices(
  tx: ShopTx,
  figure: FigureName,
  from: string,
  to: string,
): Promise<Map<string, FigureState>> {
  const rows = await tx.$queryRaw<{ slice: string; state: FigureState }[]>`
    SELECT "slice", "state" FROM "DailyFigure" WHERE "figure" = ${figure} AND "day" BETWEEN ${from}::date AND ${to}::date
    ORDER BY "slice", "day"`;
  const merged = new Map<string, FigureState>();
  for (const { slice, state } of rows) merged.set(slice, mergeStates(merged.get(slice) ?? emptyState, state));
  return merged;
}

/** Sums of the named counts per slice over a period, the whole shop left out. */
export async function sumBySlice(
  tx: ShopTx,
  figure: FigureName,
  counts: [string, string],
  from: string,
  to: string,
): Promise<{ slice: string; first: number; second: number }[]> {
  return tx.$queryRaw<{ slice: string; first: number; second: number }[]>`
    SELECT "slice",
      coalesce(sum(("state"->'counts'->>${counts[0]})::float), 0)::float AS "first",
      coalesce(sum(("state"->'counts'->>${counts[1]})::float), 0)::float AS "second"
    FROM "DailyFigure"
    WHERE "figure" = ${figure} AND "slice" <> '' AND "day" BETWEEN ${from}::date AND ${to}::date
    GROUP BY "slice"`;
}

/** Throws the figures away, so that the diary can be folded again from its first page. */
export async function forgetFigures(tx: ShopTx): Promise<void> {
  await tx.dailyFigure.deleteMany({});
}

function keyOf(row: { figure: string; day: string; slice: string }): string {
  return `${row.figure}|${row.day}|${row.slice}`;
}
