// What one walks on: the aisles and cross-aisles of a layout, cut where they meet and where somebody steps onto them.
import { type Layout, meets, type Point } from './layout.ts';

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
export function walkNet(layout: Layout): Net {
  const { count: crossings, edges, lanes } = walkwaysOf(layout);
  let count = crossings;
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
