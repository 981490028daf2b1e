import type { Task } from '../../app/picking/batching/task.ts';
import { evenBlock } from '../../app/picking/walk/block.ts';
import { blockWalks } from '../../app/picking/walk/block-walks.ts';
import type { Instance } from './instance.ts';

/** The instance as the planner takes it: each height of each aisle that is picked from is a place. */
export function taskOf({ aisles, aisleLength, aisleDistance, depotAisle, capacity, orders }: Instance): Task {
  const places: { aisle: number; y: number }[] = [];
  const numbers = new Map<string, number>();
  const placeAt = (aisle: number, y: number): number => {
    const name = `${aisle} ${y}`;
    let number = numbers.get(name);
    if (number === undefined) {
      number = places.push({ aisle, y }) - 1;
      numbers.set(name, number);
    }
    return number;
  };
  const stops = orders.map((entries) => [...new Set(entries.map(([aisle, y]) => placeAt(aisle, y)))]);
  return {
    orders: orders.map((entries, order) => ({ name: String(order), stops: stops[order]!, load: [entries.length] })),
    capacity: [capacity],
    walks: blockWalks(evenBlock({ aisles, length: aisleLength, pitch: aisleDistance, depotAisle }), places),
  };
}
