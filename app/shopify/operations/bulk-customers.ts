import { read } from './operation.ts';

/** For bulkOperationRunQuery: that each customer exists, and nothing more. */
export const bulkCustomers = read(
  'bulkCustomers',
  `#graphql
  query BulkCustomers {
    customers { edges { node { id createdAt updatedAt } } }
  }
`,
);
