import { fulfillmentOrderFields } from './fulfillment-order-fields.ts';
import { fulfillmentOrderLineFields } from './fulfillment-order-line-fields.ts';
import { read } from './operation.ts';

/** One fulfillment order with 250 lines a page; null when it is gone. */
export const fulfillmentOrderRead = read(
  'fulfillmentOrderRead',
  `#graphql
  ${fulfillmentOrderFields}
  ${fulfillmentOrderLineFields}
  query FulfillmentOrderRead($id: ID!, $linesAfter: String) {
    fulfillmentOrder(id: $id) {
      ...FulfillmentOrderFields
      lineItems(first: 250, after: $linesAfter) {
        nodes { ...FulfillmentOrderLineFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
);
