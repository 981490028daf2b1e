/** An order as the mirror keeps it. Amounts in the shop's currency; the address goes sealed into OrderContact. */
export const orderFields = `#graphql
  fragment OrderFields on Order {
    id
    name
    createdAt
    processedAt
    updatedAt
    cancelledAt
    cancelReason
    closedAt
    test
    currencyCode
    displayFinancialStatus
    displayFulfillmentStatus
    totalShippingPriceSet { shopMoney { amount } }
    subtotalPriceSet { shopMoney { amount } }
    totalTaxSet { shopMoney { amount } }
    totalPriceSet { shopMoney { amount } }
    totalRefundedSet { shopMoney { amount } }
    customer { id }
    tags
    sourceName
    email
    phone
    shippingAddress {
      name
      address1
      address2
      city
      provinceCode
      zip
      countryCodeV2
    }
  }
`;
