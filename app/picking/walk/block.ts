/** A point of a block: how far up an aisle, counted from where the front is zero. */
export interface Spot {
  aisle: number;
  y: number;
  /** on a cross-aisle that passes a dead end of the aisle without meeting it */
  passing?: true;
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
  /**
   * The first and the last cross-aisle that each aisle can be left at, by number; missing = all aisles go all the way. Beyond
   * these an aisle is a dead end. One that only passes a cross-aisle is a place to stand on it.
   */
  reach?: readonly (readonly [first: number, last: number])[];
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
  aisles.forEach((_, aisle) => {
    const [first, last] = reachOf(block, aisle);
    if (!(first >= 0 && first <= last && crossAisles[last] !== undefined))
      throw new RangeError(`Aisle ${aisle} cannot reach from cross-aisle ${first} to ${last}.`);
  });
  checkSpot(block, depot, 'The depot');
  const reached = reachedFromDepot(block);
  places.forEach((place, i) => {
    checkSpot(block, place, `Place ${i}`);
    if (!reached.has(place.aisle))
      throw new RangeError(`Place ${i} (aisle ${place.aisle}, ${place.y}) cannot be walked to from the depot.`);
  });
}

/** The aisles that can be walked to from the depot: dead ends may part a block. */
function reachedFromDepot(block: Block): Set<number> {
  const reached = new Set([block.depot.aisle]);
  const met = new Set<number>();
  // A set that grows while it is gone through is gone through to its end.
  for (const aisle of reached) {
    const [first, last] = reachOf(block, aisle);
    for (let cross = first; cross <= last; cross++) {
      if (met.has(cross)) continue;
      met.add(cross);
      block.aisles.forEach((_, other) => {
        const [from, to] = reachOf(block, other);
        if (from <= cross && cross <= to) reached.add(other);
      });
    }
  }
  return reached;
}

/** @throws RangeError when the spot, which is called `name`, lies outside the block */
export function checkSpot(block: Block, { aisle, y }: Spot, name: string): void {
  const { aisles, crossAisles } = block;
  const [first, last] = reachOf(block, aisle);
  const inside =
    Number.isInteger(aisle) &&
    aisle >= 0 &&
    aisle < aisles.length &&
    y >= crossAisles[Math.max(0, first - 1)]! &&
    y <= crossAisles[Math.min(crossAisles.length - 1, last + 1)]!;
  if (!inside) throw new RangeError(`${name} (aisle ${aisle}, ${y}) is outside the block.`);
}

/** The first and the last cross-aisle that an aisle can be left at. */
export function reachOf({ crossAisles, reach }: Block, aisle: number): readonly [number, number] {
  return reach?.[aisle] ?? [0, crossAisles.length - 1];
}

/** The shortest way between two points of a block over one cross-aisle that both aisles meet; infinity where there is none. */
export function between(block: Block, a: Spot, b: Spot): number {
  const { aisles, crossAisles } = block;
  if (a.aisle === b.aisle) return Math.abs(a.y - b.y);
  const [[fromA, toA], [fromB, toB]] = [reachOf(block, a.aisle), reachOf(block, b.aisle)];
  let detour = Number.POSITIVE_INFINITY;
  for (let at = Math.max(fromA, fromB); at <= Math.min(toA, toB); at++) {
    const cross = crossAisles[at]!;
    detour = Math.min(detour, Math.abs(a.y - cross) + Math.abs(b.y - cross));
  }
  return detour + Math.abs(aisles[a.aisle]! - aisles[b.aisle]!);
}
