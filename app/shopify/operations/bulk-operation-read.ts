import { read } from './operation.ts';

/** How far a bulk operation is, and where its result lies (a URL that lives 7 days). */
export const bulkOperationRead = read(
  'bulkOperationRead',
  `#graphql
  query BulkOperationRead($id: ID!) {
    bulkOperation(id: $id) {
      id
      status
      errorCode
      createdAt
      completedAt
      objectCount
      rootObjectCount
      fileSize
      url
      partialDataUrl
    }
  }
`,
  { cost: 1 },
);
