import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declare } from './customs.ts';
import { crossesCustoms } from './customs-territory.ts';

describe('customs', () => {
  test.each([
    ['GB', 'US', null, 'yes'],
    ['DE', 'FR', null, 'no'],
    ['DE', 'MC', null, 'no'],
    ['FR', 'GP', '97110', 'yes'],
    ['DE', 'CH', null, 'yes'],
    ['CH', 'LI', null, 'no'],
    ['DE', 'ES', '35001', 'yes'],
    ['ES', 'ES', '28001', 'no'],
    ['ES', 'ES', '38 001', 'yes'],
    ['DE', 'GB', 'BT1 5GS', 'no'],
    ['GB', 'GB', 'BT1 5GS', 'no'],
    ['DE', 'GB', 'LS1 1AA', 'yes'],
    ['IT', 'IT', '23041', 'yes'],
    ['US', 'us', null, 'no'],
    [null, 'US', null, 'unknown'],
    ['GB', null, null, 'unknown'],
  ])('%s to %s %s: %s', (from, country, zip, crosses) => {
    expect(crossesCustoms({ country: from }, { country, zip })).toBe(crosses);
  });

  const goods = (more: Partial<Parameters<typeof declare>[0][number]> = {}) => ({
    ...{ title: 'Kettle', sku: 'K', quantity: 2, grams: 600, tariffCode: '851610', originCountry: 'CN' },
    ...{ worth: 4998n, isProduct: true, ...more },
  });
  const none = { value: null, currency: 'GBP', grossGrams: 1500 };

  test('a line has description, quantity, net weight, value, tariff code and origin', () => {
    const { lines, missing, ...sums } = declare([goods()], none);
    expect(lines).toEqual([
      {
        position: 1,
        description: 'Kettle',
        sku: 'K',
        quantity: 2,
        netGrams: 1200,
        value: 4998n,
        tariffCode: '851610',
        origin: 'CN China',
      },
    ]);
    expect(sums).toEqual({ currency: 'GBP', value: 4998n, units: 2, netGrams: 1200, grossGrams: 1500 });
    expect(missing).toEqual([]);
  });

  test('what is not known is left out and named, with where to mend it', () => {
    const { lines, missing, netGrams } = declare(
      [goods({ tariffCode: ' ', grams: null }), goods({ title: 'Engraving', originCountry: null, isProduct: false })],
      none,
    );
    expect(lines.map((line) => [line.tariffCode, line.netGrams, line.origin])).toEqual([
      [null, null, 'CN China'],
      ['851610', 1200, null],
    ]);
    expect(netGrams).toBeNull();
    expect(missing).toEqual([
      'Line 1, Kettle: tariff (HS) code and weight not known. Enter it in Shopify on the product’s page, under Shipping, and print again.',
      'Line 2, Engraving: country of origin not known. It is not a product of the shop, so Shopify keeps none: write it on the paper.',
    ]);
  });

  test('the values of the lines add up to the parcel’s value exactly', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n });
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 20 }),
        fc.option(amount, { nil: null }),
        (worths, value) => {
          const made = declare(
            worths.map((worth) => goods({ worth })),
            { ...none, value },
          );
          expect(made.value).toBe(value ?? worths.reduce((sum, worth) => sum + worth, 0n));
          expect(made.lines.reduce((sum, line) => sum + line.value, 0n)).toBe(made.value);
        },
      ),
    );
  });
});
