/** The stock of one item at one location, by the names that Shopify counts. */
export const inventoryLevelFields = `#graphql
  fragment InventoryLevelFields on InventoryLevel {
    id
    isActive
    updatedAt
    location { id }
    quantities(
      names: ["available", "on_hand", "committed", "incoming", "reserved", "damaged", "safety_stock", "quality_control"]
    ) {
      name
      quantity
    }
  }
`;
