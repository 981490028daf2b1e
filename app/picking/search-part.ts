// One search over one part of a backlog.

import type { Part } from './backlog/parts.ts';
import { anneal } from './batching/anneal.ts';
import { planBatches } from './batching/batching.ts';
import { type PlanDue, planByDue } from './batching/due.ts';
import { joined } from './batching/joined.ts';
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
export function searchPart(part: Part, walks: Walks, effort: PartEffort): PartPlan {
  if (part.due) return searchByDue(part, part.due, walks, effort);
  const { moves, milliseconds, now, stopped } = effort;
  const task = { orders: part.orders, capacity: part.capacity, walks };
  const within = milliseconds === null ? {} : { within: { milliseconds, now } };
  if (!part.start)
    return planBatches(task, { seed: part.seed, moves, ...within, stopped, prove: part.whole && walks.shortest });
  const startedAt = now();
  const board = boardOf(task);
  const elapsed = () => (stopped() ? 1 : milliseconds === null ? 0 : Math.min(1, (now() - startedAt) / milliseconds));
  const found = anneal(board, part.start, { seed: part.seed, moves, elapsed });
  const batches = joined(board, found.batches);
  const distance = distanceOf(board, batches);
  return { batches, distance, bound: 0, proven: false, moves: found.moves };
}

/** Of the time, what the shortest plan takes whenever its orders are due, and what the shortest plan of each due time takes. */
const UNTIMED = 0.5;
const PARTED = 0.2;

/**
 * As little late as can be found, then as short, in the order in which batches are begun. The shortest plan of all is kept where it
 * is on time; else the search begins with that and with plans that keep due times apart, so that it ends no worse than either.
 */
function searchByDue(part: Part, due: NonNullable<Part['due']>, walks: Walks, effort: PartEffort): PartPlan {
  const { milliseconds } = effort;
  const lasting = (share: number): PartEffort => ({
    ...effort,
    milliseconds: milliseconds === null ? null : share * milliseconds,
  });
  const within = (share: number) =>
    milliseconds === null ? {} : { within: { milliseconds: share * milliseconds, now: effort.now } };
  const dueOf = (batch: readonly number[]) => Math.min(...batch.map((order) => due.orders[order]!.due));
  const shortest = searchPart({ ...part, due: null }, walks, lasting(UNTIMED));
  const byDue = shortest.batches.toSorted((a, b) => (dueOf(a) < dueOf(b) ? -1 : Number(dueOf(a) > dueOf(b))));
  const task = {
    orders: part.orders.map((order, at) => ({ ...order, ...due.orders[at]! })),
    ...{ capacity: part.capacity, walks, crew: due.crew },
  };
  const begun = ({ batches }: PlanDue) => batches.map((batch) => batch.orders);
  const { seed } = part;
  const asIs = planByDue({ ...task, starts: [byDue] }, { seed, moves: 0 });
  if (asIs.tardiness === 0 && asIs.distance <= shortest.distance + 1e-9) return { ...shortest, batches: begun(asIs) };
  const times = [...Map.groupBy(part.orders.keys(), (order) => due.orders[order]!.due)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const parted = times.flatMap(([, members]) => {
    const own = { ...part, due: null, members, orders: members.map((order) => part.orders[order]!), whole: false };
    const plan = searchPart(own, walks, lasting((PARTED * members.length) / part.orders.length));
    return plan.batches.map((batch) => batch.map((order) => members[order]!));
  });
  const found = planByDue(
    { ...task, starts: [byDue, parted] },
    { seed, moves: effort.moves, ...within(1 - UNTIMED - PARTED), stopped: effort.stopped },
  );
  return { batches: begun(found), distance: found.distance, bound: shortest.bound, proven: false, moves: effort.moves };
}
