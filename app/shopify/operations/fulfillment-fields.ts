/** A fulfillment without its lines. */
export const fulfillmentFields = `#graphql
  fragment FulfillmentFields on Fulfillment {
    id
    name
    status
    createdAt
    updatedAt
    location { id }
    trackingInfo(first: 20) { company number url }
  }
`;
