import { fulfillmentFields } from './fulfillment-fields.ts';
import { fulfillmentLineFields } from './fulfillment-line-fields.ts';
import { read } from './operation.ts';
import { orderFields } from './order-fields.ts';
import { orderLineFields } from './order-line-fields.ts';
import { refundFields } from './refund-fields.ts';
import { refundLineFields } from './refund-line-fields.ts';

/** Many orders with their first 50 lines, fulfillments and refunds; null where one is gone. More of anything: orderRead. */
export const ordersByIds = read(
  'ordersByIds',
  `#graphql
  ${orderFields}
  ${orderLineFields}
  ${fulfillmentFields}
  ${fulfillmentLineFields}
  ${refundFields}
  ${refundLineFields}
  query OrdersByIds($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Order {
        ...OrderFields
        lineItems(first: 50) {
          nodes { ...OrderLineFields }
          pageInfo { hasNextPage }
        }
        fulfillments(first: 5) {
          ...FulfillmentFields
          fulfillmentLineItems(first: 20) {
            nodes { ...FulfillmentLineFields }
            pageInfo { hasNextPage }
          }
        }
        refunds(first: 5) {
          ...RefundFields
          refundLineItems(first: 20) {
            nodes { ...RefundLineFields }
            pageInfo { hasNextPage }
          }
        }
      }
    }
  }
`,
  { cost: 700 },
);
