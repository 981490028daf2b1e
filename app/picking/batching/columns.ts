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
export function columnsOf({ count, measures, load, capacity }: Board, most: number): Columns | null {
  const first: number[] = [0];
  const members: number[] = [];
  const held = new Float64Array(measures);
  const chosen: number[] = [];
  const grow = (from: number): boolean => {
    for (let order = from; order < count; order++) {
      let fits = true;
      for (let m = 0; m < measures; m++) if (held[m]! + load[order * measures + m]! > capacity[m]!) fits = false;
      if (!fits) continue;
      chosen.push(order);
      for (const member of chosen) members.push(member);
      first.push(members.length);
      if (first.length > most + 1) return false;
      for (let m = 0; m < measures; m++) held[m]! += load[order * measures + m]!;
      if (!grow(order + 1)) return false;
      for (let m = 0; m < measures; m++) held[m]! -= load[order * measures + m]!;
      chosen.pop();
    }
    return true;
  };
  if (!grow(0)) return null;
  return {
    count: first.length - 1,
    first: Int32Array.from(first),
    members: Int32Array.from(members),
    length: new Float64Array(first.length - 1),
  };
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
