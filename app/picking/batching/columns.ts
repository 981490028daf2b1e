import type { Board } from './task.ts';

/** All batches that a cart can hold, one after the other: what a proof has to reckon with. */
export interface Columns {
  count: number;
  /** `members[first[column]] … members[first[column + 1] - 1]`: its orders, ascending */
  first: Int32Array;
  members: Int32Array;
  length: Float64Array;
}

/** All batches that fit, or null where there are more than `most`; without their lengths yet. */
export function columnsOf(board: Board, most: number): Columns | null {
  if (!areFew(board, most)) return null;
  const { count, measures, load, capacity } = board;
  const first: number[] = [0];
  const members: number[] = [];
  const held = new Float64Array(measures);
  const chosen: number[] = [];
  const grow = (from: number): void => {
    for (let order = from; order < count; order++) {
      let fits = true;
      for (let m = 0; m < measures; m++) if (held[m]! + load[order * measures + m]! > capacity[m]!) fits = false;
      if (!fits) continue;
      chosen.push(order);
      for (const member of chosen) members.push(member);
      first.push(members.length);
      for (let m = 0; m < measures; m++) held[m]! += load[order * measures + m]!;
      grow(order + 1);
      for (let m = 0; m < measures; m++) held[m]! -= load[order * measures + m]!;
      chosen.pop();
    }
  };
  grow(0);
  return {
    count: first.length - 1,
    first: Int32Array.from(first),
    members: Int32Array.from(members),
    length: new Float64Array(first.length - 1),
  };
}

/**
 * Whether no more than `most` batches fit: counted, as a list of too many takes longer than the search has. Orders that take least
 * of what is scarcest come first, so that the first that does not fit ends its row.
 */
function areFew(board: Board, most: number): boolean {
  const { count, measures, load, capacity } = board;
  const scarcest = scarcestMeasure(board);
  const takes = (order: number) => load[order * measures + scarcest] ?? 0;
  const lightest = Array.from({ length: count }, (_, order) => order).sort((a, b) => takes(a) - takes(b));
  const held = new Float64Array(measures);
  let found = 0;
  const grow = (from: number): boolean => {
    for (let i = from; i < count; i++) {
      const at = lightest[i]! * measures;
      let full = -1;
      for (let m = 0; m < measures; m++) if (held[m]! + load[at + m]! > capacity[m]! && full !== scarcest) full = m;
      if (full === scarcest) break;
      if (full >= 0) continue;
      if (++found > most) return false;
      for (let m = 0; m < measures; m++) held[m]! += load[at + m]!;
      if (!grow(i + 1)) return false;
      for (let m = 0; m < measures; m++) held[m]! -= load[at + m]!;
    }
    return true;
  };
  return grow(0);
}

/** The measure of which all orders together take most carts; 0 where nothing is measured. */
export function scarcestMeasure({ count, measures, load, capacity }: Board): number {
  let scarcest = 0;
  let fullest = 0;
  for (let m = 0; m < measures; m++) {
    let sum = 0;
    for (let order = 0; order < count; order++) sum += load[order * measures + m]!;
    if (sum / capacity[m]! <= fullest) continue;
    fullest = sum / capacity[m]!;
    scarcest = m;
  }
  return scarcest;
}

/** Fills in how long the batches are. False when it was stopped before the end. */
export function measured({ count, first, members, length }: Columns, board: Board, stopped: () => boolean): boolean {
  for (let column = 0; column < count; column++) {
    if ((column & 255) === 0 && stopped()) return false;
    const own = members.subarray(first[column]!, first[column + 1]!);
    length[column] = board.length(own, own.length);
  }
  return true;
}

/** Only the columns that are kept. */
export function kept({ count, first, members, length }: Columns, keep: (column: number) => boolean): Columns {
  const starts: number[] = [0];
  const all: number[] = [];
  const lengths: number[] = [];
  for (let column = 0; column < count; column++) {
    if (!keep(column)) continue;
    for (let i = first[column]!; i < first[column + 1]!; i++) all.push(members[i]!);
    starts.push(all.length);
    lengths.push(length[column]!);
  }
  return {
    count: lengths.length,
    first: Int32Array.from(starts),
    members: Int32Array.from(all),
    length: Float64Array.from(lengths),
  };
}
