import type { Fan } from './levels.ts';
import { type Past, seasonalScale } from './past.ts';

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
  const apart = Math.min(
    steps,
    Math.max(Math.ceil(steps / 3), Math.floor((latest - earliest) / Math.max(1, most - 1))),
  );
  return Array.from({ length: most }, (_, i) => latest - i * apart).filter((cut) => cut >= earliest);
}

/** What came after the cut against these fans. Null where nothing can be compared: no demand to scale by, nothing known of what came. */
export function trialAt({ values, season }: Past, cut: number, fans: Fan[]): Trial | null {
  const learnt = values.subarray(0, cut);
  const actuals = values.subarray(cut, cut + (fans[0]?.length ?? 0));
  const scale = seasonalScale(learnt, season) || meanSize(learnt);
  return scale > 0 && actuals.some((actual) => !Number.isNaN(actual)) ? { fans, actuals, scale } : null;
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

function meanSize(values: Float64Array): number {
  let [sum, known] = [0, 0];
  for (const value of values)
    if (!Number.isNaN(value)) {
      sum += Math.abs(value);
      known++;
    }
  return known ? sum / known : 0;
}
