import { beforeEach, expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';
import type { World } from '../../kernel/world.ts';
import { addCustomer } from './customer.ts';

let world: World;
let id: string;

beforeEach(() => {
  world = new Shops(api).open();
  id = addCustomer(world, { email: 'ada@example.com', firstName: 'Ada', tags: ['vip'] }).id;
});

// biome-ignore lint/suspicious/noExplicitAny: answers are as their queries say
const ask = (query: string, variables: Record<string, unknown> = {}): any => {
  const { data, errors } = execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables });
  expect(errors).toBeUndefined();
  return Object.values(data as object)[0];
};

test('addresses are added, made the default, changed and deleted', () => {
  const CREATE = `mutation ($id: ID!, $address: MailingAddressInput!, $setAsDefault: Boolean) {
    customerAddressCreate(customerId: $id, address: $address, setAsDefault: $setAsDefault) { address { id province } userErrors { field } }
  }`;
  const home = ask(CREATE, { id, address: { city: 'Ottawa', countryCode: 'CA', provinceCode: 'ON' } }).address;
  const work = ask(CREATE, { id, address: { city: 'Toronto', countryCode: 'CA' }, setAsDefault: true }).address;
  expect(home).toMatchObject({
    id: expect.stringMatching(/\/MailingAddress\/\d+\?model_name=CustomerAddress$/),
    province: 'Ontario',
  });
  const seen = () =>
    ask(
      'query ($id: ID!) { customer(id: $id) { defaultAddress { city country } addressesV2(first: 5) { nodes { id } } } }',
      { id },
    );
  expect(seen()).toMatchObject({
    defaultAddress: { city: 'Toronto' },
    addressesV2: { nodes: [{ id: home.id }, { id: work.id }] },
  });
  ask(
    `mutation ($id: ID!, $addressId: ID!) { customerAddressUpdate(customerId: $id, addressId: $addressId, address: { country: "France" }) { userErrors { field } } }`,
    { id, addressId: work.id },
  );
  expect(seen().defaultAddress).toEqual({ city: 'Toronto', country: 'France' });
  const DELETE = `mutation ($id: ID!, $addressId: ID!) { customerAddressDelete(customerId: $id, addressId: $addressId) { deletedAddressId userErrors { field } } }`;
  expect(ask(DELETE, { id, addressId: work.id })).toEqual({ deletedAddressId: work.id, userErrors: [] });
  expect(ask(DELETE, { id, addressId: work.id }).userErrors).toEqual([{ field: ['addressId'] }]);
  expect(seen().defaultAddress.city).toBe('Ottawa');
});

test('consent to marketing is kept per channel', () => {
  const { customer, userErrors } = ask(
    `mutation ($id: ID!) { customerEmailMarketingConsentUpdate(input: { customerId: $id, emailMarketingConsent: { marketingState: SUBSCRIBED, marketingOptInLevel: CONFIRMED_OPT_IN } }) {
      customer { emailMarketingConsent { marketingState marketingOptInLevel } defaultEmailAddress { marketingState } smsMarketingConsent { marketingState } }
      userErrors { field code }
    } }`,
    { id },
  );
  expect(userErrors).toEqual([]);
  expect(customer).toEqual({
    emailMarketingConsent: { marketingState: 'SUBSCRIBED', marketingOptInLevel: 'CONFIRMED_OPT_IN' },
    defaultEmailAddress: { marketingState: 'SUBSCRIBED' },
    smsMarketingConsent: null,
  });
  const sms = ask(
    `mutation ($id: ID!) { customerSmsMarketingConsentUpdate(input: { customerId: $id, smsMarketingConsent: { marketingState: SUBSCRIBED } }) { userErrors { code } } }`,
    { id },
  );
  expect(sms.userErrors).toEqual([{ code: 'INVALID' }]);
});

test('customerSet finds by e-mail or makes a customer; one is found by identifier', () => {
  const SET = `mutation ($email: String!, $input: CustomerSetInput!) { customerSet(identifier: { email: $email }, input: $input) { customer { id lastName } userErrors { field code } } }`;
  const same = ask(SET, { email: 'ada@example.com', input: { email: 'ada@example.com', lastName: 'Lovelace' } });
  expect(same).toEqual({ customer: { id, lastName: 'Lovelace' }, userErrors: [] });
  const made = ask(SET, { email: 'bob@example.com', input: { email: 'bob@example.com' } });
  expect(made.customer.id).not.toBe(id);
  expect(ask('{ customerByIdentifier(identifier: { emailAddress: "BOB@example.com" }) { id } }')).toEqual({
    id: made.customer.id,
  });
  expect(ask('{ customersCount(query: "last_name:Lovelace") { count } }')).toEqual({ count: 1 });
});

test('merging leaves one customer with what both had', () => {
  const two = addCustomer(world, { phone: '+16135550100', firstName: 'Bea', tags: ['new'] }).id;
  const merged = ask(
    `mutation ($id: ID!, $two: ID!) { customerMerge(customerOneId: $id, customerTwoId: $two) { resultingCustomerId job { done } userErrors { field } } }`,
    { id, two },
  );
  expect(merged).toEqual({ resultingCustomerId: id, job: { done: false }, userErrors: [] });
  expect(world.get('Customer', two)).toBeUndefined();
  expect(world.get('Customer', id)).toMatchObject({ firstName: 'Ada', phone: '+16135550100', tags: ['new', 'vip'] });
});

test('tax exemptions are added and removed', () => {
  const change = (name: string, one: string) =>
    ask(
      `mutation ($id: ID!) { ${name}(customerId: $id, taxExemptions: [${one}]) { customer { taxExemptions } userErrors { field } } }`,
      { id },
    ).customer.taxExemptions;
  expect(change('customerAddTaxExemptions', 'CA_STATUS_CARD_EXEMPTION')).toEqual(['CA_STATUS_CARD_EXEMPTION']);
  expect(change('customerRemoveTaxExemptions', 'CA_STATUS_CARD_EXEMPTION')).toEqual([]);
});
