// The past as it would be walked on a floor: the planner puts the orders of a day together, so many to a walk.
import { planBatches } from '../batching/batching.ts';
import type { Walks } from '../walk/walks.ts';

/** A busier day is planned in parts, in the order in which its orders left. */
const MOST_AT_ONCE = 180;
/** Moves for each order: savings alone come near to what a long search finds, and many days are planned. */
const MOVES = 20;

/**
 * The items of each walk, each once. `days`: the orders of each day, with what each of them took; `stopOf`: where an item lies; what lies
 * nowhere is left out. `tell` hears which share of the orders is planned.
 */
export function pastWalks(
  days: readonly (readonly (readonly string[])[])[],
  walkSize: number,
  walks: Walks,
  stopOf: (item: string) => number | undefined,
  tell: (share: number) => void = () => {},
): string[][] {
  const parts = days.flatMap((orders) => {
    const lying = orders
      .map((items) => items.filter((item) => stopOf(item) !== undefined))
      .filter((items) => items.length > 0);
    return Array.from({ length: Math.ceil(lying.length / MOST_AT_ONCE) }, (_, part) =>
      lying.slice(part * MOST_AT_ONCE, (part + 1) * MOST_AT_ONCE),
    );
  });
  return parts.flatMap((orders, at) => {
    const task = {
      orders: orders.map((items, order) => ({
        ...{ name: String(order), load: [1] },
        stops: [...new Set(items.map((item) => stopOf(item)!))].sort((a, b) => a - b),
      })),
      ...{ capacity: [walkSize], walks },
    };
    const { batches } = planBatches(task, { seed: 1, moves: MOVES * orders.length, prove: false });
    tell((at + 1) / parts.length);
    return batches.map((batch) => [...new Set(batch.flatMap((order) => orders[order]!))]);
  });
}
