// One page of the reorder list, and all of it for a file.
import { inShop } from '../../db.server.ts';
import type { Advice } from '../policy/advice.ts';
import { draftedUnits } from '../purchasing/store.server.ts';
import type { ReorderRow } from '../reorder-point.ts';
import { placeKey } from '../reorder-point.ts';
import type { ReorderFilter } from './reorder-filter.ts';
import {
  type Asked,
  countByAdvice,
  lastComputedAt,
  listRows,
  type SupplierTotal,
  supplierNames,
  totalsBySupplier,
} from './store.server.ts';

export type ListRow = ReorderRow & {
  /** units on drafts and approved orders, which are not ordered yet and count for nothing */
  onDraft: number;
};

export type ReorderList = {
  rows: ListRow[];
  counts: Record<Advice, number>;
  totals: SupplierTotal[];
  computedAt: Date | null;
  /** all of them, as past orders may be of an archived one */
  suppliers: { id: string; name: string; archived: boolean }[];
};

const asked = (filter: ReorderFilter, today: string): Asked => ({
  ...filter,
  dueUntil: filter.dueDays === null ? null : new Date(Date.parse(`${today}T00:00:00Z`) + filter.dueDays * 86_400_000),
});

/** `today` is the shop's day. */
export async function readReorderList(
  shop: string,
  filter: ReorderFilter,
  today: string,
  page: { skip: number; take: number },
): Promise<ReorderList> {
  return inShop(shop, async (tx) => {
    const what = asked(filter, today);
    const rows = await listRows(tx, what, page);
    const drafted = await draftedUnits(
      tx,
      rows.map(({ inventoryItemId }) => inventoryItemId),
    );
    const onDraft = new Map(drafted.map((line) => [placeKey(line), line.units]));
    return {
      rows: rows.map((row) => ({ ...row, onDraft: onDraft.get(placeKey(row)) ?? 0 })),
      counts: await countByAdvice(tx, what),
      totals: await totalsBySupplier(tx, what),
      computedAt: await lastComputedAt(tx),
      suppliers: await supplierNames(tx),
    };
  });
}

/** Everything that matches, in the list's order, for a file. */
export async function readWholeList(
  shop: string,
  filter: ReorderFilter,
  today: string,
): Promise<{ rows: ReorderRow[]; suppliers: ReorderList['suppliers'] }> {
  return inShop(
    shop,
    async (tx) => ({
      rows: await listRows(tx, asked(filter, today), { skip: 0, take: 200_000 }),
      suppliers: await supplierNames(tx),
    }),
    { timeoutMs: 60_000 },
  );
}

/** The suppliers that are still bought from, by name. */
export async function readListSuppliers(shop: string): Promise<{ id: string; name: string }[]> {
  const all = await inShop(shop, supplierNames);
  return all.filter(({ archived }) => !archived).map(({ id, name }) => ({ id, name }));
}
