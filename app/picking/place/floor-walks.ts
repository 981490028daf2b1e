// The walks of one location: what planning and slotting ask of its layout. A single block is measured exactly (walk/); any other
// floor by shortest ways between its stops and a tour through them.
import { compareBins } from '../bin-order.ts';
import { blockWalks } from '../walk/block-walks.ts';
import { rememberedWalks } from '../walk/remembered-walks.ts';
import type { Routing } from '../walk/routing.ts';
import { heldKarp, improved, nearestNeighbour, tour, tourLength } from '../walk/tour.ts';
import { visited, type Walks } from '../walk/walks.ts';
import type { BinPlace } from './bin-name.ts';
import { footOf, pointOf, type Spot, type Stop, spotOf, walkMap } from './geometry.ts';
import { depthOf, type Layout, meets, type Point } from './layout.ts';

/** Plain data, so that it can go to another thread. */
export type Floor = {
  layout: Layout;
  bins: readonly { name: string; place: BinPlace | null }[];
  /** how people walk; missing = the shortest way */
  routing?: Routing;
};

export type FloorWalks = {
  walks: Walks;
  /** the stop at which a bin is reached; bins above each other share one; missing: the layout has no such place */
  stopOf: ReadonlyMap<string, number>;
  points: readonly Point[];
  /** metres of the walk that takes the stops in this order, from the start and back */
  inOrder: (stops: readonly number[]) => number;
  /** stops in the order of the shortest walk that is found, its metres, and what no walk undercuts */
  walk: (stops: readonly number[]) => { order: number[]; metres: number; bound: number };
};

/** Null when the layout has no station to start from, or no bin that can be walked to. */
export function floorWalks({ layout, bins, routing = 'shortest' }: Floor): FloorWalks | null {
  const start = layout.stations.findIndex((station) => station.kind === 'start');
  if (start < 0) return null;
  const map = walkMap(layout);
  const home = map.station(start);
  const stopOf = new Map<string, number>();
  const spots: Spot[] = [];
  const stops: Stop[] = [];
  const known = new Map<string, number>();
  for (const bin of [...bins].sort((a, b) => compareBins(a.name, b.name))) {
    const spot = bin.place && spotOf(layout, bin.place);
    if (!spot) continue;
    const key = `${spot.floor} ${spot.block} ${spot.aisle} ${spot.y}`;
    let stop = known.get(key);
    if (stop === undefined) {
      const at = map.at(spot);
      if (!Number.isFinite(map.distance(home, at))) continue;
      stop = stops.push(at) - 1;
      spots.push(spot);
      known.set(key, stop);
    }
    stopOf.set(bin.name, stop);
  }
  if (stops.length === 0) return null;
  const walks =
    singleBlock(layout, layout.stations[start] as Point, spots, routing) ?? anyFloor(map.distance, home, stops);
  return {
    walks,
    stopOf,
    points: spots.map((spot) => pointOf(layout, spot)),
    inOrder: (order) => {
      let metres = 0;
      let at = home;
      for (const stop of order) {
        const next = stops[stop] as Stop;
        metres += map.distance(at, next);
        at = next;
      }
      return metres + map.distance(at, home);
    },
    walk: (wanted) => {
      const walk = walks.walk(wanted);
      return { order: visited(walk), metres: walk.length, bound: walk.bound };
    },
  };
}

/** The length of the walk through stops, asked for thousands of times: a microsecond or two where the block allows it. */
export function lengthsOf(walks: Walks): (stops: number[]) => number {
  // Every stop as a group of its own: then what is fast for unions of orders is fast for any stops.
  const union = walks.unions?.(Array.from({ length: walks.places }, (_, stop) => [stop]));
  return union ? (stops) => union(stops, stops.length) : (stops) => walks.length(stops);
}

/** The states of a partial walk are too many for a search where there are more cross-aisles (walk/partial-walks.ts). */
const MOST_CROSS_AISLES = 4;
/** Sums of coordinates are rounded. */
const NEAR = 1e-6;

/**
 * Exact walks where all aisles are one block without short cuts, and those of a rule of thumb where they also go all the way.
 * Carts may stand in an aisle, on a cross-aisle or beside either.
 */
function singleBlock(layout: Layout, start: Point, spots: readonly Spot[], routing: Routing): Walks | null {
  const filled = layout.floors.flatMap((floor) => floor.blocks).filter((block) => block.aisles.length > 0);
  const [block] = filled;
  const foot = footOf(layout, start);
  if (!block || !foot || filled.length > 1 || layout.links.length > 0) return null;
  const depth = depthOf(block);
  // Where no cross-aisle lies at the front or the back, one that no aisle meets.
  const crossAisles = [...new Set([0, ...block.crossAisles, depth])].filter((at) => at >= 0 && at <= depth);
  if (crossAisles.length < 2 || crossAisles.length > MOST_CROSS_AISLES) return null;
  crossAisles.sort((a, b) => a - b);
  const aisles: { x: number; reach: readonly [number, number] }[] = [];
  for (const aisle of block.aisles) {
    const met = crossAisles.flatMap((at, nth) => (block.crossAisles.includes(at) && meets(aisle, at) ? [nth] : []));
    const [first] = met;
    if (first === undefined) return null;
    aisles.push({ x: aisle.x, reach: [first, met.at(-1)!] });
  }
  let depot = foot.aisle === null ? undefined : aisles[foot.aisle];
  let y = Math.min(depth, Math.max(0, foot.y - block.y));
  if (!depot) {
    // Where carts stand on a cross-aisle, an aisle passes there that leads nowhere.
    const on = crossAisles.findIndex((at) => Math.abs(at - y) < NEAR);
    if (on < 0) return null;
    depot = { x: foot.x - block.x, reach: [on, on] };
    y = crossAisles[on]!;
  }
  const across = [...new Set([...aisles, depot])].sort((a, b) => a.x - b.x);
  const rank = new Map(across.map((aisle, at) => [aisle, at]));
  const geometry = {
    aisles: across.map(({ x }) => x),
    crossAisles,
    reach: across.map(({ reach }) => reach),
    depot: { aisle: rank.get(depot)!, y },
  };
  const places = spots.map((spot) => ({ aisle: rank.get(aisles[spot.aisle]!)!, y: spot.y }));
  const through = aisles.every(({ reach: [first, last] }) => first === 0 && last === crossAisles.length - 1);
  const walks: Walks =
    routing === 'shortest' || !through ? blockWalks(geometry, places) : rememberedWalks(geometry, places, routing);
  return foot.step === 0 ? walks : stepsAside(walks, 2 * foot.step);
}

/** Every walk that goes anywhere begins and ends with the same metres to the block. */
function stepsAside(walks: Walks, metres: number): Walks {
  const more = (length: number, stops: { length: number }) => (stops.length === 0 ? length : length + metres);
  const { unions } = walks;
  return {
    places: walks.places,
    shortest: walks.shortest,
    length: (stops) => more(walks.length(stops), stops),
    walk: (stops) => {
      const walk = walks.walk(stops);
      return { ...walk, length: more(walk.length, stops), bound: more(walk.bound, stops) };
    },
    ...(unions && {
      unions: (groups) => {
        const within = unions(groups);
        return (members, count) => {
          for (let i = 0; i < count; i++) if (groups[members[i]!]!.length > 0) return within(members, count) + metres;
          return 0;
        };
      },
    }),
  };
}

/** Above so many points, the start among them, lengths are those of a good tour instead of the best one. */
const QUICK_FROM = 8;

/** Distances of so many stops take 18 MB in each thread. */
const KEPT_TO = 1500;

function anyFloor(distance: (a: Stop, b: Stop) => number, home: Stop, stops: readonly Stop[]): Walks<number> {
  const all = [home, ...stops];
  // Asked for again and again by the search: kept as they are asked for, where the floor is not too large to keep all.
  const known = all.length <= KEPT_TO ? new Float64Array(all.length ** 2).fill(-1) : null;
  const far = (a: number, b: number) => {
    if (a === b) return 0;
    const at = a < b ? a * all.length + b : b * all.length + a;
    const kept = known?.[at] ?? -1;
    if (kept >= 0) return kept;
    const metres = distance(all[a]!, all[b]!);
    if (known) known[at] = metres;
    return metres;
  };
  const distancesOf = (wanted: ArrayLike<number>) => {
    const points = [0, ...new Set(Array.from(wanted, (stop) => stop + 1))];
    const of = new Float64Array(points.length ** 2);
    for (let i = 0; i < points.length; i++)
      for (let j = 0; j < points.length; j++) of[i * points.length + j] = far(points[i]!, points[j]!);
    return { points, distances: { size: points.length, of } };
  };
  return {
    places: stops.length,
    shortest: false,
    length(wanted) {
      const { distances } = distancesOf(wanted);
      if (distances.size <= 2) return distances.size === 2 ? 2 * distances.of[1]! : 0;
      if (distances.size <= QUICK_FROM) return heldKarp(distances).length;
      return tourLength(distances, improved(distances, nearestNeighbour(distances)));
    },
    walk(wanted) {
      const { points, distances } = distancesOf(wanted);
      const found = tour(distances);
      const path = found.order.map((at) => ({ point: points[at]!, stops: at === 0 ? [] : [points[at]! - 1] }));
      return {
        length: found.length,
        bound: found.bound,
        path: path.length < 2 ? [] : [...path, { point: 0, stops: [] }],
      };
    },
  };
}
