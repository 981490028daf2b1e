import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spread } from '../../lib/money.ts';
import { landedCosts } from './landed-cost.ts';

test('freight is spread by value, and the odd pennies go to the largest remainders', () => {
  expect(spread(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
  expect(spread(1000n, [3000n, 1000n])).toEqual([750n, 250n]);
  expect(spread(5n, [0n, 0n])).toEqual([3n, 2n]);
  expect(
    landedCosts(
      [
        { units: 10, unitCost: 300n },
        { units: 4, unitCost: 250n },
      ],
      [{ amount: 400n }, { amount: 400n }],
    ).map((one) => one.perUnit),
  ).toEqual([360n, 300n]);
});

const money = fc.bigInt({ min: 0n, max: 10n ** 12n });

test('the parts sum to the whole exactly, and none is off its share by a whole minor unit', () => {
  fc.assert(
    fc.property(money, fc.array(money, { minLength: 1, maxLength: 40 }), (amount, weights) => {
      const parts = spread(amount, weights);
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
      const whole = weights.reduce((sum, weight) => sum + weight, 0n);
      for (const [index, weight] of weights.entries())
        if (whole > 0n) {
          const off = parts[index]! * whole - amount * weight;
          expect(off < whole && off > -whole).toBe(true);
        }
    }),
  );
});

test('goods and extra costs of all lines are what the order costs', () => {
  const line = fc.record({ units: fc.integer({ min: 1, max: 10_000 }), unitCost: money });
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 20 }),
      fc.array(fc.record({ amount: money })),
      (lines, extra) => {
        const landed = landedCosts(lines, extra);
        const all = landed.reduce((sum, one) => sum + one.goods + one.extra, 0n);
        const goods = lines.reduce((sum, one) => sum + one.unitCost * BigInt(one.units), 0n);
        expect(all).toBe(goods + extra.reduce((sum, one) => sum + one.amount, 0n));
      },
    ),
  );
});
