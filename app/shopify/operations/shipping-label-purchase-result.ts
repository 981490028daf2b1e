import { read } from './operation.ts';

/** How far the purchase of a label is, and the label once it is there; null when Shopify does not know the purchase. */
export const shippingLabelPurchaseResult = read(
  'shippingLabelPurchaseResult',
  `#graphql
  query ShippingLabelPurchaseResult($id: ID!) {
    node(id: $id) {
      __typename
      ... on ShippingLabelPurchaseResult {
        id
        status
        errors { code message }
        shippingLabels {
          id
          trackingInfo { company number url }
          shippingDocuments { documentType format url }
        }
      }
    }
  }
`,
  { cost: 10 },
);
