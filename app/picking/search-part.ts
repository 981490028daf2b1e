// One search over one part of a backlog.

import type { Part } from './backlog.ts';
import { anneal } from './batching/anneal.ts';
import { planBatches } from './batching/batching.ts';
import { type Batches, boardOf, distanceOf } from './batching/task.ts';
import type { Walks } from './walk/walks.ts';

export type PartPlan = { batches: Batches; distance: number; bound: number; proven: boolean; moves: number };

export type PartEffort = {
  moves: number;
  /** null = as long as the moves take, so that every machine finds the same */
  milliseconds: number | null;
  now: () => number;
  stopped: () => boolean;
};

/** The batches of a part, in numbers of its members. The bound is one for the part alone. */
export function searchPart(part: Part, walks: Walks, { moves, milliseconds, now, stopped }: PartEffort): PartPlan {
  const task = { orders: part.orders, capacity: part.capacity, walks };
  const within = milliseconds === null ? {} : { within: { milliseconds, now } };
  if (!part.start)
    return planBatches(task, { seed: part.seed, moves, ...within, stopped, prove: part.whole && walks.shortest });
  const startedAt = now();
  const board = boardOf(task);
  const elapsed = () => (stopped() ? 1 : milliseconds === null ? 0 : Math.min(1, (now() - startedAt) / milliseconds));
  const found = anneal(board, part.start, { seed: part.seed, moves, elapsed });
  const distance = distanceOf(board, found.batches);
  return { batches: found.batches, distance, bound: 0, proven: false, moves: found.moves };
}
