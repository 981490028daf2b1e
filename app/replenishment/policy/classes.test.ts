import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { abcClasses, demandPattern, isNew, isPhantomSuspect, silenceChance } from './classes.ts';
import { overstock, type StockOnHand } from './overstock.ts';

describe('classes', () => {
  test('by value: 80 % are A, up to 95 % B, the rest and what brings nothing C', () => {
    expect(abcClasses([5, 500, 0, 300, 100, 95, -3])).toEqual(['C', 'A', 'C', 'A', 'B', 'B', 'C']);
    expect(abcClasses([1000, 1])).toEqual(['A', 'C']);
    expect(abcClasses([0, 0])).toEqual(['C', 'C']);
  });

  test('a product that brings more is never in a worse class', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 1000 })), (values) => {
        const classes = abcClasses(values);
        for (const [i, one] of values.entries())
          for (const [j, other] of values.entries()) if (one > other) expect(classes[i]! <= classes[j]!).toBe(true);
      }),
    );
  });

  test.each([
    [[3, 4, 3, 4], 'smooth'],
    [[1, 9, 1, 20, 1], 'erratic'],
    [[3, 0, 0, 3, 0, 4], 'intermittent'],
    [[1, 0, 0, 20, 0, 1], 'lumpy'],
    [[3, null, null, 3, null, 4], 'smooth'],
    [[0, 0, null], 'none'],
  ] as const)('%j is %s', (periods, pattern) => {
    expect(demandPattern(periods).pattern).toBe(pattern);
  });

  test('an age is known only from the first day', () => {
    expect([isNew(null, 100), isNew(50, 100), isNew(10, 100)]).toEqual([true, true, false]);
  });

  test('what sold every other day and then nothing for a week is suspect; an empty shelf is not', () => {
    expect(silenceChance(0.5, 7)).toBeCloseTo(1 / 128);
    expect(isPhantomSuspect(4, 0.5, 7)).toBe(true);
    expect(isPhantomSuspect(4, 0.5, 6)).toBe(false);
    expect(isPhantomSuspect(0, 0.5, 90)).toBe(false);
    expect(isPhantomSuspect(4, 0, 900)).toBe(false);
  });
});

describe('overstock', () => {
  const stock: StockOnHand = {
    units: 200,
    orderUpTo: 40,
    demandPerDay: 1,
    unitCost: 1000,
    price: 2500,
    holdingRate: 0.365,
    daysSinceLastSale: 2,
  };
  const ways = { markdown: { off: 0.3, faster: 2 }, bundle: { off: 0.15, faster: 1.5 }, returnFee: 0.2 };

  test('is what lies above the level and the spare days, with what each way out brings', () => {
    const found = overstock(stock, ways, 60);
    expect(found).toMatchObject({ excess: 100, cash: 100_000, days: 200, dead: false });
    // 1 a day and unit: 100 units for 100 + 50 days; at double speed for 50 + 25 days.
    expect(found.brings.nothing).toBeCloseTo(100 * (2500 - 150));
    expect(found.brings.markdown).toBeCloseTo(100 * (1750 - 75));
    expect(found.brings.bundle).toBeCloseTo(100 * (2125 - 100));
    expect(found.brings.returnToVendor).toBeCloseTo(80_000);
  });

  test('what never sells only costs, and a supplier may take nothing back', () => {
    const dead = overstock(
      { ...stock, orderUpTo: 0, demandPerDay: 0, daysSinceLastSale: null },
      { ...ways, returnFee: null },
      60,
    );
    expect(dead).toMatchObject({ excess: 200, days: null, dead: true });
    expect(dead.brings.nothing).toBeCloseTo(-200 * 730);
    expect(dead.brings.returnToVendor).toBeNull();
  });

  test('no stock is neither excess nor dead', () => {
    const none = overstock({ ...stock, units: 0, daysSinceLastSale: null }, ways, 60);
    expect(none).toMatchObject({ excess: 0, cash: 0, dead: false });
  });
});
