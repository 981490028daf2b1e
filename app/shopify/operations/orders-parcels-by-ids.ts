import { fulfillmentOrderFields } from './fulfillment-order-fields.ts';
import { fulfillmentOrderLineFields } from './fulfillment-order-line-fields.ts';
import { read } from './operation.ts';

/** The fulfillment orders of many orders, five each with 30 lines; null where an order is gone. More: orderFulfillmentOrders. */
export const ordersParcelsByIds = read(
  'ordersParcelsByIds',
  `#graphql
  ${fulfillmentOrderFields}
  ${fulfillmentOrderLineFields}
  query OrdersParcelsByIds($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Order {
        id
        fulfillmentOrders(first: 5) {
          nodes {
            ...FulfillmentOrderFields
            lineItems(first: 30) {
              nodes { ...FulfillmentOrderLineFields }
              pageInfo { hasNextPage }
            }
          }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`,
  { cost: 700 },
);
