import type { ReturnDeclineRequestMutationVariables } from '../generated/admin.generated.d.ts';
import { check, write } from './operation.ts';
import { returnState } from './return-state.ts';

/** Declines a requested return: REQUESTED → DECLINED. */
export const returnDeclineRequest = write(
  'returnDeclineRequest',
  `#graphql
  mutation ReturnDeclineRequest($input: ReturnDeclineRequestInput!) {
    returnDeclineRequest(input: $input) {
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
        ({ input }: ReturnDeclineRequestMutationVariables) => ({ id: input.id }),
        (seen) => {
          if (!seen.return) return 'cannot-tell';
          if (seen.return.status === 'REQUESTED') return 'did-not-happen';
          return seen.return.status === 'DECLINED' ? 'happened' : 'cannot-tell';
        },
      ),
    },
  },
);
