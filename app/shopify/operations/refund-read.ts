import { read } from './operation.ts';
import { refundFields } from './refund-fields.ts';
import { refundLineFields } from './refund-line-fields.ts';

/** One refund with 250 lines a page; null when it is gone. */
export const refundRead = read(
  'refundRead',
  `#graphql
  ${refundFields}
  ${refundLineFields}
  query RefundRead($id: ID!, $linesAfter: String) {
    refund(id: $id) {
      ...RefundFields
      order { id }
      refundLineItems(first: 250, after: $linesAfter) {
        nodes { ...RefundLineFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
);
