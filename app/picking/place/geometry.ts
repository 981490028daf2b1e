// Where a bin is on the floor, and how far it is from anywhere to anywhere. People walk along aisles, and change aisles at the
// cross-aisles that an aisle meets; floors and blocks apart are joined by links. Shortest ways between the crossings of a
// layout are computed once (walk/graph-walks.ts), and a question about two places costs a handful of additions.
import { shortestWays } from '../walk/graph-walks.ts';
import { type BinPlace, canonical, ordinalOf } from './bin-name.ts';
import type { Aisle, Layout, Point } from './layout.ts';
import { walkNet } from './walkways.ts';

/** A place in an aisle: indices into layout.floors, its blocks and their aisles; metres from the block's front. */
export type Spot = { floor: number; block: number; aisle: number; y: number };

export type BinSpot = Spot & { level: number | null; side: 'left' | 'right' | null };

/** Bays of an aisle that says nothing of them are a metre wide and numbered from 1. */
const USUAL_BAY = 1;

/** Where a bin is; null when the layout has no aisle of that name (in the bin's zone, when a block is called like it). */
export function spotOf(layout: Layout, place: BinPlace): BinSpot | null {
  const { aisles, blocks } = namesOf(layout);
  const found = aisles.get(canonical(place.aisle)) ?? [];
  const zone = place.zone === null ? null : canonical(place.zone);
  const drawn = zone !== null && blocks.has(zone);
  const here = drawn ? found.find(({ called }) => called === zone) : found[0];
  if (!here) return null;
  const { lane, called: _, ...where } = here;
  const bays = lane.bays ?? {
    first: 1,
    along: Math.max(1, Math.round(lane.length / USUAL_BAY)),
    sides: 'running' as const,
  };
  const bay = ordinalOf(place.bay);
  const level = ordinalOf(place.level);
  // A bay whose name has no number can be anywhere along the aisle; a bin without a bay is met first.
  if (bay === null) return { ...where, y: place.bay === null ? 0 : lane.length / 2, level, side: null };
  const nth = bays.sides === 'odd-even' ? Math.floor((bay - bays.first) / 2) : bay - bays.first;
  const y = Math.min(lane.length, Math.max(0, ((nth + 0.5) / bays.along) * lane.length));
  return { ...where, y, level, side: bays.sides === 'odd-even' ? (bay % 2 === 1 ? 'left' : 'right') : null };
}

type NamedAisle = { floor: number; block: number; aisle: number; called: string; lane: Aisle };

/** Bins are looked up by the thousand; a layout is never changed but made anew. */
const named = new WeakMap<Layout, { aisles: Map<string, NamedAisle[]>; blocks: Set<string> }>();

function namesOf(layout: Layout) {
  const there = named.get(layout);
  if (there) return there;
  const all = layout.floors.flatMap((one, floor) =>
    one.blocks.flatMap(({ name, aisles: own }, block) =>
      own.map((lane, aisle): NamedAisle => ({ floor, block, aisle, called: canonical(name), lane })),
    ),
  );
  const names = {
    aisles: Map.groupBy(all, ({ lane }) => canonical(lane.name)),
    blocks: new Set(layout.floors.flatMap(({ blocks }) => blocks.map(({ name }) => canonical(name)))),
  };
  named.set(layout, names);
  return names;
}

/** The point on the floor of a place in an aisle. */
export function pointOf(layout: Layout, spot: Spot): Point {
  const block = layout.floors[spot.floor]?.blocks[spot.block];
  const aisle = block?.aisles[spot.aisle];
  return { floor: spot.floor, x: (block?.x ?? 0) + (aisle?.x ?? 0), y: (block?.y ?? 0) + spot.y };
}

/** A place where a walk can stop, tied to the crossings beside it. */
export type Stop = { lane: number; along: number; ends: readonly (readonly [crossing: number, metres: number])[] };

export type WalkMap = {
  /** a place in an aisle */
  at: (spot: Spot) => Stop;
  /** a station, by its index in layout.stations */
  station: (index: number) => Stop;
  /** metres on foot from one to the other; Infinity when there is no way */
  distance: (a: Stop, b: Stop) => number;
};

export function walkMap(layout: Layout): WalkMap {
  const net = walkNet(layout);
  const from = net.count === 0 ? null : shortestWays({ nodes: net.count, ways: net.ways, depot: 0 });
  const distance = (a: Stop, b: Stop) => {
    // A link may be shorter than the aisle that it begins and ends in.
    let best = a.lane >= 0 && a.lane === b.lane ? Math.abs(a.along - b.along) : Number.POSITIVE_INFINITY;
    for (const [crossing, before] of a.ends) {
      const ways = from?.(crossing).metres;
      for (const [to, after] of b.ends) {
        const metres = before + (ways?.[to] ?? Number.POSITIVE_INFINITY) + after;
        if (metres < best) best = metres;
      }
    }
    return best;
  };
  return {
    distance,
    station: (index) => ({
      lane: -1,
      along: 0,
      ends: net.stations[index] === undefined ? [] : [[net.stations[index], 0]],
    }),
    at: (spot) => {
      const lane = net.lanes.findIndex(
        (one) => one.floor === spot.floor && one.block === spot.block && one.aisle === spot.aisle,
      );
      const nodes = net.lanes[lane]?.nodes ?? [];
      const after = Math.max(
        1,
        nodes.findIndex((node) => node.y >= spot.y),
      );
      const ends = [nodes[after - 1], nodes[after]].flatMap((node) =>
        node ? [[node.crossing, Math.abs(node.y - spot.y)] as const] : [],
      );
      return { lane, along: spot.y, ends };
    },
  };
}

/** Metres between each two of the stops, row by row: n × n. */
export function distancesBetween(map: WalkMap, stops: readonly Stop[]): Float64Array {
  const n = stops.length;
  const metres = new Float64Array(n * n);
  stops.forEach((a, i) => {
    for (let j = i + 1; j < n; j += 1) {
      const way = map.distance(a, stops[j] as Stop);
      metres[i * n + j] = way;
      metres[j * n + i] = way;
    }
  });
  return metres;
}
