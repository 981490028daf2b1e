// Where a bin is on the floor, and how far it is from anywhere to anywhere. People walk along aisles, and change aisles at the
// cross-aisles that an aisle meets; floors and blocks apart are joined by links. Shortest ways between the crossings of a
// layout are computed once (walk/graph-walks.ts), and a question about two places costs a handful of additions.
import { shortestWays } from '../walk/graph-walks.ts';
import { type BinPlace, ordinalOf, sameCell } from './bin-name.ts';
import { type Layout, meets, type Point } from './layout.ts';

/** A place in an aisle: indices into layout.floors, its blocks and their aisles; metres from the block's front. */
export type Spot = { floor: number; block: number; aisle: number; y: number };

export type BinSpot = Spot & { level: number | null; side: 'left' | 'right' | null };

/** Bays of an aisle that says nothing of them are a metre wide and numbered from 1. */
const USUAL_BAY = 1;

/** Where a bin is; null when the layout has no aisle of that name (in the bin's zone, when a block is called like it). */
export function spotOf(layout: Layout, place: BinPlace): BinSpot | null {
  const found = layout.floors.flatMap((floor, floorAt) =>
    floor.blocks.flatMap((block, blockAt) =>
      block.aisles.flatMap((aisle, aisleAt) =>
        sameCell(aisle.name, place.aisle)
          ? [{ floor: floorAt, block: blockAt, aisle: aisleAt, called: block.name, lane: aisle }]
          : [],
      ),
    ),
  );
  const here =
    found.find((one) => sameCell(one.called, place.zone)) ?? (zoneDrawn(layout, place.zone) ? undefined : found[0]);
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

const zoneDrawn = (layout: Layout, zone: string | null) =>
  layout.floors.some((floor) => floor.blocks.some((block) => sameCell(block.name, zone)));

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

type Edge = { from: number; to: number; metres: number; floor: number; x1: number; y1: number; x2: number; y2: number };

export function walkMap(layout: Layout): WalkMap {
  const net = crossings(layout);
  const from = net.count === 0 ? null : shortestWays({ nodes: net.count, ways: net.edges, depot: 0 });
  const distance = (a: Stop, b: Stop) => {
    if (a.lane >= 0 && a.lane === b.lane) return Math.abs(a.along - b.along);
    let best = Number.POSITIVE_INFINITY;
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

type Net = {
  count: number;
  edges: Edge[];
  lanes: { floor: number; block: number; aisle: number; nodes: { y: number; crossing: number }[] }[];
  stations: number[];
};

function crossings(layout: Layout): Net {
  const ids = new Map<string, number>();
  const known = (key: string) => {
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  };
  const edges: Edge[] = [];
  const lanes: Net['lanes'] = [];
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
          const before = nodes[at] as { y: number; crossing: number };
          edges.push({
            from: before.crossing,
            to: node.crossing,
            metres: node.y - before.y,
            ...{ floor: floorAt, x1: x, y1: block.y + before.y, x2: x, y2: block.y + node.y },
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
          });
      });
    }
  }
  return { ...joinPoints(layout, ids.size, edges), edges, lanes };
}

const placeKey = (floor: number, x: number, y: number) => `${floor} ${Math.round(x * 1000)} ${Math.round(y * 1000)}`;

/** Stations and the ends of links stand beside a walkway: each steps onto the nearest one of its floor. Adds their edges. */
function joinPoints(layout: Layout, crossingCount: number, edges: Edge[]): { count: number; stations: number[] } {
  const walkways = [...edges];
  let count = crossingCount;
  const onto: { node: number; walkway: Edge; along: number; step: number; point: Point }[] = [];
  const join = (point: Point): number => {
    const node = count;
    count += 1;
    const near = nearest(walkways, point);
    if (!near) return node;
    const { edge, along, step } = near;
    for (const other of onto)
      if (other.walkway === edge)
        edges.push(
          bare(node, other.node, Math.abs(along - other.along) + stepsApart(point, other.point, step, other.step)),
        );
    edges.push(bare(node, edge.from, step + along), bare(node, edge.to, step + edge.metres - along));
    onto.push({ node, walkway: edge, along, step, point });
    return node;
  };
  const stations = layout.stations.map(join);
  for (const link of layout.links) edges.push(bare(join(link.from), join(link.to), link.metres));
  return { count, stations };
}

/** Two that step onto a walkway at one place from one place need not step onto it to meet. */
const stepsApart = (a: Point, b: Point, stepA: number, stepB: number) =>
  a.x === b.x && a.y === b.y ? 0 : stepA + stepB;

const bare = (from: number, to: number, metres: number): Edge => ({
  from,
  to,
  metres,
  floor: -1,
  x1: 0,
  y1: 0,
  x2: 0,
  y2: 0,
});

/** The walkway of a floor that is nearest to a point (at right angles): how far along it, and how many metres off. */
function nearest(edges: readonly Edge[], point: Point): { edge: Edge; along: number; step: number } | null {
  let best: { edge: Edge; along: number; step: number } | null = null;
  for (const edge of edges) {
    if (edge.floor !== point.floor) continue;
    const x = Math.min(edge.x2, Math.max(edge.x1, point.x));
    const y = Math.min(edge.y2, Math.max(edge.y1, point.y));
    const step = Math.abs(point.x - x) + Math.abs(point.y - y);
    if (!best || step < best.step) best = { edge, along: x - edge.x1 + (y - edge.y1), step };
  }
  return best;
}

/** How far a point lies from the nearest walkway of its floor; Infinity on a floor without one. */
export function offTheWay(layout: Layout, point: Point): number {
  return nearest(crossings(layout).edges, point)?.step ?? Number.POSITIVE_INFINITY;
}
