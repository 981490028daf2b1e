/** One line of a return, verified (it belongs to a fulfilled line) or not. `reason` is the definition's handle or the old enum. */
export const returnLineFields = `#graphql
  fragment ReturnLineFields on ReturnLineItemType {
    id
    quantity
    processedQuantity
    refundedQuantity
    returnReason
    returnReasonDefinition { handle name }
    returnReasonNote
    customerNote
    ... on ReturnLineItem {
      fulfillmentLineItem {
        id
        lineItem { id }
      }
    }
  }
`;
