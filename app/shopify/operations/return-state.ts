import { read } from './operation.ts';

/** Status of one return and how much of each line was processed. */
export const returnState = read(
  'returnState',
  `#graphql
  query ReturnState($id: ID!) {
    return(id: $id) {
      id
      status
      returnLineItems(first: 100) { nodes { id processedQuantity } }
      refunds(first: 50) { nodes { id createdAt } }
    }
  }
`,
  { cost: 25 },
);
