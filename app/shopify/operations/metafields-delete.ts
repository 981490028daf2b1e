import { write } from './operation.ts';

/** Takes values away from goods; one that is not there is no matter. */
export const metafieldsDelete = write(
  'metafieldsDelete',
  `#graphql
  mutation MetafieldsDelete($metafields: [MetafieldIdentifierInput!]!) {
    metafieldsDelete(metafields: $metafields) {
      deletedMetafields { key }
      userErrors { field message }
    }
  }
`,
  { repeat: { how: 'harmless' }, needs: ['write_products'], cost: 30 },
);
