// The only file that knows the table ReorderRule; it reads what suppliers state in Supplier and SupplierItem.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import type { PriceBreak } from '../policy/quantity.ts';
import { nothingDecided, type Rule, type Scope } from './rule.ts';

export type StoredRule = { scope: Scope; key: string; rule: Rule };

const columns = Object.keys(nothingDecided) as (keyof Rule)[];

/** The rules of all scopes, of single items and their places only for `items` when given. */
export async function loadRules(tx: ShopTx, items: readonly string[] | null): Promise<StoredRule[]> {
  const rows = await tx.$queryRaw<({ scope: Scope; key: string } & Rule)[]>`
    SELECT "scope", "key", "supplierId"::text, "leadTimeDays", "reviewDays", "policy", "targetMeasure", "targetPermille",
      "minimumOrder", "packSize", "maxCoverDays", "shelfLifeDays", "holdingPermille", "spareDays"
    FROM "ReorderRule"
    WHERE "shop" = current_setting('backroom.shop')
      AND (${items === null} OR "scope" NOT IN ('item', 'place') OR split_part("key", '/', 1) = ANY(${[...(items ?? [])]}))`;
  return rows.map(({ scope, key, ...rule }) => ({ scope, key, rule }));
}

export async function saveRule(tx: ShopTx, shop: string, { scope, key, rule }: StoredRule): Promise<void> {
  // A rule that says nothing is no rule; but one of the shop or a class stays, as it stands in place of the first one.
  if (columns.every((column) => rule[column] === null) && scope !== 'shop' && scope !== 'class')
    await tx.reorderRule.deleteMany({ where: { scope, key } });
  else
    await tx.reorderRule.upsert({
      where: { shop_scope_key: { shop, scope, key } },
      create: { shop, scope, key, ...rule },
      update: rule,
    });
}

/** Many rules at once; each scope and key at most once. One of an item or place that says nothing is no rule. */
export async function saveRules(tx: ShopTx, shop: string, rules: readonly StoredRule[]): Promise<void> {
  const says = ({ rule }: StoredRule) => columns.some((column) => rule[column] !== null);
  const kept = rules.filter(says);
  const gone = rules.filter((rule) => !says(rule)).map(({ scope, key }) => `${scope} ${key}`);
  await tx.$executeRaw`
    DELETE FROM "ReorderRule" WHERE "shop" = ${shop} AND "scope" || ' ' || "key" = ANY(${gone})`;
  const batch = JSON.stringify(kept.map(({ scope, key, rule }) => ({ shop, scope, key, ...rule })));
  const set = Prisma.raw(columns.map((column) => `"${column}" = excluded."${column}"`).join(', '));
  await tx.$executeRaw`
    INSERT INTO "ReorderRule" SELECT r.* FROM jsonb_populate_recordset(NULL::"ReorderRule", ${batch}::jsonb) AS r
    ON CONFLICT ("shop", "scope", "key") DO UPDATE SET ${set}`;
}

export async function shopHasDecided(tx: ShopTx): Promise<boolean> {
  return (await tx.reorderRule.count({ where: { scope: 'shop' } })) > 0;
}

/** Whether a supplier that is still bought from says how long it takes. */
export async function aSupplierHasLeadTime(tx: ShopTx): Promise<boolean> {
  return (await tx.supplier.count({ where: { archivedAt: null, leadTimeDays: { not: null } } })) > 0;
}

/** A supplier that is still bought from, and what it states. */
export type SupplierStates = {
  id: string;
  name: string;
  leadTimeDays: number | null;
  reviewDays: number | null;
  /** ISO 4217; null = the shop's own */
  currency: string | null;
};

export async function loadSuppliers(tx: ShopTx): Promise<Map<string, SupplierStates>> {
  const rows = await tx.supplier.findMany({
    where: { archivedAt: null },
    select: { id: true, name: true, leadTimeDays: true, reviewDays: true, currency: true },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a supplier states for one item. */
export type SupplierItemStates = {
  supplierId: string;
  inventoryItemId: string;
  unitCost: bigint | null;
  minimumOrder: number | null;
  packSize: number | null;
  leadTimeDays: number | null;
  priceBreaks: PriceBreak[];
};

/** By item, the supplier to be asked first in front; those no longer bought from are left out. */
export async function loadSupplierItems(
  tx: ShopTx,
  items: readonly string[],
): Promise<Map<string, SupplierItemStates[]>> {
  const rows = await tx.$queryRaw<(Omit<SupplierItemStates, 'priceBreaks'> & { priceBreaks: unknown })[]>`
    SELECT i."supplierId"::text AS "supplierId", i."inventoryItemId", i."unitCost", i."minimumOrder", i."packSize", i."leadTimeDays",
      i."priceBreaks"
    FROM "SupplierItem" i JOIN "Supplier" s ON s."shop" = i."shop" AND s."id" = i."supplierId" AND s."archivedAt" IS NULL
    WHERE i."inventoryItemId" = ANY(${[...items]})
    ORDER BY i."inventoryItemId", i."rank", i."supplierId"`;
  const states = rows.map((row) => ({ ...row, priceBreaks: breaksOf(row.priceBreaks) }));
  return Map.groupBy(states, ({ inventoryItemId }) => inventoryItemId);
}

function breaksOf(stored: unknown): PriceBreak[] {
  const breaks = Array.isArray(stored) ? (stored as { units: number; unitCost: string }[]) : [];
  return breaks.map(({ units, unitCost }) => ({ units, unitCost: Number(unitCost) }));
}
