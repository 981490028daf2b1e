// Looks at single items anew, at all their locations: when news of them arrives, and when a person changes what holds for them.
import { inShop } from '../db.server.ts';
import { type Computed, computePage, loadShared } from './compute-page.server.ts';
import { refreshed } from './refreshed.server.ts';
import { loadClasses } from './store.server.ts';

const PAGE_ITEMS = 500;

/** Their classes stay what the last run over everything made them. */
export async function recomputeItems(shop: string, items: readonly string[], now: Date): Promise<Computed> {
  const total: Computed = { places: 0, toBuy: 0, changed: 0 };
  if (items.length === 0) return total;
  const touched = await refreshed(shop, now, items);
  for (let from = 0; from < touched.length; from += PAGE_ITEMS) {
    const page = touched.slice(from, from + PAGE_ITEMS);
    const computed = await inShop(
      shop,
      async (tx) => {
        const rows = await loadClasses(tx, page);
        const classes = new Map(
          [...rows].map(([item, { abcRevenue, abcMargin }]) => [item, { revenue: abcRevenue, margin: abcMargin }]),
        );
        return computePage(tx, shop, page, await loadShared(tx, shop, now, classes, page), 'single');
      },
      { timeoutMs: 60_000 },
    );
    total.places += computed.places;
    total.toBuy += computed.toBuy;
    total.changed += computed.changed;
  }
  return total;
}
