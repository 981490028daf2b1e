import type { Batches, Board } from './task.ts';

/** First come, first served: orders in turn, a new batch whenever the next order does not fit. */
export function firstCome({ count, measures, load, capacity }: Board): Batches {
  const batches: Batches = [];
  const held = new Float64Array(measures);
  for (let order = 0; order < count; order++) {
    const own = load.subarray(order * measures, (order + 1) * measures);
    if (batches.length === 0 || held.some((sum, m) => sum + own[m]! > capacity[m]!)) {
      batches.push([]);
      held.fill(0);
    }
    batches.at(-1)!.push(order);
    for (let m = 0; m < measures; m++) held[m]! += own[m]!;
  }
  return batches;
}
