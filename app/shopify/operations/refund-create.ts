import { write } from './operation.ts';

/** Refunds an order. Shopify applies one key once within 24 hours. */
export const refundCreate = write(
  'refundCreate',
  `#graphql
  mutation RefundCreate($input: RefundInput!, $idempotencyKey: String!) {
    refundCreate(input: $input) @idempotent(key: $idempotencyKey) {
      refund { id createdAt totalRefundedSet { shopMoney { amount currencyCode } } }
      userErrors { field message }
    }
  }
`,
  { repeat: { how: 'same-key' }, cost: 20 },
);
