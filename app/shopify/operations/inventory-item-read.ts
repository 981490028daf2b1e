import { inventoryItemFields } from './inventory-item-fields.ts';
import { inventoryLevelFields } from './inventory-level-fields.ts';
import { read } from './operation.ts';

/** One inventory item with 50 levels a page, inactive ones too; null when it is gone. */
export const inventoryItemRead = read(
  'inventoryItemRead',
  `#graphql
  ${inventoryItemFields}
  ${inventoryLevelFields}
  query InventoryItemRead($id: ID!, $levelsAfter: String) {
    inventoryItem(id: $id) {
      ...InventoryItemFields
      inventoryLevels(first: 50, after: $levelsAfter, includeInactive: true) {
        nodes { ...InventoryLevelFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
  { cost: 40 },
);
