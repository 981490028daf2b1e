import { read } from './operation.ts';

/** A fulfillment order's latest fulfillments and what they are shown as: what tells whether a label was bought for it. */
export const fulfillmentOrderLabels = read(
  'fulfillmentOrderLabels',
  `#graphql
  query FulfillmentOrderLabels($id: ID!) {
    fulfillmentOrder(id: $id) {
      id
      status
      fulfillments(first: 20, reverse: true) {
        nodes {
          id
          status
          displayStatus
          createdAt
          trackingInfo(first: 5) { company number url }
        }
      }
    }
  }
`,
  { cost: 30 },
);
