// Where a bin is on the floor, and how far it is from anywhere to anywhere. People walk along aisles, and change aisles at the
// cross-aisles that an aisle meets; floors and blocks apart are joined by links. Shortest ways between the crossings of a
// layout are computed once (walk/graph-walks.ts), and a question about two places costs a handful of additions.
import { shortestWays } from '../walk/graph-walks.ts';
import { type BinPlace, canonical, ordinalOf } from './bin-name.ts';
import { type Aisle, type Layout, meets, type Point } from './layout.ts';

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
  const net = joined(layout, walkwaysOf(layout));
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

type Way = { from: number; to: number; metres: number };

/** A straight piece of an aisle or a cross-aisle between two crossings. */
type Walkway = Way & {
  floor: number;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  /** the aisle that it is a piece of, and how far up that it begins */
  lane: { aisle: number; nodes: Node[]; y: number } | null;
};
/** Where an aisle can be left or is met, metres from its front. */
type Node = { y: number; crossing: number };

type Walkways = {
  count: number;
  edges: Walkway[];
  /** nodes in ascending order */
  lanes: { floor: number; block: number; aisle: number; nodes: Node[] }[];
};

function walkwaysOf(layout: Layout): Walkways {
  const ids = new Map<string, number>();
  const known = (key: string) => {
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  };
  const edges: Walkway[] = [];
  const lanes: Walkways['lanes'] = [];
  /** cross-aisles by floor and depth: from and to which x, and the crossings on it */
  const across = new Map<
    string,
    { floor: number; y: number; from: number; to: number; nodes: { x: number; crossing: number }[] }[]
  >();
  layout.floors.forEach((floor, floorAt) => {
    floor.blocks.forEach((block, blockAt) => {
      block.aisles.forEach((aisle, aisleAt) => {
        const x = block.x + aisle.x;
        const inside = block.crossAisles.filter((at) => at > 0 && at < aisle.length);
        const nodes = [...new Set([0, ...inside, Math.max(0, aisle.length)])]
          .sort((a, b) => a - b)
          .map((at) => {
            const open = block.crossAisles.includes(at) && meets(aisle, at);
            const key = open ? placeKey(floorAt, x, block.y + at) : `${floorAt} ${blockAt} ${aisleAt} ${at}`;
            return { y: at, crossing: known(key) };
          });
        lanes.push({ floor: floorAt, block: blockAt, aisle: aisleAt, nodes });
        nodes.slice(1).forEach((node, at) => {
          const before = nodes[at] as Node;
          edges.push({
            from: before.crossing,
            to: node.crossing,
            metres: node.y - before.y,
            ...{ floor: floorAt, x1: x, y1: block.y + before.y, x2: x, y2: block.y + node.y },
            lane: { aisle: aisleAt, nodes, y: before.y },
          });
        });
      });
      const xs = block.aisles.map((aisle) => block.x + aisle.x);
      for (const at of new Set(block.crossAisles)) {
        const y = block.y + at;
        const line = across.get(placeKey(floorAt, 0, y)) ?? [];
        across.set(placeKey(floorAt, 0, y), line);
        line.push({
          floor: floorAt,
          y,
          from: Math.min(...xs),
          to: Math.max(...xs),
          nodes: block.aisles
            .filter((aisle) => meets(aisle, at))
            .map((aisle) => ({ x: block.x + aisle.x, crossing: known(placeKey(floorAt, block.x + aisle.x, y)) })),
        });
      }
    });
  });
  for (const line of across.values()) {
    // Cross-aisles of two blocks that lie on one line and touch are one.
    const joined: typeof line = [];
    for (const part of line.sort((a, b) => a.from - b.from)) {
      const last = joined.at(-1);
      if (last && part.from <= last.to) {
        last.to = Math.max(last.to, part.to);
        last.nodes.push(...part.nodes);
      } else joined.push({ ...part, nodes: [...part.nodes] });
    }
    for (const { floor, y, nodes } of joined) {
      nodes.sort((a, b) => a.x - b.x);
      nodes.slice(1).forEach((node, at) => {
        const before = nodes[at] as { x: number; crossing: number };
        if (before.crossing !== node.crossing)
          edges.push({
            from: before.crossing,
            to: node.crossing,
            metres: node.x - before.x,
            ...{ floor, x1: before.x, y1: y, x2: node.x, y2: y },
            lane: null,
          });
      });
    }
  }
  return { count: ids.size, edges, lanes };
}

const placeKey = (floor: number, x: number, y: number) => `${floor} ${Math.round(x * 1000)} ${Math.round(y * 1000)}`;

type Net = { count: number; ways: Way[]; lanes: Walkways['lanes']; stations: number[] };

/**
 * Stations and the ends of links stand beside a walkway: each steps onto the nearest one of its floor, which is cut there, so that
 * what lies on it is reached without a detour. Two at one place are one.
 */
function joined(layout: Layout, { count, edges, lanes }: Walkways): Net {
  const ways: Way[] = [];
  const cuts = new Map<Walkway, { along: number; foot: number }[]>();
  const known = new Map<string, number>();
  const join = (point: Point): number => {
    const key = `${point.floor} ${point.x} ${point.y}`;
    const there = known.get(key);
    if (there !== undefined) return there;
    const node = count++;
    known.set(key, node);
    const near = nearest(edges, point);
    if (!near) return node;
    const foot = count++;
    cuts.set(near.edge, [...(cuts.get(near.edge) ?? []), { along: near.along, foot }]);
    ways.push({ from: node, to: foot, metres: near.step });
    return node;
  };
  const stations = layout.stations.map(join);
  for (const link of layout.links) ways.push({ from: join(link.from), to: join(link.to), metres: link.metres });
  for (const edge of edges) {
    let [from, walked] = [edge.from, 0];
    for (const { along, foot } of (cuts.get(edge) ?? []).sort((a, b) => a.along - b.along)) {
      ways.push({ from, to: foot, metres: along - walked });
      edge.lane?.nodes.push({ y: edge.lane.y + along, crossing: foot });
      [from, walked] = [foot, along];
    }
    ways.push({ from, to: edge.to, metres: edge.metres - walked });
  }
  for (const { nodes } of lanes) nodes.sort((a, b) => a.y - b.y);
  return { count, ways, lanes, stations };
}

type Foot = { edge: Walkway; x: number; y: number; along: number; step: number };

/** Where one steps onto the walkway of a floor that is nearest to a point (at right angles), and how many metres off that is. */
function nearest(edges: readonly Walkway[], point: Point): Foot | null {
  let best: Foot | null = null;
  for (const edge of edges) {
    if (edge.floor !== point.floor) continue;
    const x = Math.min(edge.x2, Math.max(edge.x1, point.x));
    const y = Math.min(edge.y2, Math.max(edge.y1, point.y));
    const step = Math.abs(point.x - x) + Math.abs(point.y - y);
    if (best && step >= best.step) continue;
    // Sums of coordinates are rounded: along must not come out longer than the walkway.
    best = { edge, x, y, along: Math.min(edge.metres, x - edge.x1 + (y - edge.y1)), step };
  }
  return best;
}

/** Where one steps onto the nearest walkway: in an aisle of its block, or (null) on a cross-aisle. Null on a floor without one. */
export function footOf(
  layout: Layout,
  point: Point,
): { aisle: number | null; x: number; y: number; step: number } | null {
  const near = nearest(walkwaysOf(layout).edges, point);
  return near && { aisle: near.edge.lane?.aisle ?? null, x: near.x, y: near.y, step: near.step };
}

/** How far points lie from the nearest walkway of their floor; Infinity on a floor without one. */
export function offTheWay(layout: Layout): (point: Point) => number {
  const { edges } = walkwaysOf(layout);
  return (point) => nearest(edges, point)?.step ?? Number.POSITIVE_INFINITY;
}
