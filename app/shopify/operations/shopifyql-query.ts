import { read } from './operation.ts';

/**
 * A question to Shopify's reports in ShopifyQL. `parseErrors` says what of it was not understood; then there is no table.
 * `rows` is JSON whose form the schema leaves open: objects by column name, or arrays in the order of the columns.
 */
export const shopifyqlQuery = read(
  'shopifyqlQuery',
  `#graphql
  query ShopifyqlQuery($query: String!) {
    shopifyqlQuery(query: $query) {
      parseErrors
      tableData {
        columns { name dataType }
        rows
      }
    }
  }
`,
  { cost: 10 },
);
