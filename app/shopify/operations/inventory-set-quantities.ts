import { write } from './operation.ts';

/** Sets stock to counted quantities; `changeFromQuantity` as in inventoryAdjustQuantities. One key is applied once within 24 hours. */
export const inventorySetQuantities = write(
  'inventorySetQuantities',
  `#graphql
  mutation InventorySetQuantities($input: InventorySetQuantitiesInput!, $idempotencyKey: String!) {
    inventorySetQuantities(input: $input) @idempotent(key: $idempotencyKey) {
      inventoryAdjustmentGroup { id createdAt reason }
      userErrors { field message code }
    }
  }
`,
  { repeat: { how: 'same-key' } },
);
