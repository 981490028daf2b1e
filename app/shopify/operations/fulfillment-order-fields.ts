/** A fulfillment order without its lines. */
export const fulfillmentOrderFields = `#graphql
  fragment FulfillmentOrderFields on FulfillmentOrder {
    id
    orderId
    status
    requestStatus
    assignedLocation { location { id } }
    deliveryMethod { methodType presentedName serviceCode }
    fulfillAt
    fulfillBy
    createdAt
    updatedAt
    fulfillmentHolds { id reason reasonNotes handle heldByRequestingApp }
    supportedActions { action }
  }
`;
