import { shopAddress, shopOf } from '../admin/shop/domain.ts';
import { gidTail } from '../kernel/gid.ts';
import { restTime } from '../kernel/rest.ts';
import { numericId, type PayloadBuilder, type World } from '../kernel/world.ts';

/** A moment as webhook bodies write it, in the shop's time zone. */
export function shopTime(world: World, at: string | null): string | null {
  return restTime(at, shopOf(world).timezoneOffsetMinutes);
}

/** The shop as shop/update and app/uninstalled carry it. */
export function shopPayload(world: World): Record<string, unknown> {
  const shop = shopOf(world);
  const { address1, address2, city, zip, province, provinceCode, country, countryCode } = shopAddress(world);
  const location = world.table('Location').all().next().value;
  return {
    id: numericId(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.myshopifyDomain,
    province,
    country: countryCode,
    address1,
    zip,
    city,
    source: null,
    phone: '',
    latitude: null,
    longitude: null,
    primary_locale: 'en',
    address2,
    created_at: shopTime(world, shop.createdAt),
    updated_at: shopTime(world, shop.updatedAt),
    country_code: countryCode,
    country_name: country,
    currency: shop.currencyCode,
    customer_email: shop.contactEmail,
    timezone: `(GMT${shop.timezoneOffset.slice(0, 3)}:00) ${shop.ianaTimezone}`,
    iana_timezone: shop.ianaTimezone,
    shop_owner: 'Dev Owner',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Shopify's own placeholder
    money_format: '${{amount}}',
    money_with_currency_format: `$\{{amount}} ${shop.currencyCode}`,
    weight_unit: shop.weightUnit === 'KILOGRAMS' ? 'kg' : 'lb',
    province_code: provinceCode,
    taxes_included: shop.taxesIncluded,
    auto_configure_tax_inclusivity: null,
    tax_shipping: shop.taxShipping,
    county_taxes: true,
    plan_display_name: shop.plan.displayName,
    plan_name: 'partner_test',
    has_discounts: false,
    has_gift_cards: false,
    myshopify_domain: shop.myshopifyDomain,
    google_apps_domain: null,
    google_apps_login_enabled: null,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Shopify's own placeholder
    money_in_emails_format: '${{amount}}',
    money_with_currency_in_emails_format: `$\{{amount}} ${shop.currencyCode}`,
    eligible_for_payments: true,
    requires_extra_payments_agreement: false,
    password_enabled: true,
    has_storefront: true,
    finances: true,
    primary_location_id: location ? numericId(location.id) : 0,
    checkout_api_supported: true,
    multi_location_enabled: true,
    setup_required: shop.setupRequired,
    pre_launch_enabled: false,
    enabled_presentment_currencies: [shop.currencyCode],
    marketing_sms_consent_enabled_at_checkout: false,
    transactional_sms_disabled: false,
  };
}

const shopUpdate: PayloadBuilder = (world) => shopPayload(world);

const scopesUpdate: PayloadBuilder = (world, app, extra) => ({
  id: numericId(app),
  shop_id: shopOf(world).id,
  previous: extra?.previous ?? [],
  current: extra?.current ?? [],
  updated_at: new Date(world.now()).toISOString(),
});

const shopRedact: PayloadBuilder = (world) => ({ shop_id: numericId(shopOf(world).id), shop_domain: world.shop });

/** Customer and their orders, as the mandatory privacy topics name them. */
function person(world: World, customer: string) {
  const { email, phone } = (world.find(customer) ?? {}) as { email?: string | null; phone?: string | null };
  return {
    shop_id: numericId(shopOf(world).id),
    shop_domain: world.shop,
    customer: { id: Number(gidTail(customer)), email: email ?? 'unknown@example.com', phone: phone ?? '' },
  };
}

const orderNumbers = (world: World, customer: string) =>
  world.where('Order', 'customerId', customer).map((order) => numericId(order.id));

const customersRedact: PayloadBuilder = (world, customer) => ({
  ...person(world, customer),
  orders_to_redact: orderNumbers(world, customer),
});

const customersDataRequest: PayloadBuilder = (world, customer) => ({
  ...person(world, customer),
  orders_requested: orderNumbers(world, customer),
  data_request: { id: world.count('data request', 9001) },
});

export const shopPayloads: Record<string, PayloadBuilder> = {
  'shop/update': shopUpdate,
  'app/uninstalled': shopUpdate,
  'app/scopes_update': scopesUpdate,
  'shop/redact': shopRedact,
  'customers/redact': customersRedact,
  'customers/data_request': customersDataRequest,
};
