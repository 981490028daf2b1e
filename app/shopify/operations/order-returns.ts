import { read } from './operation.ts';
import { returnFields } from './return-fields.ts';
import { returnLineFields } from './return-line-fields.ts';

/** The returns of one order, with their lines. */
export const orderReturns = read(
  'orderReturns',
  `#graphql
  ${returnFields}
  ${returnLineFields}
  query OrderReturns($id: ID!, $after: String) {
    order(id: $id) {
      id
      returns(first: 20, after: $after) {
        nodes {
          ...ReturnFields
          returnLineItems(first: 50) {
            nodes { ...ReturnLineFields }
            pageInfo { hasNextPage endCursor }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
  { cost: 100 },
);
