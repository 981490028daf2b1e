import type { FulfillmentOrderReleaseHoldMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentOrderState } from './fulfillment-order-state.ts';
import { check, write } from './operation.ts';

/** Releases the given holds of a fulfillment order; without `holdIds` all of them, so always give ours. */
export const fulfillmentOrderReleaseHold = write(
  'fulfillmentOrderReleaseHold',
  `#graphql
  mutation FulfillmentOrderReleaseHold($id: ID!, $holdIds: [ID!]) {
    fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds) {
      fulfillmentOrder { id status }
      userErrors { field message code }
    }
  }
`,
  {
    repeat: {
      how: 'after-check',
      check: check(
        fulfillmentOrderState,
        ({ id }: FulfillmentOrderReleaseHoldMutationVariables) => ({ id }),
        (seen, { holdIds }) => {
          if (!seen.fulfillmentOrder) return 'cannot-tell';
          const released = holdIds == null ? null : [holdIds].flat();
          const still = seen.fulfillmentOrder.fulfillmentHolds.filter(
            (hold) => released === null || released.includes(hold.id),
          );
          return still.length === 0 ? 'happened' : 'did-not-happen';
        },
      ),
    },
  },
);
