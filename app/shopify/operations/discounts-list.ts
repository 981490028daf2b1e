import { read } from './operation.ts';

/**
 * Discounts with and without a code that match `query`, the latest start first. What they are about is told up to 50 products
 * and 50 variants, or 3 collections with 30 products each; `hasNextPage` says where that is not all.
 */
export const discountsList = read(
  'discountsList',
  `#graphql
  fragment DiscountedItems on DiscountItems {
    __typename
    ... on AllDiscountItems { allItems }
    ... on DiscountProducts {
      products(first: 50) { nodes { id } pageInfo { hasNextPage } }
      productVariants(first: 50) { nodes { id } pageInfo { hasNextPage } }
    }
    ... on DiscountCollections {
      collections(first: 3) { nodes { id products(first: 30) { nodes { id } pageInfo { hasNextPage } } } pageInfo { hasNextPage } }
    }
  }
  fragment DiscountedValue on DiscountCustomerGetsValue {
    __typename
    ... on DiscountPercentage { percentage }
  }
  fragment DiscountFor on DiscountContext {
    __typename
  }
  query DiscountsList($query: String, $first: Int!, $after: String) {
    discountNodes(first: $first, after: $after, query: $query, sortKey: STARTS_AT, reverse: true) {
      nodes {
        id
        discount {
          __typename
          ... on DiscountAutomaticBasic {
            title startsAt endsAt
            context { ...DiscountFor }
            customerGets { items { ...DiscountedItems } value { ...DiscountedValue } }
          }
          ... on DiscountAutomaticBxgy {
            title startsAt endsAt
            context { ...DiscountFor }
            customerGets { items { ...DiscountedItems } }
          }
          ... on DiscountAutomaticFreeShipping { title startsAt endsAt context { ...DiscountFor } }
          ... on DiscountAutomaticApp { title startsAt endsAt context { ...DiscountFor } }
          ... on DiscountCodeBasic {
            title startsAt endsAt usageLimit
            context { ...DiscountFor }
            customerGets { items { ...DiscountedItems } value { ...DiscountedValue } }
          }
          ... on DiscountCodeBxgy {
            title startsAt endsAt usageLimit
            context { ...DiscountFor }
            customerGets { items { ...DiscountedItems } }
          }
          ... on DiscountCodeFreeShipping { title startsAt endsAt usageLimit context { ...DiscountFor } }
          ... on DiscountCodeApp { title startsAt endsAt usageLimit context { ...DiscountFor } }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`,
  { cost: 500 },
);
