import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type InventoryItemNode, inventoryItemFromNode, inventoryItemFromPayload } from './inventory.ts';

const heardAt = '2026-11-27T09:00:00.000000Z';
const payload = {
  id: 5,
  admin_graphql_api_id: 'gid://shopify/InventoryItem/5',
  sku: 'MUG',
  tracked: true,
  requires_shipping: true,
  cost: '4.10',
  updated_at: '2026-11-27T08:00:00Z',
  weight_value: 0.38,
  weight_unit: 'kg',
  harmonized_system_code: '691200',
  country_code_of_origin: 'GB',
};
const node: InventoryItemNode = {
  id: 'gid://shopify/InventoryItem/5',
  sku: 'MUG',
  tracked: true,
  requiresShipping: true,
  unitCost: { amount: '4.1', currencyCode: 'GBP' },
  measurement: { weight: { value: 0.38, unit: 'KILOGRAMS' } },
  harmonizedSystemCode: '691200',
  countryCodeOfOrigin: 'GB',
  updatedAt: '2026-11-27T08:00:00Z',
  inventoryLevels: { nodes: [] },
};
const told = (over: object) => inventoryItemFromPayload({ ...payload, ...over }, heardAt, 'GBP');
const read = (over: object) => inventoryItemFromNode({ ...node, ...over }, heardAt).item;

test('a webhook and a reading say the same of weight and customs', () => {
  expect(told({})).toMatchObject({ grams: 380, tariffCode: '691200', originCountry: 'GB' });
  expect(told({})).toEqual(read({}));
  const units = [
    ['g', 'GRAMS'],
    ['kg', 'KILOGRAMS'],
    ['lb', 'POUNDS'],
    ['oz', 'OUNCES'],
  ] as const;
  fc.assert(
    fc.property(fc.constantFrom(...units), fc.integer({ min: 0, max: 100_000 }), ([short, long], hundredths) => {
      const value = hundredths / 100;
      const { grams } = read({ measurement: { weight: { value, unit: long } } });
      expect(told({ weight_value: value, weight_unit: short })?.grams).toBe(grams);
      expect(grams === null).toBe(hundredths === 0);
    }),
  );
  expect(told({ weight_value: 1, weight_unit: 'lb' })?.grams).toBe(454);
  expect(told({ weight_value: 12, weight_unit: 'oz' })?.grams).toBe(340);
});

test('a weight that nobody gave is not known, and neither is one in a unit that we do not know', () => {
  expect(read({ measurement: { weight: null } }).grams).toBeNull();
  expect(told({ weight_value: 0 })?.grams).toBeNull();
  expect(told({ weight_value: null })?.grams).toBeNull();
  expect(told({ weight_unit: 'st' })?.grams).toBeNull();
  expect(told({ weight_value: 0.0001 })?.grams).toBe(1);
});

test('taken away is not the same as not told', () => {
  const bare = { harmonized_system_code: null, country_code_of_origin: null };
  expect(told(bare)).toMatchObject({ grams: 380, tariffCode: null, originCountry: null });
  for (const field of ['weight_value', 'weight_unit', 'harmonized_system_code', 'country_code_of_origin'])
    expect(told({ [field]: undefined })).toBeNull();
});
