import { batchLengths } from './batch-lengths.ts';
import type { Kin } from './kin.ts';
import type { Batches, Board } from './task.ts';

export interface Search {
  seed: number;
  /** moves to try at most */
  moves: number;
  /** how much of the time is over: 0 at first, 1 when it is up */
  elapsed(): number;
  /** whom an order is tried beside more often than beside others */
  kin?: Kin;
}

export interface Found {
  batches: Batches;
  /** moves tried */
  moves: number;
}

/**
 * What a worse plan may cost at first and at last, as a share of the mean batch; which share of the moves are shifts, and
 * which put one order in the place of two; how much uneven carts are liked, in multiples of what a worse plan may cost;
 * and which share of the moves take an order to its kin.
 */
const SETTINGS = { first: 0.02, last: 0.003, shifts: 0.3, exchanges: 0.2, uneven: 15, kin: 0.8 };
/** How many batches are remembered at most; a power of two. */
const SLOTS = 2 ** 19;
/** Moves between two looks at the clock. */
const STRIDE = 512;

/**
 * Simulated annealing over three moves: an order goes to another batch, changes places with one there, or with two. While it is
 * warm, full carts beside empty ones are liked better than even ones, as in bin packing: so a whole walk is saved now and then.
 * Never ends worse than it starts; the same seed and moves end the same.
 */
export function anneal(board: Board, start: Batches, { seed, moves: mostMoves, elapsed, kin = [] }: Search): Found {
  const { count, measures, load, capacity, length } = board;
  const rows = start.length + 1;
  const members: Int32Array[] = [];
  const size = new Int32Array(rows);
  const held = new Float64Array(rows * measures);
  const cost = new Float64Array(rows);
  const batchOf = new Int32Array(count);
  const seat = new Int32Array(count);
  const { high, low, names, lengths, mask } = batchLengths(board, slotsFor(mostMoves));
  const nameHigh = new Int32Array(rows);
  const nameLow = new Int32Array(rows);
  const trial = new Int32Array(count + 1);

  let total = 0;
  for (let batch = 0; batch < rows; batch++) {
    const own = start[batch] ?? [];
    const row = new Int32Array(Math.max(16, own.length));
    row.set(own);
    members.push(row);
    size[batch] = own.length;
    own.forEach((order, i) => {
      batchOf[order] = batch;
      seat[order] = i;
      nameHigh[batch]! ^= high[order]!;
      nameLow[batch]! ^= low[order]!;
      for (let m = 0; m < measures; m++) held[batch * measures + m]! += load[order * measures + m]!;
    });
    cost[batch] = length(own, own.length);
    total += cost[batch]!;
  }
  /** The length of a batch without one order or two, and with one or two others; -1 is none. */
  const changed = (batch: number, out: number, into: number, out2 = -1, into2 = -1): number => {
    let a = nameHigh[batch]!;
    let b = nameLow[batch]!;
    if (out >= 0) {
      a ^= high[out]!;
      b ^= low[out]!;
    }
    if (into >= 0) {
      a ^= high[into]!;
      b ^= low[into]!;
    }
    if (out2 >= 0) {
      a ^= high[out2]!;
      b ^= low[out2]!;
    }
    if (into2 >= 0) {
      a ^= high[into2]!;
      b ^= low[into2]!;
    }
    const slot = a & mask;
    if (names[2 * slot] === a && names[2 * slot + 1] === b) return lengths[slot]!;
    const row = members[batch]!;
    const all = size[batch]!;
    let n = 0;
    for (let i = 0; i < all; i++) {
      const order = row[i]!;
      if (order !== out && order !== out2) trial[n++] = order;
    }
    if (into >= 0) trial[n++] = into;
    if (into2 >= 0) trial[n++] = into2;
    const value = length(trial, n);
    names[2 * slot] = a;
    names[2 * slot + 1] = b;
    lengths[slot] = value;
    return value;
  };
  const without = new Float64Array(count);
  const change = new Int32Array(rows).fill(1);
  const reckonedAt = new Int32Array(count);
  const reckonedIn = new Int32Array(count);
  /** The length of an order's batch without it, remembered until that batch changes. */
  const lengthWithout = (order: number, batch: number): number => {
    if (reckonedAt[order] !== change[batch] || reckonedIn[order] !== batch) {
      without[order] = changed(batch, order, -1);
      reckonedAt[order] = change[batch]!;
      reckonedIn[order] = batch;
    }
    return without[order]!;
  };
  const take = (order: number, batch: number) => {
    change[batch]!++;
    const row = members[batch]!;
    const last = row[--size[batch]!]!;
    row[seat[order]!] = last;
    seat[last] = seat[order]!;
    nameHigh[batch]! ^= high[order]!;
    nameLow[batch]! ^= low[order]!;
    for (let m = 0; m < measures; m++) held[batch * measures + m]! -= load[order * measures + m]!;
  };
  const put = (order: number, batch: number) => {
    change[batch]!++;
    let row = members[batch]!;
    const at = size[batch]!++;
    if (at === row.length) {
      row = new Int32Array(2 * at);
      row.set(members[batch]!);
      members[batch] = row;
    }
    row[at] = order;
    seat[order] = at;
    batchOf[order] = batch;
    nameHigh[batch]! ^= high[order]!;
    nameLow[batch]! ^= low[order]!;
    for (let m = 0; m < measures; m++) held[batch * measures + m]! += load[order * measures + m]!;
  };
  /** What an order takes of a measure beyond what comes back for it: no order, one or two. */
  const surplus = (m: number, order: number, back: number, back2: number): number => {
    let sum = load[order * measures + m]!;
    if (back >= 0) sum -= load[back * measures + m]!;
    if (back2 >= 0) sum -= load[back2 * measures + m]!;
    return sum;
  };
  const fits = (from: number, to: number, order: number, back: number, back2: number): boolean => {
    for (let m = 0; m < measures; m++) {
      const more = surplus(m, order, back, back2);
      if (held[to * measures + m]! + more > capacity[m]! || held[from * measures + m]! - more > capacity[m]!)
        return false;
    }
    return true;
  };
  /** By how much the sum of the squared shares that are full grows. */
  const lessEven = (from: number, to: number, order: number, back: number, back2: number): number => {
    let sum = 0;
    for (let m = 0; m < measures; m++) {
      const more = surplus(m, order, back, back2);
      if (more === 0) continue;
      sum += (2 * more * (held[to * measures + m]! - held[from * measures + m]! + more)) / capacity[m]! ** 2;
    }
    return sum;
  };

  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x1b873593) | 0 || 1;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const logs = Float64Array.from({ length: 4096 }, (_, i) => -Math.log((i + 0.5) / 4096));
  const scale = total / Math.max(1, start.length);
  const cooling = SETTINGS.last / SETTINGS.first;
  const shiftBelow = SETTINGS.shifts * 2 ** 32;
  const kinBelow = SETTINGS.kin * 2 ** 32;
  const exchangeBelow = (SETTINGS.shifts + SETTINGS.exchanges) * 2 ** 32;
  let heat = 0;
  let best = total;
  const bestOf = Int32Array.from(batchOf);
  let moves = 0;
  while (moves < mostMoves && count > 1) {
    if (moves % STRIDE === 0) {
      const progress = Math.max(moves / mostMoves, elapsed());
      if (progress >= 1) break;
      heat = scale * SETTINGS.first * cooling ** progress;
    }
    moves++;
    const order = draw() % count;
    const from = batchOf[order]!;
    const kind = draw();
    const alone = kind < shiftBelow;
    const choice = draw();
    const own = kin[order];
    const toKin = choice < kinBelow && own !== undefined && own.length > 0;
    // To the batch of one of its kin, in the place of any order there; else for an order that leaves alone any batch will do.
    let back = -1;
    let to: number;
    if (toKin) to = batchOf[own[choice % own.length]!]!;
    else if (alone) to = choice % rows;
    else {
      back = choice % count;
      to = batchOf[back]!;
    }
    if (to === from) continue;
    if (toKin && !alone) back = members[to]![draw() % size[to]!]!;
    let back2 = -1;
    if (back >= 0 && kind < exchangeBelow) {
      back2 = members[to]![draw() % size[to]!]!;
      if (back2 === back) continue;
    }
    if (!fits(from, to, order, back, back2)) continue;
    const before = cost[from]! + cost[to]!;
    const most = before + heat * (logs[kind & 4095]! + SETTINGS.uneven * lessEven(from, to, order, back, back2));
    const here = back < 0 ? lengthWithout(order, from) : changed(from, order, back, -1, back2);
    // What is left there is no longer than it will be, for shortest walks; where a detour saves a step, a move is missed.
    if (here + (back < 0 ? cost[to]! : back2 < 0 ? lengthWithout(back, to) : 0) > most) continue;
    const there = changed(to, back, order, back2, -1);
    if (here + there > most) continue;
    total += here + there - before;
    cost[from] = here;
    cost[to] = there;
    take(order, from);
    if (back >= 0) take(back, to);
    if (back2 >= 0) take(back2, to);
    put(order, to);
    if (back >= 0) put(back, from);
    if (back2 >= 0) put(back2, from);
    if (total < best - 1e-9) {
      best = total;
      bestOf.set(batchOf);
    }
  }
  const batches: Batches = Array.from({ length: rows }, () => []);
  bestOf.forEach((batch, order) => {
    batches[batch]!.push(order);
  });
  return { batches: batches.filter((batch) => batch.length > 0), moves };
}

/** A short search needs few slots. */
function slotsFor(moves: number): number {
  return Math.min(SLOTS, 2 ** Math.ceil(Math.log2(2 * moves + 2)));
}
