import { batchLengths } from './batch-lengths.ts';
import type { Batches, Board } from './task.ts';

export interface Effort {
  /** the same seed and number of moves find the same batches */
  seed: number;
  /** moves to try at most */
  moves: number;
  /** milliseconds at most, and the clock they are measured by */
  milliseconds?: number;
  now?: () => number;
  /** when the milliseconds began, if not now */
  startedAt?: number;
  /** asked now and then: whether to stop with the best so far */
  stopped?: () => boolean;
}

export interface Found {
  batches: Batches;
  distance: number;
  /** moves tried */
  moves: number;
}
export const TUNE = { hot: 0.03, cold: 0.003, shift: 0.15, bits: 19, rot: 0 };

export function anneal(board: Board, start: Batches, effort: Effort): Found {
  const { count, measures, load, capacity, length } = board;
  const rows = start.length + 1;
  const members: Int32Array[] = [];
  const size = new Int32Array(rows);
  const held = new Float64Array(rows * measures);
  const cost = new Float64Array(rows);
  const batchOf = new Int32Array(count);
  const seat = new Int32Array(count);
  const { high, low, names, lengths, mask } = batchLengths(board, TUNE.bits);
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
  let asked = 0,
    missed = 0;
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
    asked++;
    const slot = a & mask;
    if (names[2 * slot] === a && names[2 * slot + 1] === b) {
      const known = lengths[slot]!;
      if (known === known) return known;
    }
    missed++;
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

  let state = (Math.imul(effort.seed, 0x9e3779b1) ^ 0x1b873593) | 0 || 1;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const logs = Float64Array.from({ length: 4096 }, (_, i) => -Math.log((i + 0.5) / 4096));
  const scale = total / Math.max(1, start.length);
  let heat = scale * TUNE.hot;
  const ratio = TUNE.cold / TUNE.hot;
  let best = total;
  const bestOf = Int32Array.from(batchOf);
  const improvedSince = false;
  const startedAt = effort.startedAt ?? effort.now?.() ?? 0;
  let moves = 0;
  const shiftBelow = TUNE.shift * 4294967296;
  const rotBelow = (TUNE.shift + TUNE.rot) * 4294967296;
  const EPS = 1e-9;
  while (moves < effort.moves) {
    if ((moves & 511) === 0) {
      let progress = moves / effort.moves;
      if (effort.now && effort.milliseconds !== undefined)
        progress = Math.max(progress, (effort.now() - startedAt) / effort.milliseconds);
      if (progress >= 1 || effort.stopped?.()) break;
      heat = scale * TUNE.hot * ratio ** progress;
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
    } else if (kind < rotBelow) {
      const second = draw() % count;
      const third = draw() % count;
      const b2 = batchOf[second]!;
      const b3 = batchOf[third]!;
      if (b2 === from || b3 === from || b2 === b3) continue;
      if (!fits(b2, second, order) || !fits(b3, third, second) || !fits(from, order, third)) continue;
      const c2 = changed(b2, second, order);
      const c3 = changed(b3, third, second);
      const c1 = changed(from, order, third);
      const delta = c1 + c2 + c3 - cost[from]! - cost[b2]! - cost[b3]!;
      if (delta > limit) continue;
      total += delta;
      cost[from] = c1;
      cost[b2] = c2;
      cost[b3] = c3;
      take(order, from);
      take(second, b2);
      take(third, b3);
      put(order, b2);
      put(second, b3);
      put(third, from);
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
    if (total < best - EPS) {
      best = total;
      bestOf.set(batchOf);
    }
  }
  (globalThis as any).STAT = { asked, missed, total };
  const batches: Batches = Array.from({ length: rows }, () => []);
  bestOf.forEach((batch, order) => {
    batches[batch]!.push(order);
  });
  return { batches: batches.filter((b) => b.length), distance: best, moves };
}
