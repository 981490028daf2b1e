import { read } from './operation.ts';
import { returnFields } from './return-fields.ts';
import { returnLineFields } from './return-line-fields.ts';

/** One return with 100 lines a page; null when it is gone. */
export const returnRead = read(
  'returnRead',
  `#graphql
  ${returnFields}
  ${returnLineFields}
  query ReturnRead($id: ID!, $linesAfter: String) {
    return(id: $id) {
      ...ReturnFields
      returnLineItems(first: 100, after: $linesAfter) {
        nodes { ...ReturnLineFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
  { cost: 30 },
);
