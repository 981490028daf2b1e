/** A location. */
export const locationFields = `#graphql
  fragment LocationFields on Location {
    id
    name
    isActive
    fulfillsOnlineOrders
    createdAt
    updatedAt
    address { address1 address2 city zip provinceCode countryCode phone }
  }
`;
