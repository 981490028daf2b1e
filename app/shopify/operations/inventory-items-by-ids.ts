import { inventoryItemFields } from './inventory-item-fields.ts';
import { inventoryLevelFields } from './inventory-level-fields.ts';
import { read } from './operation.ts';

/** Many inventory items with ten levels each, inactive ones too; null where one is gone. More levels: inventoryItemRead. */
export const inventoryItemsByIds = read(
  'inventoryItemsByIds',
  `#graphql
  ${inventoryItemFields}
  ${inventoryLevelFields}
  query InventoryItemsByIds($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on InventoryItem {
        ...InventoryItemFields
        inventoryLevels(first: 10, includeInactive: true) {
          nodes { ...InventoryLevelFields }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`,
  { cost: 400 },
);
