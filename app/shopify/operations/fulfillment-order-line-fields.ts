/** One line of a fulfillment order. */
export const fulfillmentOrderLineFields = `#graphql
  fragment FulfillmentOrderLineFields on FulfillmentOrderLineItem {
    id
    inventoryItemId
    totalQuantity
    remainingQuantity
    lineItem { id }
    variant { id }
  }
`;
