import { votesByLag } from './kinship.ts';
import { type Fan, fanOf, LEVELS } from './levels.ts';
import { knownPeriods, type Past } from './past.ts';
import { movingAverage } from './situation.ts';
import { weightedQuantiles } from './weighted-quantile.ts';
import type { Votes } from './whd.ts';

/** No more of the past than this votes: each step sorts its votes anew. */
const REMEMBERED = 600;
/** Part of the long-run mean that is added to both levels, so that a level of nothing does not make a vote infinite. */
const FLOOR = 0.1;

/**
 * Weighted history in shares of the level: a past period votes with what it was against the level known `step` periods before it,
 * times the level known now. So a series that grows, or rises before every Christmas, is voted on by how it grew and rose.
 */
export function relativeHistory(past: Past, steps: number, votes: Votes, levelHalfLife: number): Fan {
  const values = past.values.length > REMEMBERED ? past.values.subarray(past.values.length - REMEMBERED) : past.values;
  const periods = knownPeriods(values);
  const levels = movingAverage(values, levelHalfLife);
  const last = values.length - 1;
  const floor = FLOOR * meanOf(values, periods);
  const byLag = votesByLag(values.length + steps, past.season, past.year, votes);
  const shares = new Float64Array(periods.length);
  const rising = new Float64Array(periods.length);
  const weights = new Float64Array(periods.length);
  const keys = new Float64Array(periods.length);
  return fanOf(steps, (step) => {
    let count = 0;
    for (const period of periods) {
      const known = period - step - 1;
      if (known < 0) continue;
      const base = levels[known]! + floor;
      shares[count++] = base > 0 ? Math.max(0, values[period]!) / base : 0;
    }
    if (count === 0) return LEVELS.map(() => levels[last] ?? 0);
    const first = periods.length - count;
    const order = risingOrder(shares, count, keys);
    for (let i = 0; i < count; i++) {
      const at = order[i]! % PLACES;
      rising[i] = shares[at]! * (levels[last]! + floor);
      weights[i] = byLag[values.length + step - periods[first + at]!]!;
    }
    return weightedQuantiles(rising, weights, count, LEVELS);
  });
}

/** More than REMEMBERED; with it a place fits behind 2^42 ranks in a float's 53 bits. */
const PLACES = 1024;

/** Places by rising value, as rank × PLACES + place: plain numbers sort many times faster than places by a comparison. */
function risingOrder(values: Float64Array, count: number, keys: Float64Array): Float64Array {
  let highest = 0;
  for (let i = 0; i < count; i++) highest = Math.max(highest, values[i]!);
  const ranks = highest > 0 ? 2 ** 42 / highest : 0;
  for (let i = 0; i < count; i++) keys[i] = Math.floor(values[i]! * ranks) * PLACES + i;
  return keys.subarray(0, count).sort();
}

function meanOf(values: Float64Array, periods: Int32Array): number {
  let sum = 0;
  for (const period of periods) sum += Math.max(0, values[period]!);
  return periods.length ? sum / periods.length : 0;
}
