import { CENSORED, type DemandDays, OPEN } from './demand-days.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import { type Kinship, votesByLag } from './kinship.ts';

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
/** The naive method looks back over so many days. */
const NAIVE_DAYS = 365;

/**
 * The share of each day of the history as the first day of a window, by recency and same season of an earlier year; closed and
 * event days have none. All zero where nothing is known.
 */
export function votesOf({ states }: DemandDays, kinship: Kinship = WINDOWS): Float64Array {
  return shares(states, votesByLag(states.length, 1, YEAR, kinship));
}

/** One day one vote: the days of the last year; all days if none of those has a vote. */
export function equalVotes({ states }: DemandDays): Float64Array {
  const lastYear = new Float64Array(states.length + 1).fill(1, 0, NAIVE_DAYS + 1);
  const votes = shares(states, lastYear);
  return votes.some((vote) => vote > 0) ? votes : shares(states, lastYear.fill(1));
}

function shares(states: Uint8Array, byLag: Float64Array): Float64Array {
  const n = states.length;
  const votes = new Float64Array(n);
  let total = 0;
  for (let day = 0; day < n; day++) {
    if (states[day] !== OPEN && states[day] !== CENSORED) continue;
    votes[day] = byLag[n - day]!;
    total += votes[day]!;
  }
  if (total > 0) for (let day = 0; day < n; day++) votes[day]! /= total;
  return votes;
}

/**
 * The demand of a stretch of days that starts today: every day of the past votes with what was wanted over as many days from
 * there on. Whole windows keep the dependence between days that a sum of independent days would lose. Neither the voters nor their
 * weights depend on the length, so a longer stretch never needs less.
 */
export function windowsOf(wanted: Float64Array, votes: Float64Array): (days: number) => Distribution {
  const n = wanted.length;
  let before = runningTotal(wanted, n + LAST_WEEKS);
  const starts = new Uint32Array(n);
  const weights = new Float64Array(n);
  let count = 0;
  for (let day = 0; day < n; day++) {
    if (votes[day] === 0) continue;
    starts[count] = day;
    weights[count++] = votes[day]!;
  }
  const sums = new Float64Array(count);
  return (days) => {
    if (before.length <= n + days) before = runningTotal(wanted, n + 2 * days);
    for (let i = 0; i < count; i++) {
      const day = starts[i]!;
      sums[i] = before[day + days]! - before[day]!;
    }
    return distributionOf(sums, weights);
  };
}

/** What was wanted before each day up to `until`; past yesterday it goes on with the last four weeks again. */
function runningTotal(wanted: Float64Array, until: number): Float64Array {
  const n = wanted.length;
  const total = new Float64Array(until + 1);
  if (n === 0) return total;
  const cycle = Math.min(LAST_WEEKS, n);
  for (let day = 0; day < until; day++)
    total[day + 1] = total[day]! + wanted[day < n ? day : n - cycle + ((day - n) % cycle)]!;
  return total;
}
