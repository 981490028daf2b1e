import { fulfillmentOrderFields } from './fulfillment-order-fields.ts';
import { fulfillmentOrderLineFields } from './fulfillment-order-line-fields.ts';
import { read } from './operation.ts';

/** Many fulfillment orders with their first 50 lines; null where one is gone. More lines: fulfillmentOrderRead. */
export const fulfillmentOrdersByIds = read(
  'fulfillmentOrdersByIds',
  `#graphql
  ${fulfillmentOrderFields}
  ${fulfillmentOrderLineFields}
  query FulfillmentOrdersByIds($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on FulfillmentOrder {
        ...FulfillmentOrderFields
        lineItems(first: 50) {
          nodes { ...FulfillmentOrderLineFields }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`,
  { cost: 300 },
);
