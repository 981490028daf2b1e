import { read } from './operation.ts';

/** What of an order can still be returned: the fulfillment lines with the quantity left. */
export const orderReturnableFulfillments = read(
  'orderReturnableFulfillments',
  `#graphql
  query OrderReturnableFulfillments($orderId: ID!, $after: String) {
    returnableFulfillments(orderId: $orderId, first: 10, after: $after) {
      nodes {
        id
        fulfillment { id createdAt }
        returnableFulfillmentLineItems(first: 50) {
          nodes {
            quantity
            fulfillmentLineItem {
              id
              lineItem { id }
            }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
  { cost: 50 },
);
