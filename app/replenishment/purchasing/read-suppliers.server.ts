// Suppliers, ready for pages.
import { inShop } from '../../db.server.ts';
import { findItems, type ItemFacts, readItems } from '../../mirror/read-items.server.ts';
import { type Scorecard, scorecard } from '../policy/scorecard.ts';
import {
  itemsOfSupplier,
  linesForScorecard,
  listSuppliers,
  loadSupplier,
  type Supplier,
  type SupplierItem,
} from './store.server.ts';

export async function readSuppliers(
  shop: string,
  search: string,
  archived: boolean,
): Promise<Awaited<ReturnType<typeof listSuppliers>>> {
  return inShop(shop, (tx) => listSuppliers(tx, search, archived));
}

export type SupplierPage = {
  supplier: Supplier;
  /** facts null: its variant is deleted in Shopify */
  items: (SupplierItem & { facts: ItemFacts | null })[];
  card: Scorecard;
};

export async function readSupplierPage(shop: string, id: string, now: Date): Promise<SupplierPage | null> {
  return inShop(shop, async (tx) => {
    const supplier = await loadSupplier(tx, shop, id);
    if (!supplier) return null;
    const items = await itemsOfSupplier(tx, id);
    const facts = await readItems(
      tx,
      shop,
      items.map((item) => item.inventoryItemId),
    );
    return {
      supplier,
      items: items
        .map((item) => ({ ...item, facts: facts.get(item.inventoryItemId) ?? null }))
        .sort((a, b) => (a.facts?.title ?? '~').localeCompare(b.facts?.title ?? '~')),
      card: scorecard(await linesForScorecard(tx, id), Math.floor(now.getTime() / 86_400_000)),
    };
  });
}

/** Items by product, SKU or barcode, for choosing one. */
export async function searchItems(shop: string, search: string): Promise<ItemFacts[]> {
  return inShop(shop, (tx) => findItems(tx, shop, search, 20));
}
