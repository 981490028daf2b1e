import { type Block, reachOf, type Spot } from './block.ts';
import { PASSAGE, partialWalks, passageOfParts, passagesOf } from './partial-walks.ts';

/** A straight piece of a walk, gone `times` times. */
export interface Edge {
  from: Spot;
  to: Spot;
  times: 1 | 2;
}

/** Where a walk starts and where it ends. */
export type Ends = readonly [from: Spot, to: Spot];

/**
 * A shortest walk from one end through the spots to the other in a block with any number of cross-aisles, as the edges it goes.
 * Aisle by aisle the cheapest way to be in every state of a partial walk is kept (see `partial-walks.ts`). The time grows with
 * the number of aisles, and steeply with that of cross-aisles: microseconds for two or three, milliseconds for five.
 */
export function shortestEdges(block: Block, spots: readonly Spot[], ends: Ends): { length: number; edges: Edge[] } {
  const alone = inOneAisle(spots, ends);
  if (alone) {
    const [low, high] = ends.map(({ y }) => y).sort((a, b) => a - b) as [number, number];
    const edges = alone.slice(1).map((to, i): Edge => {
      const from = alone[i]!;
      return { from, to, times: from.y >= low && to.y <= high ? 1 : 2 };
    });
    return { length: lengthInOneAisle(alone, ends), edges: edges.filter(({ from, to }) => from.y < to.y) };
  }
  const { length, steps, ...last } = sweptOver(block, spots, ends, true);
  let { state } = last;
  const edges: Edge[] = [];
  for (const step of steps.toReversed()) {
    edges.push(...step.edges(step.action[state]!));
    state = step.before[state]!;
  }
  return { length, edges };
}

export function shortestLength(block: Block, spots: readonly Spot[], ends: Ends): number {
  const alone = inOneAisle(spots, ends);
  if (alone) return lengthInOneAisle(alone, ends);
  return sweptOver(block, spots, ends, false).length;
}

/** The ends and the spots from low to high where they share an aisle, so that the walk may reach no cross-aisle at all. */
function inOneAisle(spots: readonly Spot[], ends: Ends): Spot[] | null {
  const all = [...ends, ...spots];
  return all.every(({ aisle }) => aisle === ends[0].aisle) ? all.sort((a, b) => a.y - b.y) : null;
}

/** There and back, but for what lies between the ends. */
function lengthInOneAisle(ascending: readonly Spot[], [from, to]: Ends): number {
  return 2 * (ascending.at(-1)!.y - ascending[0]!.y) - Math.abs(from.y - to.y);
}

/** A walk that ends where it starts is closed. */
function isClosed([from, to]: Ends): boolean {
  return from.aisle === to.aisle && from.y === to.y;
}

/** One step of the sweep: how each state was reached, and what its actions stand for. */
interface Step {
  before: Int16Array;
  action: Int8Array;
  edges(action: number): Edge[];
}

/** The shortest walk's length, the state that it ends in, and the steps to it where they are to be remembered. */
function sweptOver(
  block: Block,
  spots: readonly Spot[],
  ends: Ends,
  remember: boolean,
): { length: number; state: number; steps: Step[] } {
  const { aisles, crossAisles } = block;
  const open = !isClosed(ends);
  const { states, empty, along, up, closed } = partialWalks(crossAisles.length, open);
  // The one end of a closed walk is but a place to visit.
  const bySegment = heightsBySegment(block, open ? spots : [ends[0], ...spots]);
  const endsBySegment = open ? heightsBySegment(block, ends) : [];
  let from = Math.min(ends[0].aisle, ends[1].aisle);
  let to = Math.max(ends[0].aisle, ends[1].aisle);
  for (const { aisle } of spots) {
    if (aisle < from) from = aisle;
    if (aisle > to) to = aisle;
  }
  // From a dead end it may be nearest to go on to an aisle beyond all stops.
  const beyond = block.reach?.some(([first, last]) => first > 0 || last < crossAisles.length - 1);
  const until = beyond ? aisles.length - 1 : to;
  if (beyond) from = 0;
  const steps: Step[] = [];
  let best = { length: Number.POSITIVE_INFINITY, state: empty, taken: 0 };
  let cost = new Float64Array(states).fill(Number.POSITIVE_INFINITY);
  let next = new Float64Array(states);
  cost[empty] = 0;
  const sweep = (table: Int16Array, prices: readonly number[], edges: Step['edges']) => {
    next.fill(Number.POSITIVE_INFINITY);
    const actions = prices.length;
    const stride = table.length / states;
    const before = remember ? new Int16Array(states) : null;
    const taken = remember ? new Int8Array(states) : null;
    for (let state = 0; state < states; state++) {
      const here = cost[state]!;
      if (here === Number.POSITIVE_INFINITY) continue;
      for (let action = 0; action < actions; action++) {
        const into = table[state * stride + action]!;
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
  for (let aisle = from; aisle <= until; aisle++) {
    if (aisle > from) {
      const step = aisles[aisle]! - aisles[aisle - 1]!;
      crossAisles.forEach((_, junction) => {
        sweep(along[junction]!, [0, step, 2 * step], (times) =>
          times
            ? [
                {
                  from: onCross(block, aisle - 1, junction),
                  to: onCross(block, aisle, junction),
                  times: times as 1 | 2,
                },
              ]
            : [],
        );
      });
    }
    const [first, last] = reachOf(block, aisle);
    for (let segment = 0; segment + 1 < crossAisles.length; segment++) {
      const piece = {
        aisle,
        below: crossAisles[segment]!,
        above: crossAisles[segment + 1]!,
        openBelow: first <= segment && segment <= last,
        openAbove: first <= segment + 1 && segment + 1 <= last,
      };
      const at = aisle * (crossAisles.length - 1) + segment;
      const cuts = endsBySegment[at] ?? [];
      const { prices, edges } = (cuts.length > 0 ? pricesOfParts : pricesOf)(piece, bySegment[at]!, cuts);
      sweep(up[segment]!, prices, edges);
    }
    if (aisle < to) continue;
    cost.forEach((length, state) => {
      if (closed[state] && length < best.length) best = { length, state, taken: steps.length };
    });
  }
  return { length: best.length, state: best.state, steps: steps.slice(0, best.taken) };
}

function onCross(block: Block, aisle: number, junction: number): Spot {
  const [first, last] = reachOf(block, aisle);
  const y = block.crossAisles[junction]!;
  return first <= junction && junction <= last ? { aisle, y } : { aisle, y, passing: true };
}

/**
 * The heights of spots in each piece of each aisle, ascending and each once. A junction counts to the piece above it, a dead end to
 * its own.
 */
function heightsBySegment(block: Block, spots: readonly Spot[]): number[][] {
  const { aisles, crossAisles } = block;
  const segments = crossAisles.length - 1;
  const sets: (Set<number> | undefined)[] = Array(aisles.length * segments);
  for (const { aisle, y } of spots) {
    const [, last] = reachOf(block, aisle);
    let segment = 0;
    while (segment + 1 < segments && segment < last && y >= crossAisles[segment + 1]!) segment++;
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
  /** whether one gets in and out there */
  openBelow: boolean;
  openAbove: boolean;
}

/** What each passage costs, and what it walks. A passage that would miss a stop costs infinity. */
interface Priced {
  prices: number[];
  edges(passage: number): Edge[];
}

function pricesOf(piece: Piece, heights: readonly number[]): Priced {
  const { below, above, openBelow, openAbove } = piece;
  const no = Number.POSITIVE_INFINITY;
  const length = openBelow && openAbove ? above - below : no;
  if (heights.length === 0)
    return {
      prices: [0, length, no, no, no, 2 * length],
      edges: (passage) => passageEdges(piece, heights, 0, passage),
    };
  let gap = 0;
  let widest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i + 1 < heights.length; i++) {
    if (heights[i + 1]! - heights[i]! <= widest) continue;
    widest = heights[i + 1]! - heights[i]!;
    gap = i;
  }
  const byGap = heights.length > 1 ? 2 * (length - widest) : no;
  return {
    prices: [
      no,
      length,
      openBelow ? 2 * (heights.at(-1)! - below) : no,
      openAbove ? 2 * (above - heights[0]!) : no,
      byGap,
      2 * length,
    ],
    edges: (passage) => passageEdges(piece, heights, gap, passage),
  };
}

/** The same for a piece in which an open walk starts, ends or both: its ends cut the piece into parts. */
function pricesOfParts(piece: Piece, heights: readonly number[], ends: readonly number[]): Priced {
  const cuts = [piece.below, ...ends, piece.above];
  const parts = cuts.slice(1).map((above, i) => {
    const below = cuts[i]!;
    // What lies at an end is reached already.
    const own = heights.filter((y) => !ends.includes(y) && y >= below && y <= above);
    const openBelow = i > 0 || piece.openBelow;
    const openAbove = i < ends.length || piece.openAbove;
    return pricesOf({ ...piece, below, above, openBelow, openAbove }, own);
  });
  const prices: number[] = Array(passagesOf(true)).fill(Number.POSITIVE_INFINITY);
  const cheapest: number[][] = [];
  for (const choice of choices(parts.length)) {
    const passage = passageOfParts(choice);
    if (passage === null) continue;
    const price = choice.reduce((sum, of, part) => sum + parts[part]!.prices[of]!, 0);
    if (price >= prices[passage]!) continue;
    prices[passage] = price;
    cheapest[passage] = choice;
  }
  return { prices, edges: (passage) => cheapest[passage]!.flatMap((of, part) => parts[part]!.edges(of)) };
}

/** Every row of so many passages. */
function choices(parts: number): number[][] {
  if (parts === 0) return [[]];
  return choices(parts - 1).flatMap((row) => Object.values(PASSAGE).map((passage) => [...row, passage]));
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
