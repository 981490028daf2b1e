import type { Board } from './task.ts';

/** By order, the others that are best walked together with it; none where nobody looked. */
export type Kin = readonly Int32Array[];

/** How many kin an order has at most. */
const MOST = 12;

/** How long the walk of each two orders is, at `a * count + b`, and of each alone where they are the same; null when it was stopped. */
export function pairLengths({ count, length }: Board, stopped: () => boolean = () => false): Float64Array | null {
  const pairs = new Float64Array(count * count);
  const two = new Int32Array(2);
  for (let a = 0; a < count; a++) {
    if (stopped()) return null;
    two[0] = a;
    pairs[a * count + a] = length(two, 1);
    for (let b = a + 1; b < count; b++) {
      two[1] = b;
      const value = length(two, 2);
      pairs[a * count + b] = value;
      pairs[b * count + a] = value;
    }
  }
  return pairs;
}

/** Kin save the largest share of their common walk: a saving in metres would favour long walks. */
export function kinOf(count: number, pairs: Float64Array): Kin {
  const most = Math.min(MOST, count - 1);
  const share = new Float64Array(most);
  return Array.from({ length: count }, (_, a) => {
    const row = new Int32Array(most);
    let found = 0;
    for (let b = 0; b < count; b++) {
      if (a === b) continue;
      const both = pairs[a * count + b]!;
      const own = both > 0 ? (pairs[a * count + a]! + pairs[b * count + b]!) / both : 2;
      if (found === most && own <= share[most - 1]!) continue;
      let at = found < most ? found++ : most - 1;
      for (; at > 0 && share[at - 1]! < own; at--) {
        share[at] = share[at - 1]!;
        row[at] = row[at - 1]!;
      }
      share[at] = own;
      row[at] = b;
    }
    return row;
  });
}
