import { read } from './operation.ts';

/** Ids and versions of the fulfillment orders that match `query`, closed ones too, oldest change first. */
export const fulfillmentOrdersUpdated = read(
  'fulfillmentOrdersUpdated',
  `#graphql
  query FulfillmentOrdersUpdated($query: String, $after: String) {
    fulfillmentOrders(first: 250, after: $after, query: $query, includeClosed: true, sortKey: UPDATED_AT) {
      nodes { id updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
);
