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
/** A promise from HIGH on is planned for all products alike: this quantile times a reserve (docs/decisions/0021). */
const HIGH = 0.98;
const HIGH_QUANTILE = 0.95;
const RESERVES = Array.from({ length: 13 }, (_, i) => 1 + i / 10);
/** The reserve is the least with which so much of the volume kept the promise in each of the years before. */
const KEPT_BEFORE = 0.95;
const YEARS_BEFORE = 3;
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
    const quantiles = reviewQuantiles({ ...series, sold }, from, leadTime, LEVELS);
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
 * it in the two years before, replayed with what was known then; a high promise is kept by a reserve that all share.
 */
export function promised(
  panel: readonly Series[],
  from: number,
  leadTime: number,
  promises: readonly number[],
  outcomes: readonly Outcome[][],
): Kept[] {
  const before = voted(panel, from - 2 * YEAR, leadTime, from);
  return promises.map((promise) =>
    kept(
      promise,
      promise < HIGH
        ? before.map((levels, product) => outcomes[product]!.at(levels.findIndex((past) => fillOf(past) >= promise))!)
        : reserved(panel, from, leadTime, promise),
    ),
  );
}

function kept(promise: number, played: readonly Outcome[]): Kept {
  const outcome = together(played);
  const close = played.filter((one) => Math.abs(fillOf(one) - promise) <= TWO_POINTS);
  return { promise, outcome, within: together(close).asked / outcome.asked };
}

/**
 * A high quantile of what was seen, times a reserve for what never was. One product's past says too little about its tail, so
 * the shop's products choose the reserve together.
 */
function reserved(panel: readonly Series[], from: number, leadTime: number, promise: number): Outcome[] {
  // Years before which there was one to learn from.
  const years = Array.from({ length: YEARS_BEFORE }, (_, i) => i + 1).filter((ago) => from - ago * YEAR >= YEAR);
  const past = years.map((ago) => withReserve(panel, from - ago * YEAR, leadTime, from - (ago - 1) * YEAR));
  const reserve = RESERVES.find((factor) => past.every((play) => kept(promise, play(factor)).within >= KEPT_BEFORE));
  return withReserve(panel, from, leadTime)(reserve ?? RESERVES.at(-1)!);
}

/** Outcomes by product for the reserve that is asked for. */
function withReserve(panel: readonly Series[], from: number, leadTime: number, until?: number) {
  const products = panel.map((series) => {
    const sold = series.sold.subarray(0, until);
    return { sold, quantiles: reviewQuantiles({ ...series, sold }, from, leadTime, [HIGH_QUANTILE]) };
  });
  return (reserve: number) =>
    products.map(({ sold, quantiles }) =>
      simulate(sold, { from, leadTime, review: REVIEW }, (day) =>
        upTo(reserve * quantiles[(day - from) / REVIEW]![0]!),
      ),
    );
}

/** One row a review, one column a level: quantiles of the votes on the stretch until the order after it arrives. */
function reviewQuantiles({ sold, promoted }: Series, from: number, leadTime: number, levels: readonly number[]) {
  const mornings = Array.from({ length: Math.ceil((sold.length - from) / REVIEW) }, (_, i) => from + i * REVIEW);
  return stretchQuantiles(sold, mornings, leadTime + REVIEW, levels, promoted);
}
