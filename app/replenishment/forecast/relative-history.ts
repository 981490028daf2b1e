import { votesByLag } from './kinship.ts';
import { type Fan, fanOf, LEVELS } from './levels.ts';
import { knownPeriods, type Past } from './past.ts';
import { risingOrder } from './rising-order.ts';
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
    const order = risingOrder(shares, count);
    for (let i = 0; i < count; i++) {
      const at = order[i]!;
      rising[i] = shares[at]! * (levels[last]! + floor);
      weights[i] = byLag[values.length + step - periods[first + at]!]!;
    }
    return weightedQuantiles(rising, weights, count, LEVELS);
  });
}

function meanOf(values: Float64Array, periods: Int32Array): number {
  let sum = 0;
  for (const period of periods) sum += Math.max(0, values[period]!);
  return periods.length ? sum / periods.length : 0;
}
