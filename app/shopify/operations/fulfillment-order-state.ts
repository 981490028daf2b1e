import { read } from './operation.ts';

/** Status and holds of one fulfillment order: what holding, releasing and reporting progress change. */
export const fulfillmentOrderState = read(
  'fulfillmentOrderState',
  `#graphql
  query FulfillmentOrderState($id: ID!) {
    fulfillmentOrder(id: $id) {
      id
      status
      fulfillmentHolds { id reason reasonNotes handle heldByRequestingApp }
    }
  }
`,
  { cost: 5 },
);
