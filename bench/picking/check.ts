import type { Instance } from './instance.ts';

/**
 * Recomputes a plan from the instance alone, sharing no code with the planner: whether it is a partition that keeps the capacity,
 * and how long its shortest walks are. Lengths come from a table over all ways to be at the two ends of each aisle, by joining
 * edges one at a time on a graph and asking for connectedness of what was chosen, not from hand-derived states.
 * @throws Error that says what is wrong with the plan
 */
export function checkedDistance(instance: Instance, batches: readonly (readonly number[])[]): number {
  const { orders, capacity, set, name } = instance;
  const times = new Map<number, number>();
  for (const order of batches.flat()) times.set(order, (times.get(order) ?? 0) + 1);
  orders.forEach((_, order) => {
    if (times.get(order) !== 1)
      throw new Error(`${set} ${name}: order ${order} is in ${times.get(order) ?? 0} batches`);
  });
  if (times.size !== orders.length) throw new Error(`${set} ${name}: the plan has orders that there are not`);
  let distance = 0;
  batches.forEach((batch, i) => {
    const entries = batch.reduce((sum, order) => sum + orders[order]!.length, 0);
    if (entries > capacity)
      throw new Error(`${set} ${name}: batch ${i} has ${entries} entries for a cart of ${capacity}`);
    distance += closedWalk(
      instance,
      batch.flatMap((order) => orders[order]!),
    );
  });
  return distance;
}

/**
 * A shortest closed walk uses each piece of aisle or cross-aisle at most twice, evenly at every crossing, in one piece. From
 * left to right: how often the front and the back cross-aisle are gone here (0, 1 or 2), and whether these two are joined on the left.
 */
function closedWalk(
  { aisleLength, aisleDistance, depotAisle, aisles }: Instance,
  entries: readonly (readonly [number, number])[],
): number {
  if (entries.length === 0) return 0;
  const heights = Array.from({ length: aisles }, () => new Set<number>());
  for (const [aisle, y] of entries) heights[aisle]!.add(y);
  heights[depotAisle]!.add(0);
  const wanted = heights.flatMap((set, aisle) => (set.size > 0 ? [aisle] : []));
  const [left, right] = [wanted[0]!, wanted.at(-1)!];
  let ways = new Map([['0 0 -', 0]]);
  for (let aisle = left; aisle <= right; aisle++) {
    const next = new Map<string, number>();
    for (const [way, cost] of ways) {
      const [front, back, join] = way.split(' ') as [string, string, string];
      for (const inside of insides(
        [...heights[aisle]!].sort((a, b) => a - b),
        aisleLength,
      )) {
        for (const onFront of [0, 1, 2]) {
          for (const onBack of [0, 1, 2]) {
            if (aisle === right && onFront + onBack > 0) continue;
            // Even at both ends of the aisle.
            const atFront = Number(front) + onFront + inside.front;
            const atBack = Number(back) + onBack + inside.back;
            if (atFront % 2 || atBack % 2) continue;
            const joined = joinedPieces(
              Number(front),
              Number(back),
              join === '=',
              inside,
              onFront,
              onBack,
              aisle === right,
            );
            if (joined === null) continue;
            const name = `${onFront} ${onBack} ${joined ? '=' : '-'}`;
            const sum = cost + inside.cost + aisleDistance * (onFront + onBack);
            if (sum < (next.get(name) ?? Number.POSITIVE_INFINITY)) next.set(name, sum);
          }
        }
      }
    }
    ways = next;
  }
  const closed = Math.min(...ways.values());
  // A walk within the depot's aisle alone need not be closed over a cross-aisle.
  return left === right ? 2 * Math.max(...heights[left]!) : closed;
}

interface Inside {
  /** edges of the aisle at its front and back end */
  front: number;
  back: number;
  /** whether the aisle joins its two ends */
  through: boolean;
  /** whether an end must be part of the walk for what is inside to be reached, edge or not */
  needsFront: boolean;
  needsBack: boolean;
  cost: number;
}

function insides(ys: readonly number[], length: number): Inside[] {
  const all: Inside[] = [
    { front: 1, back: 1, through: true, needsFront: true, needsBack: true, cost: length },
    { front: 2, back: 2, through: true, needsFront: true, needsBack: true, cost: 2 * length },
  ];
  // The first k stops from the front, the others from the back.
  for (let k = 0; k <= ys.length; k++) {
    const up = k > 0 ? ys[k - 1]! : 0;
    const down = k < ys.length ? length - ys[k]! : 0;
    all.push({
      front: up > 0 ? 2 : 0,
      back: down > 0 ? 2 : 0,
      through: false,
      needsFront: k > 0,
      needsBack: k < ys.length,
      cost: 2 * (up + down),
    });
  }
  return all;
}

/** Whether front and back are joined left of the next aisle; null when some piece of the walk is cut off. */
function joinedPieces(
  front: number,
  back: number,
  joinedBefore: boolean,
  inside: Inside,
  onFront: number,
  onBack: number,
  last: boolean,
): boolean | null {
  const usesFront = front > 0 || inside.needsFront;
  const usesBack = back > 0 || inside.needsBack;
  if ((onFront > 0 && !usesFront) || (onBack > 0 && !usesBack)) return null;
  const joined = inside.through || (joinedBefore && front > 0 && back > 0);
  if (last) return usesFront && usesBack && !joined ? null : true;
  if (onFront === 0 && onBack === 0) return null;
  // A side that ends here must hang together with the one that goes on.
  if (usesFront && onFront === 0 && !joined) return null;
  if (usesBack && onBack === 0 && !joined) return null;
  return joined && onFront > 0 && onBack > 0;
}
