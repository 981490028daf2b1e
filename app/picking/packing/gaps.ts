// The largest empty boxes in a room out of which boxes are taken (the maximal spaces of Lai and Chan, "Developing a simulated
// annealing algorithm for the cutting stock problem", 1997). Levels lie above one another, so that a search which goes back
// finds the gaps as they were. In flat numbers, as this is where searches spend their time.
import type { Sides } from './item.ts';

/** `list` holds x, y, z, X, Y, Z of each gap one after the other; what lies beyond `count` gaps is old. */
type Level = { list: number[]; count: number };

export type Gaps = {
  /** Level k becomes what level k − 1 is; level 0 is the empty room. */
  begin(k: number): void;
  /**
   * Takes a box out of level k: the six numbers of `boxes` from `at`, as in `list`. Gaps thinner than `least` along some axis
   * are of no use to anybody and left out.
   */
  take(k: number, boxes: ArrayLike<number>, at: number, least: Sides): void;
  level(k: number): Readonly<Level>;
};

export function gapsIn(room: Sides): Gaps {
  const levels: Level[] = [{ list: [0, 0, 0, ...room], count: 1 }];
  /** What the gaps that were cut leave. */
  const cut: number[] = [];
  let pieces = 0;
  function piece(x: number, y: number, z: number, X: number, Y: number, Z: number): void {
    let o = 6 * pieces++;
    cut[o++] = x;
    cut[o++] = y;
    cut[o++] = z;
    cut[o++] = X;
    cut[o++] = Y;
    cut[o] = Z;
  }

  return {
    level: (k) => levels[k]!,
    begin(k) {
      const from = levels[k - 1]!;
      levels[k] ??= { list: [], count: 0 };
      const into = levels[k]!;
      for (let o = 0; o < 6 * from.count; o++) into.list[o] = from.list[o]!;
      into.count = from.count;
    },
    take(k, boxes, at, [leastX, leastY, leastZ]) {
      const x = boxes[at]!;
      const y = boxes[at + 1]!;
      const z = boxes[at + 2]!;
      const X = boxes[at + 3]!;
      const Y = boxes[at + 4]!;
      const Z = boxes[at + 5]!;
      const level = levels[k]!;
      const { list, count } = level;
      pieces = 0;
      let end = 0;
      for (let o = 0; o < 6 * count; o += 6) {
        const ax = list[o]!;
        const ay = list[o + 1]!;
        const az = list[o + 2]!;
        const bx = list[o + 3]!;
        const by = list[o + 4]!;
        const bz = list[o + 5]!;
        if (ax >= X || bx <= x || ay >= Y || by <= y || az >= Z || bz <= z) {
          if (end < o) for (let s = 0; s < 6; s++) list[end + s] = list[o + s]!;
          end += 6;
          continue;
        }
        if (x - ax >= leastX) piece(ax, ay, az, x, by, bz);
        if (bx - X >= leastX) piece(X, ay, az, bx, by, bz);
        if (y - ay >= leastY) piece(ax, ay, az, bx, y, bz);
        if (by - Y >= leastY) piece(ax, Y, az, bx, by, bz);
        if (z - az >= leastZ) piece(ax, ay, az, bx, by, z);
        if (bz - Z >= leastZ) piece(ax, ay, Z, bx, by, bz);
      }
      // Pieces inside another gap are part of it.
      for (let p = 0; p < 6 * pieces; p += 6) {
        if (within(cut, p, list, 0, end) || within(cut, p, cut, p + 6, 6 * pieces)) continue;
        for (let s = 0; s < 6; s++) list[end + s] = cut[p + s]!;
        end += 6;
      }
      level.count = end / 6;
    },
  };
}

/** Whether the gap at `at` lies inside one of those from `from` to `end`. */
function within(one: readonly number[], at: number, others: readonly number[], from: number, end: number): boolean {
  const x = one[at]!;
  const y = one[at + 1]!;
  const z = one[at + 2]!;
  const X = one[at + 3]!;
  const Y = one[at + 4]!;
  const Z = one[at + 5]!;
  for (let o = from; o < end; o += 6)
    if (
      others[o]! <= x &&
      others[o + 1]! <= y &&
      others[o + 2]! <= z &&
      others[o + 3]! >= X &&
      others[o + 4]! >= Y &&
      others[o + 5]! >= Z
    )
      return true;
  return false;
}
