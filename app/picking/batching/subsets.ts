import type { Batches, Board } from './task.ts';

/** Up to so many orders the best of all batches is found by going through all sets of orders. */
export const SUBSETS_TO = 14;

/**
 * The shortest batches there are, by dynamic programming over all 2^n sets of orders, in at most 3^n steps; n is up to 14. Null when
 * it was stopped: on some floors walks take longer than there is time.
 */
export function bestOfSubsets(
  { count, measures, load, capacity, length }: Board,
  stopped: () => boolean = () => false,
): Batches | null {
  const sets = 1 << count;
  const held = new Float64Array(sets * measures);
  const alone = new Float64Array(sets);
  const members = new Int32Array(count);
  for (let set = 1; set < sets; set++) {
    if ((set & 63) === 0 && stopped()) return null;
    const lowest = 31 - Math.clz32(set & -set);
    const rest = set & (set - 1);
    let fits = true;
    for (let m = 0; m < measures; m++) {
      held[set * measures + m] = held[rest * measures + m]! + load[lowest * measures + m]!;
      if (held[set * measures + m]! > capacity[m]!) fits = false;
    }
    let n = 0;
    for (let left = set; fits && left !== 0; left &= left - 1) members[n++] = 31 - Math.clz32(left & -left);
    alone[set] = fits ? length(members, n) : Number.POSITIVE_INFINITY;
  }
  const best = new Float64Array(sets);
  const chosen = new Int32Array(sets);
  for (let set = 1; set < sets; set++) {
    // The batch of the lowest order, together with any of the others.
    const lowest = set & -set;
    const others = set ^ lowest;
    let least = Number.POSITIVE_INFINITY;
    for (let part = others; ; part = (part - 1) & others) {
      const sum = alone[part | lowest]! + best[others ^ part]!;
      if (sum < least) {
        least = sum;
        chosen[set] = part | lowest;
      }
      if (part === 0) break;
    }
    best[set] = least;
  }
  const batches: Batches = [];
  for (let set = sets - 1; set !== 0; set ^= chosen[set]!) {
    const batch: number[] = [];
    for (let left = chosen[set]!; left !== 0; left &= left - 1) batch.push(31 - Math.clz32(left & -left));
    batches.push(batch);
  }
  return batches;
}
