import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_STATES, type DemandDays } from './demand-days.ts';
import { demandOver } from './demand-over.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { productLimitWeights } from './product-limit.ts';

const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const day = fc.record({ units: fc.integer({ min: 0, max: 30 }), state: fc.constantFrom(0, 0, 0, 0, 1, 2, 3) });
const history = fc.array(day, { maxLength: 50 });
const protection = fc.record({
  reviewDays: fc.integer({ min: 0, max: 14 }),
  leadTimes: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 5 }),
});
const daysOf = (days: { units: number; state: number }[]): DemandDays => ({
  units: Float64Array.from(days, ({ units }) => units),
  states: Uint8Array.from(days, ({ state }) => state),
});
const open = (...units: number[]) => daysOf(units.map((sold) => ({ units: sold, state: 0 })));
const quantiles = (distribution: Distribution) => LEVELS.map((p) => distribution.quantile(p));
const over = (days: DemandDays, reviewDays: number, leadTimes: number[]) =>
  demandOver(days, { reviewDays, leadTimes }).distribution;

test('product-limit weights are those of the estimator worked out by hand', () => {
  // Kaplan–Meier at 1, 2+, 3, 4+, 5: jumps 1/5, then 4/5·1/3, then what is left.
  const jumps = productLimitWeights(new Float64Array(5).fill(0.2), [0, 1, 0, 1, 0]);
  expect([...jumps].map((jump) => Number(jump.toFixed(6)))).toEqual([0.2, 0, 0.266667, 0, 0.533333]);
});

describe('the demand of a protection period', () => {
  test('is the sum of as many days as it lasts', () => {
    expect(quantiles(over(open(...new Array(60).fill(3)), 7, [14]))).toEqual(LEVELS.map(() => 63));
  });

  test('mixes the lead times as they are likely', () => {
    const distribution = over(open(...new Array(60).fill(1)), 0, [10, 10, 10, 20]);
    expect([distribution.quantile(0.74), distribution.quantile(0.76)]).toEqual([10, 20]);
    expect(distribution.mean).toBeCloseTo(12.5, 9);
  });

  test('has probabilities that sum to one and quantiles that never fall, or knows nothing', () => {
    fc.assert(
      fc.property(history, protection, (days, { reviewDays, leadTimes }) => {
        const { distribution, votes } = demandOver(daysOf(days), { reviewDays, leadTimes });
        const total = distribution.probabilities.reduce((sum, p) => sum + p, 0);
        expect(total).toBeCloseTo(days.some(({ state }) => state < 2) ? 1 : 0, 9);
        expect(votes.every((vote, i) => vote === 0 || days[i]!.state < 2)).toBe(true);
        const rising = quantiles(distribution);
        expect(rising).toEqual([...rising].sort((a, b) => a - b));
        expect(rising.every((units) => units >= 0 && Number.isFinite(units))).toBe(true);
      }),
    );
  });

  test('is never lowered by calling a day sold out', () => {
    fc.assert(
      fc.property(history, protection, fc.nat(), (days, { reviewDays, leadTimes }, pick) => {
        const at = days.map((_, i) => i).filter((i) => days[i]!.state === 0);
        if (at.length === 0) return;
        const soldOut = days.map((d, i) =>
          i === at[pick % at.length] ? { ...d, state: DAY_STATES.indexOf('censored') } : d,
        );
        const before = quantiles(over(daysOf(days), reviewDays, leadTimes));
        const after = quantiles(over(daysOf(soldOut), reviewDays, leadTimes));
        after.forEach((units, k) => {
          expect(units).toBeGreaterThanOrEqual(before[k]! - 1e-6);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('never needs less for a longer lead time', () => {
    fc.assert(
      fc.property(history, fc.nat({ max: 14 }), fc.nat({ max: 60 }), (days, reviewDays, leadTime) => {
        const shorter = quantiles(over(daysOf(days), reviewDays, [leadTime]));
        const longer = quantiles(over(daysOf(days), reviewDays, [leadTime + 1]));
        longer.forEach((units, k) => {
          expect(units).toBeGreaterThanOrEqual(shorter[k]! - 1e-6);
        });
      }),
      { numRuns: 200 },
    );
  });

  test('scales with demand', () => {
    fc.assert(
      fc.property(history, protection, (days, { reviewDays, leadTimes }) => {
        const fourfold = days.map(({ units, state }) => ({ units: units * 4, state }));
        const once = quantiles(over(daysOf(days), reviewDays, leadTimes));
        quantiles(over(daysOf(fourfold), reviewDays, leadTimes)).forEach((units, k) => {
          expect(units).toBeCloseTo(once[k]! * 4, 6);
        });
      }),
    );
  });

  test('does not learn from a day without a vote', () => {
    const days = [...new Array(30).fill({ units: 2, state: 0 })];
    const event = { units: 500, state: DAY_STATES.indexOf('event') };
    const distribution = over(daysOf([...days, event, ...days]), 7, [0]);
    expect(distribution.quantile(0.99)).toBeCloseTo(14, 9);
  });
});

test('shortfall, mean and quantiles of a distribution are those worked out by hand', () => {
  const distribution = distributionOf(Float64Array.of(10, 0, 4, 0), Float64Array.of(2, 4, 3, 1));
  expect([...distribution.units]).toEqual([0, 4, 10]);
  expect(distribution.mean).toBeCloseTo(3.2, 12);
  expect([0.5, 0.51, 0.8, 0.81].map((p) => distribution.quantile(p))).toEqual([0, 4, 4, 10]);
  expect(distribution.expectedShortfall(3)).toBeCloseTo(0.3 * 1 + 0.2 * 7, 12);
  expect(distribution.expectedShortfall(10)).toBe(0);
});

test('votes are put in order whatever their units are', () => {
  const vote = fc.record({
    units: fc.oneof(fc.nat(20), fc.double({ min: 0, max: 1e6, noNaN: true })),
    weight: fc.nat(5),
  });
  fc.assert(
    fc.property(fc.array(vote, { maxLength: 80 }), (votes) => {
      const distribution = distributionOf(
        Float64Array.from(votes, ({ units }) => units),
        Float64Array.from(votes, ({ weight }) => weight),
      );
      const counted = votes.filter(({ weight }) => weight > 0);
      expect([...distribution.units]).toEqual([...new Set(counted.map(({ units }) => units))].sort((a, b) => a - b));
      const total = counted.reduce((sum, { weight }) => sum + weight, 0);
      const mean = counted.reduce((sum, { units, weight }) => sum + units * weight, 0) / (total || 1);
      expect(distribution.mean).toBeCloseTo(mean, 6);
    }),
    {
      examples: [
        [
          [
            { units: 0, weight: 0 },
            { units: Number.MIN_VALUE, weight: 1 },
          ],
        ],
      ],
    },
  );
});
