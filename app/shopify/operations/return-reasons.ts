import { read } from './operation.ts';

/** The reasons a return line may name, as this shop words them. */
export const returnReasons = read(
  'returnReasons',
  `#graphql
  query ReturnReasons($after: String) {
    returnReasonDefinitions(first: 100, after: $after) {
      nodes { id handle name deleted }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
);
