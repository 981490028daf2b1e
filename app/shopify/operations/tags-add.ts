import { write } from './operation.ts';

/** Adds tags to an order; a tag that is there stays. */
export const tagsAdd = write(
  'tagsAdd',
  `#graphql
  mutation TagsAdd($id: ID!, $tags: [String!]!) {
    tagsAdd(id: $id, tags: $tags) {
      node { id }
      userErrors { field message }
    }
  }
`,
  { repeat: { how: 'harmless' }, needs: ['write_orders'] },
);
