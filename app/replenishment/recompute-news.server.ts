// Looks again at what the diary has stock news of.
import { inShop } from '../db.server.ts';
import { readOn } from '../events/read.server.ts';
import { recomputeItems } from './recompute-items.server.ts';
import { recordNews } from './runs.server.ts';

const PAGE = 2000;

/** Reads the diary on until it is through or `signal` aborts. */
export async function recomputeNews(shop: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // The cursor moves only after the answers are written.
    const read = await inShop(
      shop,
      async (tx) => {
        const events = await readOn(tx, shop, 'replenishment', PAGE, ['stock.changed']);
        const items = events.flatMap((event) => (event.type === 'stock.changed' ? event.data.inventoryItemId : []));
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
