import type { ShippingLabelPurchaseMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentOrderLabels } from './fulfillment-order-labels.ts';
import { check, write } from './operation.ts';
import { canBeFrom } from './since.ts';

/** What a fulfillment is shown as while it is known by the label that was bought for it. */
const BY_LABEL = ['LABEL_PURCHASED', 'LABEL_PRINTED'];

/**
 * Buys the label of a fulfillment order from Shopify: it costs the merchant money. The purchase goes on after the answer, and Shopify
 * takes no idempotency key for it; so it is only ever sent again when a person has looked.
 */
export const shippingLabelPurchase = write(
  'shippingLabelPurchase',
  `#graphql
  mutation ShippingLabelPurchase($shippingLabelPurchase: ShippingLabelPurchaseInput!) {
    shippingLabelPurchase(shippingLabelPurchase: $shippingLabelPurchase) {
      shippingLabelPurchaseResult { id status }
      userErrors { field message code }
    }
  }
`,
  {
    needs: ['write_merchant_managed_fulfillment_orders'],
    repeat: {
      how: 'after-check',
      check: check(
        fulfillmentOrderLabels,
        ({ shippingLabelPurchase: wanted }: ShippingLabelPurchaseMutationVariables) => ({
          id: wanted.fulfillmentOrderId,
        }),
        (seen, _, { sentAt }) => {
          const bought = seen.fulfillmentOrder?.fulfillments.nodes.some(
            (made) =>
              made.status !== 'CANCELLED' &&
              BY_LABEL.includes(made.displayStatus ?? '') &&
              canBeFrom(made.createdAt, sentAt),
          );
          // None yet proves nothing: a purchase under way has made no fulfillment.
          return bought ? 'happened' : 'cannot-tell';
        },
      ),
    },
  },
);
