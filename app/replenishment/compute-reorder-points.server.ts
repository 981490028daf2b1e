// Looks at every variant at every location anew: each night, and at single ones whenever news of them arrives.
import { inShop, type ShopTx } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { readDemand } from '../mirror/read-demand.server.ts';
import { reorder } from './reorder.ts';
import { dropOlderThan, loadDefaults, loadSettings, type ReorderRow, saveAnswers } from './store.server.ts';
import { plainTerms, resolveTerms } from './terms.ts';

export type Computed = { places: number; toBuy: number };

/** Computes all reorder points of the shop, and tells the diary. */
export async function computeReorderPoints(shop: string, now: Date): Promise<Computed> {
  return inShop(
    shop,
    async (tx) => {
      const computed = await compute(tx, shop, null, now);
      const at = now.toISOString();
      await append(tx, shop, [
        {
          type: 'reorder.computed',
          key: `reorder.computed:${at}`,
          subject: `Shop/${shop}`,
          at,
          data: { variants: computed.places, toBuy: computed.toBuy },
        },
      ]);
      return computed;
    },
    { timeoutMs: 300_000 },
  );
}

/** Computes the reorder points of these inventory items only, at all their locations. */
export async function recomputeItems(shop: string, inventoryItemIds: string[], now: Date): Promise<Computed> {
  if (inventoryItemIds.length === 0) return { places: 0, toBuy: 0 };
  return inShop(shop, (tx) => compute(tx, shop, inventoryItemIds, now), { timeoutMs: 120_000 });
}

async function compute(tx: ShopTx, shop: string, items: string[] | null, now: Date): Promise<Computed> {
  const defaults = await loadDefaults(tx, shop);
  const settings = await loadSettings(tx, items);
  const rows = (await readDemand(tx, shop, defaults.windowDays, now, items)).map((row): ReorderRow => {
    const own = settings.of(row);
    const terms = resolveTerms(own.terms, own.supplier, defaults);
    const inputs = {
      stock: { available: row.available, incoming: row.incoming },
      history: { daysObserved: row.daysObserved, daysInStock: row.daysInStock, unitsSold: row.unitsSold },
      tracked: row.tracked,
    };
    return {
      inventoryItemId: row.inventoryItemId,
      locationId: row.locationId,
      variantId: row.variantId,
      productId: row.productId,
      title: row.title,
      sku: row.sku,
      answer: reorder({ ...inputs, terms: plainTerms(terms) }),
      inputs: { ...inputs, windowDays: defaults.windowDays, terms },
      computedAt: now,
    };
  });
  await saveAnswers(tx, shop, rows);
  await dropOlderThan(tx, now, items);
  return { places: rows.length, toBuy: rows.filter((row) => row.answer.advice === 'buy').length };
}
