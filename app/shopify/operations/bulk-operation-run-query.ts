import { write } from './operation.ts';

/** Starts a bulk read; its result is JSONL at `url` once it is COMPLETED. Repeating starts a second one, which only costs time. */
export const bulkOperationRunQuery = write(
  'bulkOperationRunQuery',
  `#graphql
  mutation BulkOperationRunQuery($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: true) {
      bulkOperation { id status createdAt }
      userErrors { field message code }
    }
  }
`,
  { repeat: { how: 'harmless' } },
);
