import { fewestCarts } from './fewest-carts.ts';
import type { Board } from './task.ts';

/** Above so many orders carts are counted by total load alone: the sharper count takes the square of their number, each time. */
const SHARP_TO = 300;

/**
 * A length that no batches undercut. A batch is at least as long as each of its orders alone. Take the orders from the longest:
 * as soon as the first t of them need k carts, the k-th longest batch is no shorter than the t-th order.
 */
export function floorBound({ count, measures, load, capacity, least }: Board): number {
  const longest = Array.from({ length: count }, (_, order) => order).sort((a, b) => least[b]! - least[a]!);
  let bound = 0;
  let carts = 0;
  const loads: number[][] = Array.from({ length: measures }, () => []);
  const sums = new Float64Array(measures);
  for (const order of longest) {
    let needed = 1;
    for (let m = 0; m < measures; m++) {
      const own = load[order * measures + m]!;
      loads[m]!.push(own);
      sums[m]! += own;
      const most = capacity[m]!;
      const fewest = count <= SHARP_TO ? fewestCarts(loads[m]!, most) : Math.ceil(sums[m]! / most - 1e-7);
      if (most > 0 && fewest > needed) needed = fewest;
    }
    for (; carts < needed; carts++) bound += least[order]!;
  }
  return bound;
}
