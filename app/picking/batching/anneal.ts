import { batchLengths } from './batch-lengths.ts';
import type { Batches, Board } from './task.ts';

export interface Search {
  seed: number;
  /** moves to try at most */
  moves: number;
  /** how much of the time is over: 0 at first, 1 when it is up */
  elapsed(): number;
}

export interface Found {
  batches: Batches;
  /** moves tried */
  moves: number;
}

/** What a worse plan may cost at first and at last, as a share of the mean batch, and the share of moves that are shifts. */
const SETTINGS = { first: 0.02, last: 0.003, shifts: 0.3 };
/** How many batches are remembered at most; a power of two. */
const SLOTS = 2 ** 19;
/** Moves between two looks at the clock. */
const STRIDE = 512;

/**
 * Simulated annealing over two moves: an order goes to another batch, or two orders change places (as in Žulj, Kramer and
 * Schneider, EJOR 264, 2018, among others). Never ends worse than it starts; the same seed and moves end the same.
 */
export function anneal(board: Board, start: Batches, { seed, moves: most, elapsed }: Search): Found {
  const { count, measures, load, capacity, length } = board;
  const rows = start.length + 1;
  const members: Int32Array[] = [];
  const size = new Int32Array(rows);
  const held = new Float64Array(rows * measures);
  const cost = new Float64Array(rows);
  const batchOf = new Int32Array(count);
  const seat = new Int32Array(count);
  const { high, low, names, lengths, mask } = batchLengths(board, slotsFor(most));
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
  /** The length of a batch without one order (or -1) and with another (or -1). */
  const changed = (batch: number, out: number, into: number): number => {
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
    const slot = a & mask;
    if (names[2 * slot] === a && names[2 * slot + 1] === b) {
      const known = lengths[slot]!;
      if (known >= 0) return known;
    }
    const row = members[batch]!;
    const all = size[batch]!;
    let n = 0;
    for (let i = 0; i < all; i++) {
      const order = row[i]!;
      if (order !== out) trial[n++] = order;
    }
    if (into >= 0) trial[n++] = into;
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
  const fits = (batch: number, out: number, into: number): boolean => {
    for (let m = 0; m < measures; m++) {
      const sum = held[batch * measures + m]! + load[into * measures + m]! - (out >= 0 ? load[out * measures + m]! : 0);
      if (sum > capacity[m]!) return false;
    }
    return true;
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
  let heat = 0;
  let best = total;
  const bestOf = Int32Array.from(batchOf);
  let moves = 0;
  while (moves < most && count > 1) {
    if (moves % STRIDE === 0) {
      const progress = Math.max(moves / most, elapsed());
      if (progress >= 1) break;
      heat = scale * SETTINGS.first * cooling ** progress;
    }
    moves++;
    const order = draw() % count;
    const from = batchOf[order]!;
    const kind = draw();
    const limit = heat * logs[kind & 4095]!;
    if (kind < shiftBelow) {
      const to = draw() % rows;
      if (to === from || !fits(to, -1, order)) continue;
      const less = lengthWithout(order, from);
      const room = cost[from]! + cost[to]! + limit - less;
      const more = changed(to, -1, order);
      if (more > room) continue;
      total += less + more - cost[from]! - cost[to]!;
      cost[from] = less;
      cost[to] = more;
      take(order, from);
      put(order, to);
    } else {
      const other = draw() % count;
      const to = batchOf[other]!;
      if (to === from || !fits(to, other, order) || !fits(from, order, other)) continue;
      const first = changed(from, order, other);
      if (first + lengthWithout(other, to) > cost[from]! + cost[to]! + limit) continue;
      const second = changed(to, other, order);
      const delta = first + second - cost[from]! - cost[to]!;
      if (delta > limit) continue;
      total += delta;
      cost[from] = first;
      cost[to] = second;
      take(order, from);
      take(other, to);
      put(order, to);
      put(other, from);
    }
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
