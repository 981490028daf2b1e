/** A product without its variants. */
export const productFields = `#graphql
  fragment ProductFields on Product {
    id
    title
    handle
    status
    vendor
    productType
    tags
    createdAt
    updatedAt
    featuredMedia { preview { image { url } } }
  }
`;
