import { read } from './operation.ts';

/** The shop itself: currency and time zone of every figure. */
export const shopRead = read(
  'shopRead',
  `#graphql
  query ShopRead {
    shop {
      id
      name
      myshopifyDomain
      currencyCode
      ianaTimezone
      updatedAt
      plan { publicDisplayName }
      shopAddress { countryCodeV2 }
    }
  }
`,
  { cost: 3 },
);
