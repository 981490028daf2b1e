import { inventoryLevelFields } from './inventory-level-fields.ts';
import { read } from './operation.ts';

/** For bulkOperationRunQuery: every inventory item with its variant and its levels, inactive ones too. */
export const bulkInventory = read(
  'bulkInventory',
  `#graphql
  ${inventoryLevelFields}
  query BulkInventory {
    inventoryItems {
      edges {
        node {
          id
          sku
          tracked
          requiresShipping
          unitCost { amount currencyCode }
          measurement { weight { value unit } }
          harmonizedSystemCode
          countryCodeOfOrigin
          updatedAt
          variants { edges { node { id } } }
          inventoryLevels(includeInactive: true) { edges { node { ...InventoryLevelFields } } }
        }
      }
    }
  }
`,
);
