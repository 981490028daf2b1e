import { write } from './operation.ts';

/** Asks a bulk operation to stop: CANCELING, then CANCELED. */
export const bulkOperationCancel = write(
  'bulkOperationCancel',
  `#graphql
  mutation BulkOperationCancel($id: ID!) {
    bulkOperationCancel(id: $id) {
      bulkOperation { id status }
      userErrors { field message }
    }
  }
`,
  { repeat: { how: 'harmless' } },
);
