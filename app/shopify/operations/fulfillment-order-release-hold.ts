import type { FulfillmentOrderReleaseHoldMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentOrderState } from './fulfillment-order-state.ts';
import { check, write } from './operation.ts';

/**
 * Releases holds of a fulfillment order: those of `holdIds`, or those placed with `externalId`, which is then their handle as well
 * (Shopify tells no hold's external id). Without either it would release all of them, so always give one.
 */
export const fulfillmentOrderReleaseHold = write(
  'fulfillmentOrderReleaseHold',
  `#graphql
  mutation FulfillmentOrderReleaseHold($id: ID!, $holdIds: [ID!], $externalId: String) {
    fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds, externalId: $externalId) {
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
        (seen, { holdIds, externalId }) => {
          if (!seen.fulfillmentOrder) return 'cannot-tell';
          const released = holdIds == null ? null : [holdIds].flat();
          const still = seen.fulfillmentOrder.fulfillmentHolds.filter((hold) =>
            released
              ? released.includes(hold.id)
              : !externalId || (hold.heldByRequestingApp && hold.handle === externalId),
          );
          return still.length === 0 ? 'happened' : 'did-not-happen';
        },
      ),
    },
  },
);
