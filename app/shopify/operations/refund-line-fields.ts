/** One line of a refund. */
export const refundLineFields = `#graphql
  fragment RefundLineFields on RefundLineItem {
    lineItem { id }
    quantity
    restockType
    location { id }
    subtotalSet { shopMoney { amount } }
  }
`;
