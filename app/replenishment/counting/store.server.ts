// The only file that knows the tables Count, CountLine and CountTerms.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import type { CountLine, CountState, Decision } from './count.ts';
import { type CountTerms, firstCountTerms } from './count-terms.ts';
import type { DrawReason } from './draw.ts';

export type CountKind = 'spot-check' | 'asked';

export type CountHead = {
  id: string;
  number: number;
  locationId: string;
  kind: CountKind;
  month: string | null;
  state: CountState;
  version: number;
  createdAt: Date;
  countedAt: Date | null;
  bookedAt: Date | null;
};

export type Count = CountHead & { lines: CountLine[] };

export type NewLine = Pick<
  CountLine,
  'inventoryItemId' | 'variantId' | 'title' | 'sku' | 'barcode' | 'bin' | 'reason' | 'why' | 'unitCost'
>;

/** Saves a new count with the next number. Whoever makes counts of one shop takes turns until commit: see `takeTurns`. */
export async function insertCount(
  tx: ShopTx,
  shop: string,
  count: { id: string; locationId: string; kind: CountKind; month: string | null; createdAt: Date; lines: NewLine[] },
): Promise<number> {
  const { lines, ...head } = count;
  const { _max } = await tx.count.aggregate({ _max: { number: true } });
  const number = (_max.number ?? 0) + 1;
  await tx.count.create({ data: { shop, ...head, number, state: 'open' } });
  await tx.countLine.createMany({ data: lines.map((line) => ({ shop, countId: count.id, ...line })) });
  return number;
}

/** Numbers without gaps or races, and no item in two open counts: makers of counts of one shop wait for each other. */
export async function takeTurns(tx: ShopTx, shop: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('count:' || ${shop}, 0))`;
}

/** The count, its row locked until commit: whoever counts, decides and books it at the same time waits for the others. */
export async function lockCount(tx: ShopTx, shop: string, id: string): Promise<Count | null> {
  await tx.$queryRaw`SELECT 1 FROM "Count" WHERE "shop" = ${shop} AND "id" = ${id}::uuid FOR UPDATE`;
  return loadCount(tx, shop, id);
}

export async function loadCount(tx: ShopTx, shop: string, id: string): Promise<Count | null> {
  const row = await tx.count.findUnique({ where: { shop_id: { shop, id } }, include: { lines: true } });
  if (!row) return null;
  const { lines, ...head } = row;
  return { ...toHead(head), lines: lines.map(toLine).sort(byWalk) };
}

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The walk: bin by bin in natural order, what has no bin last, then by title. */
function byWalk(a: CountLine, b: CountLine): number {
  if (a.bin !== b.bin) {
    if (a.bin === null) return 1;
    if (b.bin === null) return -1;
    return names.compare(a.bin, b.bin) || (a.bin < b.bin ? -1 : 1);
  }
  return names.compare(a.title, b.title) || (a.inventoryItemId < b.inventoryItemId ? -1 : 1);
}

/** Saves a locked count's head; its version rises. */
export async function saveHead(
  tx: ShopTx,
  shop: string,
  id: string,
  data: { state?: CountState; countedAt?: Date; bookedAt?: Date },
): Promise<void> {
  await tx.count.update({ where: { shop_id: { shop, id } }, data: { ...data, version: { increment: 1 } } });
}

/** What becomes another of a line while it is counted, decided and booked. */
const CHANGING = [
  'expected',
  'away',
  'counted',
  'countedAt',
  'countedBefore',
  'round',
  'sending',
  'decision',
  'bookedReason',
  'commandId',
  'note',
] as const satisfies (keyof CountLine)[];
const changing = Prisma.raw(CHANGING.map((name) => `"${name}" = changed."${name}"`).join(', '));

/** Saves single lines of a locked count, each item once; only what is given changes. */
export async function saveLines(
  tx: ShopTx,
  shop: string,
  countId: string,
  changes: (Partial<Pick<CountLine, (typeof CHANGING)[number]>> & { inventoryItemId: string })[],
): Promise<void> {
  if (changes.length === 0) return;
  const saved = await tx.$executeRaw`
    UPDATE "CountLine" l SET ${changing}
    FROM (
      SELECT (jsonb_populate_record(known, change.value)).*
      FROM jsonb_array_elements(${JSON.stringify(changes)}::jsonb) change
      JOIN "CountLine" known ON known."shop" = ${shop} AND known."countId" = ${countId}::uuid
        AND known."inventoryItemId" = change.value->>'inventoryItemId'
    ) changed
    WHERE l."shop" = ${shop} AND l."countId" = ${countId}::uuid AND l."inventoryItemId" = changed."inventoryItemId"`;
  if (saved !== changes.length) throw new Error(`Count ${countId} has ${saved} of ${changes.length} lines to change`);
}

/** Items of a location that lie in a count that is open or waits for approval. */
export async function itemsUnderCount(tx: ShopTx, locationId: string): Promise<Set<string>> {
  const rows = await tx.countLine.findMany({
    where: { count: { locationId, state: { in: ['open', 'counted'] } } },
    select: { inventoryItemId: true },
  });
  return new Set(rows.map((row) => row.inventoryItemId));
}

/** When items of a location were last counted, in counts that were not canceled. */
export async function lastCounted(tx: ShopTx, locationId: string): Promise<Map<string, Date>> {
  const rows = await tx.countLine.groupBy({
    by: ['inventoryItemId'],
    where: { countedAt: { not: null }, count: { locationId, state: { not: 'canceled' } } },
    _max: { countedAt: true },
  });
  return new Map(rows.flatMap((row) => (row._max.countedAt ? [[row.inventoryItemId, row._max.countedAt]] : [])));
}

/** Spot checks of a month that were not canceled: where, and with how many lines. */
export async function spotChecksOf(tx: ShopTx, month: string): Promise<{ locationId: string; lines: number }[]> {
  const rows = await tx.count.findMany({
    where: { kind: 'spot-check', month, state: { not: 'canceled' } },
    select: { locationId: true, _count: { select: { lines: true } } },
  });
  return rows.map((row) => ({ locationId: row.locationId, lines: row._count.lines }));
}

export type CountSummary = CountHead & { lines: number; counted: number; varied: number };

export async function listCounts(
  tx: ShopTx,
  shop: string,
  filter: { states: readonly CountState[]; locationId: string | null; number: number | null },
  page: { skip: number; take: number },
): Promise<{ rows: CountSummary[]; total: number }> {
  const where: Prisma.CountWhereInput = {
    state: { in: [...filter.states] },
    ...(filter.locationId ? { locationId: filter.locationId } : {}),
    ...(filter.number === null ? {} : { number: filter.number }),
  };
  const heads = await tx.count.findMany({ where, orderBy: { number: 'desc' }, ...page });
  const total = await tx.count.count({ where });
  const ids = heads.map((head) => head.id);
  const sums = await tx.$queryRaw<{ countId: string; lines: number; counted: number; varied: number }[]>`
    SELECT "countId"::text, count(*)::int AS "lines", count("counted")::int AS "counted",
      (count(*) FILTER (WHERE "counted" <> "expected" - "away"))::int AS "varied"
    FROM "CountLine" WHERE "shop" = ${shop} AND "countId" = ANY(${ids}::uuid[]) GROUP BY 1`;
  const sumOf = new Map(sums.map((sum) => [sum.countId, sum]));
  return {
    rows: heads.map((head) => ({
      ...toHead(head),
      lines: sumOf.get(head.id)?.lines ?? 0,
      counted: sumOf.get(head.id)?.counted ?? 0,
      varied: sumOf.get(head.id)?.varied ?? 0,
    })),
    total,
  };
}

export async function countStatesOf(tx: ShopTx): Promise<Record<CountState, number>> {
  const groups = await tx.count.groupBy({ by: ['state'], _count: { _all: true } });
  const counts: Record<CountState, number> = { open: 0, counted: 0, booked: 0, canceled: 0 };
  for (const group of groups) counts[group.state as CountState] = group._count._all;
  return counts;
}

/** Lines of booked counts since a moment, by the shop's day of their counting: what record accuracy is made of. */
export async function loadCountedLines(
  tx: ShopTx,
  shop: string,
  timeZone: string,
  since: Date,
): Promise<{ day: string; expected: number; away: number; counted: number }[]> {
  return tx.$queryRaw`
    SELECT to_char(l."countedAt" AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS "day", l."expected", l."away", l."counted"
    FROM "CountLine" l JOIN "Count" c ON c."shop" = l."shop" AND c."id" = l."countId"
    WHERE l."shop" = ${shop} AND c."state" = 'booked' AND l."countedAt" >= ${since} AND l."counted" IS NOT NULL`;
}

/** Approved lines whose booking was sent for in counts booked since a moment. */
export async function linesSentSince(
  tx: ShopTx,
  since: Date,
): Promise<{ countId: string; inventoryItemId: string; commandId: string }[]> {
  const rows = await tx.countLine.findMany({
    where: { commandId: { not: null }, decision: 'approved', count: { bookedAt: { gte: since } } },
    select: { countId: true, inventoryItemId: true, commandId: true },
  });
  return rows.flatMap(({ commandId, ...line }) => (commandId ? [{ ...line, commandId }] : []));
}

export async function loadCountTerms(tx: ShopTx, shop: string, currency: string): Promise<CountTerms> {
  const row = await tx.countTerms.findUnique({ where: { shop } });
  if (!row) return firstCountTerms(currency);
  const { shop: _, ...terms } = row;
  return terms;
}

export async function saveCountTerms(tx: ShopTx, shop: string, terms: CountTerms): Promise<void> {
  await tx.countTerms.upsert({ where: { shop }, create: { shop, ...terms }, update: terms });
}

function toHead(row: Prisma.CountGetPayload<object>): CountHead {
  const { shop: _, kind, state, ...head } = row;
  return { ...head, kind: kind as CountKind, state: state as CountState };
}

function toLine(row: Prisma.CountLineGetPayload<object>): CountLine {
  const { shop: _shop, countId: _count, reason, decision, ...line } = row;
  return { ...line, reason: reason as DrawReason, decision: decision as Decision };
}
