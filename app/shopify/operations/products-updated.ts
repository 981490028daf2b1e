import { read } from './operation.ts';

/** Ids and versions of the products that match `query`, oldest change first. */
export const productsUpdated = read(
  'productsUpdated',
  `#graphql
  query ProductsUpdated($query: String, $after: String) {
    products(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { id updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
);
