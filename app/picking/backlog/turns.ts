import type { GroupPlan } from './batches.ts';
import type { Group, Prepared } from './groups.ts';
import { NEVER } from './order.ts';

/**
 * All batches in the order in which they are begun, and choose their bins. A group keeps the order that was found for it, or begins
 * with the order that waits longest; of two groups that one is next whose wave is due first.
 */
export function inTurn({ groups }: Prepared, plans: readonly GroupPlan[]): { at: number; batch: number[] }[] {
  const waiting = groups.map((group, at) => {
    const batches = plans[at]!.batches.map((batch) => batch.toSorted((a, b) => a - b));
    return group.mixed ? batches : batches.sort((a, b) => a[0]! - b[0]!);
  });
  const next = waiting.map(() => 0);
  const due = (at: number) => {
    const batch = waiting[at]![next[at]!];
    return batch ? (dueOf(groups[at]!, batch)?.getTime() ?? NEVER) : Number.POSITIVE_INFINITY;
  };
  return waiting.flat().map(() => {
    let first = 0;
    for (let at = 1; at < groups.length; at++) if (due(at) < due(first)) first = at;
    return { at: first, batch: waiting[first]![next[first]!++]! };
  });
}

/** The first of the times at which its orders are due. */
export function dueOf(group: Group, batch: readonly number[]): Date | null {
  const times = batch.flatMap((order) => group.orders[order]!.dueAt?.getTime() ?? []);
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
