import type { Fan, } from './levels.ts';
import { LEVELS } from './levels.ts';
import { before, type Method, type Past, seasonalScale } from './past.ts';
import { pinball } from './score.ts';

/** A rehearsal on the own past: what each method would have said at an earlier cut, what came, and the scale to compare by. */
export interface Trial {
  /** One fan a method. */
  fans: Fan[];
  actuals: Float64Array;
  scale: number;
}

/**
 * Cuts for a rolling-origin backtest (Tashman, IJF 16, 2000), the latest first: a horizon apart where the past is long enough,
 * closer together where it is short. None where too little would be left to learn from.
 */
export function rehearsalCuts(length: number, steps: number, season: number, most: number): number[] {
  const latest = length - steps;
  const earliest = Math.max(season + 2, Math.ceil(length / 3), 4);
  if (latest < earliest) return [];
  const apart = Math.max(1, Math.min(steps, Math.floor((latest - earliest) / Math.max(1, most - 1))));
  return Array.from({ length: most }, (_, i) => latest - i * apart).filter((cut) => cut >= earliest);
}

/** Null where nothing can be compared: no demand to scale by, or nothing known of what came. */
export function rehearse(past: Past, cut: number, steps: number, methods: readonly Method[]): Trial | null {
  const learnt = before(past, cut);
  const actuals = past.values.subarray(cut, cut + steps);
  const scale = seasonalScale(learnt.values, past.season) || meanOf(learnt.values);
  if (!(scale > 0) || actuals.every(Number.isNaN)) return null;
  return { fans: methods.map((method) => method(learnt, steps)), actuals, scale };
}

/** Mean scaled pinball loss of a weighted average of the methods' quantiles (Vincent averaging); NaN without trials. */
export function lossOf(trials: readonly Trial[], weights: ArrayLike<number>): number {
  let [sum, known] = [0, 0];
  const row = new Float64Array(LEVELS.length);
  for (const { fans, actuals, scale } of trials)
    for (let step = 0; step < actuals.length; step++) {
      const actual = actuals[step]!;
      if (Number.isNaN(actual)) continue;
      averageRow(fans, step, weights, row);
      sum += pinball(actual, row) / scale;
      known++;
    }
  return sum / known;
}

/** Writes the weighted average of one row of each fan; weights sum to one. */
export function averageRow(fans: readonly Fan[], step: number, weights: ArrayLike<number>, into: Float64Array): void {
  into.fill(0);
  for (let m = 0; m < fans.length; m++) {
    const weight = weights[m]!;
    if (weight === 0) continue;
    const row = fans[m]![step]!;
    for (let k = 0; k < into.length; k++) into[k]! += weight * row[k]!;
  }
}

function meanOf(values: Float64Array): number {
  let [sum, known] = [0, 0];
  for (const value of values)
    if (!Number.isNaN(value)) {
      sum += Math.abs(value);
      known++;
    }
  return known ? sum / known : 0;
}
