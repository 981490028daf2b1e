// Looks again at what the diary has stock news of.
import { inShop } from '../db.server.ts';
import { readOn } from '../events/read.server.ts';
import { recomputeItems } from './recompute-items.server.ts';
import { recordNews } from './runs.server.ts';

const PAGE = 2000;
const NEWS = [
  'stock.changed',
  'purchase-order.ordered',
  'purchase-order.received',
  'purchase-order.closed',
  'purchase-order.canceled',
  'count.booked',
] as const;

/** Reads the diary on until it is through or `signal` aborts. */
export async function recomputeNews(shop: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // The cursor moves only after the answers are written.
    const read = await inShop(
      shop,
      async (tx) => {
        const events = await readOn(tx, shop, 'replenishment', PAGE, [...NEWS]);
        const items = events.flatMap(({ data }) => {
          if ('items' in data) return data.items;
          if ('lines' in data)
            return data.lines.flatMap((line) => ('inventoryItemId' in line ? line.inventoryItemId : []));
          return 'inventoryItemId' in data ? data.inventoryItemId : [];
        });
        if (items.length > 0) {
          const began = new Date();
          const computed = await recomputeItems(shop, [...new Set(items)], began);
          await recordNews(tx, shop, began, new Date(), computed);
        }
        return events.length;
      },
      { timeoutMs: 120_000 },
    );
    if (read < PAGE) return;
  }
}
