// Looks again at what the diary has stock news of.
import { inShop } from '../db.server.ts';
import { readOn } from '../events/read.server.ts';
import { recomputeItems } from './recompute-items.server.ts';
import { allRefreshed } from './refreshed.server.ts';
import { askForRun, recordNews } from './runs.server.ts';

const PAGE = 2000;
const NEWS = [
  'stock.changed',
  'purchase-order.ordered',
  'purchase-order.received',
  'purchase-order.closed',
  'purchase-order.canceled',
  'count.booked',
  'plan.changed',
  'flash-sale.announced',
] as const;

/** Reads the diary on until it is through or `signal` aborts. */
export async function recomputeNews(shop: string, signal: AbortSignal, clock = () => new Date()): Promise<void> {
  while (!signal.aborted) {
    // The cursor moves only after the answers are written.
    const read = await inShop(
      shop,
      async (tx) => {
        const events = await readOn(tx, shop, 'replenishment', PAGE, [...NEWS]);
        const plans = events.flatMap(({ data }) => ('firstDay' in data ? data.firstDay : []));
        if (plans.length > 0) await planAnew(shop, plans, clock());
        const items = events.flatMap(({ data }) => {
          if ('items' in data) return data.items;
          if ('lines' in data)
            return data.lines.flatMap((line) => ('inventoryItemId' in line ? line.inventoryItemId : []));
          return 'inventoryItemId' in data ? data.inventoryItemId : [];
        });
        if (items.length > 0) {
          const began = clock();
          const computed = await recomputeItems(shop, [...new Set(items)], began);
          await recordNews(tx, shop, began, clock(), computed);
        }
        return events.length;
      },
      { timeoutMs: 720_000 },
    );
    if (read < PAGE) return;
  }
}

/**
 * What the calendar says concerns many items, and what it did to some of them teaches about others: only a run over everything brings that
 * together. It reads the last weeks again by itself; past days that go further back are marked anew before it.
 */
async function planAnew(shop: string, firstDays: readonly string[], now: Date): Promise<void> {
  const first = firstDays.reduce((least, day) => (day < least ? day : least));
  if (Date.parse(first) <= now.getTime()) await allRefreshed(shop, now, first);
  await askForRun(shop, now);
}
