import { starterRule } from '../../app/replenishment/policy/starter-rule.ts';
import type { Series } from './panel.ts';
import { type LevelsOn, type Outcome, simulate, together, upTo } from './simulate.ts';
import { stretchQuantiles } from './weighted-windows.ts';

export const REVIEW = 7;

/** Cycle service levels that are played. */
export const LEVELS = [
  0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995,
];

/** Average of the `days` before `day`. */
function average(sold: Float64Array, day: number, days: number): number {
  let sum = 0;
  for (let back = Math.max(0, day - days); back < day; back++) sum += sold[back]!;
  return sum / Math.min(days, day);
}

/** Velocity times lead time, as apps of the kind of Stocky do: average of 30 days × (lead time + review) × factor. */
export function velocityRule(panel: readonly Series[], from: number, leadTime: number, factor: number): Outcome {
  return playAll(
    panel,
    from,
    leadTime,
    ({ sold }) =>
      (day) =>
        upTo(average(sold, day, 30) * (leadTime + REVIEW) * factor),
  );
}

/** Two to three weeks of the average of 30 days, times `factor`. */
export function starter(panel: readonly Series[], from: number, leadTime: number, factor: number): Outcome[] {
  return each(
    panel,
    from,
    leadTime,
    ({ sold }) =>
      (day) =>
        starterRule(factor * average(sold, day, 30)),
  );
}

/** Average of 90 days and z standard deviations of a day × √days: safety stock of the textbook. */
export function normalRule(panel: readonly Series[], from: number, leadTime: number, z: number): Outcome {
  const stretch = leadTime + REVIEW;
  return playAll(panel, from, leadTime, ({ sold }) => (day) => {
    const mean = average(sold, day, 90);
    let squares = 0;
    for (let back = Math.max(0, day - 90); back < day; back++) squares += (sold[back]! - mean) ** 2;
    return upTo(mean * stretch + z * Math.sqrt((squares / 89) * stretch));
  });
}

const playAll = (...given: Parameters<typeof each>) => together(each(...given));

function each(
  panel: readonly Series[],
  from: number,
  leadTime: number,
  policy: (series: Series) => LevelsOn,
): Outcome[] {
  return panel.map((series) => simulate(series.sold, { from, leadTime, review: REVIEW }, policy(series)));
}

/** Outcomes by product and by level of LEVELS when the order-up-to level is that quantile of the votes. */
export function voted(panel: readonly Series[], from: number, leadTime: number, until?: number): Outcome[][] {
  return panel.map((series) => {
    const sold = series.sold.subarray(0, until);
    const quantiles = reviewQuantiles({ ...series, sold }, from, leadTime, LEVELS);
    return LEVELS.map((_, level) =>
      simulate(sold, { from, leadTime, review: REVIEW }, (day) => upTo(quantiles[(day - from) / REVIEW]![level]!)),
    );
  });
}

export const column = (outcomes: readonly Outcome[][], level: number) => outcomes.map((levels) => levels[level]!);

/** One row a review, one column a level: quantiles of the votes on the stretch until the order after it arrives. */
function reviewQuantiles({ sold, promoted }: Series, from: number, leadTime: number, levels: readonly number[]) {
  const mornings = Array.from({ length: Math.ceil((sold.length - from) / REVIEW) }, (_, i) => from + i * REVIEW);
  return stretchQuantiles(sold, mornings, leadTime + REVIEW, levels, promoted);
}
