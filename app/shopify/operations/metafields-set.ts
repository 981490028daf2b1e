import { write } from './operation.ts';

/** Keeps values with goods, 25 at most, all or none; the same again changes nothing. Which scope it needs hangs on the owner. */
export const metafieldsSet = write(
  'metafieldsSet',
  `#graphql
  mutation MetafieldsSet($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      metafields { id }
      userErrors { field message code }
    }
  }
`,
  { repeat: { how: 'harmless' }, needs: ['write_products'], cost: 30 },
);
