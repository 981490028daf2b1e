import { type Columns, columnsOf, kept, measured, scarcestMeasure } from './columns.ts';
import { beyond, type Charges, dualAscent } from './dual-ascent.ts';
import { type Batches, type Board, distanceOf } from './task.ts';

/** Up to so many batches that fit a proof is tried. */
const MOST_COLUMNS = 150_000;
/** Rounds of the ascent: a few over all batches, which leave few enough for the many. */
const ROUNDS = [80, 80, 400, 400];
/** The parts of the gap that are searched one after the other. */
const GAPS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];
/** Batches that one search tries at most. */
const MOST_TRIED = 5_000_000;
const MOST_KNOWN = 1_000_000;

export interface Proof {
  batches: Batches;
  bound: number;
  proven: boolean;
}

/** A proof that can be begun: all batches that fit are few enough to be listed. */
export function provable(board: Board): Columns | null {
  return columnsOf(board, MOST_COLUMNS);
}

/**
 * Raises a bound under the batches, and closes the gap where it can. What a batch costs beyond the charges of a bound is lost in
 * any plan with it, so that only batches that lose less than the gap matter; among these every partition is tried.
 */
export function proof(board: Board, columns: Columns, batches: Batches, stopped: () => boolean): Proof {
  let best = { batches, distance: distanceOf(board, batches) };
  if (!measured(columns, board, stopped)) return { batches, bound: 0, proven: false };
  const weight = weightsOf(board);
  let charges = startingCharges(board, batches);
  let bound = 0;
  let left = columns;
  // Less than this is rounding.
  const nearly = 1e-9 * Math.max(1, best.distance);
  for (const rounds of ROUNDS) {
    const raised = dualAscent(left, weight, charges.of, best.distance, rounds, stopped);
    // Batches that were left out lose too much for a better plan: the bound holds up to the distance.
    if (raised.bound > bound) {
      bound = raised.bound;
      charges = raised;
    }
    const gap = best.distance - bound;
    if (gap <= nearly) return { batches: best.batches, bound: best.distance, proven: true };
    if (bound === 0 || stopped()) break;
    const lost = beyond(left, charges);
    left = kept(left, (column) => lost(column) < gap);
  }
  // Charges that no round has made fair bound nothing, and a search by them would prove nothing.
  if (bound === 0) return { batches, bound: 0, proven: false };
  // A narrow gap is searched soonest, and when nothing lies in it the bound is that much higher.
  const gap = best.distance - nearly - bound;
  const lostOf = beyond(left, charges);
  for (const share of GAPS) {
    if (stopped()) break;
    const limit = share * gap;
    // A batch that loses it all alone is in no plan that is looked for: not sorted, not tried.
    const near = kept(left, (column) => lostOf(column) < limit);
    const search = partitions(near, charges, limit, stopped);
    if (search.batches) {
      const distance = distanceOf(board, search.batches);
      if (distance < best.distance) best = { batches: search.batches, distance };
      if (search.finished) return { batches: best.batches, bound: best.distance, proven: true };
    }
    if (!search.finished) break;
    if (share === 1) return { batches: best.batches, bound: best.distance, proven: true };
    bound = charges.bound + limit;
  }
  return { batches: best.batches, bound: Math.min(bound, best.distance), proven: false };
}

/** A batch's rest is shared by what its orders take of the cart, in the measure that is scarcest over all. */
function weightsOf(board: Board): Float64Array {
  const { count, measures, load, capacity } = board;
  const scarcest = scarcestMeasure(board);
  return Float64Array.from({ length: count }, (_, order) => {
    const part = measures > 0 ? load[order * measures + scarcest]! / capacity[scarcest]! : 0;
    return Math.max(0.02, Math.min(1, part));
  });
}

/** The length of each batch shared evenly among its orders. */
function startingCharges({ count, length }: Board, batches: Batches): Charges {
  const of = new Float64Array(count);
  for (const batch of batches) for (const order of batch) of[order] = length(batch, batch.length) / batch.length;
  return { of, bound: 0 };
}

/**
 * Goes through the partitions that lose less than `limit`, for one that loses least: an order at a time, the one with the fewest
 * batches first, as long as what the chosen batches lose stays within it.
 */
function partitions(
  columns: Columns,
  charges: Charges,
  limit: number,
  stopped: () => boolean,
): { batches: Batches | null; finished: boolean } {
  const { count, first, members } = columns;
  const lostOf = beyond(columns, charges);
  const lost = Float64Array.from({ length: count }, (_, column) => lostOf(column));
  const orders = charges.of.length;
  const holding: number[][] = Array.from({ length: orders }, () => []);
  for (let column = 0; column < count; column++)
    for (let i = first[column]!; i < first[column + 1]!; i++) holding[members[i]!]!.push(column);
  for (const own of holding) own.sort((a, b) => lost[a]! - lost[b]!);
  const turn = holding.map((_, order) => order).sort((a, b) => holding[a]!.length - holding[b]!.length);
  const covered = new Uint8Array(orders);
  // The same orders covered at no less loss lead nowhere new. A set of up to 52 orders is a whole number.
  const known = orders <= 52 ? new Map<number, number>() : null;
  const bit = Float64Array.from(turn, (_, order) => 2 ** order);
  const weight = Float64Array.from({ length: count }, (_, column) => {
    let sum = 0;
    for (let i = first[column]!; i < first[column + 1]!; i++) sum += bit[members[i]!]!;
    return sum;
  });
  const chosen: number[] = [];
  let gap = limit;
  let found: number[] | null = null;
  let tried = 0;
  let cut = false;
  const go = (from: number, spent: number, set: number): void => {
    if (known) {
      const before = known.get(set);
      if (before !== undefined && before <= spent) return;
      if (known.size < MOST_KNOWN || before !== undefined) known.set(set, spent);
    }
    let next = from;
    while (next < orders && covered[turn[next]!]) next++;
    if (next === orders) {
      found = [...chosen];
      gap = spent;
      return;
    }
    for (const column of holding[turn[next]!]!) {
      const sum = spent + lost[column]!;
      if (sum >= gap || cut) return;
      if (++tried > MOST_TRIED || ((tried & 4095) === 0 && stopped())) cut = true;
      const [start, end] = [first[column]!, first[column + 1]!];
      let free = true;
      for (let i = start; free && i < end; i++) free = covered[members[i]!] === 0;
      if (!free) continue;
      for (let i = start; i < end; i++) covered[members[i]!] = 1;
      chosen.push(column);
      go(next + 1, sum, set + weight[column]!);
      chosen.pop();
      for (let i = start; i < end; i++) covered[members[i]!] = 0;
    }
  };
  go(0, 0, 0);
  const batches =
    (found as number[] | null)?.map((column) => Array.from(members.subarray(first[column]!, first[column + 1]!))) ??
    null;
  return { batches, finished: !cut };
}
