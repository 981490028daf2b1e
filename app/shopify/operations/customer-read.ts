import { read } from './operation.ts';

/** That a customer exists, and nothing more; null when it is gone. */
export const customerRead = read(
  'customerRead',
  `#graphql
  query CustomerRead($id: ID!) {
    customer(id: $id) { id createdAt updatedAt }
  }
`,
  { cost: 1 },
);
