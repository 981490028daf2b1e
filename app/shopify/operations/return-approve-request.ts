import type { ReturnApproveRequestMutationVariables } from '../generated/admin.generated.d.ts';
import { check, write } from './operation.ts';
import { returnState } from './return-state.ts';

/** Approves a requested return: REQUESTED → OPEN. */
export const returnApproveRequest = write(
  'returnApproveRequest',
  `#graphql
  mutation ReturnApproveRequest($input: ReturnApproveRequestInput!) {
    returnApproveRequest(input: $input) {
      return { id name status }
      userErrors { field message code }
    }
  }
`,
  {
    repeat: {
      how: 'after-check',
      check: check(
        returnState,
        ({ input }: ReturnApproveRequestMutationVariables) => ({ id: input.id }),
        (seen) => {
          if (!seen.return) return 'cannot-tell';
          if (seen.return.status === 'REQUESTED') return 'did-not-happen';
          return seen.return.status === 'OPEN' || seen.return.status === 'CLOSED' ? 'happened' : 'cannot-tell';
        },
      ),
    },
  },
);
