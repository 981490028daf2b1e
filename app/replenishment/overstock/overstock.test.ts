import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstRule } from '../settings/rule.ts';
import { excessFile } from './overstock-file.ts';
import { hasSlowed, lastQuarter, lowerTail, spanOf, yearBefore } from './slow-mover.ts';
import type { StockRow } from './stock-row.ts';
import {
  assumptionsOfShop,
  deadOf,
  excessOf,
  readAssumptions,
  sumExcess,
  usualAssumptions,
  wayNames,
} from './ways-out.ts';

const row: StockRow = {
  inventoryItemId: '1',
  locationId: '9',
  title: 'Mug',
  sku: 'MUG',
  vendor: '',
  location: 'London',
  units: 300,
  orderUpTo: 40,
  demandPerDay: 1,
  unitCost: '500',
  costCurrency: 'GBP',
  price: '1200',
  currency: 'GBP',
  daysSinceSale: 3,
  lastSoldOn: '2026-11-20',
};
const { assumptions } = readAssumptions({ ...usualAssumptions, holding: '20', spareDays: '30' });
const many = fc.array(
  fc.record({
    units: fc.integer({ min: 0, max: 5000 }),
    orderUpTo: fc.integer({ min: 0, max: 500 }),
    demandPerDay: fc.double({ min: 0, max: 50, noNaN: true }),
    unitCost: fc.option(fc.integer({ min: 0, max: 100_000 }).map(String)),
    costCurrency: fc.constantFrom('GBP', 'USD', 'JPY'),
    daysSinceSale: fc.integer({ min: 0, max: 700 }),
  }),
);
const rowsOf = (list: Partial<StockRow>[]) =>
  list.map((one, index) => ({ ...row, ...one, inventoryItemId: String(index) }));

describe('excess', () => {
  test('is what lies above order-up-to and the spare days, with what each way out brings', () => {
    const [mug] = excessOf([row], assumptions);
    expect(mug).toMatchObject({ excess: 230, enough: 70, cash: 115_000n });
    expect(mug?.best).toBe('nothing');
    expect(excessOf([{ ...row, demandPerDay: 0 }], assumptions)[0]?.best).toBe('returnToVendor');
    expect(mug?.brings.returnToVendor).toBe(92_000n);
  });

  test('sums each currency apart and converts nothing', () => {
    const rows = rowsOf([{}, { units: 100 }, { costCurrency: 'USD' }, { unitCost: null }]);
    const { sums, withoutCost } = sumExcess(excessOf(rows, assumptions));
    expect(sums.map((sum) => [sum.currency, sum.items, sum.cash])).toEqual([
      ['GBP', 2, 130_000n],
      ['USD', 1, 115_000n],
    ]);
    expect(sums[1]?.brings).toEqual({ nothing: null, markdown: null, bundle: null, returnToVendor: null });
    expect(withoutCost).toBe(1);
  });

  test('the sums are those of the rows, and the best is at least as good as any one way', () => {
    fc.assert(
      fc.property(many, (list) => {
        const rows = excessOf(rowsOf(list), assumptions);
        const { sums, withoutCost } = sumExcess(rows);
        expect(sums.reduce((sum, one) => sum + one.units, 0)).toBe(
          rows.filter((one) => one.cash !== null).reduce((sum, one) => sum + one.excess, 0),
        );
        expect(withoutCost).toBe(rows.filter((one) => one.cash === null).length);
        for (const sum of sums)
          for (const name of wayNames)
            if (sum.best !== null && sum.brings[name] !== null) expect(sum.best >= sum.brings[name]).toBe(true);
      }),
    );
  });

  test('more spare days never make more of it, a greater fee never brings more', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 0, max: 300 }), (list, more) => {
        const units = (spareDays: number) =>
          excessOf(rowsOf(list), { ...assumptions, spareDays }).reduce((sum, one) => sum + one.excess, 0);
        expect(units(30 + more)).toBeLessThanOrEqual(units(30));
      }),
    );
  });

  test('what cannot be read counts as usual and says so; without returns that way is shut', () => {
    const read = readAssumptions({ ...usualAssumptions, markdownOff: 'half', spareDays: '-1', returnFee: '' });
    expect(read.problems).toEqual({
      markdownOff: 'Enter percent from 0 to 100',
      spareDays: 'Enter days from 0 to 730',
    });
    expect(read.assumptions.ways.markdown.off).toBe(0.3);
    expect(excessOf([row], read.assumptions)[0]?.brings.returnToVendor).toBeNull();
    expect(readAssumptions({ ...usualAssumptions, markdownFaster: '2,5' }).assumptions.ways.markdown.faster).toBe(2.5);
  });

  test('begin with what the shop says of holding and days to spare', () => {
    expect(assumptionsOfShop({ holdingPermille: 185, spareDays: 14 })).toMatchObject({
      holding: '18.5',
      spareDays: '14',
    });
    expect(assumptionsOfShop({ holdingPermille: null, spareDays: null })).toEqual(usualAssumptions);
    expect(usualAssumptions).toMatchObject({
      holding: String(Number(firstRule('shop', '')?.holdingPermille) / 10),
      spareDays: String(firstRule('shop', '')?.spareDays),
    });
  });

  test('the file runs nothing and keeps numbers numbers', () => {
    const text = excessFile(excessOf([{ ...row, title: '=cmd()', demandPerDay: 0, price: '1' }], assumptions));
    expect(text).toContain("'=cmd()");
    expect(text).toMatch(/,-\d/);
  });
});

test('dead is what has not sold for 180 days; what was made last week is not', () => {
  const rows = rowsOf([
    { daysSinceSale: 180, unitCost: '1' },
    { daysSinceSale: 179 },
    { daysSinceSale: 400 },
    { daysSinceSale: 400, units: 0 },
  ]);
  expect(deadOf(rows).map((one) => one.inventoryItemId)).toEqual(['2', '0']);
});

describe('a quarter', () => {
  test('is the last one that is over', () => {
    expect(['2026-11-27', '2026-10-01', '2026-09-30', '2026-01-01', '2026-03-31'].map(lastQuarter)).toEqual([
      '2026-Q3',
      '2026-Q3',
      '2026-Q2',
      '2025-Q4',
      '2025-Q4',
    ]);
    expect(spanOf('2026-Q4')).toEqual({ from: '2026-10-01', to: '2027-01-01' });
    expect(yearBefore('2026-Q3')).toBe('2025-Q3');
  });

  test.each([
    [2, 20, true],
    [15, 20, false],
    [0, 4, false],
    [0, 5, true],
    [69, 100, true],
    [71, 100, false],
    [0, 0, false],
    [30, 20, false],
  ])('with %i sold after %i has slowed: %s', (sold, before, slowed) => {
    expect(hasSlowed(sold, before)).toBe(slowed);
  });

  test('the tail is a distribution: rising in k, one half in the middle', () => {
    expect(lowerTail(0, 5)).toBeCloseTo(1 / 32, 12);
    expect(lowerTail(4999, 9999)).toBeCloseTo(0.5, 9);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(1999), (n, k) => {
        fc.pre(k < n);
        expect(lowerTail(k, n)).toBeLessThanOrEqual(lowerTail(k + 1, n) + 1e-12);
        expect(lowerTail(n, n)).toBeCloseTo(1, 9);
      }),
    );
  });
});
