// Items that are known to fit, because they were cut out of the box.

import { uniformFrom } from '../../app/lib/uniform.ts';
import type { Box, Item } from '../../app/picking/packing/item.ts';

export type Piece = { at: number[]; size: number[] };
export type Whole = (least: number, most: number) => number;
export type Cut = { box: Box; items: Item[]; fill: number; pieces: number; cuttable: boolean };

const BOXES = [
  [300, 220, 150],
  [400, 300, 200],
  [250, 250, 250],
  [350, 250, 120],
  [600, 400, 400],
] as const;
const LEAST_SIDE = 12;

/**
 * `pieces` items that fill the share `fill` of a box and fit in it. Half of the boxes are sawn to pieces; in the other half the
 * first cut is one that no saw can make (a pinwheel along some axis, or three bars that hold one another), then they are sawn
 * on. Where the box is not to be full, pieces are left out, or shaved, in turn. `handled`: some items must stay upright, and
 * some that nothing stood above are fragile. `asCut`: the items are listed with their sides as they lay in the box.
 */
export function cutBox(seed: number, pieces: number, fill: number, { handled = false, asCut = false } = {}): Cut {
  const random = uniformFrom(Math.imul(seed, 0x9e3779b1) ^ (pieces * 7919 + Math.round(fill * 1000)));
  const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const size = [...BOXES[seed % 3 === 0 ? 0 : whole(0, BOXES.length - 1)]!];
  const cuttable = seed % 2 === 0 || pieces < 5;
  const leftOut = fill < 1 && Math.floor(seed / 2) % 2 === 0 ? Math.max(1, Math.round(pieces / fill - pieces)) : 0;

  let cut: Piece[] = [{ at: [0, 0, 0], size: [...size] }];
  if (!cuttable) cut = random() < 0.7 ? pinwheel(cut[0]!, whole) : threeBars(cut[0]!, whole);
  while (cut.length < pieces + leftOut) {
    const large = cut.filter((piece) => Math.max(...piece.size) >= 2 * LEAST_SIDE);
    const piece = draw(large, (one) => volume(one), random);
    const axis = draw(
      [0, 1, 2].filter((one) => piece.size[one]! >= 2 * LEAST_SIDE),
      (one) => piece.size[one]!,
      random,
    );
    const side = piece.size[axis]!;
    const least = Math.max(LEAST_SIDE, Math.floor(side / 6));
    const first = whole(least, side - least);
    const other: Piece = { at: [...piece.at], size: [...piece.size] };
    other.at[axis]! += first;
    other.size[axis] = side - first;
    piece.size[axis] = first;
    cut.push(other);
  }
  const space = size[0]! * size[1]! * size[2]!;
  for (let i = 0; i < leftOut; i++) {
    // The one whose absence brings the fill nearest to what is asked for, or any.
    const over = filled(cut) - fill * space;
    const drop =
      i === leftOut - 1
        ? cut.reduce(
            (best, one, j) => (Math.abs(over - volume(one)) < Math.abs(over - volume(cut[best]!)) ? j : best),
            0,
          )
        : whole(0, cut.length - 1);
    cut.splice(drop, 1);
  }
  shave(cut, fill * space, LEAST_SIDE / 2, whole);
  const items = cut.map((piece, i): Item => {
    const upright = handled && random() < 0.3;
    const covered = cut.some((other) => other !== piece && standsAbove(other, piece));
    const fragile = handled && !covered && random() < 0.5;
    const [x, y, z] = piece.size as [number, number, number];
    const turned = asCut ? [x, y, z] : upright ? (random() < 0.5 ? [x, y, z] : [y, x, z]) : shuffled([x, y, z], random);
    const [length, width, height] = turned as [number, number, number];
    return { id: `item ${i + 1}`, length, width, height, weight: whole(50, 900), upright, fragile };
  });
  const box: Box = {
    id: size.join(' × '),
    length: size[0]!,
    width: size[1]!,
    height: size[2]!,
    weight: 100,
    maxWeight: 30_000,
    padding: 0,
    cost: 0,
  };
  return { box, items: shuffled(items, random), fill, pieces, cuttable };
}

/** Takes a millimetre off one piece after the other, whichever, until they fill no more than `most` mm³. */
export function shave(cut: readonly Piece[], most: number, least: number, whole: Whole): void {
  while (filled(cut) > most) {
    const piece = cut[whole(0, cut.length - 1)]!;
    const axis = whole(0, 2);
    if (piece.size[axis]! > least) piece.size[axis]!--;
  }
}

export const volume = ({ size }: Piece) => size[0]! * size[1]! * size[2]!;
const filled = (cut: readonly Piece[]) => cut.reduce((sum, piece) => sum + volume(piece), 0);

function standsAbove(upper: Piece, lower: Piece): boolean {
  const shared = (axis: number) =>
    upper.at[axis]! < lower.at[axis]! + lower.size[axis]! && lower.at[axis]! < upper.at[axis]! + upper.size[axis]!;
  return shared(0) && shared(1) && upper.at[2]! > lower.at[2]!;
}

/** Four pieces around a fifth, all as high as the whole along some axis. */
export function pinwheel({ at, size }: Piece, whole: Whole): Piece[] {
  const up = whole(0, 2);
  const [a, b] = [0, 1, 2].filter((axis) => axis !== up) as [number, number];
  const [A, B] = [size[a]!, size[b]!];
  const part = (side: number) => [
    whole(Math.floor(side / 5), Math.floor(side * 0.45)),
    whole(Math.ceil(side * 0.55), Math.floor((side * 4) / 5)),
  ];
  const [a1, a2] = part(A) as [number, number];
  const [b1, b2] = part(B) as [number, number];
  const piece = (x: number, y: number, X: number, Y: number): Piece => {
    const made: Piece = { at: [...at], size: [...size] };
    made.at[a]! += x;
    made.at[b]! += y;
    made.size[a] = X - x;
    made.size[b] = Y - y;
    return made;
  };
  return [piece(0, 0, a2, b1), piece(a2, 0, A, b2), piece(a1, b2, A, B), piece(0, b1, a1, B), piece(a1, b1, a2, b2)];
}

/** A bar along each axis, each holding the next, and the two corners they leave. */
export function threeBars({ at, size }: Piece, whole: Whole): Piece[] {
  const [X, Y, Z] = size as [number, number, number];
  const [p, q, r] = size.map((side) => whole(Math.floor(side / 4), Math.floor((side * 3) / 4))) as [
    number,
    number,
    number,
  ];
  const piece = (x: number, y: number, z: number, X: number, Y: number, Z: number): Piece => ({
    at: [at[0]! + x, at[1]! + y, at[2]! + z],
    size: [X - x, Y - y, Z - z],
  });
  return [
    piece(0, 0, r, X, q, Z),
    piece(p, 0, 0, X, Y, r),
    piece(0, q, 0, p, Y, Z),
    piece(0, 0, 0, p, q, r),
    piece(p, q, r, X, Y, Z),
  ];
}

export function draw<T>(from: readonly T[], weight: (one: T) => number, random: () => number): T {
  let at = random() * from.reduce((sum, one) => sum + weight(one), 0);
  return (
    from.find((one) => {
      at -= weight(one);
      return at < 0;
    }) ?? from.at(-1)!
  );
}

export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!];
  }
  return mixed;
}
