/** An inventory item without its levels. */
export const inventoryItemFields = `#graphql
  fragment InventoryItemFields on InventoryItem {
    id
    sku
    tracked
    requiresShipping
    unitCost { amount currencyCode }
    measurement { weight { value unit } }
    harmonizedSystemCode
    countryCodeOfOrigin
    createdAt
    updatedAt
    variants(first: 1) { nodes { id } }
  }
`;
