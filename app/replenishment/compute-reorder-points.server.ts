// Looks at every variant at every location anew: each night, and when a person asks for it.
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { countPlaces, pagesOfItems } from '../mirror/read-places.server.ts';
import { readRevenue } from '../mirror/read-revenue.server.ts';
import { type Classes, type Computed, loadShared, type Shared } from './compute-page.server.ts';
import { learnSignals } from './learn-signals.server.ts';
import { abcClasses } from './policy/classes.ts';
import { dropOldReceipts } from './receipts.server.ts';
import { allRefreshed } from './refreshed.server.ts';
import { runPages } from './run-pages.server.ts';
import { beat, claimRun, failRun, finishRun } from './runs.server.ts';

/** So many items a transaction: a second or less, in which news of single items wait. */
const PAGE_ITEMS = 250;
const YEAR_MS = 365 * 86_400_000;

/**
 * Computes all reorder points of the shop page by page, says how far it is, and tells the diary at the end. Null when another worker is on it
 * already, took this run over, or `signal` aborted; what is computed by then is kept.
 */
export async function computeReorderPoints(shop: string, now: Date, signal?: AbortSignal): Promise<Computed | null> {
  const run = await claimRun(shop, now);
  if (run === null) return null;
  try {
    await allRefreshed(shop, now);
    const known = await inShop(shop, (tx) => sharedByAll(tx, shop, now), { timeoutMs: 120_000 });
    const of = await inShop(shop, (tx) => countPlaces(tx, shop));
    const nothing = { places: 0, toBuy: 0, changed: 0, of };
    const learned = await learnSignals(shop, known.today, async () => {
      if (signal?.aborted) throw new Error('The worker was told to stop');
      return inShop(shop, (tx) => beat(tx, run, new Date(), nothing));
    });
    if (learned === null) return null;
    const shared = { ...known, learned };
    const pages = await inShop(shop, (tx) => pagesOfItems(tx, shop, PAGE_ITEMS));
    if (!(await runPages({ shop, run, shared, of, pages }, signal))) return null;
    return await inShop(shop, async (tx) => {
      await dropOldReceipts(tx, shop, now);
      const { places, toBuy, changed } = await finishRun(tx, run, new Date());
      const at = now.toISOString();
      const told = { type: 'reorder.computed' as const, key: `reorder.computed:${run}`, subject: `Shop/${shop}`, at };
      await append(tx, shop, [{ ...told, data: { variants: places, toBuy } }]);
      return { places, toBuy, changed };
    });
  } catch (error) {
    await failRun(shop, run, new Date(), (error as Error).message);
    throw error;
  }
}

async function sharedByAll(tx: Parameters<typeof loadShared>[0], shop: string, now: Date): Promise<Shared> {
  return loadShared(tx, shop, now, await classesOfShop(tx, shop, now), null);
}

/** The classes of all items that were ordered within a year, by revenue and by margin over the whole shop. */
async function classesOfShop(
  tx: Parameters<typeof loadShared>[0],
  shop: string,
  now: Date,
): Promise<Map<string, Classes>> {
  const sold = await readRevenue(tx, shop, new Date(now.getTime() - YEAR_MS));
  const revenue = abcClasses(sold.map((item) => Number(item.revenue)));
  const margin = abcClasses(sold.map((item) => Number(item.margin ?? 0n)));
  return new Map(
    sold.map((item, i) => [
      item.inventoryItemId,
      { revenue: revenue[i]!, margin: item.margin === null ? null : margin[i]! },
    ]),
  );
}
