// Bundles, ready for pages.
import { inShop } from '../../db.server.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { type BundleHead, pageOfBundles, partsOfBundles } from './store.server.ts';

/** Null in place of a part's title: its variant is deleted in Shopify. */
export type Bundle = BundleHead & {
  parts: { inventoryItemId: string; quantity: number; title: string | null; sku: string | null }[];
};

/** Bundles by title, those deleted in Shopify first. */
export async function readBundles(
  shop: string,
  search: string,
  page: { skip: number; take: number },
): Promise<{ total: number; bundles: Bundle[] }> {
  return inShop(shop, async (tx) => {
    const { total, heads } = await pageOfBundles(tx, shop, search, page);
    const parts = await partsOfBundles(
      tx,
      heads.map((head) => head.variantId),
    );
    const facts = await readItems(
      tx,
      shop,
      parts.map((part) => part.inventoryItemId),
    );
    const partsOf = Map.groupBy(parts, (part) => part.bundleVariantId);
    return {
      total,
      bundles: heads.map((head) => ({
        ...head,
        parts: (partsOf.get(head.variantId) ?? []).map(({ inventoryItemId, quantity }) => {
          const { title = null, sku = null } = facts.get(inventoryItemId) ?? {};
          return { inventoryItemId, quantity, title, sku };
        }),
      })),
    };
  });
}
