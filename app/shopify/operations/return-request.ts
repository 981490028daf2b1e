import type { ReturnRequestMutationVariables } from '../generated/admin.generated.d.ts';
import { check, write } from './operation.ts';
import { orderReturns } from './order-returns.ts';
import { madeSince } from './return-made-since.ts';

/** Files a customer's request for a return: REQUESTED until staff (or a rule) approve or decline it. */
export const returnRequest = write(
  'returnRequest',
  `#graphql
  mutation ReturnRequest($input: ReturnRequestInput!) {
    returnRequest(input: $input) {
      return { id name status }
      userErrors { field message code }
    }
  }
`,
  {
    repeat: {
      how: 'after-check',
      check: check(
        orderReturns,
        ({ input }: ReturnRequestMutationVariables) => ({ id: input.orderId }),
        (seen, { input }, { sentAt }) => madeSince(seen, input.returnLineItems, sentAt),
      ),
    },
  },
);
