import { read } from './operation.ts';

/**
 * Items and versions of a location's stock levels that match `query` (updated_at), inactive ones too; null when the location is
 * gone. A change of quantity moves the level's updatedAt only, not its item's.
 */
export const inventoryLevelsUpdated = read(
  'inventoryLevelsUpdated',
  `#graphql
  query InventoryLevelsUpdated($locationId: ID!, $query: String, $after: String) {
    location(id: $locationId) {
      inventoryLevels(first: 250, after: $after, query: $query, includeInactive: true) {
        nodes { id updatedAt item { id } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
);
