import { read } from './operation.ts';

/** A fulfillment order's lines and its latest fulfillments: what tells whether a fulfillment of ours was made. */
export const fulfillmentsOfFulfillmentOrder = read(
  'fulfillmentsOfFulfillmentOrder',
  `#graphql
  query FulfillmentsOfFulfillmentOrder($id: ID!) {
    fulfillmentOrder(id: $id) {
      id
      lineItems(first: 100) { nodes { id totalQuantity remainingQuantity lineItem { id } } }
      fulfillments(first: 20, reverse: true) {
        nodes {
          id
          status
          createdAt
          trackingInfo(first: 20) { number }
          fulfillmentLineItems(first: 100) { nodes { quantity lineItem { id } } }
        }
      }
    }
  }
`,
  { cost: 60 },
);
