/** A variant; `price` is a decimal text in the shop's currency. */
export const variantFields = `#graphql
  fragment VariantFields on ProductVariant {
    id
    title
    sku
    barcode
    price
    position
    updatedAt
    inventoryItem { id }
  }
`;
