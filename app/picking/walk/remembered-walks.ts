import { type Block, between, checkBlock, reachOf, type Spot } from './block.ts';
import { blockWalks, placeOf } from './block-walks.ts';
import { nearestNeighbour } from './tour.ts';
import type { OpenWalks, Passed, Stops } from './walks.ts';

/** Rules that a person can keep in mind while walking; a shop may prefer them to the shortest walk. */
export const RULES = ['s-shape', 'largest-gap', 'nearest', 'by-name'] as const;
export type Rule = (typeof RULES)[number];

/**
 * Walks in a block by a rule of thumb; middle cross-aisles serve as short cuts only. `by-name` takes the stops in the order in
 * which their places are numbered, so number the places by bin name.
 * @throws RangeError for a place in an aisle with a dead end: no rule knows what to do there
 */
export function rememberedWalks(block: Block, places: readonly Spot[], rule: Rule): OpenWalks<Spot> {
  checkBlock(block, places);
  places.forEach(({ aisle }, place) => {
    const [first, last] = reachOf(block, aisle);
    if (first > 0 || last < block.crossAisles.length - 1)
      throw new RangeError(`Place ${place} is in aisle ${aisle}, which does not go all the way.`);
  });
  const shortest = blockWalks(block, places);
  const pathOf = (stops: Stops): Passed<Spot>[] => {
    const each = [...new Set(Array.from(stops))];
    for (const stop of each) placeOf(places, stop);
    if (each.length === 0) return [];
    const home = { point: block.depot, stops: [] };
    return [home, ...ways[rule](block, places, each), home];
  };
  const lengthOf = (path: readonly Passed<Spot>[]) =>
    path.reduce((sum, { point }, i) => (i > 0 ? sum + between(block, path[i - 1]!.point, point) : 0), 0);
  return {
    places: places.length,
    shortest: false,
    length: (stops) => lengthOf(pathOf(stops)),
    walk(stops) {
      const path = pathOf(stops);
      return { length: lengthOf(path), bound: shortest.length(stops), path };
    },
    // No rule says how to go on from the middle of a walk.
    restOfWalk: shortest.restOfWalk,
  };
}

type Way = (block: Block, places: readonly Spot[], stops: readonly number[]) => Passed<Spot>[];

const ways: Record<Rule, Way> = {
  /** Through every aisle that holds a stop, from the left, up and down in turn; an odd last one is left where it was entered. */
  's-shape'(block, places, stops) {
    const groups = byAisle(places, stops);
    return groups.flatMap(({ aisle, ascending }, i) => {
      if (i % 2)
        return [end(block, aisle, 'back'), ...passed(places, ascending.toReversed()), end(block, aisle, 'front')];
      const last = i === groups.length - 1;
      return [end(block, aisle, 'front'), ...passed(places, ascending), end(block, aisle, last ? 'front' : 'back')];
    });
  },
  /** Through the first aisle to the back, along it, through the last to the front; into the others from either end up to the gap. */
  'largest-gap'(block, places, stops) {
    const groups = byAisle(places, stops);
    const first = groups[0]!;
    const last = groups.at(-1)!;
    if (first === last)
      return [end(block, first.aisle, 'front'), ...passed(places, first.ascending), end(block, first.aisle, 'front')];
    const split = groups.slice(1, -1).map(({ aisle, ascending }) => {
      const at = afterLargestGap(
        block,
        ascending.map((stop) => places[stop]!.y),
      );
      return { aisle, fromFront: ascending.slice(0, at), fromBack: ascending.slice(at).reverse() };
    });
    return [
      end(block, first.aisle, 'front'),
      ...passed(places, first.ascending),
      end(block, first.aisle, 'back'),
      ...split.flatMap(({ aisle, fromBack }) => inAndOut(block, places, aisle, 'back', fromBack)),
      end(block, last.aisle, 'back'),
      ...passed(places, last.ascending.toReversed()),
      end(block, last.aisle, 'front'),
      ...split.toReversed().flatMap(({ aisle, fromFront }) => inAndOut(block, places, aisle, 'front', fromFront)),
    ];
  },
  nearest(block, places, stops) {
    const points = [block.depot, ...stops.map((stop) => places[stop]!)];
    const of = Float64Array.from(points.flatMap((a) => points.map((b) => between(block, a, b))));
    const order = nearestNeighbour({ size: points.length, of }).slice(1);
    return passed(
      places,
      order.map((point) => stops[point - 1]!),
    );
  },
  'by-name': (_, places, stops) =>
    passed(
      places,
      stops.toSorted((a, b) => a - b),
    ),
};

function byAisle(places: readonly Spot[], stops: readonly number[]): { aisle: number; ascending: number[] }[] {
  const groups = Map.groupBy(stops, (stop) => places[stop]!.aisle);
  return [...groups]
    .map(([aisle, own]) => ({ aisle, ascending: own.toSorted((a, b) => places[a]!.y - places[b]!.y || a - b) }))
    .sort((a, b) => a.aisle - b.aisle);
}

function end({ crossAisles }: Block, aisle: number, which: 'front' | 'back'): Passed<Spot> {
  return { point: { aisle, y: which === 'front' ? crossAisles[0]! : crossAisles.at(-1)! }, stops: [] };
}

function passed(places: readonly Spot[], stops: readonly number[]): Passed<Spot>[] {
  return stops.map((stop) => ({ point: places[stop]!, stops: [stop] }));
}

function inAndOut(
  block: Block,
  places: readonly Spot[],
  aisle: number,
  from: 'front' | 'back',
  stops: readonly number[],
) {
  return stops.length === 0 ? [] : [end(block, aisle, from), ...passed(places, stops), end(block, aisle, from)];
}

/** How many of the ascending heights are reached from the front when the largest gap, those at the ends too, is left out. */
function afterLargestGap({ crossAisles }: Block, heights: readonly number[]): number {
  const marks = [crossAisles[0]!, ...heights, crossAisles.at(-1)!];
  let at = 0;
  for (let i = 1; i <= heights.length; i++) if (marks[i + 1]! - marks[i]! > marks[at + 1]! - marks[at]!) at = i;
  return at;
}
