// Looks at single items anew, at all their locations: when news of them arrives, and when a person changes what holds for them.
import { inShop } from '../db.server.ts';
import { type Computed, computePage, loadShared } from './compute-page.server.ts';
import { refreshed } from './refreshed.server.ts';

/** So few that the demand of some is read while the others are decided. */
const PAGE_ITEMS = 250;

/** Their classes stay what the last run over everything made them. */
export async function recomputeItems(shop: string, items: readonly string[], now: Date): Promise<Computed> {
  const total: Computed = { places: 0, toBuy: 0, changed: 0 };
  const page = (nth: number) => items.slice(nth * PAGE_ITEMS, (nth + 1) * PAGE_ITEMS);
  const done = new Set<string>();
  let touched = await refreshed(shop, now, page(0));
  for (let nth = 0; touched.length > 0; nth++) {
    // A component of bundles comes up with each of them.
    const fresh = touched.filter((item) => !done.has(item));
    for (const item of fresh) done.add(item);
    const [computed, next] = await Promise.all([computeItems(shop, fresh, now), refreshed(shop, now, page(nth + 1))]);
    total.places += computed.places;
    total.toBuy += computed.toBuy;
    total.changed += computed.changed;
    touched = next;
  }
  return total;
}

async function computeItems(shop: string, items: readonly string[], now: Date): Promise<Computed> {
  if (items.length === 0) return { places: 0, toBuy: 0, changed: 0 };
  return inShop(
    shop,
    async (tx) => computePage(tx, shop, items, await loadShared(tx, shop, now, null, items), 'single'),
    { timeoutMs: 60_000 },
  );
}
