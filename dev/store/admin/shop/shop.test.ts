import { expect, test } from 'vitest';
import { api } from '../../domains.ts';
import { execute } from '../../kernel/execute.ts';
import { DEV_TOKEN, Shops } from '../../kernel/shops.ts';

test('an app learns at once what the shop is, and what it wrote', () => {
  const world = new Shops(api).open();
  const ask = (query: string) => {
    const { data, errors } = execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query });
    expect(errors).toBeUndefined();
    return data;
  };
  ask(
    'mutation { shopPolicyUpdate(shopPolicy: { type: REFUND_POLICY, body: "<p>30 days</p>" }) { userErrors { code } } }',
  );
  expect(
    ask(`{ shop {
      currencyFormats { moneyFormat } enabledPresentmentCurrencies resourceLimits { maxProductVariants }
      features { giftCards bundles { sellsBundles } } domains { host } billingAddress { countryCodeV2 formatted }
      shopPolicies { title type body } metafields(first: 1) { nodes { id } }
      locations(first: 1) { nodes { name } } limitedPendingOrderCount { count atMax }
    } }`),
  ).toMatchObject({
    shop: {
      enabledPresentmentCurrencies: ['CAD'],
      domains: [{ host: world.shop }],
      billingAddress: { countryCodeV2: 'CA' },
      shopPolicies: [{ title: 'Refund policy', type: 'REFUND_POLICY', body: '<p>30 days</p>' }],
      metafields: { nodes: [] },
      locations: { nodes: [{ name: expect.any(String) }] },
      limitedPendingOrderCount: { count: 0, atMax: false },
    },
  });
});

test('a location opens for local pickup and closes again', () => {
  const world = new Shops(api).open();
  const { id } = world.all('Location')[0]!;
  // biome-ignore lint/suspicious/noExplicitAny: answers are as their queries say
  const ask = (query: string): any =>
    execute(api, world, { version: '2026-07', token: DEV_TOKEN }, { query, variables: { id } }).data;
  const { locationLocalPickupEnable: enabled } = ask(
    'mutation ($id: ID!) { locationLocalPickupEnable(localPickupSettings: { locationId: $id, pickupTime: TWO_HOURS, instructions: "Ring" }) { localPickupSettings { pickupTime instructions } userErrors { code } } }',
  );
  expect(enabled).toEqual({ localPickupSettings: { pickupTime: 'TWO_HOURS', instructions: 'Ring' }, userErrors: [] });
  ask('mutation ($id: ID!) { locationLocalPickupDisable(locationId: $id) { userErrors { code } } }');
  expect(ask('query ($id: ID!) { location(id: $id) { localPickupSettingsV2 { pickupTime } } }').location).toEqual({
    localPickupSettingsV2: null,
  });
});
