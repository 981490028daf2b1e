import { LEVELS } from './levels.ts';
import type { Trial } from './trials.ts';

const WIDTH = LEVELS.length;
const BOUND = 10;

/**
 * Weights of an average of the methods' quantiles, moved from `start` to where it would have done better on these trials:
 * exponentiated gradient descent on the mean scaled pinball loss (Kivinen, Warmuth, Information and Computation 132, 1997), which
 * is convex in the weights. A method without weight never gets any. Few rounds stay near the start: that is what shrinks a
 * series with little to tell towards the panel it belongs to. Weights are ≥ 0 and sum to one.
 */
export function improvedWeights(
  trials: readonly Trial[],
  start: Float64Array,
  rounds: number,
  rate: number,
): Float64Array {
  const sample = flattened(trials, start.length);
  let weights = start;
  for (let round = 0; round < rounds && sample.count > 0; round++) {
    const { loss, gradient } = lossAndGradient(sample, weights);
    if (!(loss > 0)) break;
    // A gradient relative to the loss makes one rate fit every scale; where hardly anything is left to lose, one step is bounded.
    const mean = gradient.reduce((sum, slope, m) => sum + slope * weights[m]!, 0);
    const step = (m: number) => Math.min(BOUND, Math.max(-BOUND, (rate * (mean - gradient[m]!)) / loss));
    weights = normalised(weights.map((weight, m) => weight * Math.exp(step(m))));
  }
  return weights;
}

interface Sample {
  count: number;
  actuals: Float64Array;
  scales: Float64Array;
  /** One array a method: the rows of all trials one after another. */
  rows: Float64Array[];
}

/** The trials as flat arrays, unknown actuals left out. */
function flattened(trials: readonly Trial[], methods: number): Sample {
  let most = 0;
  for (const { actuals } of trials) most += actuals.length;
  const sample: Sample = {
    count: 0,
    actuals: new Float64Array(most),
    scales: new Float64Array(most),
    rows: Array.from({ length: methods }, () => new Float64Array(most * WIDTH)),
  };
  for (const { fans, actuals, scale } of trials)
    for (let step = 0; step < actuals.length; step++) {
      if (Number.isNaN(actuals[step])) continue;
      sample.actuals[sample.count] = actuals[step]!;
      sample.scales[sample.count] = scale;
      for (let m = 0; m < methods; m++) sample.rows[m]!.set(fans[m]![step]!, sample.count * WIDTH);
      sample.count++;
    }
  return sample;
}

function lossAndGradient({ count, actuals, scales, rows }: Sample, weights: Float64Array) {
  const gradient = new Float64Array(weights.length);
  const voting = [...weights.keys()].filter((m) => weights[m]! > 1e-6);
  let loss = 0;
  for (let at = 0; at < count; at++)
    for (let k = 0; k < WIDTH; k++) {
      let quantile = 0;
      for (const m of voting) quantile += weights[m]! * rows[m]![at * WIDTH + k]!;
      const miss = actuals[at]! - quantile;
      const slope = ((miss > 0 ? LEVELS[k]! : LEVELS[k]! - 1) * 2) / scales[at]!;
      loss += slope * miss;
      for (const m of voting) gradient[m]! -= slope * rows[m]![at * WIDTH + k]!;
    }
  return { loss, gradient };
}

function normalised(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
