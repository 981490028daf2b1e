import type { FulfillmentOrderLineItemsPreparedForPickupMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentOrderTimes } from './fulfillment-order-times.ts';
import { check, write } from './operation.ts';
import { canBeFrom } from './since.ts';

/** Makes whole fulfillment orders ready for pickup: Shopify mails the customer that they can be fetched. */
export const fulfillmentOrderLineItemsPreparedForPickup = write(
  'fulfillmentOrderLineItemsPreparedForPickup',
  `#graphql
  mutation FulfillmentOrderLineItemsPreparedForPickup($input: FulfillmentOrderLineItemsPreparedForPickupInput!) {
    fulfillmentOrderLineItemsPreparedForPickup(input: $input) {
      userErrors { field message code }
    }
  }
`,
  {
    repeat: {
      how: 'after-check',
      check: check(
        fulfillmentOrderTimes,
        ({ input }: FulfillmentOrderLineItemsPreparedForPickupMutationVariables) => ({
          id: [input.lineItemsByFulfillmentOrder].flat()[0]?.fulfillmentOrderId ?? '',
        }),
        (seen, _, { sentAt }) => {
          if (!seen.fulfillmentOrder) return 'cannot-tell';
          // No field tells that it was made ready. One that did not change since cannot have been.
          return canBeFrom(seen.fulfillmentOrder.updatedAt, sentAt) ? 'cannot-tell' : 'did-not-happen';
        },
      ),
    },
  },
);
