/** A refund without its lines. */
export const refundFields = `#graphql
  fragment RefundFields on Refund {
    id
    createdAt
    updatedAt
    totalRefundedSet { shopMoney { amount currencyCode } }
    return { id }
  }
`;
