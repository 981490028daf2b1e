import { countQuantiles } from './counts.ts';
import { type Fan, fanOf, LEVELS } from './levels.ts';
import type { Past } from './past.ts';

/**
 * Demand that is mostly nothing, as counts around a slowly changing mean: exponentially weighted mean and variance give a
 * negative binomial (a Poisson where they agree). The mean decays in every period without a sale, as in TSB (Teunter, Syntetos,
 * Babai, EJOR 214, 2011), so that a dying item is let go; unlike Croston's methods the answer is a distribution. The mean is
 * itself uncertain, by one part in as many periods as it effectively rests on, as in the Gamma-Poisson predictive distribution.
 */
export function slowMover({ values }: Past, steps: number, halfLife: number): Fan {
  const keep = 2 ** (-1 / halfLife);
  let [weight, squaredWeight, sum, squares] = [0, 0, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const count = Math.max(0, value);
    weight = weight * keep + 1;
    squaredWeight = squaredWeight * keep * keep + 1;
    sum = sum * keep + count;
    squares = squares * keep + count * count;
  }
  const mean = weight ? sum / weight : 0;
  const periods = weight ? (weight * weight) / squaredWeight : 1;
  const variance = weight ? Math.max(mean, squares / weight - mean * mean) * (1 + 1 / periods) : 0;
  const row = countQuantiles(mean, variance, LEVELS);
  return fanOf(steps, () => row);
}
