import { read } from './operation.ts';
import { refundFields } from './refund-fields.ts';
import { refundLineFields } from './refund-line-fields.ts';

/** Many refunds with their first 50 lines; null where one is gone. More lines: refundRead. */
export const refundsByIds = read(
  'refundsByIds',
  `#graphql
  ${refundFields}
  ${refundLineFields}
  query RefundsByIds($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Refund {
        ...RefundFields
        order { id }
        refundLineItems(first: 50) {
          nodes { ...RefundLineFields }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`,
  { cost: 400 },
);
