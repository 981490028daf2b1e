import type { Columns } from './columns.ts';

/** What each order is charged, so that no batch is charged more than its length. */
export interface Charges {
  of: Float64Array;
  /** their sum: no batches are shorter */
  bound: number;
}

/**
 * A bound from all batches that fit, near that of the linear relaxation (Boschetti, Mingozzi and Ricciardelli, Discrete
 * Optimization 5, 2008): from any prices, each order is charged its price and its share of the least that a batch with it costs
 * beyond the prices of its orders. Such charges are always fair, so that every round gives a bound; subgradient steps raise it.
 * @param weight how a batch's rest is shared among its orders, all above zero
 * @param target a known distance, that bounds are raised towards
 */
export function dualAscent(
  { count, first, members, length }: Columns,
  weight: Float64Array,
  from: Float64Array,
  target: number,
  rounds: number,
  stopped: () => boolean,
): Charges {
  const orders = weight.length;
  const price = Float64Array.from(from);
  const least = new Float64Array(orders);
  const at = new Int32Array(orders);
  const shared = new Float64Array(orders);
  const heaviness = new Float64Array(count);
  for (let column = 0; column < count; column++)
    for (let i = first[column]!; i < first[column + 1]!; i++) heaviness[column]! += weight[members[i]!]!;
  const best: Charges = { of: new Float64Array(orders), bound: 0 };
  let stride = 0.5;
  let stale = 0;
  for (let round = 0; round < rounds && !stopped(); round++) {
    least.fill(Number.POSITIVE_INFINITY);
    for (let column = 0; column < count; column++) {
      const [start, end] = [first[column]!, first[column + 1]!];
      let rest = length[column]!;
      for (let i = start; i < end; i++) rest -= price[members[i]!]!;
      rest /= heaviness[column]!;
      for (let i = start; i < end; i++) {
        const order = members[i]!;
        if (rest >= least[order]!) continue;
        least[order] = rest;
        at[order] = column;
      }
    }
    let bound = 0;
    for (let order = 0; order < orders; order++) bound += price[order]! + weight[order]! * least[order]!;
    if (bound > best.bound + 1e-7 * target) stale = 0;
    else if (++stale >= 12) {
      stride *= 0.6;
      stale = 0;
      if (stride < 1e-3) break;
    }
    if (bound > best.bound) {
      best.bound = bound;
      for (let order = 0; order < orders; order++) best.of[order] = price[order]! + weight[order]! * least[order]!;
    }
    // Each order wants to be covered once in sum; the batches that were chosen share it by weight.
    shared.fill(0);
    for (let order = 0; order < orders; order++) {
      const column = at[order]!;
      const share = weight[order]! / heaviness[column]!;
      for (let i = first[column]!; i < first[column + 1]!; i++) shared[members[i]!]! += share;
    }
    let squares = 0;
    for (let order = 0; order < orders; order++) squares += (1 - shared[order]!) ** 2;
    if (squares < 1e-12 || bound >= target) break;
    const step = (stride * Math.max(target * 1.002 - bound, target * 1e-4)) / squares;
    for (let order = 0; order < orders; order++) price[order]! += step * (1 - shared[order]!);
  }
  return best;
}

/** What a batch costs beyond the charges of its orders. */
export function beyond({ first, members, length }: Columns, charges: Charges): (column: number) => number {
  return (column) => {
    let rest = length[column]!;
    for (let i = first[column]!; i < first[column + 1]!; i++) rest -= charges.of[members[i]!]!;
    return rest;
  };
}
