/** One line of a fulfillment; its id is what a return refers to. */
export const fulfillmentLineFields = `#graphql
  fragment FulfillmentLineFields on FulfillmentLineItem {
    id
    quantity
    lineItem { id }
  }
`;
