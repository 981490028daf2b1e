import type { FulfillmentOrderOpenMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentOrderState } from './fulfillment-order-state.ts';
import { check, write } from './operation.ts';

/** Takes back that picking has begun: the fulfillment order is OPEN again and others may move or cancel it. */
export const fulfillmentOrderOpen = write(
  'fulfillmentOrderOpen',
  `#graphql
  mutation FulfillmentOrderOpen($id: ID!) {
    fulfillmentOrderOpen(id: $id) {
      fulfillmentOrder { id status }
      userErrors { field message }
    }
  }
`,
  {
    repeat: {
      how: 'after-check',
      check: check(
        fulfillmentOrderState,
        ({ id }: FulfillmentOrderOpenMutationVariables) => ({ id }),
        (seen) => {
          if (!seen.fulfillmentOrder) return 'cannot-tell';
          return seen.fulfillmentOrder.status === 'IN_PROGRESS' ? 'did-not-happen' : 'happened';
        },
      ),
    },
  },
);
