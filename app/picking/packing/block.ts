// Blocks: items joined face to face until they are one cuboid, to be handled as one.
import type { Sides } from './item.ts';
import type { Load, Problem, Spot } from './problem.ts';

/** `sides` are sorted where the block may be turned: all three in a room without up, else the first two. */
export type Block = {
  sides: Sides;
  volume: number;
  join: {
    first: Block;
    second: Block /** which side of each lies along the joint */;
    along: [number, number];
    order: Sides;
  } | null;
  /** of an item: its kind; of a joined block: -1 */
  kind: number;
  /** whether something in it may carry nothing */
  fragile: boolean;
};

/** An item as a block, in each way it may stand that is not the same block. */
export function blocksOf({ turns, volume, kind, fragile }: Load, anyWayUp: boolean): Block[] {
  const blocks: Block[] = [];
  for (const turn of turns) {
    const { sides } = sorted(turn, anyWayUp);
    if (!blocks.some((other) => other.sides.every((side, k) => side === sides[k])))
      blocks.push({ sides, volume, kind, fragile, join: null });
  }
  return blocks;
}

/** Both joined in every way that leaves the room large enough and the block's volume at most `most`. */
export function joinsOf(
  first: Block,
  second: Block,
  most: number,
  problem: Problem,
  found: (block: Block) => void,
): void {
  const { room, anyWayUp } = problem;
  const a = first.sides;
  const b = second.sides;
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      if (!anyWayUp && (i === 2) !== (j === 2)) continue;
      const lower = i === 2 && !anyWayUp && first.fragile;
      // One above the other: what is below may hold nothing fragile.
      if (lower && second.fragile) continue;
      const sum = a[i]! + b[j]!;
      // The two other sides of each, larger with larger: no other match is smaller.
      const a1 = a[i === 0 ? 1 : 0]!;
      const a2 = a[i === 2 ? 1 : 2]!;
      const b1 = b[j === 0 ? 1 : 0]!;
      const b2 = b[j === 2 ? 1 : 2]!;
      const m1 = a1 > b1 ? a1 : b1;
      const m2 = a2 > b2 ? a2 : b2;
      if (sum * m1 * m2 > most) continue;
      const raw: Sides = !anyWayUp && i === 2 ? [m1, m2, sum] : [sum, m1, m2];
      const { sides, order } = sorted(raw, anyWayUp);
      if (sides[0] > room[0] || sides[1] > room[1] || sides[2] > room[2]) continue;
      const along: [number, number] = lower ? [j, i] : [i, j];
      const join = lower ? { first: second, second: first, along, order } : { first, second, along, order };
      found({ sides, volume: first.volume + second.volume, join, kind: -1, fragile: first.fragile || second.fragile });
    }
}

/** The sides from large to small, as far as they may be exchanged; `order[k]` says which one became the k-th. */
function sorted(raw: Sides, anyWayUp: boolean): { sides: Sides; order: Sides } {
  let [i, j, k] = [0, 1, 2];
  if (raw[i]! < raw[j]!) [i, j] = [j, i];
  if (anyWayUp) {
    if (raw[j]! < raw[k]!) [j, k] = [k, j];
    if (raw[i]! < raw[j]!) [i, j] = [j, i];
  }
  return { sides: [raw[i]!, raw[j]!, raw[k]!], order: [i, j, k] };
}

/**
 * Where the items of a block stand that has its corner at `at`; `axes[k]` is the room's axis of its k-th side. `stands` hears
 * of each item by its kind.
 */
export function takeApart(
  { sides, join, kind }: Block,
  at: readonly number[],
  axes: readonly number[],
  anyWayUp: boolean,
  stands: (kind: number, spot: Spot) => void,
): void {
  if (!join) {
    const size = [0, 0, 0];
    for (let k = 0; k < 3; k++) size[axes[k]!] = sides[k]!;
    stands(kind, { x: at[0]!, y: at[1]!, z: at[2]!, dx: size[0]!, dy: size[1]!, dz: size[2]! });
    return;
  }
  // Of the joined sides in the order [sum, larger, smaller] (or [larger, smaller, sum] for one above the other).
  const raw = [0, 0, 0];
  join.order.forEach((from, k) => {
    raw[from] = axes[k]!;
  });
  const [i, j] = join.along;
  const upward = !anyWayUp && i === 2;
  const sumAxis = upward ? raw[2]! : raw[0]!;
  const others = upward ? [raw[0]!, raw[1]!] : [raw[1]!, raw[2]!];
  const childAxes = (along: number) => {
    const own = [0, 0, 0];
    own[along] = sumAxis;
    own[along === 0 ? 1 : 0] = others[0]!;
    own[along === 2 ? 1 : 2] = others[1]!;
    return own;
  };
  takeApart(join.first, at, childAxes(i), anyWayUp, stands);
  const next = [...at];
  next[sumAxis]! += join.first.sides[i]!;
  takeApart(join.second, next, childAxes(j), anyWayUp, stands);
}

/** Gives each spot to a load of its kind. */
export function dealt(loads: readonly Load[], spots: readonly (readonly [kind: number, spot: Spot])[]): Spot[] {
  const layout: (Spot | undefined)[] = loads.map(() => undefined);
  for (const [kind, spot] of spots) layout[loads.findIndex((load, i) => load.kind === kind && !layout[i])] = spot;
  return layout as Spot[];
}
