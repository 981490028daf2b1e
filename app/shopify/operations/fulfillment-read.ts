import { fulfillmentFields } from './fulfillment-fields.ts';
import { fulfillmentLineFields } from './fulfillment-line-fields.ts';
import { read } from './operation.ts';

/** One fulfillment with 250 lines a page; null when it is gone. */
export const fulfillmentRead = read(
  'fulfillmentRead',
  `#graphql
  ${fulfillmentFields}
  ${fulfillmentLineFields}
  query FulfillmentRead($id: ID!, $linesAfter: String) {
    fulfillment(id: $id) {
      ...FulfillmentFields
      order { id }
      fulfillmentLineItems(first: 250, after: $linesAfter) {
        nodes { ...FulfillmentLineFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
);
