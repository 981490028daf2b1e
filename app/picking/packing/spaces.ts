// Packings with air in them, for any number of items: one item after the other into one of the gaps that are left (Parreño et
// al., "A maximal-space algorithm for the container loading problem", INFORMS Journal on Computing 20, 2008), again and again
// with other orders and preferences. The first rounds are those that people use: large ones first, floor first.
import { gapsIn } from './gaps.ts';
import type { Sides } from './item.ts';
import type { Effort, Layout, Problem, Spot } from './problem.ts';

/** What a round prefers: in which order, and where. */
type Round = {
  /** earlier = placed earlier */
  rank: Float64Array;
  /** how many of the next items compete for a place */
  choice: number;
  up: number;
  back: number;
  side: number;
  snug: number;
  /** the axes in the order in which places are filled */
  axes: readonly [number, number, number];
};

/** A layout, or null where this search finds none: that proves nothing. */
export function packSpaces(
  problem: Problem,
  effort: Effort,
  random: () => number,
  accept: (layout: Layout) => boolean,
) {
  if (problem.loads.length === 0) return [];
  for (let round = 0; effort.spend(); round++) {
    const found = oneRound(problem, roundOf(problem, round, random), effort);
    if (found && accept(found)) return found;
  }
  return null;
}

function roundOf({ loads, anyWayUp }: Problem, round: number, random: () => number): Round {
  const longest = (sides: Sides) => Math.max(...sides);
  const measures = [
    (i: number) => loads[i]!.volume,
    (i: number) => longest(loads[i]!.turns[0]!) ** 3,
    (i: number) => loads[i]!.volume / longest(loads[i]!.turns[0]!),
    (i: number) => loads[i]!.volume / Math.min(...loads[i]!.turns[0]!),
  ];
  const measure = measures[round % measures.length]!;
  const noise = round < 8 ? 0 : 1.2 * random();
  const rank = new Float64Array(loads.length);
  for (let i = 0; i < loads.length; i++) {
    // Fragile ones close their column, so they come last.
    rank[i] = -Math.log(measure(i)) + noise * (random() - 0.5) * 2 + (loads[i]!.fragile ? 100 : 0);
  }
  const axes = anyWayUp ? AXES[round % AXES.length]! : AXES[round % 2]!;
  const early = round < 8;
  return {
    rank,
    choice: early ? (round < 4 ? 1 : loads.length) : 1 + Math.floor(random() * 4),
    up: early ? 4 : 4 * random(),
    back: early ? 1 : 2 * random(),
    side: early ? 0.5 : random(),
    snug: early ? 1 : 3 * random(),
    axes,
  };
}

const AXES = [
  [0, 1, 2],
  [1, 0, 2],
  [0, 2, 1],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;

function oneRound(problem: Problem, round: Round, effort: Effort): Layout | null {
  const { loads, room, support } = problem;
  const waiting = loads.map((_, i) => i).sort((a, b) => round.rank[a]! - round.rank[b]! || a - b);
  const layout: (Spot | undefined)[] = loads.map(() => undefined);
  const gaps = gapsIn(room);
  const [sideAxis, backAxis, upAxis] = round.axes;
  const largest = Math.max(...loads.map(({ volume }) => volume));
  while (waiting.length > 0) {
    let best = Number.POSITIVE_INFINITY;
    let bestAt = -1;
    let spot: Spot | null = null;
    const tried = new Set<number>();
    for (let w = 0; w < waiting.length && tried.size < round.choice; w++) {
      const load = loads[waiting[w]!]!;
      if (tried.has(load.kind)) continue;
      tried.add(load.kind);
      if (!effort.spend()) return null;
      let fits = false;
      const { list, count } = gaps.level(0);
      for (let o = 0; o < 6 * count; o += 6) {
        const at: Sides = [list[o]!, list[o + 1]!, list[o + 2]!];
        const free: Sides = [list[o + 3]! - at[0], list[o + 4]! - at[1], list[o + 5]! - at[2]];
        // Nothing may come to stand above it, nor stand there already.
        if (load.fragile && list[o + 5]! < room[2]) continue;
        for (const turn of load.turns) {
          if (turn[0] > free[0] || turn[1] > free[1] || turn[2] > free[2]) continue;
          fits = true;
          const snug =
            (turn[0] === free[0] ? 1 : turn[0] / free[0] / 2) +
            (turn[1] === free[1] ? 1 : turn[1] / free[1] / 2) +
            (turn[2] === free[2] ? 1 : turn[2] / free[2] / 2);
          const cost =
            (round.up * (at[upAxis]! + turn[upAxis]! / 4)) / room[upAxis]! +
            (round.back * at[backAxis]!) / room[backAxis]! +
            (round.side * at[sideAxis]!) / room[sideAxis]! -
            round.snug * snug -
            (round.choice > 1 ? load.volume / largest : 0);
          if (cost >= best) continue;
          const here = { x: at[0], y: at[1], z: at[2], dx: turn[0], dy: turn[1], dz: turn[2] };
          if (support > 0 && resting(here, layout) < support) continue;
          best = cost;
          bestAt = w;
          spot = here;
        }
      }
      // An item that has lost its last place will not get one back.
      if (!fits) return null;
    }
    if (!spot) return null;
    const [index] = waiting.splice(bestAt, 1);
    layout[index!] = spot;
    const { x, y, z, dx, dy, dz } = spot;
    const top = loads[index!]!.fragile ? room[2] : z + dz;
    gaps.take(0, [x, y, z, x + dx, y + dy, top], 0, [1, 1, 1]);
  }
  return layout as Layout;
}

/** The share of a base that rests on the floor or on what stands below. */
export function resting(spot: Spot, others: readonly (Spot | undefined)[]): number {
  if (spot.z === 0) return 1;
  let area = 0;
  for (const other of others) {
    if (!other || other === spot || other.z + other.dz !== spot.z) continue;
    const x = Math.min(spot.x + spot.dx, other.x + other.dx) - Math.max(spot.x, other.x);
    const y = Math.min(spot.y + spot.dy, other.y + other.dy) - Math.max(spot.y, other.y);
    if (x > 0 && y > 0) area += x * y;
  }
  return area / (spot.dx * spot.dy);
}
