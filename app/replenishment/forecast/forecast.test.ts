import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAYS, familyFor } from './family.ts';
import { forecast, forecastPanel } from './forecast.ts';
import type { Fan } from './levels.ts';
import { randomFrom } from './random.ts';
import { weightedHistory } from './whd.ts';

const value = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const history = fc.array(value, { maxLength: 60 }).map((values) => Float64Array.from(values));
const season = fc.constantFrom({ season: 1, year: 52.18 }, { season: 7, year: 365.25 }, { season: 12 });

function expectSound(fan: Fan, steps: number) {
  expect(fan).toHaveLength(steps);
  for (const row of fan) {
    expect([...row].every((quantile) => Number.isFinite(quantile) && quantile >= 0)).toBe(true);
    expect([...row]).toEqual([...row].sort((a, b) => a - b));
  }
}

describe('a forecast', () => {
  test('is finite, never below zero, and its quantiles never cross, whatever the past', () => {
    fc.assert(
      fc.property(history, season, fc.integer({ min: 1, max: 15 }), (values, kind, steps) => {
        expectSound(forecast({ values, ...kind }, steps).fan, steps);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['nothing', []],
    ['one period', [5]],
    ['only unknown periods', [Number.NaN, Number.NaN, Number.NaN]],
    ['all zero', new Array(40).fill(0)],
    ['all the same', new Array(40).fill(7)],
  ])('answers a past of %s', (_, values) => {
    for (const kind of [{ season: 1 }, { season: 7, year: 365.25 }, { season: 12 }])
      expectSound(forecast({ values: Float64Array.from(values), ...kind }, 14).fan, 14);
  });

  test('of a single period is wide', () => {
    const [row] = forecast({ values: Float64Array.from([9]), season: 12 }, 1).fan;
    expect(row![8]! - row![0]!).toBeGreaterThan(2);
  });

  test('is the same for the same past', () => {
    const values = Float64Array.from({ length: 80 }, (_, t) => (t * 7919) % 13);
    expect(forecast({ values, season: 7, year: 365.25 }, 14)).toEqual(
      forecast({ values, season: 7, year: 365.25 }, 14),
    );
  });

  test('is that of the naive method where nothing beats it', () => {
    // Random walks: the last value is all there is to know.
    const panel = Array.from({ length: 40 }, (_, i) => {
      const { normal } = randomFrom(i + 1);
      let level = 1000;
      return { values: Float64Array.from({ length: 80 }, () => (level += 10 * normal())), season: 1 };
    });
    const forecasts = forecastPanel(panel, 5);
    const distance = forecasts.map(({ fan }, i) => Math.abs(fan[0]![4]! - panel[i]!.values[79]!));
    expect(distance.reduce((sum, d) => sum + d, 0) / 40).toBeLessThan(5);
  });
});

describe('weighted history', () => {
  const votes = (values: Float64Array, steps = 7) => weightedHistory({ values, season: 7, year: 365.25 }, steps, DAYS);

  test('scales with demand', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(2, 8, 0.5), (values, times) => {
        const scaled = votes(values.map((units) => units * times));
        votes(values).forEach((row, step) => {
          row.forEach((quantile, k) => {
            expect(scaled[step]![k]).toBeCloseTo(quantile * times, 6);
          });
        });
      }),
      { numRuns: 60 },
    );
  });

  test('takes an unknown day before all others as if it were not there', () => {
    fc.assert(
      fc.property(history, (values) => {
        expect(votes(Float64Array.from([Number.NaN, ...values]))).toEqual(votes(values));
      }),
      { numRuns: 60 },
    );
  });

  test('asks the same weekday first', () => {
    const values = Float64Array.from({ length: 140 }, (_, t) => (t % 7 === 5 ? 30 : 2));
    expect(votes(values).map((row) => Math.round(row[4]!))).toEqual([2, 2, 2, 2, 2, 30, 2]);
  });
});

test('every method answers every step of a short past', () => {
  for (const kind of [{ season: 7, year: 365.25 }, { season: 12 }, { season: 1, year: 52.18 }])
    for (const { forecast: method } of familyFor(kind)) {
      const fan = method({ values: Float64Array.from([3, Number.NaN, 1]), ...kind }, 9);
      expectSound(fan, 9);
    }
});
