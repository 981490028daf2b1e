/** A point of a block: how far up an aisle, counted from where the front is zero. */
export interface Spot {
  aisle: number;
  y: number;
}

/**
 * Parallel aisles joined by cross-aisles: the first at the front, the last at the back, any others in between. Walking is
 * possible along aisles and cross-aisles only, and the width of an aisle is ignored.
 */
export interface Block {
  /** where each aisle meets the cross-aisles, from left to right */
  aisles: readonly number[];
  /** how far up each cross-aisle runs, ascending; two or more */
  crossAisles: readonly number[];
  /** where every walk starts and ends */
  depot: Spot;
}

/** A block of equal aisles with a cross-aisle at the front (0), one at the back (`length`), and those given between. */
export function evenBlock(of: {
  aisles: number;
  length: number;
  pitch: number;
  depotAisle?: number;
  middle?: readonly number[];
}): Block {
  return {
    aisles: Array.from({ length: of.aisles }, (_, aisle) => aisle * of.pitch),
    crossAisles: [0, ...(of.middle ?? []), of.length],
    depot: { aisle: of.depotAisle ?? 0, y: 0 },
  };
}

/** @throws RangeError that says which place or measure cannot be */
export function checkBlock(block: Block, places: readonly Spot[]): void {
  const { aisles, crossAisles, depot } = block;
  if (aisles.length === 0) throw new RangeError('A block needs an aisle.');
  if (crossAisles.length < 2) throw new RangeError('A block needs a cross-aisle at the front and one at the back.');
  for (const [what, row] of [
    ['aisles', aisles],
    ['cross-aisles', crossAisles],
  ] as const)
    row.forEach((at, i) => {
      if (!Number.isFinite(at) || (i > 0 && at < row[i - 1]!))
        throw new RangeError(`The ${what} must be given in ascending order; number ${i} is at ${at}.`);
    });
  checkSpot(block, depot, 'The depot');
  places.forEach((place, i) => {
    checkSpot(block, place, `Place ${i}`);
  });
}

/** @throws RangeError when the spot, which is called `name`, lies outside the block */
export function checkSpot({ aisles, crossAisles }: Block, { aisle, y }: Spot, name: string): void {
  const inside =
    Number.isInteger(aisle) && aisle >= 0 && aisle < aisles.length && y >= crossAisles[0]! && y <= crossAisles.at(-1)!;
  if (!inside) throw new RangeError(`${name} (aisle ${aisle}, ${y}) is outside the block.`);
}

/** The shortest way between two points of a block. */
export function between({ aisles, crossAisles }: Block, a: Spot, b: Spot): number {
  if (a.aisle === b.aisle) return Math.abs(a.y - b.y);
  let detour = Number.POSITIVE_INFINITY;
  for (const cross of crossAisles) detour = Math.min(detour, Math.abs(a.y - cross) + Math.abs(b.y - cross));
  return detour + Math.abs(aisles[a.aisle]! - aisles[b.aisle]!);
}
