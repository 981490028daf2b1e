/** A return without its lines. Shopify gives a return no updatedAt. */
export const returnFields = `#graphql
  fragment ReturnFields on Return {
    id
    name
    status
    createdAt
    closedAt
    order { id }
    decline { reason note }
  }
`;
