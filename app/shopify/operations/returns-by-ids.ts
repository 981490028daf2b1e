import { read } from './operation.ts';
import { returnFields } from './return-fields.ts';
import { returnLineFields } from './return-line-fields.ts';

/** Many returns with their first 50 lines; null where one is gone. More lines: returnRead. */
export const returnsByIds = read(
  'returnsByIds',
  `#graphql
  ${returnFields}
  ${returnLineFields}
  query ReturnsByIds($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Return {
        ...ReturnFields
        returnLineItems(first: 50) {
          nodes { ...ReturnLineFields }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`,
  { cost: 400 },
);
