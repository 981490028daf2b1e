import { scarcestMeasure } from './columns.ts';
import { type Batches, type Board, distanceOf } from './task.ts';

/** Batches that are begun at most, and orders of a wave at most. */
const MOST_BEGUN = 250_000;
export const BEGUN_TO = 1000;
/** How far prices go at first, after how many rounds without a better bound they go less far, by how much, and at last. */
const STRIDE = { first: 0.5, patience: 3, shorter: 0.6, last: 1e-4 };
/** A cart's room is counted in so many parts at most; in whole amounts where these are fewer. */
const PARTS = 256;
const ROUNDS = 1000;

/**
 * A bound where the batches that fit are too many to be listed. They are begun instead, in a fixed ranking of the orders: a begun
 * batch stands for all that hold these orders and any that are ranked later and fit. None of those is shorter than the walk of the
 * begun one, and none can be charged more than the prices of what is begun and of the dearest that fit in its room (a knapsack).
 *
 * Why it holds: let each order be charged its price times the least ratio of length to price of the batches with it (Farley 1990,
 * by order). Then a batch is charged at most its length in sum, as each of its ratios is at most its own; so any plan is at least
 * as long as all charges. Where a begun batch stands for the real one, its ratio is no larger, and that goes for the orders that may
 * follow as well.
 *
 * Subgradient steps raise the prices, and what binds is begun further by each order that may follow, so that the bound nears that
 * of the linear relaxation over all batches.
 * @param batches a plan, to begin the prices with
 * @param most so many begun batches are looked at in sum, so that without a clock every machine finds the same
 */
export function begunBound(board: Board, batches: Batches, most: number, stopped: () => boolean): number {
  const { count, measures, load, capacity, least, length } = board;
  const scarcest = scarcestMeasure(board);
  const takes = (order: number) => load[order * measures + scarcest] ?? 0;
  const target = distanceOf(board, batches);
  const rank = Array.from({ length: count }, (_, order) => order).sort(
    (a, b) => takes(b) * least[b]! - takes(a) * least[a]! || least[b]! - least[a]! || a - b,
  );
  const room = capacity[scarcest] ?? Number.POSITIVE_INFINITY;
  const whole = room < 2 * PARTS && rank.every((order) => Number.isInteger(takes(order)));
  const part = whole ? 1 : room / PARTS;
  const parts = room === Number.POSITIVE_INFINITY ? 0 : whole ? Math.floor(room) : PARTS;
  // Rounded down: more seems to fit than does.
  const partsOf = Int32Array.from(rank, (order) => Math.floor(takes(order) / part));
  /** The fewest parts that an order takes from here on. */
  const fewest = new Int32Array(count + 1).fill(PARTS * 4);
  for (let at = count - 1; at >= 0; at--) fewest[at] = Math.min(fewest[at + 1]!, partsOf[at]!);

  // A begun batch is one order more than its parent, and comes after it.
  const slots = Math.min(MOST_BEGUN, 2 ** count + count);
  const parent = new Int32Array(slots);
  const place = new Int32Array(slots); // of its last order in the ranking
  const left = new Int32Array(slots); // parts of its room, -1 where nothing may follow
  const walked = new Float64Array(slots);
  const priced = new Float64Array(slots);
  const ratio = new Float64Array(slots);
  const binding = new Int32Array(slots);
  let begun = 0;
  const members = new Int32Array(count);
  const held = new Float64Array(measures);
  const begin = (from: number, at: number, size: number, free: number) => {
    parent[begun] = from;
    place[begun] = at;
    const over = free - partsOf[at]!;
    left[begun] = over >= fewest[at + 1]! ? over : -1;
    walked[begun] = length(members, size);
    begun++;
  };
  for (let at = 0; at < count; at++) {
    members[0] = rank[at]!;
    begin(-1, at, 1, parts);
  }
  const beginFurther = (from: number) => {
    let size = 0;
    held.fill(0);
    for (let k = from; k >= 0; k = parent[k]!) {
      const order = rank[place[k]!]!;
      members[size++] = order;
      for (let m = 0; m < measures; m++) held[m]! += load[order * measures + m]!;
    }
    for (let at = place[from]! + 1; at < count; at++) {
      const order = rank[at]!;
      let fits = true;
      for (let m = 0; m < measures; m++) if (held[m]! + load[order * measures + m]! > capacity[m]!) fits = false;
      if (!fits) continue;
      members[size] = order;
      begin(from, at, size + 1, left[from]!);
    }
    left[from] = -1;
  };

  const price = new Float64Array(count); // by place in the ranking, as all that follows
  const placeOf = new Int32Array(count);
  rank.forEach((order, at) => {
    placeOf[order] = at;
  });
  for (const batch of batches) {
    const share = length(batch, batch.length) / batch.reduce((sum, order) => sum + takes(order) + 1e-9, 0);
    for (const order of batch) price[placeOf[order]!] = share * (takes(order) + 1e-9);
  }
  const width = parts + 1;
  /** `dearest[at * width + room]`: the most that orders from this place on cost, of those that fit in the room. */
  const dearest = new Float64Array((count + 1) * width);
  const lowest = new Float64Array(count);
  const by = new Int32Array(count);
  const lowestOpen = new Float64Array(count);
  const openBy = new Int32Array(count);
  const due = new Float64Array(slots);
  const shared = new Float64Array(count);
  // Less than this is rounding.
  const nearly = 1e-9 * Math.max(1, target);
  let best = 0;
  let stride = STRIDE.first;
  let stale = 0;
  let looked = 0;
  for (let round = 0; round < ROUNDS && looked < most && !stopped(); round++) {
    looked += begun + (count * width) / 4;
    for (let at = count - 1; at >= 0; at--) {
      const row = at * width;
      const own = partsOf[at]!;
      const cost = price[at]!;
      for (let space = 0; space < width; space++) {
        const without = dearest[row + width + space]!;
        const beside = space >= own ? dearest[row + width + space - own]! + cost : 0;
        dearest[row + space] = beside > without ? beside : without;
      }
    }
    lowest.fill(Number.POSITIVE_INFINITY);
    lowestOpen.fill(Number.POSITIVE_INFINITY);
    for (let k = 0; k < begun; k++) {
      const at = place[k]!;
      const up = parent[k]!;
      const sum = (up >= 0 ? priced[up]! : 0) + price[at]!;
      priced[k] = sum;
      const own = left[k]! < 0 ? walked[k]! / sum : walked[k]! / (sum + dearest[(at + 1) * width + left[k]!]!);
      ratio[k] = own;
      binding[k] = k;
      if (left[k]! < 0 || own >= lowestOpen[at]!) continue;
      lowestOpen[at] = own;
      openBy[at] = k;
    }
    // An order is in all that was begun further from where it came in: their least ratio goes up to their parents.
    for (let k = begun - 1; k >= 0; k--) {
      const at = place[k]!;
      const up = parent[k]!;
      if (ratio[k]! < lowest[at]!) {
        lowest[at] = ratio[k]!;
        by[at] = binding[k]!;
      }
      if (up < 0 || ratio[k]! >= ratio[up]!) continue;
      ratio[up] = ratio[k]!;
      binding[up] = binding[k]!;
    }
    let bound = 0;
    let all = 0;
    let following = Number.POSITIVE_INFINITY;
    let followingBy = -1;
    for (let at = 0; at < count; at++) {
      if (following < lowest[at]!) {
        lowest[at] = following;
        by[at] = followingBy;
      }
      if (lowestOpen[at]! < following) {
        following = lowestOpen[at]!;
        followingBy = openBy[at]!;
      }
      bound += price[at]! * lowest[at]!;
      all += price[at]!;
    }
    if (bound > best * (1 + 1e-6)) stale = 0;
    else if (++stale >= STRIDE.patience) {
      stride *= STRIDE.shorter;
      stale = 0;
      if (stride < STRIDE.last) break;
    }
    if (bound > best) best = bound;
    if (bound >= target - nearly) return target;
    // Each order wants to be covered once in sum; what binds shares it by price.
    shared.fill(0);
    const bindings = new Set(by);
    for (let at = 0; at < count; at++) due[by[at]!]! += price[at]!;
    for (const k of bindings) {
      let sum = priced[k]!;
      let space = left[k]!;
      if (space >= 0) sum += dearest[(place[k]! + 1) * width + space]!;
      const share = due[k]! / sum;
      due[k] = 0;
      for (let up = k; up >= 0; up = parent[up]!) shared[place[up]!]! += share;
      for (let at = place[k]! + 1; space >= 0 && at < count; at++) {
        if (dearest[at * width + space] === dearest[(at + 1) * width + space]) continue;
        shared[at]! += share;
        space -= partsOf[at]!;
      }
    }
    let squares = 0;
    for (let at = 0; at < count; at++) squares += (1 - shared[at]!) ** 2;
    if (squares < 1e-12) break;
    const step = (stride * Math.max(target * 1.002 - bound, target * 1e-4)) / squares;
    const scale = bound / all;
    for (let at = 0; at < count; at++)
      price[at] = Math.max(1e-9 * target, scale * price[at]! + step * (1 - shared[at]!));
    for (const k of bindings) {
      if (stopped()) break;
      if (left[k]! >= 0 && begun + count <= slots) {
        looked += 10 * count;
        beginFurther(k);
      }
    }
  }
  return Math.max(0, best - 1e-3 * nearly);
}
