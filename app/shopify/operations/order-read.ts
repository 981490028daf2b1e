import { fulfillmentFields } from './fulfillment-fields.ts';
import { fulfillmentLineFields } from './fulfillment-line-fields.ts';
import { read } from './operation.ts';
import { orderFields } from './order-fields.ts';
import { orderLineFields } from './order-line-fields.ts';
import { refundFields } from './refund-fields.ts';
import { refundLineFields } from './refund-line-fields.ts';

/**
 * One order with its first 100 lines, its fulfillments and its refunds; null when it is gone.
 * More lines: ask again with `linesAfter`. More lines of a fulfillment or refund (hasNextPage): fulfillmentRead, refundRead.
 */
export const orderRead = read(
  'orderRead',
  `#graphql
  ${orderFields}
  ${orderLineFields}
  ${fulfillmentFields}
  ${fulfillmentLineFields}
  ${refundFields}
  ${refundLineFields}
  query OrderRead($id: ID!, $linesAfter: String) {
    order(id: $id) {
      ...OrderFields
      lineItems(first: 100, after: $linesAfter) {
        nodes { ...OrderLineFields }
        pageInfo { hasNextPage endCursor }
      }
      fulfillments(first: 20) {
        ...FulfillmentFields
        fulfillmentLineItems(first: 50) {
          nodes { ...FulfillmentLineFields }
          pageInfo { hasNextPage endCursor }
        }
      }
      refunds(first: 20) {
        ...RefundFields
        refundLineItems(first: 50) {
          nodes { ...RefundLineFields }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`,
  { cost: 100 },
);
