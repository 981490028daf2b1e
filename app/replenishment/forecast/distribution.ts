import { risingOrder } from './rising-order.ts';

/**
 * Demand over a stretch of days as plain data, what may be wanted (rising, each value once) with the probability of each, and the
 * three questions that a policy asks of it. Where nothing is known there are no values and every answer is zero.
 */
export interface Distribution {
  readonly units: Float64Array;
  /** Together they are one. */
  readonly probabilities: Float64Array;
  readonly mean: number;
  /** The least demand that is not exceeded with probability `p`. */
  quantile(p: number): number;
  /** E[(D − stock)+]: the units that are expected to be missed with this stock. */
  expectedShortfall(stock: number): number;
}

/** Up to so many whole units apart, votes are counted in boxes instead of sorted. */
const MOST_BOXES = 4096;
/** More votes than this in one bucket, and sorting is quicker than putting each bucket straight. */
const CROWDED = 24;

/** The distribution of the first `count` votes, `units` ≥ 0 in any order; weights ≥ 0 in any unit. */
export function distributionOf(units: Float64Array, weights: Float64Array, count = units.length): Distribution {
  const { rising, votes } = allWhole(units, count) ? counted(units, weights, count) : sorted(units, weights, count);
  return risingDistribution(rising, votes);
}

/** As `distributionOf`, for units that rise and hold no value twice. */
export function risingDistribution(units: Float64Array, weights: Float64Array): Distribution {
  const n = units.length;
  let total = 0;
  for (let i = 0; i < n; i++) total += weights[i]!;
  const probabilities = new Float64Array(n);
  // From value i to the last: how likely, and units times that.
  const from = new Float64Array(n + 1);
  const unitsFrom = new Float64Array(n + 1);
  for (let i = n - 1; i >= 0; i--) {
    probabilities[i] = weights[i]! / total;
    from[i] = from[i + 1]! + probabilities[i]!;
    unitsFrom[i] = unitsFrom[i + 1]! + probabilities[i]! * units[i]!;
  }
  return {
    units,
    probabilities,
    mean: unitsFrom[0]!,
    quantile(p) {
      if (n === 0) return 0;
      // A hair of rounding must not push the answer to the next value.
      const left = 1 - p + 1e-12;
      return units[firstWhere(n - 1, (i) => from[i + 1]! <= left)]!;
    },
    expectedShortfall(stock) {
      const i = firstWhere(n, (at) => units[at]! > stock);
      return Math.max(0, unitsFrom[i]! - stock * from[i]!);
    },
  };
}

/** One of several distributions and how likely it is to hold. */
export interface Part {
  share: number;
  demand: Distribution;
}

/** The demand when it is not known which of the parts will hold; shares in any unit. Exact: no draws, no grid. */
export function mixed(parts: readonly Part[]): Distribution {
  if (parts.length === 1) return parts[0]!.demand;
  const size = parts.reduce((sum, { demand }) => sum + demand.units.length, 0);
  const units = new Float64Array(size);
  const weights = new Float64Array(size);
  let count = 0;
  for (const { share, demand } of parts)
    for (let i = 0; i < demand.units.length; i++) {
      units[count] = demand.units[i]!;
      weights[count++] = demand.probabilities[i]! * share;
    }
  return distributionOf(units, weights);
}

function allWhole(units: Float64Array, count: number): boolean {
  for (let i = 0; i < count; i++) if (units[i] !== Math.floor(units[i]!)) return false;
  return true;
}

type Rising = { rising: Float64Array; votes: Float64Array };

function counted(units: Float64Array, weights: Float64Array, count: number): Rising {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let i = 0; i < count; i++) {
    if (units[i]! < least) least = units[i]!;
    if (units[i]! > most) most = units[i]!;
  }
  if (most - least >= MOST_BOXES) return sorted(units, weights, count);
  const boxes = new Float64Array(count === 0 ? 0 : most - least + 1);
  for (let i = 0; i < count; i++) boxes[units[i]! - least]! += weights[i]!;
  let filled = 0;
  for (const weight of boxes) if (weight > 0) filled++;
  const rising = new Float64Array(filled);
  const votes = new Float64Array(filled);
  for (let box = 0, at = 0; box < boxes.length; box++) {
    if (boxes[box] === 0) continue;
    rising[at] = least + box;
    votes[at++] = boxes[box]!;
  }
  return { rising, votes };
}

function sorted(units: Float64Array, weights: Float64Array, count: number): Rising {
  const { rising, votes } = inBuckets(units, weights, count) ?? byRank(units, weights, count);
  // Equal values become one.
  let last = -1;
  for (let i = 0; i < rising.length; i++) {
    if (votes[i] === 0) continue;
    if (last >= 0 && rising[last] === rising[i]) votes[last]! += votes[i]!;
    else {
      rising[++last] = rising[i]!;
      votes[last] = votes[i]!;
    }
  }
  return { rising: rising.subarray(0, last + 1), votes: votes.subarray(0, last + 1) };
}

/** As many buckets of equal width as there are values, then each bucket put straight: linear unless the values crowd (null). */
function inBuckets(units: Float64Array, weights: Float64Array, count: number): Rising | null {
  let most = 0;
  for (let i = 0; i < count; i++) if (units[i]! > most) most = units[i]!;
  // Divided by the least numbers there are it would be infinite.
  const perUnit = most > 0 ? Math.min((count - 1) / most, Number.MAX_VALUE) : 0;
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) starts[Math.floor(units[i]! * perUnit) + 1]!++;
  for (let bucket = 1; bucket <= count; bucket++) {
    if (starts[bucket]! > CROWDED) return null;
    starts[bucket]! += starts[bucket - 1]!;
  }
  const rising = new Float64Array(count);
  const votes = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = starts[Math.floor(units[i]! * perUnit)]!++;
    rising[at] = units[i]!;
    votes[at] = weights[i]!;
  }
  for (let i = 1; i < count; i++) {
    const value = rising[i]!;
    if (rising[i - 1]! <= value) continue;
    const weight = votes[i]!;
    let at = i;
    for (; at > 0 && rising[at - 1]! > value; at--) {
      rising[at] = rising[at - 1]!;
      votes[at] = votes[at - 1]!;
    }
    rising[at] = value;
    votes[at] = weight;
  }
  return { rising, votes };
}

function byRank(units: Float64Array, weights: Float64Array, count: number): Rising {
  const order = risingOrder(units, count);
  const rising = new Float64Array(count);
  const votes = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    rising[i] = units[order[i]!]!;
    votes[i] = weights[order[i]!]!;
  }
  return { rising, votes };
}

/** The first whole number from 0 to `last` where `holds`, which must go on holding; `last` where it holds nowhere before. */
function firstWhere(last: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
