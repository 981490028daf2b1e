import type { Task } from '../../app/picking/batching/task.ts';
import { type Block, evenBlock, type Spot } from '../../app/picking/walk/block.ts';
import { blockWalks } from '../../app/picking/walk/block-walks.ts';
import type { Instance } from './instance.ts';

/** The instance as the planner takes it. Places are numbered as bins are named: by aisle, then from the front. */
export function taskOf(instance: Instance): Task & { block: Block; places: Spot[] } {
  const { aisles, aisleLength, aisleDistance, depotAisle, capacity, orders } = instance;
  const block = evenBlock({ aisles, length: aisleLength, pitch: aisleDistance, depotAisle });
  const heights = Array.from({ length: aisles }, () => new Set<number>());
  for (const [aisle, y] of orders.flat()) {
    if (aisle >= aisles)
      throw new RangeError(`There is no aisle ${aisle}; aisles are numbered from 0 to ${aisles - 1}.`);
    heights[aisle]!.add(y);
  }
  const places: Spot[] = [];
  const numbers = heights.map(
    (set, aisle) => new Map([...set].sort((a, b) => a - b).map((y) => [y, places.push({ aisle, y }) - 1])),
  );
  return {
    block,
    places,
    orders: orders.map((entries, order) => ({
      name: String(order),
      stops: [...new Set(entries.map(([aisle, y]) => numbers[aisle]!.get(y)!))],
      load: [entries.length],
    })),
    capacity: [capacity],
    walks: blockWalks(block, places),
  };
}
