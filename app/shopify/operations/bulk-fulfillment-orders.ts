import { fulfillmentFields } from './fulfillment-fields.ts';
import { fulfillmentLineFields } from './fulfillment-line-fields.ts';
import { fulfillmentOrderFields } from './fulfillment-order-fields.ts';
import { fulfillmentOrderLineFields } from './fulfillment-order-line-fields.ts';
import { read } from './operation.ts';

/** For bulkOperationRunQuery: every fulfillment order, closed ones too, with its lines and with the fulfillments made of it. */
export const bulkFulfillmentOrders = read(
  'bulkFulfillmentOrders',
  `#graphql
  ${fulfillmentOrderFields}
  ${fulfillmentOrderLineFields}
  ${fulfillmentFields}
  ${fulfillmentLineFields}
  query BulkFulfillmentOrders {
    fulfillmentOrders(includeClosed: true) {
      edges {
        node {
          ...FulfillmentOrderFields
          lineItems { edges { node { ...FulfillmentOrderLineFields } } }
          fulfillments {
            edges {
              node {
                ...FulfillmentFields
                fulfillmentLineItems { edges { node { ...FulfillmentLineFields } } }
              }
            }
          }
        }
      }
    }
  }
`,
);
