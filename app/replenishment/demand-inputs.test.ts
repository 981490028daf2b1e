import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DemandInputs, demandOverDays } from './demand-inputs.ts';

const days = (units: number[]): DemandInputs => ({
  lastDay: '2026-11-21',
  units,
  states: units.map(() => 0),
  method: 'windows',
  planned: [],
  season: 1,
  prior: null,
});
const steady = days(new Array<number>(100).fill(2));

describe('demand over days', () => {
  test('of a steady item is its days, and of no days nothing', () => {
    const demand = demandOverDays(steady, 10);
    expect(demand.mean).toBeCloseTo(20);
    expect(demand.quantile(0.99)).toBe(20);
    expect(demandOverDays(steady, 0).mean).toBe(0);
  });

  test('the season stretches it, what is planned within the days comes on top', () => {
    const busy = {
      ...steady,
      season: 1.5,
      planned: [
        { day: 3, units: 40 },
        { day: 10, units: 99 },
      ],
    };
    const demand = demandOverDays(busy, 10);
    expect(demand.mean).toBeCloseTo(70);
    expect(demand.quantile(0.9)).toBeCloseTo(70);
    expect(demand.expectedShortfall(60)).toBeCloseTo(10);
    expect(demand.expectedShortfall(20)).toBeCloseTo(50);
  });

  test('an item with few days is expected to sell like its kin, and its own days count', () => {
    const like = { ...days([]), method: 'look-alike' as const, prior: { shape: 2, rate: 4 } };
    const demand = demandOverDays(like, 8);
    // negative binomial: mean ad/b = 4, variance mean × (1 + d/b) = 12
    expect(demand.mean).toBeCloseTo(4, 5);
    const second =
      2 * Array.from({ length: 400 }, (_, stock) => demand.expectedShortfall(stock)).reduce((a, b) => a + b, 0);
    expect(second - demand.mean - demand.mean ** 2).toBeCloseTo(12, 3);
    const own = demandOverDays({ ...like, units: [3, 3, 3], states: [0, 0, 0] }, 8);
    expect(own.mean).toBeCloseTo((11 / 7) * 8, 5);
    const outOfStock = demandOverDays({ ...like, units: [0, 0, 0], states: [2, 2, 2] }, 8);
    expect(outOfStock.mean).toBeCloseTo(4, 5);
  });

  test('a longer stretch never needs less, by any method, season or plan', () => {
    const any = fc.record({
      units: fc.array(fc.nat(20), { minLength: 20, maxLength: 60 }),
      method: fc.constantFrom('windows' as const, 'counts' as const, 'naive' as const, 'look-alike' as const),
      season: fc.double({ min: 0.3, max: 3, noNaN: true }),
      planned: fc.array(fc.record({ day: fc.nat(30), units: fc.nat(50) }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        any,
        fc.integer({ min: 1, max: 40 }),
        fc.nat(20),
        fc.double({ min: 0.5, max: 0.98, noNaN: true }),
        (over, length, more, p) => {
          const inputs = { ...days(over.units), ...over, prior: { shape: 1, rate: 2 } };
          expect(demandOverDays(inputs, length + more).quantile(p)).toBeGreaterThanOrEqual(
            demandOverDays(inputs, length).quantile(p) - 1e-9,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
