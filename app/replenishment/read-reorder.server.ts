// The reorder list and one reorder point, ready for a page.
import { inShop } from '../db.server.ts';
import type { Advice } from './reorder-point.ts';
import {
  countAnswers,
  lastComputedAt,
  listAnswers,
  loadAnswer,
  type Place,
  type ReorderFilter,
  type ReorderRow,
} from './store.server.ts';

export async function readReorderPage(
  shop: string,
  filter: ReorderFilter,
  page: { skip: number; take: number },
): Promise<{ rows: ReorderRow[]; total: number; counts: Record<Advice, number>; computedAt: Date | null }> {
  return inShop(shop, async (tx) => ({
    ...(await listAnswers(tx, filter, page)),
    counts: await countAnswers(tx, filter.locationId),
    computedAt: await lastComputedAt(tx),
  }));
}

export async function readReorderPoint(shop: string, place: Place): Promise<ReorderRow | null> {
  return inShop(shop, (tx) => loadAnswer(tx, shop, place));
}

/** How many variants at locations stand at each advice, for the home page. */
export async function readReorderCounts(shop: string): Promise<Record<Advice, number>> {
  return inShop(shop, (tx) => countAnswers(tx, null));
}

/** Everything that matches, most urgent first, for a file. */
export async function readAllReorder(shop: string, filter: ReorderFilter): Promise<ReorderRow[]> {
  return inShop(shop, async (tx) => (await listAnswers(tx, filter, { skip: 0, take: 200_000 })).rows, {
    timeoutMs: 60_000,
  });
}
