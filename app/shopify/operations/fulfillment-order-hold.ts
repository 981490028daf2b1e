import type { FulfillmentOrderHoldMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentOrderState } from './fulfillment-order-state.ts';
import { check, write } from './operation.ts';

/** Holds a fulfillment order (or some of its lines), with a reason that staff see. Give `handle`: it tells our hold from others. */
export const fulfillmentOrderHold = write(
  'fulfillmentOrderHold',
  `#graphql
  mutation FulfillmentOrderHold($id: ID!, $fulfillmentHold: FulfillmentOrderHoldInput!) {
    fulfillmentOrderHold(id: $id, fulfillmentHold: $fulfillmentHold) {
      fulfillmentHold { id handle reason }
      fulfillmentOrder { id status }
      remainingFulfillmentOrder { id status }
      userErrors { field message code }
    }
  }
`,
  {
    repeat: {
      how: 'after-check',
      check: check(
        fulfillmentOrderState,
        ({ id }: FulfillmentOrderHoldMutationVariables) => ({ id }),
        (seen, { fulfillmentHold }) => {
          if (!seen.fulfillmentOrder) return 'cannot-tell';
          const ours = seen.fulfillmentOrder.fulfillmentHolds.filter((hold) => hold.heldByRequestingApp);
          const same = fulfillmentHold.handle
            ? ours.some((hold) => hold.handle === fulfillmentHold.handle)
            : ours.some((hold) => hold.reason === fulfillmentHold.reason);
          return same ? 'happened' : 'did-not-happen';
        },
      ),
    },
  },
);
