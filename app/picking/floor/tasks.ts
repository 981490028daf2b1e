// From a wave's allocations to what a phone walks, and from the walk back to them.
import type { Picked } from '../pick.ts';
import type { Allocation } from '../wave.ts';
import { standing, type WaveState } from './ledger.ts';
import type { Task } from './scan.ts';

/** `method`: how orders ride on the cart (carts/cart.ts); null = each in a tote of its own. */
type Riding = { walk: readonly Allocation[]; method: string | null };

/**
 * Totes for what has none yet, by order id: one for each order, numbered along the walk as they stand on the cart. What
 * has a tote keeps it, and its name is not given twice. Where orders are told apart only after the walk, one tote is for all.
 */
export function numberTotes({ walk, method }: Riding): Map<string, string> {
  if (method === 'sort' || method === 'single') return new Map(walk.map((one) => [one.orderId, one.tote ?? '1']));
  const totes = new Map<string, string>();
  const used = new Set(walk.flatMap((one) => one.tote ?? []));
  for (const one of walk) if (one.tote !== null) totes.set(one.orderId, one.tote);
  let number = 0;
  for (const { orderId } of walk.toSorted((a, b) => a.position - b.position)) {
    if (totes.has(orderId)) continue;
    do number++;
    while (used.has(String(number)));
    totes.set(orderId, String(number));
  }
  return totes;
}

/** The tasks of a wave, one for each allocation; its ledger is folded over them. They do not change while it is walked. */
export function tasksOf(wave: Riding): Task[] {
  const totes = numberTotes(wave);
  return wave.walk.map(({ id, orderId, bin, position, quantity, tote }) => ({
    ...{ id, orderId, bin, position, quantity },
    tote: tote ?? totes.get(orderId) ?? '1',
  }));
}

/** What the wave's pages show of the walk so far: picked + short + dropped = quantity once nothing is left. */
export function countsOf(state: WaveState): Picked[] {
  return [...state.tasks.values()].map((one) => {
    const { wanted, picked, short } = standing(one);
    const { id, quantity } = one.task;
    return { id, picked, short, dropped: Math.max(0, quantity - wanted) };
  });
}
