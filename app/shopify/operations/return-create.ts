import type { ReturnCreateMutationVariables } from '../generated/admin.generated.d.ts';
import { check, write } from './operation.ts';
import { orderReturns } from './order-returns.ts';
import { madeSince } from './return-made-since.ts';

/** Opens a return at once, without a request: what staff do at the counter. */
export const returnCreate = write(
  'returnCreate',
  `#graphql
  mutation ReturnCreate($returnInput: ReturnInput!) {
    returnCreate(returnInput: $returnInput) {
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
        ({ returnInput }: ReturnCreateMutationVariables) => ({ id: returnInput.orderId }),
        (seen, { returnInput }, { sentAt }) => madeSince(seen, returnInput.returnLineItems, sentAt),
      ),
    },
  },
);
