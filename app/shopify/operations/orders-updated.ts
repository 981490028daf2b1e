import { read } from './operation.ts';

/** Ids and versions of the orders that match `query`, for example updated_at:>=2026-07-01T00:00:00Z, oldest change first. */
export const ordersUpdated = read(
  'ordersUpdated',
  `#graphql
  query OrdersUpdated($query: String, $after: String) {
    orders(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { id updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
);
