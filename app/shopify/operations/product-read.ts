import { read } from './operation.ts';
import { productFields } from './product-fields.ts';
import { variantFields } from './variant-fields.ts';

/** One product with 100 variants a page; null when it is gone. */
export const productRead = read(
  'productRead',
  `#graphql
  ${productFields}
  ${variantFields}
  query ProductRead($id: ID!, $variantsAfter: String) {
    product(id: $id) {
      ...ProductFields
      variants(first: 100, after: $variantsAfter) {
        nodes { ...VariantFields }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`,
  { cost: 30 },
);
