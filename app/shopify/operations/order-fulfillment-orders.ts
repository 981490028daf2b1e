import { fulfillmentOrderFields } from './fulfillment-order-fields.ts';
import { fulfillmentOrderLineFields } from './fulfillment-order-line-fields.ts';
import { read } from './operation.ts';

/** The fulfillment orders of one order: after a split, a move or a merge the set itself has changed. */
export const orderFulfillmentOrders = read(
  'orderFulfillmentOrders',
  `#graphql
  ${fulfillmentOrderFields}
  ${fulfillmentOrderLineFields}
  query OrderFulfillmentOrders($id: ID!, $after: String) {
    order(id: $id) {
      id
      fulfillmentOrders(first: 20, after: $after) {
        nodes {
          ...FulfillmentOrderFields
          lineItems(first: 50) {
            nodes { ...FulfillmentOrderLineFields }
            pageInfo { hasNextPage endCursor }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
  { cost: 100 },
);
