import { write } from './operation.ts';

/**
 * Changes stock by differences. Each change says `changeFromQuantity`, the quantity it starts from (compare-and-swap), or null
 * to change whatever is there. Shopify applies one key once within 24 hours.
 */
export const inventoryAdjustQuantities = write(
  'inventoryAdjustQuantities',
  `#graphql
  mutation InventoryAdjustQuantities($input: InventoryAdjustQuantitiesInput!, $idempotencyKey: String!) {
    inventoryAdjustQuantities(input: $input) @idempotent(key: $idempotencyKey) {
      inventoryAdjustmentGroup { id createdAt reason }
      userErrors { field message code }
    }
  }
`,
  { repeat: { how: 'same-key' } },
);
