import { type Fan, fanOf, LEVELS } from './levels.ts';
import { normalQuantile } from './normal.ts';
import type { Past } from './past.ts';
import { seasonIndex } from './season-index.ts';

export interface Shape {
  /** `drift` is the Theta method: half the slope of the regression line (Hyndman, Billah, IJF 19, 2003). */
  trend: 'none' | 'damped' | 'drift';
  /** Periods of the season that is taken out first, 1 for none. */
  season: number;
  /** On the log scale season, trend and spread are shares of the level. */
  log: boolean;
}

const ALPHAS = [0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95];
const BETAS = [0.05, 0.15, 0.3];
const DAMPING = 0.92;
/** No more of the past than this is fitted. */
const REMEMBERED = 600;
/** So many residuals count as much as the assumption that they are normal. */
const NORMAL_UNTIL = 30;
const Z = LEVELS.map(normalQuantile);

/**
 * Exponential smoothing of the seasonally adjusted series, the smoothing constants by least squares of the errors one step ahead.
 * The spread grows with the horizon as the state-space form says (Hyndman, Koehler, Ord, Snyder, "Forecasting with exponential
 * smoothing", 2008, table 6.1); its form is that of the residuals as far as there are enough of them, else normal.
 */
export function smoothing(past: Past, steps: number, shape: Shape): Fan {
  const values = past.values.length > REMEMBERED ? past.values.subarray(past.values.length - REMEMBERED) : past.values;
  const scale = scaleOf(values, shape.log);
  const seen = values.map(scale.to);
  const index = seasonIndex(seen, shape.season);
  const adjusted = seen.map((value, t) => value - index[t % shape.season]!);
  const fit = bestFit(adjusted, shape.trend);
  const spread = residualShape(fit.errors);
  let trendAhead = 0;
  let damped = 1;
  let variance = 1;
  return fanOf(steps, (step) => {
    if (step > 0) variance += (fit.alpha + fit.alpha * fit.beta * trendAhead) ** 2;
    if (shape.trend === 'damped') damped *= DAMPING;
    trendAhead += damped;
    const point = fit.level + fit.slope * trendAhead + index[(values.length + step) % shape.season]!;
    const deviation = Math.sqrt(variance);
    return spread.map((error) => scale.from(point + error * deviation));
  });
}

/** To the scale that is smoothed and back. A log scale needs something above zero: a tenth of the mean is added where zeros occur. */
function scaleOf(values: Float64Array, log: boolean) {
  if (!log) return { to: (value: number) => value, from: (value: number) => value };
  let [sum, known, least] = [0, 0, Number.POSITIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += Math.max(0, value);
    known++;
    least = Math.min(least, value);
  }
  const floor = sum > 0 ? (0.1 * sum) / known : 1;
  const offset = least > floor * 0.1 ? 0 : floor;
  const highest = Math.log(sum + floor) + 1;
  return {
    to: (value: number) => Math.log(Math.max(0, value) + offset),
    from: (value: number) => Math.exp(Math.min(value, highest)) - offset,
  };
}

interface Fit {
  level: number;
  slope: number;
  alpha: number;
  beta: number;
  errors: number[];
}

function bestFit(values: Float64Array, trend: Shape['trend']): Fit {
  const drift = trend === 'drift' ? slopeOf(values) / 2 : 0;
  let best: Fit | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const alpha of ALPHAS)
    for (const beta of trend === 'damped' ? BETAS : [0]) {
      const fit = smooth(values, alpha, beta, drift);
      const squares = fit.errors.reduce((sum, error) => sum + error * error, 0);
      if (squares < least || !best) [best, least] = [fit, squares];
    }
  return best!;
}

function smooth(values: Float64Array, alpha: number, beta: number, drift: number): Fit {
  let level = startingLevel(values);
  let slope = drift;
  const errors: number[] = [];
  for (const value of values) {
    if (beta) slope *= DAMPING;
    level += slope;
    if (Number.isNaN(value)) continue;
    const error = value - level;
    errors.push(error);
    level += alpha * error;
    if (beta) slope += alpha * beta * error;
  }
  return { level, slope, alpha, beta, errors };
}

/** Mean of the first few known values. */
function startingLevel(values: Float64Array): number {
  let [sum, known] = [0, 0];
  for (let t = 0; t < values.length && known < 8; t++) {
    if (Number.isNaN(values[t])) continue;
    sum += values[t]!;
    known++;
  }
  return known ? sum / known : 0;
}

/** Slope of the regression line through the known values. */
function slopeOf(values: Float64Array): number {
  let [n, t1, y1, tt, ty] = [0, 0, 0, 0, 0];
  values.forEach((value, t) => {
    if (Number.isNaN(value)) return;
    n++;
    t1 += t;
    y1 += value;
    tt += t * t;
    ty += t * value;
  });
  const spread = n * tt - t1 * t1;
  return spread > 0 ? (n * ty - t1 * y1) / spread : 0;
}

/** The errors at each level: the residuals' own quantiles, and normal ones the more the fewer residuals there are. */
function residualShape(errors: number[]): number[] {
  const n = errors.length;
  if (n === 0) return Z.map(() => 0);
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / Math.max(1, n - 1));
  const rising = Float64Array.from(errors).sort();
  const own = n / (n + NORMAL_UNTIL);
  return LEVELS.map((level, k) => {
    const place = Math.min(Math.max(level * n - 0.5, 0), n - 1);
    const below = rising[Math.floor(place)]!;
    const empirical = below + (rising[Math.ceil(place)]! - below) * (place % 1);
    return own * empirical + (1 - own) * Z[k]! * deviation;
  });
}
