import type { Block, Spot } from './block.ts';
import { PASSAGE, partialWalks } from './partial-walks.ts';

/** A straight piece of a walk, gone `times` times. */
export interface Edge {
  from: Spot;
  to: Spot;
  times: 1 | 2;
}

/**
 * A shortest closed walk through the spots in a block with any number of cross-aisles, as the edges it goes. Aisle by aisle the
 * cheapest way to be in every state of a partial walk is kept (see `partial-walks.ts`). The time grows with the number of
 * aisles, and steeply with that of cross-aisles: microseconds for two or three, milliseconds for five.
 */
export function shortestEdges(block: Block, spots: readonly Spot[]): { length: number; edges: Edge[] } {
  const alone = inOneAisle(block, spots);
  if (alone) {
    const edges = alone.slice(1).map((to, i): Edge => ({ from: alone[i]!, to, times: 2 }));
    return { length: 2 * (alone.at(-1)!.y - alone[0]!.y), edges: edges.filter(({ from, to }) => from.y < to.y) };
  }
  const { steps, cost } = lengths(block, spots, true);
  const { closed } = partialWalks(block.crossAisles.length);
  let state = cheapestClosed(cost, closed);
  const length = cost[state]!;
  const edges: Edge[] = [];
  for (const step of steps.toReversed()) {
    edges.push(...step.edges(step.action[state]!));
    state = step.before[state]!;
  }
  return { length, edges };
}

export function shortestLength(block: Block, spots: readonly Spot[]): number {
  const alone = inOneAisle(block, spots);
  if (alone) return 2 * (alone.at(-1)!.y - alone[0]!.y);
  const { cost } = lengths(block, spots, false);
  return cost[cheapestClosed(cost, partialWalks(block.crossAisles.length).closed)]!;
}

/** The depot and the spots from low to high where they share an aisle, so that the walk may reach no cross-aisle at all. */
function inOneAisle({ depot }: Block, spots: readonly Spot[]): Spot[] | null {
  return spots.every(({ aisle }) => aisle === depot.aisle) ? [depot, ...spots].sort((a, b) => a.y - b.y) : null;
}

/** One step of the sweep: how each state was reached, and what its actions stand for. */
interface Step {
  before: Int16Array;
  action: Int8Array;
  edges(action: number): Edge[];
}

function lengths(block: Block, spots: readonly Spot[], remember: boolean): { steps: Step[]; cost: Float64Array } {
  const { aisles, crossAisles, depot } = block;
  const { states, empty, along, up } = partialWalks(crossAisles.length);
  const bySegment = heightsBySegment(block, spots);
  let from = depot.aisle;
  let to = depot.aisle;
  for (const { aisle } of spots) {
    if (aisle < from) from = aisle;
    if (aisle > to) to = aisle;
  }
  const steps: Step[] = [];
  let cost = new Float64Array(states).fill(Number.POSITIVE_INFINITY);
  let next = new Float64Array(states);
  cost[empty] = 0;
  const sweep = (table: Int16Array, prices: readonly number[], edges: Step['edges']) => {
    next.fill(Number.POSITIVE_INFINITY);
    const actions = prices.length;
    const before = remember ? new Int16Array(states) : null;
    const taken = remember ? new Int8Array(states) : null;
    for (let state = 0; state < states; state++) {
      const here = cost[state]!;
      if (here === Number.POSITIVE_INFINITY) continue;
      for (let action = 0; action < actions; action++) {
        const into = table[state * actions + action]!;
        if (into < 0) continue;
        const sum = here + prices[action]!;
        if (sum >= next[into]!) continue;
        next[into] = sum;
        if (before && taken) {
          before[into] = state;
          taken[into] = action;
        }
      }
    }
    [cost, next] = [next, cost];
    if (before && taken) steps.push({ before, action: taken, edges });
  };
  for (let aisle = from; aisle <= to; aisle++) {
    if (aisle > from) {
      const step = aisles[aisle]! - aisles[aisle - 1]!;
      crossAisles.forEach((y, junction) => {
        sweep(along[junction]!, [0, step, 2 * step], (times) =>
          times ? [{ from: { aisle: aisle - 1, y }, to: { aisle, y }, times: times as 1 | 2 }] : [],
        );
      });
    }
    for (let segment = 0; segment + 1 < crossAisles.length; segment++) {
      const piece = { aisle, below: crossAisles[segment]!, above: crossAisles[segment + 1]! };
      const heights = bySegment[aisle * (crossAisles.length - 1) + segment]!;
      const { prices, gap } = pricesOf(piece, heights);
      sweep(up[segment]!, prices, (passage) => passageEdges(piece, heights, gap, passage));
    }
  }
  return { steps, cost };
}

/** The heights of stops and depot in each piece of each aisle, ascending and each once. A junction counts to the piece above it. */
function heightsBySegment({ aisles, crossAisles, depot }: Block, spots: readonly Spot[]): number[][] {
  const segments = crossAisles.length - 1;
  const sets: (Set<number> | undefined)[] = Array(aisles.length * segments);
  for (const { aisle, y } of [depot, ...spots]) {
    let segment = 0;
    while (segment + 1 < segments && y >= crossAisles[segment + 1]!) segment++;
    const at = aisle * segments + segment;
    sets[at] ??= new Set();
    sets[at].add(y);
  }
  return Array.from(sets, (set) => (set ? [...set].sort((a, b) => a - b) : []));
}

interface Piece {
  aisle: number;
  below: number;
  above: number;
}

/** What each passage costs, and after which stop the largest gap begins. A passage that would miss a stop costs infinity. */
function pricesOf({ below, above }: Piece, heights: readonly number[]): { prices: number[]; gap: number } {
  const no = Number.POSITIVE_INFINITY;
  const length = above - below;
  if (heights.length === 0) return { prices: [0, length, no, no, no, 2 * length], gap: 0 };
  let gap = 0;
  let widest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i + 1 < heights.length; i++) {
    if (heights[i + 1]! - heights[i]! <= widest) continue;
    widest = heights[i + 1]! - heights[i]!;
    gap = i;
  }
  const byGap = heights.length > 1 ? 2 * (length - widest) : no;
  return { prices: [no, length, 2 * (heights.at(-1)! - below), 2 * (above - heights[0]!), byGap, 2 * length], gap };
}

function passageEdges(
  { aisle, below, above }: Piece,
  heights: readonly number[],
  gap: number,
  passage: number,
): Edge[] {
  const chain = (points: number[], times: 1 | 2): Edge[] =>
    points
      .slice(1)
      .flatMap((y, i) => (y === points[i] ? [] : [{ from: { aisle, y: points[i]! }, to: { aisle, y }, times }]));
  switch (passage) {
    case PASSAGE.through:
      return chain([below, ...heights, above], 1);
    case PASSAGE.twice:
      return chain([below, ...heights, above], 2);
    case PASSAGE.fromBelow:
      return chain([below, ...heights], 2);
    case PASSAGE.fromAbove:
      return chain([...heights, above], 2);
    case PASSAGE.fromBoth:
      return [...chain([below, ...heights.slice(0, gap + 1)], 2), ...chain([...heights.slice(gap + 1), above], 2)];
    default:
      return [];
  }
}

function cheapestClosed(cost: Float64Array, closed: readonly boolean[]): number {
  let best = -1;
  for (let state = 0; state < cost.length; state++)
    if (closed[state] && (best < 0 || cost[state]! < cost[best]!)) best = state;
  return best;
}
