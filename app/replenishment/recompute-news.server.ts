// Looks again at what the diary has stock news of.
import { inShop } from '../db.server.ts';
import { lookOn, moveOn } from '../events/read.server.ts';
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

/**
 * Reads the diary on until it is through or `signal` aborts. No transaction is open while it computes: the cursor moves when the
 * answers are saved. A worker that dies before that leaves the same news to the next one, whose answers are the same.
 */
export async function recomputeNews(shop: string, signal: AbortSignal, clock = () => new Date()): Promise<void> {
  while (!signal.aborted) {
    const page = await inShop(shop, (tx) => lookOn(tx, shop, 'replenishment', PAGE, [...NEWS]));
    const { events } = page;
    if (events.length === 0) return;
    const plans = events.flatMap(({ data }) => ('firstDay' in data ? data.firstDay : []));
    if (plans.length > 0) await planAnew(shop, plans, clock());
    const items = events.flatMap(({ data }) => {
      if ('items' in data) return data.items;
      if ('lines' in data) return data.lines.flatMap((line) => ('inventoryItemId' in line ? line.inventoryItemId : []));
      return 'inventoryItemId' in data ? data.inventoryItemId : [];
    });
    const began = clock();
    const computed = await recomputeItems(shop, [...new Set(items)], began);
    await inShop(shop, async (tx) => {
      await moveOn(tx, shop, 'replenishment', page);
      await recordNews(tx, shop, began, clock(), computed);
    });
    if (events.length < PAGE) return;
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
