import { read } from './operation.ts';

/** How one fulfillment can be followed; null when it is gone. */
export const fulfillmentTrackingRead = read(
  'fulfillmentTrackingRead',
  `#graphql
  query FulfillmentTrackingRead($id: ID!) {
    fulfillment(id: $id) {
      id
      trackingInfo(first: 20) { company number url }
    }
  }
`,
  { cost: 5 },
);
