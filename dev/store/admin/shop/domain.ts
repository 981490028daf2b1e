import type { Domain } from '../../kernel/domain.ts';
import { gid } from '../../kernel/gid.ts';
import type { World } from '../../kernel/world.ts';

/** The shop's own settings; one record per world. */
export interface Shop {
  id: string;
  name: string;
  email: string;
  contactEmail: string;
  myshopifyDomain: string;
  url: string;
  currencyCode: string;
  ianaTimezone: string;
  timezoneAbbreviation: string;
  timezoneOffset: string;
  timezoneOffsetMinutes: number;
  weightUnit: string;
  unitSystem: string;
  taxesIncluded: boolean;
  taxShipping: boolean;
  setupRequired: boolean;
  createdAt: string;
  updatedAt: string;
  plan: { publicDisplayName: string; displayName: string; partnerDevelopment: boolean; shopifyPlus: boolean };
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Shop: Shop;
  }
}

const SHOP_ID = gid('Shop', '68000000001');

/** The shop's settings. */
export function shopOf(world: World): Shop {
  return world.get('Shop', SHOP_ID)!;
}

export const shop: Domain = {
  name: 'shop',
  resolvers: {
    QueryRoot: { shop: (_, __, { world }) => shopOf(world) },
    Shop: {
      primaryDomain: (shop: Shop) => ({
        id: gid('Domain', '1'),
        host: shop.myshopifyDomain,
        url: `https://${shop.myshopifyDomain}`,
        sslEnabled: true,
      }),
      // The same place as in the webhook bodies of shop/update.
      shopAddress: (shop: Shop) => ({
        id: shop.id.replace('/Shop/', '/ShopAddress/'),
        address1: '150 Elgin Street',
        address2: null,
        city: 'Ottawa',
        company: shop.name,
        country: 'Canada',
        countryCodeV2: 'CA',
        phone: null,
        province: 'Ontario',
        provinceCode: 'ON',
        zip: 'K2P 1L4',
      }),
    },
  },
  furnish: (world) => {
    const now = world.timestamp();
    world.insert('Shop', {
      id: SHOP_ID,
      name: world.shop.replace('.myshopify.com', ''),
      email: 'owner@example.com',
      contactEmail: 'owner@example.com',
      myshopifyDomain: world.shop,
      url: `https://${world.shop}`,
      currencyCode: 'CAD',
      ianaTimezone: 'America/Toronto',
      timezoneAbbreviation: 'EDT',
      timezoneOffset: '-0400',
      timezoneOffsetMinutes: -240,
      weightUnit: 'KILOGRAMS',
      unitSystem: 'METRIC_SYSTEM',
      taxesIncluded: false,
      taxShipping: false,
      setupRequired: false,
      createdAt: now,
      updatedAt: now,
      plan: {
        publicDisplayName: 'Development',
        displayName: 'Developer Preview',
        partnerDevelopment: true,
        shopifyPlus: false,
      },
    });
  },
};
