import type { FulfillmentTrackingInfoUpdateMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentTrackingRead } from './fulfillment-tracking-read.ts';
import { check, write } from './operation.ts';

/** Says how a fulfillment can be followed, typed later or corrected. Read before any repeat: the customer may be mailed each time. */
export const fulfillmentTrackingInfoUpdate = write(
  'fulfillmentTrackingInfoUpdate',
  `#graphql
  mutation FulfillmentTrackingInfoUpdate(
    $fulfillmentId: ID!
    $trackingInfoInput: FulfillmentTrackingInput!
    $notifyCustomer: Boolean
  ) {
    fulfillmentTrackingInfoUpdate(
      fulfillmentId: $fulfillmentId
      trackingInfoInput: $trackingInfoInput
      notifyCustomer: $notifyCustomer
    ) {
      fulfillment { id }
      userErrors { field message }
    }
  }
`,
  {
    repeat: {
      how: 'after-check',
      check: check(
        fulfillmentTrackingRead,
        ({ fulfillmentId }: FulfillmentTrackingInfoUpdateMutationVariables) => ({ id: fulfillmentId }),
        (seen, { trackingInfoInput: { number, company } }) => {
          if (!seen.fulfillment) return 'cannot-tell';
          const there = seen.fulfillment.trackingInfo.some(
            (info) => info.number === number && (!company || info.company === company),
          );
          return there ? 'happened' : 'did-not-happen';
        },
      ),
    },
  },
);
