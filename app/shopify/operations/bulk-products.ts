import { read } from './operation.ts';
import { productFields } from './product-fields.ts';
import { variantFields } from './variant-fields.ts';

/** For bulkOperationRunQuery: every product with its variants. */
export const bulkProducts = read(
  'bulkProducts',
  `#graphql
  ${productFields}
  ${variantFields}
  query BulkProducts {
    products {
      edges {
        node {
          ...ProductFields
          variants { edges { node { ...VariantFields } } }
        }
      }
    }
  }
`,
);
