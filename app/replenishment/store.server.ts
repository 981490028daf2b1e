// The only file that knows the table ReorderPoint.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../db.server.ts';
import { inputsOf, type KeptInputs, keptInputs } from './kept-inputs.ts';
import { type Advice, advices, type Place, placeKey, type ReorderRow, type RowInputs } from './reorder-point.ts';

const isoDay = (date: Date) => date.toISOString().slice(0, 10);

/** Every column of a row but its key and when it was computed, with its type in PostgreSQL. */
const COLUMNS = {
  variantId: 'text',
  productId: 'text',
  title: 'text',
  sku: 'text',
  barcode: 'text',
  vendor: 'text',
  productType: 'text',
  advice: 'text',
  reason: 'text',
  available: 'int',
  incoming: 'int',
  onOrder: 'int',
  position: 'int',
  reorderPoint: 'int',
  orderUpTo: 'int',
  promisedFill: 'float8',
  suggested: 'int',
  demandPerDay: 'float8',
  leadTimeDays: 'float8',
  daysOfCover: 'float8',
  slackDays: 'float8',
  orderBy: 'date',
  supplierId: 'uuid',
  unitCost: 'int8',
  currency: 'text',
  price: 'int8',
  abcRevenue: 'text',
  abcMargin: 'text',
  pattern: 'text',
  isNew: 'boolean',
  phantom: 'boolean',
  excess: 'int',
  excessCash: 'int8',
  dead: 'boolean',
  lastSoldOn: 'date',
  lostUnits: 'float8',
  lostRevenue: 'int8',
  starterPoint: 'int',
  starterUpTo: 'int',
  starterSuggested: 'int',
  moves: 'jsonb',
  inputs: 'jsonb',
} as const satisfies Record<Exclude<keyof ReorderRow, keyof Place | 'computedAt'>, string>;

const names = Object.keys(COLUMNS);
const listed = (of: (name: string) => string) => Prisma.raw(names.map(of).join(', '));
const asRecord = listed((name) => `"${name}" ${COLUMNS[name as keyof typeof COLUMNS]}`);

export type Saved = {
  /** rows written: new ones, and those of which anything became another */
  written: number;
  /** of these, rows whose advice or quantity became another */
  changed: number;
};

/** What a row says before a look, as far as the look goes by it; `demand` only where it was asked for. */
export type Standing = Place &
  Pick<ReorderRow, 'advice' | 'suggested' | 'abcRevenue' | 'abcMargin'> & { demand: RowInputs['demand'] };

/** The rows of these items, all of them. */
export async function loadStanding(
  tx: ShopTx,
  items: readonly string[],
  { demand }: { demand: boolean },
): Promise<Standing[]> {
  return tx.$queryRaw<Standing[]>`
    SELECT "inventoryItemId", "locationId", "advice", "suggested", "abcRevenue", "abcMargin",
      CASE WHEN ${demand} THEN "inputs" -> 'demand' END AS "demand"
    FROM "ReorderPoint" WHERE "inventoryItemId" = ANY(${[...items]})`;
}

type Told = Place & Pick<ReorderRow, 'advice' | 'suggested'>;

/**
 * Writes the answers that are not there already, word for word; an equal row is left alone. `before` are the rows of these items as they
 * stand; nobody else may write any until commit.
 */
export async function saveRows(
  tx: ShopTx,
  shop: string,
  rows: readonly ReorderRow[],
  before: readonly Told[],
): Promise<Saved> {
  if (rows.length === 0) return { written: 0, changed: 0 };
  const written = await tx.$queryRaw<Told[]>`
    INSERT INTO "ReorderPoint" ("shop", "inventoryItemId", "locationId", ${listed((name) => `"${name}"`)}, "computedAt")
    SELECT ${shop}, fresh.* FROM json_to_recordset(${JSON.stringify(rows.map(asJson))}::json)
      AS fresh("inventoryItemId" text, "locationId" text, ${asRecord}, "computedAt" timestamptz)
    ON CONFLICT ("shop", "inventoryItemId", "locationId") DO UPDATE
    SET ${listed((name) => `"${name}" = excluded."${name}"`)}, "computedAt" = excluded."computedAt"
    WHERE ROW(${listed((name) => `"ReorderPoint"."${name}"`)}) IS DISTINCT FROM ROW(${listed((name) => `excluded."${name}"`)})
    RETURNING "inventoryItemId", "locationId", "advice", "suggested"`;
  const was = new Map(before.map((row) => [placeKey(row), row]));
  const changed = written.filter((row) => {
    const old = was.get(placeKey(row));
    return old?.advice !== row.advice || old.suggested !== row.suggested;
  });
  return { written: written.length, changed: changed.length };
}

/** Field by field: a replacer would be asked of every value inside the inputs. */
function asJson({ inputs, unitCost, price, excessCash, lostRevenue, ...row }: ReorderRow) {
  return {
    ...row,
    unitCost: unitCost?.toString() ?? null,
    price: price.toString(),
    excessCash: excessCash?.toString() ?? null,
    lostRevenue: lostRevenue.toString(),
    inputs: keptInputs(inputs),
  };
}

/** Forgets the rows of these places: the variant or its location is gone. */
export async function dropPlaces(tx: ShopTx, shop: string, places: readonly Place[]): Promise<number> {
  if (places.length === 0) return 0;
  return tx.$executeRaw`
    DELETE FROM "ReorderPoint" WHERE "shop" = ${shop} AND ("inventoryItemId", "locationId") IN (
      SELECT * FROM unnest(${places.map((place) => place.inventoryItemId)}::text[], ${places.map((place) => place.locationId)}::text[]))`;
}

/** Forgets the rows of items after `after` and up to `upTo` (null: all after) that are not among `items`: deleted in Shopify. */
export async function dropBetween(
  tx: ShopTx,
  shop: string,
  range: { after: string; upTo: string | null },
  items: readonly string[],
): Promise<number> {
  const { after, upTo } = range;
  return tx.$executeRaw`
    DELETE FROM "ReorderPoint" WHERE "shop" = ${shop} AND "inventoryItemId" > ${after}
      AND (${upTo}::text IS NULL OR "inventoryItemId" <= ${upTo}) AND "inventoryItemId" <> ALL(${[...items]})`;
}

/** The items of these products that have rows. */
export async function itemsOfProducts(tx: ShopTx, productIds: readonly string[]): Promise<string[]> {
  const rows = await tx.reorderPoint.findMany({
    where: { productId: { in: [...productIds] } },
    select: { inventoryItemId: true },
    distinct: ['inventoryItemId'],
  });
  return rows.map(({ inventoryItemId }) => inventoryItemId);
}

/** The classes that the last run over everything gave to these items. */
export async function loadClasses(
  tx: ShopTx,
  items: readonly string[],
): Promise<Map<string, Pick<ReorderRow, 'abcRevenue' | 'abcMargin'>>> {
  const rows = await tx.reorderPoint.findMany({
    where: { inventoryItemId: { in: [...items] } },
    select: { inventoryItemId: true, abcRevenue: true, abcMargin: true },
  });
  return new Map(
    rows.map(({ inventoryItemId, ...classes }) => [
      inventoryItemId,
      classes as Pick<ReorderRow, 'abcRevenue' | 'abcMargin'>,
    ]),
  );
}

export type ReorderFilter = { advice: Advice | null; locationId: string | null; search: string };

function matching(filter: ReorderFilter): Prisma.ReorderPointWhereInput {
  const contains = { contains: filter.search, mode: 'insensitive' as const };
  return {
    ...(filter.advice ? { advice: filter.advice } : {}),
    ...(filter.locationId ? { locationId: filter.locationId } : {}),
    ...(filter.search ? { OR: [{ title: contains }, { sku: contains }, { barcode: filter.search }] } : {}),
  };
}

// Most urgent first: the least slack between what the stock covers and what a delivery takes. What sells nothing comes last.
const byUrgency: Prisma.ReorderPointOrderByWithRelationInput[] = [
  { slackDays: { sort: 'asc', nulls: 'last' } },
  { demandPerDay: { sort: 'desc', nulls: 'last' } },
  { inventoryItemId: 'asc' },
  { locationId: 'asc' },
];

export async function listRows(
  tx: ShopTx,
  filter: ReorderFilter,
  page: { skip: number; take: number },
): Promise<{ rows: ReorderRow[]; total: number }> {
  const where = matching(filter);
  const [rows, total] = await Promise.all([
    tx.reorderPoint.findMany({ where, orderBy: byUrgency, ...page }),
    tx.reorderPoint.count({ where }),
  ]);
  return { rows: rows.map(toRow), total };
}

export async function countAdvices(tx: ShopTx, locationId: string | null): Promise<Record<Advice, number>> {
  const groups = await tx.reorderPoint.groupBy({
    by: ['advice'],
    _count: { _all: true },
    ...(locationId ? { where: { locationId } } : {}),
  });
  const counts = Object.fromEntries(advices.map((advice) => [advice, 0])) as Record<Advice, number>;
  for (const group of groups) counts[group.advice as Advice] = group._count._all;
  return counts;
}

export async function loadRow(tx: ShopTx, shop: string, place: Place): Promise<ReorderRow | null> {
  const { inventoryItemId, locationId } = place;
  const row = await tx.reorderPoint.findUnique({
    where: { shop_inventoryItemId_locationId: { shop, inventoryItemId, locationId } },
  });
  return row ? toRow(row) : null;
}

/** The rows of these items at all their locations. */
export async function loadRows(tx: ShopTx, items: readonly string[]): Promise<ReorderRow[]> {
  return (await tx.reorderPoint.findMany({ where: { inventoryItemId: { in: [...items] } } })).map(toRow);
}

/** When an answer last became another, or null before the first. */
export async function lastComputedAt(tx: ShopTx): Promise<Date | null> {
  const { _max } = await tx.reorderPoint.aggregate({ _max: { computedAt: true } });
  return _max.computedAt;
}

function toRow({ shop: _, ...row }: Prisma.ReorderPointGetPayload<object>): ReorderRow {
  return {
    ...row,
    // What was written by this file is read by it: the columns hold what ReorderRow says.
    ...(row as unknown as Pick<ReorderRow, 'advice' | 'reason' | 'abcRevenue' | 'abcMargin' | 'pattern' | 'moves'>),
    inputs: inputsOf(row.inputs as unknown as KeptInputs),
    orderBy: row.orderBy && isoDay(row.orderBy),
    lastSoldOn: row.lastSoldOn && isoDay(row.lastSoldOn),
  };
}
