import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixedDemand, type Vote, weightedDemand } from './demand-distribution.ts';

const votes = fc.array(fc.record({ units: fc.nat(200), weight: fc.integer({ min: 1, max: 9 }) }), { minLength: 1 });
const level = fc.double({ min: 0.001, max: 1, noNaN: true });

describe('weighted demand', () => {
  test('each vote is as likely as its weight says', () => {
    const demand = weightedDemand([
      { units: 10, weight: 1 },
      { units: 0, weight: 2 },
      { units: 4, weight: 1 },
      { units: 99, weight: 0 },
    ]);
    expect(demand.mean).toBe(3.5);
    expect([0, 0.5, 0.51, 0.75, 0.76, 1].map((p) => demand.quantile(p))).toEqual([0, 0, 4, 4, 10, 10]);
    expect([0, 4, 7, 10, 50].map((stock) => demand.expectedShortfall(stock))).toEqual([3.5, 1.5, 0.75, 0, 0]);
  });

  test('without votes nothing is asked for', () => {
    const none = weightedDemand([]);
    expect([none.mean, none.quantile(0.99), none.expectedShortfall(0)]).toEqual([0, 0, 0]);
  });

  test('quantiles rise with the level, and shortfalls fall ever more slowly with the stock', () => {
    fc.assert(
      fc.property(votes, level, level, fc.nat(250), (cast, p, q, stock) => {
        const demand = weightedDemand(cast);
        const [low, high] = p < q ? [p, q] : [q, p];
        expect(demand.quantile(low)).toBeLessThanOrEqual(demand.quantile(high));
        const [first, second, third] = [0, 1, 2].map((more) => demand.expectedShortfall(stock + more));
        expect(second!).toBeLessThanOrEqual(first! + 1e-9);
        expect(second! - third!).toBeLessThanOrEqual(first! - second! + 1e-9);
      }),
    );
  });

  test('scales with the demand', () => {
    fc.assert(
      fc.property(votes, level, fc.integer({ min: 1, max: 20 }), fc.nat(100), (cast, p, factor, stock) => {
        const once = weightedDemand(cast);
        const often = weightedDemand(cast.map(({ units, weight }) => ({ units: units * factor, weight })));
        expect(often.quantile(p)).toBeCloseTo(once.quantile(p) * factor);
        expect(often.expectedShortfall(stock * factor)).toBeCloseTo(once.expectedShortfall(stock) * factor);
      }),
    );
  });
});

describe('a mixture', () => {
  test('is what one gets by throwing the votes together, each weighted by its share', () => {
    fc.assert(
      fc.property(votes, votes, fc.integer({ min: 1, max: 9 }), level, fc.nat(200), (one, other, tenths, p, stock) => {
        const share = tenths / 10;
        const scaled = (cast: Vote[], by: number) => {
          const total = cast.reduce((sum, { weight }) => sum + weight, 0);
          return cast.map(({ units, weight }) => ({ units, weight: (weight * by) / total }));
        };
        const together = weightedDemand([...scaled(one, share), ...scaled(other, 1 - share)]);
        const mixed = mixedDemand([
          { share, demand: weightedDemand(one) },
          { share: 1 - share, demand: weightedDemand(other) },
        ]);
        expect(mixed.mean).toBeCloseTo(together.mean);
        expect(mixed.expectedShortfall(stock)).toBeCloseTo(together.expectedShortfall(stock));
        // Rounding may decide at the very edge of a vote, hence the two levels around it.
        expect(mixed.quantile(p)).toBeGreaterThanOrEqual(together.quantile(p - 1e-6));
        expect(mixed.quantile(p)).toBeLessThanOrEqual(together.quantile(Math.min(1, p + 1e-6)));
      }),
    );
  });
});
