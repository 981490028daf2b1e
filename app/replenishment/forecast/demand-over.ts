import { CENSORED, type DemandDays, OPEN } from './demand-days.ts';
import type { Distribution } from './distribution.ts';
import { type Kinship, votesByLag } from './kinship.ts';
import { risingOrder } from './rising-order.ts';
import { uncensored } from './uncensored.ts';

/** The time an order must cover: days until the next look, and how long the supplier may take, each sample as likely. */
export interface Protection {
  reviewDays: number;
  leadTimes: readonly number[];
}

export interface DemandOver {
  distribution: Distribution;
  /** The share of each day of the history as the first day of a window: the days that voted. Zeros where nothing is known. */
  votes: Float64Array;
}

/** How the constants were chosen: docs/decisions/0020-how-forecast-settings-were-chosen.md. */
export const WINDOWS: Kinship = {
  fast: 60,
  slow: 300,
  fastShare: 0.7,
  otherPlace: 1,
  year: 1,
  yearWidth: 16.8,
  yearDecay: 0.56,
};

const YEAR = 365.25;
/** A window that runs past yesterday is completed by the last four weeks again. */
const LAST_WEEKS = 28;

/**
 * The demand of a protection period that starts today: every voting day of the past votes, by recency and same season of an
 * earlier year, with what was wanted over as many days from there on; random lead times mix their windows. Whole windows keep
 * the dependence between days that a sum of independent days would lose. Neither the voters nor their weights depend on the
 * length, so a longer period never needs less. There is no chance in it: the same days give the same answer.
 */
export function demandOver(
  days: DemandDays,
  { reviewDays, leadTimes }: Protection,
  kinship: Kinship = WINDOWS,
): DemandOver {
  const votes = votesOf(days, kinship);
  const sums = runningSums(uncensored(days, votes));
  const samples = leadTimes.length ? leadTimes : [0];
  const lengths = new Map<number, number>();
  for (const leadTime of samples) {
    const length = Math.max(1, Math.ceil(reviewDays + Math.max(0, leadTime)));
    lengths.set(length, (lengths.get(length) ?? 0) + 1 / samples.length);
  }
  const units = new Float64Array(votes.length * lengths.size);
  const probabilities = new Float64Array(units.length);
  let count = 0;
  for (const [length, share] of lengths)
    for (let day = 0; day < votes.length; day++) {
      if (votes[day] === 0) continue;
      units[count] = sums(day, length);
      probabilities[count++] = votes[day]! * share;
    }
  const order = risingOrder(units, count);
  return { distribution: { units: inOrder(units, order), probabilities: inOrder(probabilities, order) }, votes };
}

function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const ordered = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) ordered[i] = values[order[i]!]!;
  return ordered;
}

function votesOf({ states }: DemandDays, kinship: Kinship): Float64Array {
  const byLag = votesByLag(states.length, 1, YEAR, kinship);
  const votes = new Float64Array(states.length);
  let total = 0;
  for (let day = 0; day < states.length; day++) {
    if (states[day] !== OPEN && states[day] !== CENSORED) continue;
    votes[day] = byLag[states.length - day]!;
    total += votes[day]!;
  }
  if (total > 0) for (let day = 0; day < votes.length; day++) votes[day]! /= total;
  return votes;
}

/** The demand of `length` days from a day on. */
function runningSums(wanted: Float64Array): (day: number, length: number) => number {
  const n = wanted.length;
  const until = new Float64Array(n + 1);
  for (let day = 0; day < n; day++) until[day + 1] = until[day]! + wanted[day]!;
  const cycle = Math.min(LAST_WEEKS, n);
  const perCycle = until[n]! - until[n - cycle]!;
  return (day, length) => {
    const beyond = day + length - n;
    if (beyond <= 0) return until[day + length]! - until[day]!;
    const rest = beyond % cycle;
    return (
      until[n]! - until[day]! + Math.floor(beyond / cycle) * perCycle + until[n - cycle + rest]! - until[n - cycle]!
    );
  };
}
