import { write } from './operation.ts';

/** Writes down a draft transfer from one location to another: no stock moves before somebody marks it ready. One key makes one. */
export const inventoryTransferCreate = write(
  'inventoryTransferCreate',
  `#graphql
  mutation InventoryTransferCreate($input: InventoryTransferCreateInput!, $idempotencyKey: String!) {
    inventoryTransferCreate(input: $input) @idempotent(key: $idempotencyKey) {
      inventoryTransfer { id name }
      userErrors { field message code }
    }
  }
`,
  { repeat: { how: 'same-key' }, cost: 20 },
);
