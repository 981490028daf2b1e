import { type PageArgs, textConnection } from '../../kernel/connection.ts';
import type { Resolver } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gid } from '../../kernel/gid.ts';
import type { World } from '../../kernel/world.ts';
import { primaryLocation } from '../locations/location.ts';
import { metafieldFields } from '../metafields/metafield.ts';
import { readAddress } from '../orders/address.ts';
import { policiesOf, policyFields, shopPolicyUpdate } from './policy.ts';

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

const domainOf = (shop: Shop) => ({
  id: gid('Domain', '61000000001'),
  host: shop.myshopifyDomain,
  url: `https://${shop.myshopifyDomain}`,
  sslEnabled: true,
  localization: null,
  marketWebPresence: null,
});

/** Where the shop is: at its primary location, so that a shop that was given a past is not somewhere else than its shelves. */
export const shopAddress = (world: World) => readAddress(primaryLocation(world)?.address ?? {})!;

const addressOf: Resolver = (shop: Shop, _, { world }) => {
  const address = shopAddress(world);
  const { address1, city, provinceCode, zip, country, countryCode } = address;
  const area = [city, provinceCode].filter(Boolean).join(' ');
  return {
    ...address,
    id: shop.id.replace('/Shop/', '/ShopAddress/'),
    name: null,
    company: shop.name,
    coordinatesValidated: false,
    countryCodeV2: countryCode,
    formatted: [shop.name, address1, [area, zip].filter(Boolean).join(' '), country].filter(Boolean),
    formattedArea: [area, country].filter(Boolean).join(', '),
    latitude: null,
    longitude: null,
  };
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: Shopify's own placeholder
const AMOUNT = '${{amount}}';

const SHIPS_TO = ['CA', 'US'];

/** What a development store may use. */
const FEATURES = {
  avalaraAvatax: false,
  branding: 'SHOPIFY',
  bundles: { eligibleForBundles: true, ineligibilityReason: null, sellsBundles: false },
  captcha: true,
  captchaExternalDomains: false,
  cartTransform: { eligibleOperations: { expandOperation: true, mergeOperation: true, updateOperation: true } },
  deliveryProfiles: true,
  dynamicRemarketing: false,
  eligibleForSubscriptionMigration: false,
  eligibleForSubscriptions: false,
  giftCards: true,
  harmonizedSystemCode: true,
  internationalDomains: true,
  internationalPriceOverrides: true,
  internationalPriceRules: true,
  legacySubscriptionGatewayEnabled: false,
  liveView: true,
  onboardingVisual: false,
  paypalExpressSubscriptionGatewayStatus: 'DISABLED',
  reports: true,
  sellsSubscriptions: false,
  shopifyPlus: false,
  showMetrics: true,
  storefront: true,
  unifiedMarkets: true,
  usingShopifyBalance: false,
};

/** Older doors to the lists that stand at the root of a query today. */
const sameAsRoot: Record<string, Resolver> = Object.fromEntries(
  [
    'assignedFulfillmentOrders',
    'collections',
    'customers',
    'fulfillmentOrders',
    'inventoryItems',
    'locations',
    'orders',
    'productTags',
    'productTypes',
    'productVariants',
    'productVendors',
    'products',
  ].map((name): [string, Resolver] => [
    name,
    (_, args, ctx, info) => ctx.api.resolver('QueryRoot', name)!({}, args, ctx, info),
  ]),
);

/** Every tag of the records of a table, sorted, each once. */
const tagsOf =
  (table: 'Order' | 'DraftOrder' | 'Customer'): Resolver =>
  (_, args: PageArgs, { world }) =>
    textConnection(
      (world.all(table) as { tags: string[] }[]).flatMap((one) => one.tags),
      args,
    );

export const shop: Domain = {
  name: 'shop',
  resolvers: {
    QueryRoot: { shop: (_, __, { world }) => shopOf(world) },
    Mutation: { shopPolicyUpdate },
    ShopPolicy: policyFields,
    Shop: {
      ...metafieldFields,
      primaryDomain: domainOf,
      domains: (shop: Shop) => [domainOf(shop)],
      shopAddress: addressOf,
      billingAddress: addressOf,
      shopOwnerName: () => 'Dev Owner',
      description: () => null,
      orderNumberFormatPrefix: () => '#',
      orderNumberFormatSuffix: () => '',
      enabledPresentmentCurrencies: (shop: Shop) => [shop.currencyCode],
      currencyFormats: ({ currencyCode }: Shop) => ({
        moneyFormat: AMOUNT,
        moneyInEmailsFormat: AMOUNT,
        moneyWithCurrencyFormat: `${AMOUNT} ${currencyCode}`,
        moneyWithCurrencyInEmailsFormat: `${AMOUNT} ${currencyCode}`,
      }),
      storefrontUrl: (shop: Shop) => shop.url,
      richTextEditorUrl: (shop: Shop) => `${shop.url}/admin/rte`,
      resourceLimits: () => ({
        locationLimit: 200,
        maxProductOptions: 3,
        maxProductVariants: 2048,
        redirectLimitReached: false,
      }),
      features: () => FEATURES,
      paymentSettings: () => ({ supportedDigitalWallets: [] }),
      checkoutApiSupported: () => true,
      customerAccounts: () => 'OPTIONAL',
      customerAccountsV2: (shop: Shop) => ({
        customerAccountsVersion: 'NEW_CUSTOMER_ACCOUNTS',
        loginLinksVisibleOnStorefrontAndCheckout: true,
        loginRequiredAtCheckout: false,
        url: `${shop.url}/account`,
      }),
      countriesInShippingZones: () => ({ countryCodes: SHIPS_TO, includeRestOfWorld: false }),
      shipsToCountries: () => SHIPS_TO,
      marketingSmsConsentEnabledAtCheckout: () => false,
      transactionalSmsDisabled: () => false,
      shopPolicies: (_, __, { world }) => policiesOf(world),
      // What this shop was never given: alerts, texts in other languages.
      alerts: () => [],
      translations: () => [],
      merchantApprovalSignals: () => null,
      ...sameAsRoot,
      limitedPendingOrderCount: (_, __, ctx, info) => {
        const pending = ctx.api.resolver('QueryRoot', 'pendingOrdersCount')!({}, {}, ctx, info) as { count: number };
        return { count: Math.min(pending.count, 10_000), atMax: pending.count > 10_000 };
      },
      orderTags: tagsOf('Order'),
      draftOrderTags: tagsOf('DraftOrder'),
      customerTags: tagsOf('Customer'),
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
