import { type Fan, fanOf, LEVELS } from './levels.ts';
import { normalQuantile } from './normal.ts';
import type { Past } from './past.ts';

const Z = LEVELS.map(normalQuantile);
/** As published: only so many values are looked at. */
const REMEMBERED = 1000;

/** Tomorrow is like today: the last known value, normal quantiles around it. */
export function naive({ values }: Past, steps: number): Fan {
  return repeatLast(values, 1, steps);
}

/** Next Monday is like last Monday: the value one season ago, normal quantiles around it. */
export function seasonalNaive({ values, season }: Past, steps: number): Fan {
  return repeatLast(values, season, steps);
}

/**
 * Both as published by fev-bench and StatsForecast: unknown periods filled forward, and the standard deviation of the
 * in-sample errors among the last 1,000 values, which grows with the square root of the seasons ahead (Hyndman, Athanasopoulos, "Forecasting: principles and
 * practice", 5.5). Quantiles may fall below zero, as theirs do.
 */
function repeatLast(values: Float64Array, season: number, steps: number): Fan {
  const filled = filledForward(values);
  if (filled.length === 0) return fanOf(steps, () => LEVELS.map(() => 0));
  const sd = errorDeviation(filled, season);
  const n = filled.length;
  return fanOf(steps, (step) => {
    const seasonsAhead = Math.floor(step / season);
    const point = filled[n - season + (step % season)] ?? filled[n - 1]!;
    return Z.map((z) => point + z * sd * Math.sqrt(1 + seasonsAhead));
  });
}

function filledForward(values: Float64Array): Float64Array {
  const first = values.findIndex((value) => !Number.isNaN(value));
  if (first < 0) return new Float64Array(0);
  const filled = values.slice(first);
  for (let t = 1; t < filled.length; t++) if (Number.isNaN(filled[t])) filled[t] = filled[t - 1]!;
  return filled;
}

function errorDeviation(filled: Float64Array, season: number): number {
  const from = Math.max(0, filled.length - REMEMBERED) + season;
  const count = filled.length - from;
  if (count < 1) return 0;
  let squares = 0;
  for (let t = from; t < filled.length; t++) squares += (filled[t]! - filled[t - season]!) ** 2;
  return Math.sqrt(squares / count);
}
