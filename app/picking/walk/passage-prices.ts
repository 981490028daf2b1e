import type { Spot } from './block.ts';
import { PASSAGE, passageOfParts, passagesOf } from './partial-walks.ts';

/** A straight piece of a walk, gone `times` times. */
export interface Edge {
  from: Spot;
  to: Spot;
  times: 1 | 2;
}

/** The piece of an aisle between two cross-aisles. */
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

export function pricesOf(piece: Piece, heights: readonly number[]): Priced {
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
export function pricesOfParts(piece: Piece, heights: readonly number[], ends: readonly number[]): Priced {
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
