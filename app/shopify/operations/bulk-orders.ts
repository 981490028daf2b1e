import { read } from './operation.ts';
import { orderFields } from './order-fields.ts';
import { orderLineFields } from './order-line-fields.ts';
import { returnFields } from './return-fields.ts';
import { returnLineFields } from './return-line-fields.ts';

/**
 * For bulkOperationRunQuery: every order with its lines and returns. A bulk query cannot open a connection inside a list, so
 * fulfillments and refunds are only named here: their lines come with the fulfillment orders and by refundsByIds.
 */
export const bulkOrders = read(
  'bulkOrders',
  `#graphql
  ${orderFields}
  ${orderLineFields}
  ${returnFields}
  ${returnLineFields}
  query BulkOrders {
    orders {
      edges {
        node {
          ...OrderFields
          lineItems { edges { node { ...OrderLineFields } } }
          fulfillments { id status createdAt }
          refunds { id }
          returns {
            edges {
              node {
                ...ReturnFields
                returnLineItems { edges { node { ...ReturnLineFields } } }
              }
            }
          }
        }
      }
    }
  }
`,
);
