import { write } from './operation.ts';

/** Takes tags off an order; a tag that is not there is no error. */
export const tagsRemove = write(
  'tagsRemove',
  `#graphql
  mutation TagsRemove($id: ID!, $tags: [String!]!) {
    tagsRemove(id: $id, tags: $tags) {
      node { id }
      userErrors { field message }
    }
  }
`,
  { repeat: { how: 'harmless' }, needs: ['write_orders'] },
);
