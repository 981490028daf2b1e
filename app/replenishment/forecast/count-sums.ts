import { CENSORED, type DemandDays, OPEN } from './demand-days.ts';
import { type Distribution, risingDistribution } from './distribution.ts';

/** How the constants were chosen: docs/decisions/0020-how-forecast-settings-were-chosen.md. */
export const COUNTS = {
  /** Half-lives in days of the two memories of the mean, and the share of the fast one. */
  fast: 20,
  slow: 365,
  fastShare: 0.5,
  /** Relative variance of the rate beyond what the few days seen leave open: it drifts. */
  drift: 0.08,
};

/** Who sells twice as many a day is counted in pairs, and so on: beside the doubt about the rate a single piece is nothing. */
const PIECES = 64;
/** About so many values: where demand spreads wider it is rounded up to steps. */
const MOST_VALUES = 1024;
/** A value a billion times less likely than the likeliest is left out. */
const NEGLIGIBLE = 1e-9;

/**
 * The demand of a stretch of days that starts today, as counts around a decaying mean: negative binomial, the sum of days of the
 * same kind whose common rate is itself uncertain. So there is a tail beyond anything seen, and a dying item is let go.
 *
 * `wanted` is the history with sold-out days lifted (`uncensored`). They move the mean alone: how much more than Poisson the days
 * scatter is measured on what was sold, so calling a day sold out never lowers a quantile. With rate μ, excess dispersion
 * θ = (σ² − μ)/μ a day and relative variance u of the rate, P days have the mean m = Pμ and the variance m + mθ + m²u: a Gamma of shape
 * 1/(θ/m + u) and scale θ + mu counted out by Poisson. Shape and scale rise with m, so a longer stretch never needs less.
 */
export function countSums(
  { units, states }: DemandDays,
  wanted: Float64Array,
  settings = COUNTS,
): (days: number) => Distribution {
  const fast = 2 ** (-1 / settings.fast);
  const slow = 2 ** (-1 / settings.slow);
  let [fastWeight, fastSum, slowWeight, slowSum, slowSquaredWeight] = [0, 0, 0, 0, 0];
  let [soldSum, soldSquares] = [0, 0];
  for (let day = 0; day < states.length; day++) {
    if (states[day] !== OPEN && states[day] !== CENSORED) continue;
    const sold = Math.max(0, units[day]!);
    fastWeight = fastWeight * fast + 1;
    fastSum = fastSum * fast + wanted[day]!;
    slowWeight = slowWeight * slow + 1;
    slowSquaredWeight = slowSquaredWeight * slow * slow + 1;
    slowSum = slowSum * slow + wanted[day]!;
    soldSum = soldSum * slow + sold;
    soldSquares = soldSquares * slow + sold * sold;
  }
  if (slowWeight === 0) return () => risingDistribution(new Float64Array(0), new Float64Array(0));
  const mean = settings.fastShare * (fastSum / fastWeight) + (1 - settings.fastShare) * (slowSum / slowWeight);
  const sold = soldSum / slowWeight;
  const excess = sold > 0 ? Math.max(0, (soldSquares / slowWeight - sold * sold) / sold - 1) : 0;
  const uncertain = slowSquaredWeight / (slowWeight * slowWeight) + settings.drift;
  const carton = 2 ** Math.max(0, Math.floor(Math.log2(sold / PIECES)));
  return (days) => negativeBinomial(mean * days, excess, uncertain, carton);
}

/** Counts with this mean and the variance m + mθ + m²u, from the likeliest value outwards, so that no mean is too large. */
function negativeBinomial(mean: number, excess: number, uncertain: number, carton: number): Distribution {
  if (!(mean > 0)) return risingDistribution(new Float64Array(1), Float64Array.of(1));
  const m = mean / carton;
  const spread = m * (excess / carton + m * uncertain);
  const shape = (m * m) / spread;
  const ratio = m / (m + shape);
  const mode = shape > 1 ? Math.floor(((shape - 1) * m) / shape) : 0;
  let [least, most] = [mode, mode];
  for (let p = 1; least > 0 && p > NEGLIGIBLE; least--) p *= least / ((least - 1 + shape) * ratio);
  for (let p = 1; p > NEGLIGIBLE; most++) p *= (ratio * (shape + most)) / (most + 1);
  // Wide demand is rounded up to steps that are powers of two: a coarser step never rounds to less.
  const step = 2 ** Math.max(0, Math.ceil(Math.log2((14 * Math.sqrt(m + spread)) / MOST_VALUES)));
  const first = Math.ceil(least / step);
  const size = Math.ceil(most / step) - first + 1;
  const units = new Float64Array(size);
  const weights = new Float64Array(size);
  for (let i = 0; i < size; i++) units[i] = (first + i) * step * carton;
  for (let k = mode, p = 1; k >= least; k--) {
    weights[Math.ceil(k / step) - first]! += p;
    p *= k / ((k - 1 + shape) * ratio);
  }
  for (let k = mode + 1, p = (ratio * (shape + mode)) / (mode + 1); k <= most; k++) {
    weights[Math.ceil(k / step) - first]! += p;
    p *= (ratio * (shape + k)) / (k + 1);
  }
  return risingDistribution(units, weights);
}
