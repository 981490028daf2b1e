// What is promised of each product's fill, how the promise is planned for, and whether it was kept.
import type { Series } from './panel.ts';
import { REVIEW, voted } from './policies.ts';
import { fillOf, type Outcome, simulate, together, upTo } from './simulate.ts';
import { stretchQuantiles } from './weighted-windows.ts';

const YEAR = 365;
/** "Within 2 points", and the rounding of a division. */
const TWO_POINTS = 0.02 + 1e-9;
/** A promise from HIGH on is planned for all products alike: the mean of these quantiles times a reserve (docs/decisions/0025). */
const HIGH = 0.98;
const TAIL = [0.9, 0.99];
const RESERVES = Array.from({ length: 21 }, (_, i) => 1 + i / 10);
/** The reserve is the least with which so much of the volume kept the promise on average over the years before. */
const KEPT_BEFORE = 0.96;
/** They begin a quarter apart, and as often the reserve is chosen anew; in days, whole reviews. */
const QUARTER = 13 * REVIEW;
const WHOLE_YEAR = 52 * REVIEW;

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
 * What has been seen far out, times a reserve for what never was. One product's past says too little about its tail, so the shop's
 * products choose the reserve together: by all the years that are over, each lived through with what was known before it.
 */
export function reserved(panel: readonly Series[], from: number, leadTime: number, promise: number): Outcome[] {
  // The earliest year that has another before it to learn from; all mornings lie whole reviews after it.
  const first = from - WHOLE_YEAR - QUARTER * Math.max(0, Math.floor((from - 2 * WHOLE_YEAR) / QUARTER));
  const days = panel[0]?.sold.length ?? 0;
  const mornings = Array.from({ length: Math.ceil((days - first) / REVIEW) }, (_, i) => first + i * REVIEW);
  const tails = panel.map(({ sold, promoted }) =>
    stretchQuantiles(sold, mornings, leadTime + REVIEW, TAIL, promoted).map(
      (levels) => levels.reduce((sum, units) => sum + units, 0) / levels.length,
    ),
  );
  const play = (begin: number, end: number, reserveOn: (day: number) => number) =>
    panel.map(({ sold }, product) =>
      simulate(sold.subarray(0, end), { from: begin, leadTime, review: REVIEW }, (day) =>
        upTo(reserveOn(day) * tails[product]![(day - first) / REVIEW]!),
      ),
    );
  // One row a year, one column a reserve.
  const before: number[][] = [];
  for (let begin = first; begin + WHOLE_YEAR <= days; begin += QUARTER)
    before.push(
      RESERVES.map(
        (reserve) =>
          kept(
            promise,
            play(begin, begin + WHOLE_YEAR, () => reserve),
          ).within,
      ),
    );
  const reserveAt = (day: number) => {
    const over = before.slice(0, Math.floor((day - WHOLE_YEAR - first) / QUARTER) + 1);
    const enough = (_: number, at: number) =>
      over.reduce((sum, year) => sum + year[at]!, 0) >= KEPT_BEFORE * over.length;
    return RESERVES.find(enough) ?? RESERVES.at(-1)!;
  };
  const chosen = Array.from({ length: Math.ceil((days - from) / QUARTER) }, (_, i) => reserveAt(from + i * QUARTER));
  return play(from, days, (day) => chosen[Math.floor((day - from) / QUARTER)]!);
}
