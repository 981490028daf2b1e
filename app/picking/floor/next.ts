// What a phone shows next: one thing. A pick, or a unit that has to go back on the way.

import { partOf } from '../wave.ts';
import { standing, type TaskState, type WaveState } from './ledger.ts';
import type { Task } from './scan.ts';

export type Stop =
  /** `ofLine`: units of its line in all, where other bins give some of them too; null where this bin gives all */
  | { kind: 'pick'; task: Task; units: number; tote: string; again: boolean; ofLine: number | null }
  | { kind: 'put-back'; task: Task; units: number; tote: string };

/** The order of the rest of the walk, for someone who stands at `from` (a bin, null: not known). It decides ties of the rules below. */
export type OrderOfRest = (open: readonly TaskState[], from: string | null) => readonly TaskState[];

/** The walk as it was planned. */
export const asPlanned: OrderOfRest = (open) =>
  open.toSorted((a, b) => a.task.position - b.task.position || (a.task.id < b.task.id ? -1 : 1));

/**
 * The stops that are left, in the order of the walk: what was put off comes after the rest, and what another phone is on its way to
 * comes last, so that two phones on one wave do not stand before the same bin.
 */
export function stopsLeft(
  state: WaveState,
  device: string,
  from: string | null = null,
  orderOfRest: OrderOfRest = asPlanned,
): Stop[] {
  const open = [...state.tasks.values()].filter((one) => {
    const { left, owed } = standing(one);
    return left > 0 || owed > 0;
  });
  return orderOfRest(open, from)
    .toSorted((a, b) => Number(isTaken(a, device)) - Number(isTaken(b, device)) || a.skips - b.skips)
    .flatMap((one) => stopsOf(one, state));
}

export const nextStop = (state: WaveState, device: string): Stop | null => stopsLeft(state, device)[0] ?? null;

const isTaken = ({ taker }: TaskState, device: string) => taker !== null && taker !== device;

function stopsOf(one: TaskState, state: WaveState): Stop[] {
  const { left, owed } = standing(one);
  const stops: Stop[] = [];
  let back = owed;
  // The tote that was filled last gives back first.
  for (const [tote, units] of [...one.inTotes].reverse()) {
    const here = Math.min(units, back);
    if (here > 0) stops.push({ kind: 'put-back', task: one.task, units: here, tote });
    back -= here;
  }
  if (left > 0)
    stops.push({
      ...{ kind: 'pick', task: one.task, units: left, tote: toteOf(state, one.task.tote) },
      ...{ again: one.skips > 0, ofLine: ofLine(one, state) },
    });
  return stops;
}

function ofLine({ task, wanted }: TaskState, { tasks }: WaveState): number | null {
  const line = partOf(task.id).fulfillmentOrderLineId;
  let all = 0;
  for (const one of tasks.values()) if (partOf(one.task.id).fulfillmentOrderLineId === line) all += one.wanted;
  return all > wanted ? all : null;
}

/** The tote that stands where this one stood. */
export function toteOf(state: WaveState, tote: string): string {
  let now = tote;
  // A full tote may itself have been swapped; each swap leads to a tote that was free, so this ends.
  for (let next = state.totes.get(now); next !== undefined; next = state.totes.get(now)) now = next;
  return now;
}
