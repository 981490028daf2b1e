// The walks that batching and slotting are planned with: the floor of a layout, and a place on it for every bin.
import { blockWalks } from '../walk/block-walks.ts';
import { graphWalks } from '../walk/graph-walks.ts';
import type { Walks } from '../walk/walks.ts';
import type { BinPlace } from './bin-name.ts';
import { type Spot, spotOf, walkGraph } from './geometry.ts';
import type { Layout } from './layout.ts';

export type FloorWalks = {
  walks: Walks;
  /** which stop of the walks each bin is, by its name; bins that share a bay share it. A bin that the layout lacks is missing */
  stopOf: Map<string, number>;
  /** whether the walks are exact whatever the number of stops: one block of full aisles */
  oneBlock: boolean;
  /** the length of the walk through stops, asked for thousands of times: a microsecond or two where the block allows it */
  lengthOf: (stops: number[]) => number;
};

/** Null when the layout says nowhere to start, or no bin is on it. */
export function floorWalks(
  layout: Layout,
  bins: readonly { name: string; place: BinPlace | null }[],
): FloorWalks | null {
  const start = layout.stations.find((station) => station.kind === 'start');
  if (!start) return null;
  const stopOf = new Map<string, number>();
  const spots: Spot[] = [];
  const known = new Map<string, number>();
  for (const { name, place } of bins) {
    const found = place && spotOf(layout, place);
    if (!found) continue;
    const { floor, block, aisle, y } = found;
    const key = `${floor} ${block} ${aisle} ${y}`;
    const stop = known.get(key) ?? spots.push({ floor, block, aisle, y }) - 1;
    known.set(key, stop);
    stopOf.set(name, stop);
  }
  if (spots.length === 0) return null;
  const block = plainBlock(layout);
  const depot = block?.aisles.findIndex((aisle) => block.x + aisle.x === start.x) ?? -1;
  const depotY = start.y - (block?.y ?? 0);
  const depth = block?.crossAisles.at(-1) ?? 0;
  if (block && depot >= 0 && depotY >= 0 && depotY <= depth) {
    // The planner wants aisles from left to right; a drawing may have them in any order.
    const order = block.aisles.map((_, at) => at).sort((a, b) => (block.aisles[a]?.x ?? 0) - (block.aisles[b]?.x ?? 0));
    const rank = new Map(order.map((aisle, at) => [aisle, at]));
    const walks = blockWalks(
      {
        aisles: order.map((at) => block.aisles[at]?.x ?? 0),
        crossAisles: block.crossAisles.toSorted((a, b) => a - b),
        depot: { aisle: rank.get(depot) ?? 0, y: depotY },
      },
      spots.map((spot) => ({ aisle: rank.get(spot.aisle) ?? 0, y: spot.y })),
    );
    return { walks, stopOf, oneBlock: true, lengthOf: lengthsOf(walks) };
  }
  const { graph, nodes } = walkGraph(layout, spots);
  const walks = graphWalks(graph, nodes);
  return { walks, stopOf, oneBlock: false, lengthOf: lengthsOf(walks) };
}

/** Every stop as a group of its own: then what is fast for unions of orders is fast for any stops. */
function lengthsOf(walks: Walks): (stops: number[]) => number {
  const union = walks.unions?.(Array.from({ length: walks.places }, (_, stop) => [stop]));
  return union ? (stops) => union(stops, stops.length) : (stops) => walks.length(stops);
}

/** The one block of a layout whose aisles all go from the front cross-aisle to the back one; null for any other floor. */
function plainBlock(layout: Layout) {
  const blocks = layout.floors.flatMap((floor) => floor.blocks);
  const [block] = blocks;
  if (!block || blocks.length !== 1 || layout.links.length > 0 || block.crossAisles.length < 2) return null;
  const [front, back] = [Math.min(...block.crossAisles), Math.max(...block.crossAisles)];
  const full = front === 0 && block.aisles.every((aisle) => aisle.length === back && aisle.deadEnd === undefined);
  return full ? block : null;
}
