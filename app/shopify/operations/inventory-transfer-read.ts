import { read } from './operation.ts';

/** How far a transfer is, with up to 250 lines; null when its draft was deleted. */
export const inventoryTransferRead = read(
  'inventoryTransferRead',
  `#graphql
  query InventoryTransferRead($id: ID!) {
    inventoryTransfer(id: $id) {
      name
      status
      lineItems(first: 250) { nodes { totalQuantity shippedQuantity inventoryItem { id } } }
    }
  }
`,
  { cost: 50 },
);
