import type { ReturnProcessMutationVariables } from '../generated/admin.generated.d.ts';
import { check, write } from './operation.ts';
import { returnState } from './return-state.ts';

/** Takes returned goods in and gives the money back. The one write that must never be done twice: its state before is kept. */
export const returnProcess = write(
  'returnProcess',
  `#graphql
  mutation ReturnProcess($input: ReturnProcessInput!) {
    returnProcess(input: $input) {
      return { id name status }
      userErrors { field message code }
    }
  }
`,
  {
    cost: 20,
    repeat: {
      how: 'after-check',
      check: check(
        returnState,
        ({ input }: ReturnProcessMutationVariables) => ({ id: input.returnId }),
        (seen, { input }, { before }) => {
          if (!seen.return || !before?.return) return 'cannot-tell';
          const had = new Map(before.return.returnLineItems.nodes.map((line) => [line.id, line.processedQuantity]));
          const has = new Map(seen.return.returnLineItems.nodes.map((line) => [line.id, line.processedQuantity]));
          const lines = input.returnLineItems ?? [];
          const risen = lines.map(({ id, quantity }) => (has.get(id) ?? 0) - (had.get(id) ?? 0) >= quantity);
          const newRefunds = seen.return.refunds.nodes.length - before.return.refunds.nodes.length;
          if (lines.length > 0 && risen.every(Boolean)) return 'happened';
          if (risen.some(Boolean) || newRefunds !== 0) return 'cannot-tell';
          return lines.length > 0 ? 'did-not-happen' : 'cannot-tell';
        },
        { needsBefore: true },
      ),
    },
  },
);
