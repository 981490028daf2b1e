import { describe, expect, test } from 'vitest';
import { countQuantiles } from './counts.ts';
import { naive, seasonalNaive } from './naive.ts';
import { normalQuantile } from './normal.ts';
import { pinball, scoreOf } from './score.ts';
import { seasonIndex } from './season-index.ts';
import { slowMover } from './slow-mover.ts';
import { smoothing } from './smoothing.ts';
import { weightedQuantiles } from './weighted-quantile.ts';

const unknown = Number.NaN;
const series = (...values: number[]) => Float64Array.from(values);

describe('naive', () => {
  test('repeats the last known value, wider by the root of the steps ahead', () => {
    // Errors 2, −1, 0 (filled), −3: sd √(14/4).
    const fan = naive({ values: series(4, 6, 5, unknown, 2), season: 1 }, 2);
    const sd = Math.sqrt((4 + 1 + 0 + 9) / 4);
    expect(fan[0]![4]).toBe(2);
    expect(fan[0]![8]).toBeCloseTo(2 + 1.2815515655 * sd, 6);
    expect(fan[1]![8]).toBeCloseTo(2 + 1.2815515655 * sd * Math.SQRT2, 6);
  });

  test('of the season repeats the last season, wider by the root of the seasons ahead', () => {
    const fan = seasonalNaive({ values: series(1, 5, 3, 5), season: 2 }, 3);
    const sd = Math.sqrt((4 + 0) / 2);
    expect(fan.map((row) => row[4])).toEqual([3, 5, 3]);
    expect(fan[1]![8]).toBeCloseTo(5 + 1.2815515655 * sd, 6);
    expect(fan[2]![8]).toBeCloseTo(3 + 1.2815515655 * sd * Math.SQRT2, 6);
  });
});

describe('quantiles', () => {
  test('of the normal distribution are those of the tables', () => {
    expect([0.01, 0.1, 0.5, 0.9, 0.975].map((p) => Number(normalQuantile(p).toFixed(6)))).toEqual([
      -2.326348, -1.281552, 0, 1.281552, 1.959964,
    ]);
  });

  test('of Poisson counts are those of the tables', () => {
    // Poisson(2): P(0) .1353, P(≤1) .4060, P(≤2) .6767, P(≤3) .8571, P(≤4) .9473.
    expect([...countQuantiles(2, 2, [0.1, 0.14, 0.41, 0.68, 0.9])]).toEqual([0, 1, 2, 3, 4]);
  });

  test('of negative binomial counts are those of the geometric distribution where r = 1', () => {
    // Mean 1, variance 2: P(≤ k) = 1 − 2^−(k+1).
    expect([...countQuantiles(1, 2, [0.5, 0.51, 0.75, 0.76, 0.9])]).toEqual([0, 1, 1, 2, 3]);
  });

  test('of large counts are those of a Gamma', () => {
    const [median, high] = countQuantiles(10_000, 10_000, [0.5, 0.9]);
    expect(median).toBeCloseTo(9999.67, 1);
    expect(high).toBeCloseTo(10_128.4, 0);
  });

  test('of votes lie between the middles of their weights', () => {
    expect([...weightedQuantiles([1, 2, 4], [1, 1, 2], 3, [0.125, 0.25, 0.375, 0.9])]).toEqual([1, 1.5, 2, 4]);
  });
});

test('pinball loss and the scores are those worked out by hand', () => {
  // Row 0, 1, …, 8 against 4: misses 4 … −4; mean over levels of 2|d|·(level below, 1 − level above).
  const row = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const byHand = (2 * (4 * 0.1 + 3 * 0.2 + 2 * 0.3 + 0.4) * 2) / 9;
  expect(pinball(4, row)).toBeCloseTo(byHand, 12);
  const score = scoreOf([
    { actual: 4, row, scale: 2 },
    { actual: 6, row, scale: 0 },
    { actual: unknown, row, scale: 2 },
  ]);
  expect(score.sql).toBeCloseTo(byHand / 2, 12);
  expect(score.mase).toBe(0);
  expect(score.wape).toBeCloseTo(2 / 10, 12);
  expect(score.coverage).toEqual([0, 0, 0, 0, 0.5, 0.5, 1, 1, 1]);
});

describe('smoothing', () => {
  test('carries on a season it has seen', () => {
    const values = Float64Array.from({ length: 36 }, (_, t) => 100 + (t % 4 === 0 ? 40 : 0));
    const fan = smoothing({ values, season: 4 }, 4, { trend: 'none', season: 4, log: false });
    expect(fan.map((row) => Math.round(row[4]!))).toEqual([140, 100, 100, 100]);
  });

  test('damps a trend', () => {
    const values = Float64Array.from({ length: 40 }, (_, t) => 10 + 2 * t);
    const fan = smoothing({ values, season: 1 }, 10, { trend: 'damped', season: 1, log: false });
    expect(fan[0]![4]).toBeGreaterThan(89);
    expect(fan[9]![4]).toBeGreaterThan(fan[0]![4]!);
    expect(fan[9]![4]).toBeLessThan(10 + 2 * 50);
  });

  test('sees no season in noise', () => {
    const noise = [3, -1, 2, -3, 1, 0, -2, 2, -1, 3, -3, 1, 2, -2, 0, -1];
    const index = seasonIndex(
      Float64Array.from({ length: 64 }, (_, t) => 50 + noise[(t * 7 + Math.floor(t / 4)) % 16]!),
      4,
    );
    expect(Math.max(...index.map(Math.abs))).toBeLessThan(1);
  });
});

test('a slow mover that stops selling is let go', () => {
  const selling = Float64Array.from({ length: 24 }, (_, t) => (t % 2 ? 3 : 0));
  const stopped = Float64Array.from([...selling, ...new Array(24).fill(0)]);
  const high = (values: Float64Array) => slowMover({ values, season: 12 }, 1, 6)[0]![8]!;
  expect(high(selling)).toBeGreaterThanOrEqual(3);
  expect(high(stopped)).toBeLessThan(high(selling));
});
