import { read } from './operation.ts';

/** Ids and versions of the customers that match `query`, oldest change first. */
export const customersUpdated = read(
  'customersUpdated',
  `#graphql
  query CustomersUpdated($query: String, $after: String) {
    customers(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { id updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
);
