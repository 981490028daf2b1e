// The only file that knows the tables ReplayRun and ReplayResult.
import { randomUUID } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { Prisma } from '@prisma/client';
import { inShop, type ShopTx } from '../../db.server.ts';
import type { Held } from './calibration.ts';
import { FEWEST_DAYS, type ReplayInputs } from './replay-place.ts';
import { NEAR, type Result, type ResultState } from './result.ts';

export type Run = { id: string; owner: string; after: string; done: number; places: number };

export type RunView = {
  id: string;
  kind: string;
  state: 'running' | 'done' | 'failed';
  places: number;
  done: number;
  startedAt: Date;
  finishedAt: Date | null;
  problem: string | null;
};

/** A run whose worker has not been heard of for this long is taken over. */
const LEASE = '90 seconds';

/** Begins a run unless one is under way; answers its id. */
export async function begin(
  tx: ShopTx,
  shop: string,
  kind: 'weekly' | 'asked',
  places: number,
  now: Date,
): Promise<string> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('replay:' || ${shop}, 0))`;
  const running = await tx.replayRun.findFirst({ where: { state: 'running' }, select: { id: true } });
  if (running) return running.id;
  const id = randomUUID();
  await tx.replayRun.create({ data: { shop, id, kind, state: 'running', places, startedAt: now, beatAt: now } });
  return id;
}

/** Takes the running run for `owner` if nobody is on it. */
export async function take(shop: string, owner: string): Promise<Run | null> {
  return inShop(shop, async (tx) => {
    const [run] = await tx.$queryRaw<Run[]>`
      UPDATE "ReplayRun" SET "owner" = ${owner}::uuid, "beatAt" = now()
      WHERE ("shop", "id") = (SELECT "shop", "id" FROM "ReplayRun" WHERE "state" = 'running'
        AND ("owner" IS NULL OR "beatAt" < now() - ${LEASE}::interval) LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING "id", "owner", "after", "done", "places"`;
    return run ?? null;
  });
}

/** Writes how far the run is. Throws when it was taken over meanwhile: then the work in hand must not commit. */
export async function beat(tx: ShopTx, run: Run): Promise<void> {
  const kept = await tx.$executeRaw`
    UPDATE "ReplayRun" SET "beatAt" = now(), "after" = ${run.after}, "done" = ${run.done}, "problem" = NULL
    WHERE "id" = ${run.id}::uuid AND "state" = 'running' AND "owner" = ${run.owner}::uuid`;
  if (kept === 0) throw new Error('Another worker has taken this run over.');
}

/** Leaves the run to the next look, with the problem that kept this one from going on. */
export async function release(shop: string, run: Run, problem: string | null): Promise<void> {
  await inShop(
    shop,
    (tx) => tx.$executeRaw`UPDATE "ReplayRun" SET "owner" = NULL, "problem" = ${problem?.slice(0, 2000) ?? null}
      WHERE "id" = ${run.id}::uuid AND "owner" = ${run.owner}::uuid`,
  );
}

export async function finish(tx: ShopTx, run: Run, problem: string | null, now: Date): Promise<void> {
  await tx.replayRun.updateMany({
    where: { id: run.id, owner: run.owner },
    data: { state: problem ? 'failed' : 'done', problem, finishedAt: now, owner: null, done: run.done },
  });
}

/** The newest run, and when the newest whole one ended. */
export async function lastRuns(tx: ShopTx): Promise<{ last: RunView | null; doneAt: Date | null }> {
  const last = await tx.replayRun.findFirst({ orderBy: [{ startedAt: 'desc' }, { id: 'desc' }] });
  const done = await tx.replayRun.findFirst({
    where: { state: 'done' },
    orderBy: { finishedAt: 'desc' },
    select: { finishedAt: true },
  });
  return { last: last && { ...last, state: last.state as RunView['state'] }, doneAt: done?.finishedAt ?? null };
}

export type ResultRow = Result & {
  inventoryItemId: string;
  locationId: string;
  title: string;
  sku: string | null;
  class: string | null;
  currency: string | null;
};

/** Writes a page of results; one that says the same as before is not touched. */
export async function saveResults(
  tx: ShopTx,
  shop: string,
  rows: readonly (ResultRow & { inputs: ReplayInputs | null })[],
): Promise<void> {
  if (rows.length === 0) return;
  const told = JSON.stringify(
    rows.map(({ calibration, inputs, gain, gainReal, ...row }) => ({
      ...row,
      gain: gain === null ? null : String(gain),
      gainReal: gainReal === null ? null : String(gainReal),
      method: calibration?.method ?? null,
      cuts: calibration?.cuts ?? 0,
      periodDays: calibration?.periodDays ?? null,
      held50: calibration?.held[50] ?? 0,
      held80: calibration?.held[80] ?? 0,
      held95: calibration?.held[95] ?? 0,
      loss: calibration?.loss ?? null,
      naiveLoss: calibration?.naiveLoss ?? null,
      inputs: inputs && deflateSync(JSON.stringify(inputs)).toString('base64'),
    })),
  );
  await tx.$executeRaw`
    INSERT INTO "ReplayResult" AS o ("shop", ${COLUMNS}, "inputs")
    SELECT ${shop}, ${COLUMNS}, decode("inputs", 'base64') FROM jsonb_to_recordset(${told}::jsonb) AS r(
      "inventoryItemId" text, "locationId" text, "title" text, "sku" text, "class" text, "state" text, "firstDay" date,
      "from" date, "until" date, "knownFrom" date, "year" jsonb, "known" jsonb, "currency" text, "gain" bigint,
      "gainReal" bigint, "moreUnits" int, "target" float8, "method" text, "cuts" int, "periodDays" int, "held50" int, "held80" int,
      "held95" int, "loss" float8, "naiveLoss" float8, "inputs" text)
    ON CONFLICT ("shop", "inventoryItemId", "locationId") DO UPDATE SET (${COLUMNS}, "inputs") = ROW(${EXCLUDED}, excluded."inputs")
    WHERE (o.*) IS DISTINCT FROM (excluded.*)`;
}

const NAMES = [
  'inventoryItemId',
  'locationId',
  'title',
  'sku',
  'class',
  'state',
  'firstDay',
  'from',
  'until',
  'knownFrom',
  'year',
  'known',
  'currency',
  'gain',
  'gainReal',
  'moreUnits',
  'target',
  'method',
  'cuts',
  'periodDays',
  'held50',
  'held80',
  'held95',
  'loss',
  'naiveLoss',
];
const COLUMNS = Prisma.raw(NAMES.map((name) => `"${name}"`).join(', '));
const EXCLUDED = Prisma.raw(NAMES.map((name) => `excluded."${name}"`).join(', '));

export type ResultFilter = {
  /** all that was played, won or lost against the starter rule, worse than naive, or not played */
  tab: 'all' | 'won' | 'lost' | 'naive' | 'not-played';
  locationId: string | null;
  class: string | null;
  search: string;
};

export const SORTS = ['gain', 'gainReal', 'moreUnits', 'title'] as const;
export type Sort = { by: (typeof SORTS)[number]; direction: 'asc' | 'desc' };

const losing: Prisma.Sql = Prisma.sql`"method" = 'naive'`;
const TABS: Record<ResultFilter['tab'], Prisma.Sql> = {
  all: Prisma.sql`"state" = 'played'`,
  won: Prisma.sql`"state" = 'played' AND (coalesce("gain", "moreUnits") > 0)`,
  lost: Prisma.sql`"state" = 'played' AND (coalesce("gain", "moreUnits") < 0)`,
  naive: Prisma.sql`"cuts" > 0 AND ${losing}`,
  'not-played': Prisma.sql`"state" <> 'played'`,
};

function within({ locationId, class: of, search }: Omit<ResultFilter, 'tab'>): Prisma.Sql {
  const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return Prisma.sql`(${locationId}::text IS NULL OR "locationId" = ${locationId})
    AND (${of}::text IS NULL OR "class" = ${of})
    AND (${search} = '' OR "title" ILIKE ${like} OR "sku" ILIKE ${like})`;
}

type Kept = Omit<ResultRow, 'calibration'> & {
  method: string | null;
  cuts: number;
  periodDays: number | null;
  held50: number;
  held80: number;
  held95: number;
  loss: number | null;
  naiveLoss: number | null;
};

const SHOWN = Prisma.sql`"inventoryItemId", "locationId", "title", "sku", "class", "state", to_char("firstDay", 'YYYY-MM-DD') AS "firstDay",
  to_char("from", 'YYYY-MM-DD') AS "from", to_char("until", 'YYYY-MM-DD') AS "until", to_char("knownFrom", 'YYYY-MM-DD') AS "knownFrom",
  "year", "known", "currency", "gain", "gainReal", "moreUnits", "target", "method", "cuts", "periodDays", "held50", "held80", "held95",
  "loss", "naiveLoss"`;

function toRow({ method, cuts, periodDays, held50, held80, held95, loss, naiveLoss, ...row }: Kept): ResultRow {
  return {
    ...row,
    state: row.state as ResultState,
    calibration:
      method === null || cuts === 0 || periodDays === null || loss === null || naiveLoss === null
        ? null
        : { method, cuts, periodDays, held: { 50: held50, 80: held80, 95: held95 }, loss, naiveLoss },
  };
}

/** A page of results; what has no figure to sort by comes last. */
export async function listResults(
  tx: ShopTx,
  shop: string,
  filter: ResultFilter,
  sort: Sort,
  page: { skip: number; take: number },
): Promise<ResultRow[]> {
  const by = Prisma.raw(`"${sort.by}" ${sort.direction === 'asc' ? 'ASC' : 'DESC'} NULLS LAST`);
  const rows = await tx.$queryRaw<Kept[]>`
    SELECT ${SHOWN} FROM "ReplayResult" WHERE "shop" = ${shop} AND ${TABS[filter.tab]} AND ${within(filter)}
    ORDER BY ${by}, "moreUnits" DESC, "inventoryItemId", "locationId" LIMIT ${page.take} OFFSET ${page.skip}`;
  return rows.map(toRow);
}

export type TabCounts = Record<ResultFilter['tab'], number> & {
  short: number;
  /** the first day on which one that is too short will be long enough */
  firstReady: string | null;
};

export async function countResults(tx: ShopTx, shop: string, filter: Omit<ResultFilter, 'tab'>): Promise<TabCounts> {
  const [counts] = await tx.$queryRaw<[TabCounts]>`
    SELECT count(*) FILTER (WHERE ${TABS.all})::int AS "all", count(*) FILTER (WHERE ${TABS.won})::int AS "won",
      count(*) FILTER (WHERE ${TABS.lost})::int AS "lost", count(*) FILTER (WHERE ${TABS.naive})::int AS "naive",
      count(*) FILTER (WHERE ${TABS['not-played']})::int AS "not-played", count(*) FILTER (WHERE "state" = 'short')::int AS "short",
      to_char(min("firstDay") FILTER (WHERE "state" = 'short') + ${FEWEST_DAYS}::int, 'YYYY-MM-DD') AS "firstReady"
    FROM "ReplayResult" WHERE "shop" = ${shop} AND ${within(filter)}`;
  return counts;
}

/** What a rule did with all places together; money in the shop's currency over those whose cost is known. */
export type Total = {
  places: number;
  priced: number;
  asked: number;
  sold: number;
  /** units on the shelf on an average evening */
  stock: number;
  orders: number | null;
  lostMargin: bigint;
  cash: bigint;
};
export type Totals<Rule extends string> = Record<Rule, Total> & { from: string; until: string };

type TotalRow = Total & { rule: string; from: string; until: string };

/** Totals of the last twelve months, and of the days of which the real stock is known (null: of no place). */
export async function sumResults(
  tx: ShopTx,
  shop: string,
  filter: Omit<ResultFilter, 'tab'>,
): Promise<{
  year: (Totals<'ours' | 'starter'> & { matched?: Total }) | null;
  known: Totals<'ours' | 'starter' | 'happened'> | null;
}> {
  const sum = async (span: 'year' | 'known', from: 'from' | 'knownFrom') => {
    const told = Prisma.raw(`r."${span}"->rule`);
    const rows = await tx.$queryRaw<TotalRow[]>`
      SELECT rule, count(*)::int AS "places", count("currency")::int AS "priced",
        coalesce(sum((${told}->>'asked')::float8), 0) AS "asked", coalesce(sum((${told}->>'sold')::float8), 0) AS "sold",
        coalesce(sum((${told}->>'stockDays')::float8 / greatest(1, (${told}->>'days')::int)), 0) AS "stock",
        sum((${told}->>'orders')::float8) AS "orders",
        coalesce(sum((${told}->>'lostMargin')::numeric), 0)::bigint AS "lostMargin",
        coalesce(sum((${told}->>'cash')::numeric), 0)::bigint AS "cash",
        to_char(min(${Prisma.raw(`"${from}"`)}), 'YYYY-MM-DD') AS "from", to_char(max("until"), 'YYYY-MM-DD') AS "until"
      FROM "ReplayResult" r CROSS JOIN (VALUES ('ours'), ('starter'), ('matched'), ('happened')) AS rules(rule)
      WHERE "shop" = ${shop} AND "state" = 'played' AND ${told} IS NOT NULL AND ${within(filter)}
      GROUP BY rule`;
    const ours = rows.find((row) => row.rule === 'ours');
    if (!ours) return null;
    // A rule that some of the rows do not have yet cannot be held against the others.
    const totals = Object.fromEntries(
      rows
        .filter((row) => row.places === ours.places)
        .map(({ rule, from: _from, until: _until, ...total }) => [rule, total]),
    ) as Record<string, Total>;
    return { ...totals, from: ours.from, until: ours.until };
  };
  return {
    year: (await sum('year', 'from')) as Totals<'ours' | 'starter'> | null,
    known: (await sum('known', 'knownFrom')) as Totals<'ours' | 'starter' | 'happened'> | null,
  };
}

/** Over the places whose target is a share served: what was planned and served of the units asked for, and the share of them that belongs to places that came near. */
export type PromiseTotal = { places: number; planned: number; served: number; near: number };

/** Null until a replay has noted the targets. */
export async function sumPromise(
  tx: ShopTx,
  shop: string,
  filter: Omit<ResultFilter, 'tab'>,
): Promise<PromiseTotal | null> {
  const [row] = await tx.$queryRaw<[Record<'places' | 'asked' | 'sold' | 'planned' | 'near', number>]>`
    SELECT count(*)::int AS "places", coalesce(sum("asked"), 0) AS "asked", coalesce(sum("sold"), 0) AS "sold",
      coalesce(sum("target" * "asked"), 0) AS "planned",
      coalesce(sum("asked") FILTER (WHERE "sold" / "asked" >= "target" - ${NEAR + 1e-9}::float8), 0) AS "near"
    FROM (SELECT "target", ("year"->'ours'->>'asked')::float8 AS "asked", ("year"->'ours'->>'sold')::float8 AS "sold"
      FROM "ReplayResult" WHERE "shop" = ${shop} AND "state" = 'played' AND "target" IS NOT NULL AND ${within(filter)}) AS r
    WHERE "asked" > 0`;
  const { places, asked, sold, planned, near } = row;
  return places > 0 ? { places, planned: planned / asked, served: sold / asked, near: near / asked } : null;
}

export type CalibrationTotal = Held & { class: string | null; places: number; losing: number };

/** Promises kept, added up by class. */
export async function sumCalibration(
  tx: ShopTx,
  shop: string,
  filter: Omit<ResultFilter, 'tab'>,
): Promise<CalibrationTotal[]> {
  type Row = Record<'cuts' | 'held50' | 'held80' | 'held95' | 'places' | 'losing', number> & { class: string | null };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT "class", sum("cuts")::int AS "cuts", sum("held50")::int AS "held50", sum("held80")::int AS "held80",
      sum("held95")::int AS "held95", count(*)::int AS "places", count(*) FILTER (WHERE ${losing})::int AS "losing"
    FROM "ReplayResult" WHERE "shop" = ${shop} AND "cuts" > 0 AND ${within(filter)} GROUP BY "class" ORDER BY "class" NULLS LAST`;
  return rows.map(({ held50, held80, held95, ...row }) => ({ ...row, held: { 50: held50, 80: held80, 95: held95 } }));
}

type Place = { inventoryItemId: string; locationId: string };

export async function loadResult(tx: ShopTx, shop: string, place: Place): Promise<ResultRow | null> {
  const rows = await tx.$queryRaw<Kept[]>`
    SELECT ${SHOWN} FROM "ReplayResult" WHERE "shop" = ${shop} AND "inventoryItemId" = ${place.inventoryItemId}
      AND "locationId" = ${place.locationId}`;
  return rows[0] ? toRow(rows[0]) : null;
}

export async function loadInputs(tx: ShopTx, shop: string, place: Place): Promise<ReplayInputs | null> {
  const { inventoryItemId, locationId } = place;
  const row = await tx.replayResult.findUnique({
    where: { shop_inventoryItemId_locationId: { shop, inventoryItemId, locationId } },
    select: { inputs: true },
  });
  return row?.inputs ? inflated(row.inputs) : null;
}

/** The inputs of the next `take` places after `after`, in the order of their ids. */
export async function listInputs(
  tx: ShopTx,
  after: Place | null,
  take: number,
): Promise<(Place & { title: string; sku: string | null; inputs: ReplayInputs })[]> {
  const rows = await tx.replayResult.findMany({
    where: {
      inputs: { not: null },
      ...(after
        ? {
            OR: [
              { inventoryItemId: { gt: after.inventoryItemId } },
              { inventoryItemId: after.inventoryItemId, locationId: { gt: after.locationId } },
            ],
          }
        : {}),
    },
    orderBy: [{ inventoryItemId: 'asc' }, { locationId: 'asc' }],
    take,
    select: { inventoryItemId: true, locationId: true, title: true, sku: true, inputs: true },
  });
  return rows.map(({ inputs, ...row }) => ({ ...row, inputs: inflated(inputs!) }));
}

const inflated = (bytes: Uint8Array) => JSON.parse(inflateSync(bytes).toString()) as ReplayInputs;
