import { starterRule } from '../../app/replenishment/policy/starter-rule.ts';
import type { Series } from './panel.ts';
import { fillOf, type LevelsOn, type Outcome, simulate, together, upTo } from './simulate.ts';
import { stretchQuantiles } from './weighted-windows.ts';

export const REVIEW = 7;
const YEAR = 365;

/** Cycle service levels that are played. */
export const LEVELS = [
  0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995,
];
/** A promise from HIGH on is planned with at least this cycle service, whatever the last years forgave (docs/decisions/0021). */
const HIGH = 0.98;
const RESERVE = 0.985;
/** "Within 2 points", and the rounding of a division. */
const TWO_POINTS = 0.02 + 1e-9;

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
    const mornings = Array.from({ length: Math.ceil((sold.length - from) / REVIEW) }, (_, i) => from + i * REVIEW);
    const quantiles = stretchQuantiles(sold, mornings, leadTime + REVIEW, LEVELS);
    return LEVELS.map((_, level) =>
      simulate(sold, { from, leadTime, review: REVIEW }, (day) => upTo(quantiles[(day - from) / REVIEW]![level]!)),
    );
  });
}

export const column = (outcomes: readonly Outcome[][], level: number) => outcomes.map((levels) => levels[level]!);

/** What became of a promise: the outcome, and the share of the units asked for of products that kept it within 2 points. */
export type Kept = { promise: number; outcome: Outcome; within: number };

/**
 * Promises the fill `promise` for every product for the time from `from` on. Each gets the least level that would have kept
 * it in the two years before, replayed with what was known then; a high promise never less than the reserve.
 */
export function promised(
  panel: readonly Series[],
  from: number,
  leadTime: number,
  promises: readonly number[],
  outcomes: readonly Outcome[][],
): Kept[] {
  const before = voted(panel, from - 2 * YEAR, leadTime, from);
  return promises.map((promise) => {
    const played = before.map((levels, product) => {
      const level = levels.findIndex((past, i) => fillOf(past) >= promise && (promise < HIGH || LEVELS[i]! >= RESERVE));
      return outcomes[product]!.at(level)!;
    });
    const outcome = together(played);
    const close = played.filter((one) => Math.abs(fillOf(one) - promise) <= TWO_POINTS);
    return { promise, outcome, within: together(close).asked / outcome.asked };
  });
}
