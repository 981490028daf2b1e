import { read } from './operation.ts';

/** Ids and versions of the inventory items that match `query` (updated_at, sku, created_at). */
export const inventoryItemsUpdated = read(
  'inventoryItemsUpdated',
  `#graphql
  query InventoryItemsUpdated($query: String, $after: String) {
    inventoryItems(first: 250, after: $after, query: $query) {
      nodes { id updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
);
