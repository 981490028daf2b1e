/** A location. */
export const locationFields = `#graphql
  fragment LocationFields on Location {
    id
    name
    isActive
    fulfillsOnlineOrders
    createdAt
    updatedAt
    address { countryCode }
  }
`;
