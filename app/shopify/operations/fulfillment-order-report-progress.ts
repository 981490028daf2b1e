import type { FulfillmentOrderReportProgressMutationVariables } from '../generated/admin.generated.d.ts';
import { fulfillmentOrderState } from './fulfillment-order-state.ts';
import { check, write } from './operation.ts';

/** Says that picking has begun: the fulfillment order is IN_PROGRESS and others leave it alone. */
export const fulfillmentOrderReportProgress = write(
  'fulfillmentOrderReportProgress',
  `#graphql
  mutation FulfillmentOrderReportProgress($id: ID!, $progressReport: FulfillmentOrderReportProgressInput) {
    fulfillmentOrderReportProgress(id: $id, progressReport: $progressReport) {
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
        ({ id }: FulfillmentOrderReportProgressMutationVariables) => ({ id }),
        (seen) => {
          if (!seen.fulfillmentOrder) return 'cannot-tell';
          return seen.fulfillmentOrder.status === 'IN_PROGRESS' ? 'happened' : 'did-not-happen';
        },
      ),
    },
  },
);
