import type { Batches, Board } from './task.ts';

/**
 * First come, first served: orders in turn, a new batch whenever the next order does not fit.
 * @param groups orders that stay together, where some do
 */
export function firstCome(
  { count, measures, load, capacity }: Board,
  groups: Batches = Array.from({ length: count }, (_, order) => [order]),
): Batches {
  const batches: Batches = [];
  const held = new Float64Array(measures);
  const own = new Float64Array(measures);
  for (const group of groups) {
    own.fill(0);
    for (const order of group) for (let m = 0; m < measures; m++) own[m]! += load[order * measures + m]!;
    if (batches.length === 0 || held.some((sum, m) => sum + own[m]! > capacity[m]!)) {
      batches.push([]);
      held.fill(0);
    }
    batches.at(-1)!.push(...group);
    for (let m = 0; m < measures; m++) held[m]! += own[m]!;
  }
  return batches;
}
