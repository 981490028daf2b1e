import { placeOf } from './block-walks.ts';
import { openTour } from './open-tour.ts';
import { type Distances, EXACT_TO, type Tour, tour } from './tour.ts';
import type { OpenWalks, Stops } from './walks.ts';

/** Any floor: points, and ways between them with their metres. Stairs and lifts are ways too, a dead end is a point with one. */
export interface WalkGraph {
  nodes: number;
  ways: readonly { from: number; to: number; metres: number }[];
  depot: number;
}

/**
 * Walks on any layout: shortest ways between the stops, then a tour through them, exact up to 13 stops (see `tour.ts`).
 * @param places the node that each place lies at
 * @throws RangeError for a way or place that cannot be, and, when asked for, a stop that cannot be walked to from the depot
 */
export function graphWalks(graph: WalkGraph, places: readonly number[]): OpenWalks<number> {
  const from = shortestWays(graph);
  places.forEach((node, place) => {
    if (!isNode(graph, node)) throw new RangeError(`Place ${place} is at node ${node}, which the floor does not have.`);
  });
  /** The ends before the nodes of the stops in the order that they are given in, each once. */
  const nodesOf = (ends: readonly number[], stops: Stops): number[] => {
    const nodes = new Set(Array.from(stops, (stop) => placeOf(places, stop)));
    for (const end of ends) nodes.delete(end);
    return [...ends, ...nodes];
  };
  const distancesOf = (nodes: readonly number[]): Distances => {
    const size = nodes.length;
    const of = new Float64Array(size ** 2);
    // One direction serves for both, so that rounding cannot make them differ, and the other stays unknown for the first node:
    // that is where a picker stands now, and what is known of the stops still serves.
    for (let i = 1; i < size; i++) {
      const { metres } = from(nodes[i]!);
      for (let j = 0; j < i; j++) of[i * size + j] = of[j * size + i] = metres[nodes[j]!]!;
    }
    const lost = nodes.findIndex((_, i) => !Number.isFinite(of[i]!));
    if (lost >= 0) {
      const start = nodes[0] === graph.depot ? `the depot (node ${graph.depot})` : `node ${nodes[0]}`;
      throw new RangeError(`Node ${nodes[lost]} cannot be walked to from ${start}.`);
    }
    return { size, of };
  };
  const walkAlong = (nodes: readonly number[], { order, length, bound }: Tour, end: number, stops: Stops) => {
    const path = [nodes[0]!];
    for (const node of [...order.slice(1).map((point) => nodes[point]!), end])
      path.push(...wayTo(from(node).before, path.at(-1)!));
    if (path.length === 1 && stops.length > 0) path.push(end);
    const waiting = Map.groupBy(new Set(Array.from(stops)), (stop) => places[stop]!);
    return {
      length,
      bound,
      path: path.map((point) => {
        const here = waiting.get(point) ?? [];
        waiting.delete(point);
        return { point, stops: here };
      }),
    };
  };
  return {
    places: places.length,
    // Above 13 stops the tour is only near the shortest.
    shortest: false,
    exact: (stops) => nodesOf([graph.depot], stops).length <= EXACT_TO + 1,
    length: (stops) => tour(distancesOf(nodesOf([graph.depot], stops))).length,
    walk(stops) {
      const nodes = nodesOf([graph.depot], stops);
      return walkAlong(nodes, tour(distancesOf(nodes)), graph.depot, stops);
    },
    restOfWalk(start, stops, end) {
      for (const [what, node] of [
        ['start', start],
        ['end', end],
      ] as const)
        if (!isNode(graph, node))
          throw new RangeError(`The ${what} is at node ${node}, which the floor does not have.`);
      const nodes = nodesOf([start, end], stops);
      return walkAlong(nodes, openTour(distancesOf(nodes)), end, stops);
    },
  };
}

interface Ways {
  metres: Float64Array;
  /** the node before each on its shortest way; -1 at the start */
  before: Int32Array;
}

function isNode({ nodes }: WalkGraph, node: number): boolean {
  return Number.isInteger(node) && node >= 0 && node < nodes;
}

/** Shortest ways from a node to all others (Dijkstra), worked out once for each node that is asked for. */
export function shortestWays(graph: WalkGraph): (node: number) => Ways {
  const { nodes, ways, depot } = graph;
  if (!isNode(graph, depot)) throw new RangeError(`The depot is at node ${depot}, which the floor does not have.`);
  const neighbours: { to: number; metres: number }[][] = Array.from({ length: nodes }, () => []);
  ways.forEach(({ from, to, metres }, i) => {
    if (!isNode(graph, from) || !isNode(graph, to) || !(metres >= 0 && metres < Number.POSITIVE_INFINITY))
      throw new RangeError(`Way ${i} (from ${from} to ${to}, ${metres} m) cannot be.`);
    neighbours[from]!.push({ to, metres });
    neighbours[to]!.push({ to: from, metres });
  });
  const known = new Map<number, Ways>();
  return (node) => {
    const there = known.get(node);
    if (there) return there;
    const metres = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
    const before = new Int32Array(nodes).fill(-1);
    metres[node] = 0;
    const heap = [{ node, metres: 0 }];
    for (let top = popped(heap); top; top = popped(heap)) {
      if (top.metres > metres[top.node]!) continue;
      for (const { to, metres: step } of neighbours[top.node]!) {
        const sum = top.metres + step;
        if (sum >= metres[to]!) continue;
        metres[to] = sum;
        before[to] = top.node;
        pushed(heap, { node: to, metres: sum });
      }
    }
    const found = { metres, before };
    known.set(node, found);
    return found;
  };
}

/** The nodes of a shortest way to the node that `before` belongs to, without `start`. */
function wayTo(before: Int32Array, start: number): number[] {
  const way: number[] = [];
  for (let node = before[start]!; node >= 0; node = before[node]!) way.push(node);
  return way;
}

interface Reached {
  node: number;
  metres: number;
}

function pushed(heap: Reached[], item: Reached): void {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (heap[up]!.metres <= item.metres) break;
    heap[at] = heap[up]!;
    at = up;
  }
  heap[at] = item;
}

function popped(heap: Reached[]): Reached | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (!top || !last || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && heap[down + 1]!.metres < heap[down]!.metres) down++;
    if (heap[down]!.metres >= last.metres) break;
    heap[at] = heap[down]!;
    at = down;
  }
  heap[at] = last;
  return top;
}
