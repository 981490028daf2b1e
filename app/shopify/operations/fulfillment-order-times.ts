import { read } from './operation.ts';

/** When one fulfillment order last changed, and whether it is over: the only trace that being made ready for pickup leaves on it. */
export const fulfillmentOrderTimes = read(
  'fulfillmentOrderTimes',
  `#graphql
  query FulfillmentOrderTimes($id: ID!) {
    fulfillmentOrder(id: $id) { id status updatedAt }
  }
`,
  { cost: 5 },
);
