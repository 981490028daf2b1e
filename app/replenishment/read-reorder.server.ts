// The reorder list and one reorder point, ready for a page.
import { inShop } from '../db.server.ts';
import type { Advice, Place, ReorderRow } from './reorder-point.ts';
import { countAdvices, lastComputedAt, listRows, loadRow, type ReorderFilter } from './store.server.ts';

export async function readReorderPage(
  shop: string,
  filter: ReorderFilter,
  page: { skip: number; take: number },
): Promise<{ rows: ReorderRow[]; total: number; counts: Record<Advice, number>; computedAt: Date | null }> {
  return inShop(shop, async (tx) => ({
    ...(await listRows(tx, filter, page)),
    counts: await countAdvices(tx, filter.locationId),
    computedAt: await lastComputedAt(tx),
  }));
}

export async function readReorderPoint(shop: string, place: Place): Promise<ReorderRow | null> {
  return inShop(shop, (tx) => loadRow(tx, shop, place));
}

/** How many variants at locations stand at each advice, for the home page. */
export async function readReorderCounts(shop: string): Promise<Record<Advice, number>> {
  return inShop(shop, (tx) => countAdvices(tx, null));
}
