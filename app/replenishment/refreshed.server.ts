// The one place from which the kept demand is brought up to date before a look.
import { inShop } from '../db.server.ts';
import { refreshDemand } from './demand/refresh-demand.server.ts';
import { askForRun } from './runs.server.ts';

/** Brings the demand of `items` up to yesterday of the shop, and answers the items whose demand that may have touched. */
export async function refreshed(shop: string, now: Date, items: readonly string[]): Promise<string[]> {
  if (items.length === 0) return [];
  const { items: touched } = await inShop(shop, (tx) => refreshDemand(tx, shop, { now, items }), {
    timeoutMs: 120_000,
  });
  return [...new Set([...items, ...(touched ?? [])])];
}

/** The same for all items; `from` (YYYY-MM-DD): the first day of which the calendar says something else than before. */
export async function allRefreshed(shop: string, now: Date, from?: string): Promise<void> {
  await inShop(shop, (tx) => refreshDemand(tx, shop, { now, items: null, ...(from ? { from } : {}) }), {
    timeoutMs: 600_000,
  });
}

/** Reads every day of every history again, for what nothing dates, and asks for a look at everything. */
export async function readDemandAnew(shop: string, now: Date): Promise<void> {
  await inShop(shop, (tx) => refreshDemand(tx, shop, { now, items: null, whole: true }), { timeoutMs: 600_000 });
  await askForRun(shop, now);
}
