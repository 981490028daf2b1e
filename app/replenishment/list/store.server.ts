// The list's own look at ReorderPoint, its saved views, and what open purchase orders hold of a SKU.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import { inputsOf, type KeptInputs } from '../kept-inputs.ts';
import { type Advice, advices } from '../policy/advice.ts';
import type { ReorderRow } from '../reorder-point.ts';
import type { ResolvedTerms } from '../settings/rule.ts';
import { NO_SUPPLIER, type ReorderFilter, type ReorderSort } from './reorder-filter.ts';

export type View = { id: string; name: string; query: string };

export function listViews(tx: ShopTx): Promise<View[]> {
  return tx.reorderView.findMany({ select: { id: true, name: true, query: true }, orderBy: { name: 'asc' } });
}

/** False when the name is taken. */
export async function insertView(tx: ShopTx, shop: string, view: View, now: Date): Promise<boolean> {
  const { count } = await tx.reorderView.createMany({
    data: [{ shop, ...view, createdAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function updateView(tx: ShopTx, shop: string, id: string, name: string): Promise<void> {
  await tx.reorderView.update({ where: { shop_id: { shop, id } }, data: { name } });
}

export async function deleteView(tx: ShopTx, id: string): Promise<void> {
  await tx.reorderView.deleteMany({ where: { id } });
}

/** The day up to which an order is due, as the filter asks for it. */
export type Asked = ReorderFilter & { dueUntil: Date | null };

function matching(asked: Asked): Prisma.Sql {
  const like = `%${asked.search.replaceAll(/[\\%_]/g, (each) => `\\${each}`)}%`;
  const conditions = [
    // What was deleted in Shopify keeps its row until the next run; nobody shall order it meanwhile.
    Prisma.sql`EXISTS (SELECT FROM "Variant" v WHERE v."shop" = "ReorderPoint"."shop"
      AND v."inventoryItemId" = "ReorderPoint"."inventoryItemId")`,
    ...(asked.locationId ? [Prisma.sql`"locationId" = ${asked.locationId}`] : []),
    ...(asked.supplierId === NO_SUPPLIER ? [Prisma.sql`"supplierId" IS NULL`] : []),
    ...(asked.supplierId && asked.supplierId !== NO_SUPPLIER
      ? [Prisma.sql`"supplierId" = ${asked.supplierId}::uuid`]
      : []),
    ...(asked.abc ? [Prisma.sql`"abcRevenue" = ${asked.abc}`] : []),
    ...(asked.pattern ? [Prisma.sql`"pattern" = ${asked.pattern}`] : []),
    ...(asked.isNew ? [Prisma.sql`"isNew"`] : []),
    ...(asked.phantom ? [Prisma.sql`"phantom"`] : []),
    ...(asked.dueUntil ? [Prisma.sql`"orderBy" <= ${asked.dueUntil}::date`] : []),
    ...(asked.search
      ? [
          Prisma.sql`("title" ILIKE ${like} OR "sku" ILIKE ${like} OR "barcode" ILIKE ${like} OR "vendor" ILIKE ${like})`,
        ]
      : []),
  ];
  return Prisma.join(conditions, ' AND ');
}

// Most urgent: the least slack between what the stock covers and what a delivery takes. What sells nothing comes last.
const order: Record<ReorderSort, Prisma.Sql> = {
  urgency: Prisma.sql`"slackDays" ASC NULLS LAST, "demandPerDay" DESC NULLS LAST`,
  'order-by': Prisma.sql`"orderBy" ASC NULLS LAST, "slackDays" ASC NULLS LAST`,
  product: Prisma.sql`"title" ASC, "sku" ASC NULLS LAST`,
  units: Prisma.sql`"suggested" DESC, "slackDays" ASC NULLS LAST`,
  cover: Prisma.sql`"daysOfCover" ASC NULLS LAST`,
  lost: Prisma.sql`"lostRevenue" DESC, "lostUnits" DESC`,
  excess: Prisma.sql`"excessCash" DESC NULLS LAST, "excess" DESC`,
};

/** One page of what matches, in its order. */
export async function listRows(tx: ShopTx, asked: Asked, page: { skip: number; take: number }): Promise<ReorderRow[]> {
  const advised = asked.advice ? Prisma.sql` AND "advice" = ${asked.advice}` : Prisma.empty;
  const rows = await tx.$queryRaw<StoredRow[]>`
    SELECT *, "supplierId"::text AS "supplierId" FROM "ReorderPoint" WHERE ${matching(asked)}${advised}
    ORDER BY ${order[asked.sort]}, "inventoryItemId", "locationId" LIMIT ${page.take} OFFSET ${page.skip}`;
  return rows.map(toRow);
}

/** One item at every location, the busiest first. */
export async function listItem(tx: ShopTx, inventoryItemId: string): Promise<ReorderRow[]> {
  const rows = await tx.$queryRaw<StoredRow[]>`
    SELECT * FROM "ReorderPoint" WHERE "inventoryItemId" = ${inventoryItemId}
    ORDER BY "demandPerDay" DESC NULLS LAST, "locationId"`;
  return rows.map(toRow);
}

/** What these items are called, each once and with a location where it has a number: `locationId` if it can be. */
export function listTitles(
  tx: ShopTx,
  inventoryItemIds: readonly string[],
  locationId: string,
): Promise<Pick<ReorderRow, 'inventoryItemId' | 'locationId' | 'title' | 'sku'>[]> {
  return tx.$queryRaw`
    SELECT DISTINCT ON ("inventoryItemId") "inventoryItemId", "locationId", "title", "sku" FROM "ReorderPoint"
    WHERE "inventoryItemId" = ANY(${[...inventoryItemIds]})
    ORDER BY "inventoryItemId", "locationId" = ${locationId} DESC, "locationId"`;
}

/** What is written by saveRows is what ReorderRow says, but for the days and the arrivals. */
type StoredRow = Omit<ReorderRow, 'orderBy' | 'lastSoldOn' | 'inputs'> & {
  shop: string;
  inputs: KeptInputs;
  orderBy: Date | null;
  lastSoldOn: Date | null;
};

function toRow({ shop: _, ...row }: StoredRow): ReorderRow {
  const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;
  return { ...row, orderBy: day(row.orderBy), lastSoldOn: day(row.lastSoldOn), inputs: inputsOf(row.inputs) };
}

/** How many of what matches stand at each advice, whatever tab is open. */
export async function countByAdvice(tx: ShopTx, asked: Asked): Promise<Record<Advice, number>> {
  const rows = await tx.$queryRaw<{ advice: Advice; count: number }[]>`
    SELECT "advice", count(*)::int AS "count" FROM "ReorderPoint" WHERE ${matching(asked)} GROUP BY "advice"`;
  const count = new Map(rows.map((row) => [row.advice, row.count]));
  return Object.fromEntries(advices.map((advice) => [advice, count.get(advice) ?? 0])) as Record<Advice, number>;
}

/** `minor` is null when the cost of a unit is not known for all of them. */
export type SupplierTotal = {
  supplierId: string | null;
  currency: string | null;
  lines: number;
  units: number;
  withoutCost: number;
  minor: bigint;
};

/** What is suggested to buy of all that matches, by supplier and currency, the most lines first. */
export function totalsBySupplier(tx: ShopTx, asked: Asked): Promise<SupplierTotal[]> {
  return tx.$queryRaw<SupplierTotal[]>`
    SELECT "supplierId"::text AS "supplierId", "currency", count(*)::int AS "lines", sum("suggested")::int AS "units",
      (count(*) FILTER (WHERE "unitCost" IS NULL))::int AS "withoutCost",
      coalesce(sum("unitCost" * "suggested"), 0)::bigint AS "minor"
    FROM "ReorderPoint" WHERE ${matching(asked)} AND "suggested" > 0
    GROUP BY "supplierId", "currency" ORDER BY "lines" DESC, "supplierId", "currency"`;
}

export async function lastComputedAt(tx: ShopTx): Promise<Date | null> {
  return (await tx.reorderPoint.aggregate({ _max: { computedAt: true } }))._max.computedAt;
}

export async function supplierNames(tx: ShopTx): Promise<{ id: string; name: string; archived: boolean }[]> {
  const rows = await tx.supplier.findMany({
    select: { id: true, name: true, archivedAt: true },
    orderBy: { name: 'asc' },
  });
  return rows.map(({ archivedAt, ...supplier }) => ({ ...supplier, archived: archivedAt !== null }));
}

/** A line of a purchase order that is not closed. */
export type OpenOrderLine = {
  inventoryItemId: string;
  locationId: string;
  orderId: string;
  number: number;
  supplier: string;
  state: string;
  dueOn: Date | null;
  /** still to come */
  units: number;
};

/** Lines of purchase orders of these items that are neither closed nor canceled; drafts too, which count as nothing yet. */
export function openOrderLines(tx: ShopTx, inventoryItemIds: readonly string[]): Promise<OpenOrderLine[]> {
  return tx.$queryRaw<OpenOrderLine[]>`
    SELECT l."inventoryItemId", o."locationId", o."id"::text AS "orderId", o."number", o."supplierName" AS "supplier",
      o."state", o."dueOn", (l."ordered" - l."received" - l."rejected")::int AS "units"
    FROM "PurchaseOrder" o JOIN "PurchaseOrderLine" l ON l."shop" = o."shop" AND l."purchaseOrderId" = o."id"
    WHERE o."state" IN ('draft', 'approved', 'ordered', 'receiving') AND l."inventoryItemId" = ANY(${[...inventoryItemIds]})
      AND l."ordered" > l."received" + l."rejected"
    ORDER BY o."dueOn" NULLS LAST, o."number"`;
}

/** The items that carry these SKUs, each once. */
export function listSkus(
  tx: ShopTx,
  skus: readonly string[],
): Promise<{ sku: string; inventoryItemId: string; title: string }[]> {
  return tx.$queryRaw<{ sku: string; inventoryItemId: string; title: string }[]>`
    SELECT DISTINCT ON ("inventoryItemId") "sku", "inventoryItemId", "title" FROM "ReorderPoint"
    WHERE "sku" = ANY(${[...new Set(skus)]}) ORDER BY "inventoryItemId"`;
}

/** What holds at these places ("item/location"), as it was last computed. */
export async function termsOfPlaces(tx: ShopTx, keys: readonly string[]): Promise<Map<string, ResolvedTerms>> {
  const rows = await tx.$queryRaw<{ key: string; terms: ResolvedTerms }[]>`
    SELECT "inventoryItemId" || '/' || "locationId" AS "key", "inputs"->'terms' AS "terms" FROM "ReorderPoint"
    WHERE "inventoryItemId" || '/' || "locationId" = ANY(${[...keys]})`;
  return new Map(rows.map(({ key, terms }) => [key, terms]));
}

/** What suppliers ask of an order as a whole, in their own currency; null = the shop's. */
export function supplierTerms(
  tx: ShopTx,
): Promise<{ id: string; name: string; minimumValue: bigint | null; currency: string | null }[]> {
  return tx.supplier.findMany({ select: { id: true, name: true, minimumValue: true, currency: true } });
}
