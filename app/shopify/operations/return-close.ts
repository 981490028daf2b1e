import { write } from './operation.ts';

/** Closes a return; closing a closed one changes nothing. */
export const returnClose = write(
  'returnClose',
  `#graphql
  mutation ReturnClose($id: ID!) {
    returnClose(id: $id) {
      return { id name status closedAt }
      userErrors { field message code }
    }
  }
`,
  { repeat: { how: 'harmless' } },
);
