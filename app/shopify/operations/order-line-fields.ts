/** One line of an order. `quantity` stays historical after an edit, `currentQuantity` does not. */
export const orderLineFields = `#graphql
  fragment OrderLineFields on LineItem {
    id
    product { id }
    variant { id }
    sku
    title
    variantTitle
    quantity
    currentQuantity
    unfulfilledQuantity
    originalUnitPriceSet { shopMoney { amount } }
    totalDiscountSet { shopMoney { amount } }
    requiresShipping
  }
`;
