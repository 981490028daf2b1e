// The only file that knows the tables ReorderPoint, ReorderSetting, ReorderDefaults and Supplier.
import type { Prisma } from '@prisma/client';
import type { ShopTx } from '../db.server.ts';
import type { Advice, Answer, History, Stock, Terms, Unknown } from './reorder-point.ts';
import { firstDefaults, nothingSet, type OwnTerms, type ShopDefaults, type SupplierTerms, type Term } from './terms.ts';

/** What a reorder point is about. */
export type Place = { inventoryItemId: string; locationId: string };

export type StoredInputs = {
  stock: Stock;
  history: History;
  tracked: boolean;
  windowDays: number;
  terms: { [name in keyof Terms]: Term };
};

export type ReorderRow = Place & {
  variantId: string | null;
  productId: string | null;
  title: string;
  sku: string | null;
  answer: Answer;
  inputs: StoredInputs;
  computedAt: Date;
};

const key = (place: Place) => `${place.inventoryItemId}/${place.locationId}`;

export async function loadDefaults(tx: ShopTx, shop: string): Promise<ShopDefaults> {
  const row = await tx.reorderDefaults.findUnique({ where: { shop } });
  if (!row) return firstDefaults;
  const { leadTimeDays, reviewDays, safetyDays, windowDays } = row;
  return { leadTimeDays, reviewDays, safetyDays, windowDays };
}

export async function saveDefaults(tx: ShopTx, shop: string, defaults: ShopDefaults): Promise<void> {
  await tx.reorderDefaults.upsert({ where: { shop }, create: { shop, ...defaults }, update: defaults });
}

export type OwnSetting = { terms: OwnTerms; supplier: SupplierTerms | null };

/** What people set for single variants, of all places or only of `items`. */
export async function loadSettings(tx: ShopTx, items: string[] | null): Promise<{ of(place: Place): OwnSetting }> {
  const [rows, suppliers] = await Promise.all([
    tx.reorderSetting.findMany({ where: items ? { inventoryItemId: { in: items } } : {} }),
    tx.supplier.findMany(),
  ]);
  const supplierById = new Map(suppliers.map((supplier) => [supplier.id, supplier]));
  const byPlace = new Map(
    rows.map(({ supplierId, leadTimeDays, reviewDays, safetyDays, minimumOrder, packSize, ...place }) => {
      const supplier = supplierId ? supplierById.get(supplierId) : undefined;
      const setting: OwnSetting = {
        terms: { leadTimeDays, reviewDays, safetyDays, minimumOrder, packSize },
        supplier: supplier?.leadTimeDays == null ? null : { leadTimeDays: supplier.leadTimeDays },
      };
      return [key(place), setting];
    }),
  );
  return { of: (place) => byPlace.get(key(place)) ?? { terms: nothingSet, supplier: null } };
}

export async function saveOwnTerms(tx: ShopTx, shop: string, place: Place, terms: OwnTerms): Promise<void> {
  const { inventoryItemId, locationId } = place;
  await tx.reorderSetting.upsert({
    where: { shop_inventoryItemId_locationId: { shop, inventoryItemId, locationId } },
    create: { shop, inventoryItemId, locationId, ...terms },
    update: terms,
  });
}

/** Writes many answers, a few thousand a statement. An answer that was computed later than these stays. */
export async function saveAnswers(tx: ShopTx, shop: string, rows: ReorderRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 2000) {
    const batch = JSON.stringify(
      rows.slice(from, from + 2000).map(({ answer, inputs, ...row }) => ({
        ...row,
        ...answer,
        available: inputs.stock.available,
        incoming: inputs.stock.incoming,
        daysInStock: inputs.history.daysInStock,
        inputs: { ...inputs, unknown: answer.unknown },
      })),
    );
    await tx.$executeRaw`
      INSERT INTO "ReorderPoint" ("shop", "inventoryItemId", "locationId", "variantId", "productId", "title", "sku", "advice",
        "available", "incoming", "reorderPoint", "orderUpTo", "suggested", "dailyDemand", "daysInStock", "daysOfCover",
        "slackDays", "inputs", "computedAt")
      SELECT ${shop}, r.* FROM jsonb_to_recordset(${batch}::jsonb) AS r("inventoryItemId" text, "locationId" text,
        "variantId" text, "productId" text, "title" text, "sku" text, "advice" text, "available" int, "incoming" int,
        "reorderPoint" int, "orderUpTo" int, "suggested" int, "dailyDemand" float8, "daysInStock" int,
        "daysOfCover" float8, "slackDays" float8, "inputs" jsonb, "computedAt" timestamptz)
      ON CONFLICT ("shop", "inventoryItemId", "locationId") DO UPDATE SET
        "variantId" = excluded."variantId", "productId" = excluded."productId", "title" = excluded."title",
        "sku" = excluded."sku", "advice" = excluded."advice", "available" = excluded."available",
        "incoming" = excluded."incoming", "reorderPoint" = excluded."reorderPoint", "orderUpTo" = excluded."orderUpTo",
        "suggested" = excluded."suggested", "dailyDemand" = excluded."dailyDemand",
        "daysInStock" = excluded."daysInStock", "daysOfCover" = excluded."daysOfCover",
        "slackDays" = excluded."slackDays", "inputs" = excluded."inputs", "computedAt" = excluded."computedAt"
      WHERE "ReorderPoint"."computedAt" <= excluded."computedAt"`;
  }
}

/** Forgets answers that a run begun at `computedAt` did not renew: their variant or location is gone. */
export async function dropOlderThan(tx: ShopTx, computedAt: Date, items: string[] | null): Promise<void> {
  await tx.reorderPoint.deleteMany({
    where: { computedAt: { lt: computedAt }, ...(items ? { inventoryItemId: { in: items } } : {}) },
  });
}

export type ReorderFilter = { advice: Advice | null; locationId: string | null; search: string };

function matching(filter: ReorderFilter): Prisma.ReorderPointWhereInput {
  const contains = { contains: filter.search, mode: 'insensitive' as const };
  return {
    ...(filter.advice ? { advice: filter.advice } : {}),
    ...(filter.locationId ? { locationId: filter.locationId } : {}),
    ...(filter.search ? { OR: [{ title: contains }, { sku: contains }] } : {}),
  };
}

// Most urgent first: the least slack between what the stock covers and what a delivery takes. What sells nothing comes last.
const byUrgency: Prisma.ReorderPointOrderByWithRelationInput[] = [
  { slackDays: { sort: 'asc', nulls: 'last' } },
  { dailyDemand: 'desc' },
  { inventoryItemId: 'asc' },
  { locationId: 'asc' },
];

export async function listAnswers(
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

export async function countAnswers(tx: ShopTx, locationId: string | null): Promise<Record<Advice, number>> {
  const groups = await tx.reorderPoint.groupBy({
    by: ['advice'],
    _count: { _all: true },
    ...(locationId ? { where: { locationId } } : {}),
  });
  const counts: Record<Advice, number> = { buy: 0, wait: 0, enough: 0, unknown: 0 };
  for (const group of groups) counts[group.advice as Advice] = group._count._all;
  return counts;
}

export async function loadAnswer(tx: ShopTx, shop: string, place: Place): Promise<ReorderRow | null> {
  const { inventoryItemId, locationId } = place;
  const row = await tx.reorderPoint.findUnique({
    where: { shop_inventoryItemId_locationId: { shop, inventoryItemId, locationId } },
  });
  return row ? toRow(row) : null;
}

/** When the last computation was, or null before the first. */
export async function lastComputedAt(tx: ShopTx): Promise<Date | null> {
  const { _max } = await tx.reorderPoint.aggregate({ _max: { computedAt: true } });
  return _max.computedAt;
}

function toRow(row: Prisma.ReorderPointGetPayload<object>): ReorderRow {
  const { unknown, ...inputs } = row.inputs as unknown as StoredInputs & { unknown: Unknown | null };
  return {
    inventoryItemId: row.inventoryItemId,
    locationId: row.locationId,
    variantId: row.variantId,
    productId: row.productId,
    title: row.title,
    sku: row.sku,
    answer: {
      advice: row.advice as Advice,
      unknown,
      dailyDemand: row.dailyDemand,
      position: row.available + row.incoming,
      reorderPoint: row.reorderPoint,
      orderUpTo: row.orderUpTo,
      suggested: row.suggested,
      daysOfCover: row.daysOfCover,
      slackDays: row.slackDays,
    },
    inputs,
    computedAt: row.computedAt,
  };
}

export async function defaultsAreSet(tx: ShopTx): Promise<boolean> {
  return (await tx.reorderDefaults.count()) > 0;
}
