import { restId, restTime } from '../../kernel/rest.ts';
import type { World } from '../../kernel/world.ts';
import { fullName } from '../orders/address.ts';
import type { Address } from '../orders/order.ts';
import { shopOf } from '../shop/domain.ts';
import { emailConsentOf, smsConsentOf } from './consent.ts';
import { type Consent, defaultAddressOf } from './customer.ts';

/** The body of customers/create and customers/update. */
export function customerPayload(world: World, id: string) {
  const customer = world.get('Customer', id);
  if (!customer) return { id: restId(id), admin_graphql_api_id: id };
  const shop = shopOf(world);
  const preferred = defaultAddressOf(customer);
  const addresses = customer.addresses.map((one) => ({
    id: restId(one.id),
    customer_id: restId(customer.id),
    ...restAddress(one),
    country_name: one.country ?? null,
    default: one === preferred,
  }));
  return {
    id: restId(customer.id),
    created_at: restTime(customer.createdAt, shop.timezoneOffsetMinutes),
    updated_at: restTime(customer.updatedAt, shop.timezoneOffsetMinutes),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: customer.email,
    phone: customer.phone,
    currency: shop.currencyCode,
    addresses,
    tax_exemptions: customer.taxExemptions ?? [],
    admin_graphql_api_id: customer.id,
    ...(preferred ? { default_address: addresses.find((one) => one.default) } : {}),
  };
}

/** The bodies of the two topics about consent. */
export function emailConsentPayload(world: World, id: string) {
  const customer = world.get('Customer', id)!;
  return {
    customer_id: restId(id),
    email_address: customer.email,
    email_marketing_consent: restConsent(world, emailConsentOf(customer)),
  };
}

export function smsConsentPayload(world: World, id: string) {
  const customer = world.get('Customer', id)!;
  return {
    id: restId(id),
    phone: customer.phone,
    sms_marketing_consent: { ...restConsent(world, smsConsentOf(customer)), consent_collected_from: 'other' },
  };
}

function restConsent(world: World, { state, optInLevel, updatedAt }: Consent) {
  return {
    state: state.toLowerCase(),
    opt_in_level: optInLevel.toLowerCase(),
    consent_updated_at: restTime(updatedAt, shopOf(world).timezoneOffsetMinutes),
  };
}

export function restAddress(address: Address) {
  return {
    first_name: address.firstName ?? null,
    last_name: address.lastName ?? null,
    company: address.company ?? null,
    address1: address.address1 ?? null,
    address2: address.address2 ?? null,
    city: address.city ?? null,
    province: address.province ?? null,
    country: address.country ?? null,
    zip: address.zip ?? null,
    phone: address.phone ?? null,
    name: fullName(address) ?? '',
    province_code: address.provinceCode ?? null,
    country_code: address.countryCode ?? null,
  };
}
