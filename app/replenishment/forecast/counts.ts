import { normalQuantile } from './normal.ts';

/**
 * Quantiles of a count with this mean and variance: negative binomial (a Poisson whose rate is Gamma distributed, r = μ²/(v − μ))
 * where the variance exceeds the mean, Poisson otherwise. Levels rising; each answer is the smallest count whose probability of
 * not being exceeded reaches the level.
 */
export function countQuantiles(mean: number, variance: number, levels: readonly number[]): Float64Array {
  const answers = new Float64Array(levels.length);
  if (!(mean > 0)) return answers;
  const excess = variance - mean;
  const shape = excess > mean * 1e-6 ? (mean * mean) / excess : Number.POSITIVE_INFINITY;
  const perCount = Number.isFinite(shape) ? mean / (mean + shape) : mean;
  let probability = Number.isFinite(shape) ? (shape / (mean + shape)) ** shape : Math.exp(-mean);
  if (probability < 1e-12) return gammaQuantiles(mean, Math.max(variance, mean), levels);
  let reached = probability;
  let count = 0;
  for (let k = 0; k < levels.length; k++) {
    while (reached < levels[k]! && count < 1e6) {
      probability *= Number.isFinite(shape) ? (perCount * (shape + count)) / (count + 1) : perCount / (count + 1);
      count++;
      reached += probability;
    }
    answers[k] = count;
  }
  return answers;
}

/** Far from zero a count is as good as continuous: Gamma with the same moments, by Wilson and Hilferty's cube root. */
function gammaQuantiles(mean: number, variance: number, levels: readonly number[]): Float64Array {
  const ninth = variance / (9 * mean * mean);
  return Float64Array.from(
    levels,
    (level) => mean * Math.max(0, 1 - ninth + normalQuantile(level) * Math.sqrt(ninth)) ** 3,
  );
}
