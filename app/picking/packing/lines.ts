// What a straight line through the room can be filled with: the sides of different loads, one of each at most. A line of 100 mm
// for which there are sides of 30 and 45 holds 75 of them, and 25 mm stay empty whatever is done.
import type { Load } from './problem.ts';

/** By length of a line, the most of it that sides can cover. */
export type Covers = Uint16Array;

/** For each axis and each set of loads (one bit a load), computed when first asked for. */
export function coversOf(loads: readonly Load[], room: readonly number[], alike: boolean): (axis: number, set: number) => Covers {
  const known = [new Map<number, Covers>(), new Map<number, Covers>(), new Map<number, Covers>()];
  const longest = Math.max(...room);
  const sides = [0, 1, 2].map((axis) => loads.map(({ turns }) => [...new Set(turns.map((turn) => turn[axis]!))]));
  return (axis, set) => {
    const own = alike ? 0 : axis;
    const cached = known[own]!.get(set);
    if (cached) return cached;
    const covers = cover(
      sides[own]!.filter((_, i) => (set & (1 << i)) !== 0),
      longest,
    );
    known[own]!.set(set, covers);
    return covers;
  };
}

function cover(sides: readonly (readonly number[])[], longest: number): Covers {
  const reached = new Uint8Array(longest + 1);
  reached[0] = 1;
  let far = 0;
  for (const own of sides) {
    // From the far end, so that no load is counted twice: what a side reaches lies beyond where it starts.
    const top = Math.min(longest, far + Math.max(...own));
    for (let at = top; at > 0; at--) {
      if (reached[at] === 1) continue;
      for (const side of own)
        if (side <= at && reached[at - side] === 1) {
          reached[at] = 1;
          break;
        }
    }
    far = top;
  }
  const covers = new Uint16Array(longest + 1);
  for (let at = 1; at <= longest; at++) covers[at] = reached[at] === 1 ? at : covers[at - 1]!;
  return covers;
}
