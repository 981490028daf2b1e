import type { FulfillmentCreateMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentsOfFulfillmentOrder } from './fulfillment-order-fulfillments.ts';
import { check, write } from './operation.ts';
import { canBeFrom } from './since.ts';

/** Ships lines of fulfillment orders, with tracking when it is known. Not idempotent at Shopify: read before any repeat. */
export const fulfillmentCreate = write(
  'fulfillmentCreate',
  `#graphql
  mutation FulfillmentCreate($fulfillment: FulfillmentInput!, $message: String) {
    fulfillmentCreate(fulfillment: $fulfillment, message: $message) {
      fulfillment { id name status createdAt }
      userErrors { field message }
    }
  }
`,
  {
    repeat: {
      how: 'after-check',
      check: check(
        fulfillmentsOfFulfillmentOrder,
        (variables: FulfillmentCreateMutationVariables) => ({
          id: variables.fulfillment.lineItemsByFulfillmentOrder[0]?.fulfillmentOrderId ?? '',
        }),
        (seen, { fulfillment }, { sentAt, before }) => {
          const order = seen.fulfillmentOrder;
          if (!order) return 'cannot-tell';
          const earlier = new Set(before?.fulfillmentOrder?.fulfillments.nodes.map((made) => made.id));
          const recent = order.fulfillments.nodes.filter(
            (made) => made.status !== 'CANCELLED' && !earlier.has(made.id) && canBeFrom(made.createdAt, sentAt),
          );
          if (recent.length === 0) return 'did-not-happen';
          const numbers = numbersOf(fulfillment);
          if (numbers.length > 0) {
            const ours = recent.some((made) => numbers.every((n) => made.trackingInfo.some((t) => t.number === n)));
            return ours ? 'happened' : 'did-not-happen';
          }
          // Without a tracking number only the quantities tell; no list of lines means: all that was left.
          const asked = fulfillment.lineItemsByFulfillmentOrder[0]?.fulfillmentOrderLineItems ?? [];
          const wanted =
            asked.length > 0
              ? asked.map(({ id, quantity }) => ({
                  quantity,
                  lineItemId: order.lineItems.nodes.find((line) => line.id === id)?.lineItem.id,
                }))
              : null;
          const ours = recent.some((made) =>
            wanted === null
              ? order.lineItems.nodes.every((line) => line.remainingQuantity === 0)
              : wanted.every(({ lineItemId, quantity }) =>
                  made.fulfillmentLineItems.nodes.some((l) => l.lineItem.id === lineItemId && l.quantity === quantity),
                ),
          );
          return ours ? 'happened' : 'cannot-tell';
        },
        // Two parcels of one order can hold the same: without numbers only what was there before tells them apart.
        { needsBefore: ({ fulfillment }) => numbersOf(fulfillment).length === 0 },
      ),
    },
  },
);

function numbersOf({ trackingInfo }: FulfillmentCreateMutationVariables['fulfillment']): string[] {
  return [...(trackingInfo?.numbers ?? []), ...(trackingInfo?.number ? [trackingInfo.number] : [])];
}
