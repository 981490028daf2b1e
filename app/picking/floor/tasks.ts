// From a wave's lines to what a phone walks, and from the walk back to the lines.
import type { PickedLine } from '../pick.ts';
import type { WaveLine } from '../wave.ts';
import { standing, type WaveState } from './ledger.ts';
import type { Task } from './scan.ts';

/** `method`: how orders ride on the cart (carts/cart.ts); null = each in a tote of its own. */
type Riding = { lines: readonly WaveLine[]; method: string | null };

/**
 * Totes for lines that have none yet, by order id: one for each order, numbered along the walk as they stand on the cart. What
 * has a tote keeps it, and its name is not given twice. Where orders are told apart only after the walk, one tote is for all.
 */
export function numberTotes({ lines, method }: Riding): Map<string, string> {
  if (method === 'sort' || method === 'single') return new Map(lines.map((line) => [line.orderId, line.tote ?? '1']));
  const totes = new Map<string, string>();
  const used = new Set(lines.flatMap((line) => line.tote ?? []));
  for (const line of lines) if (line.tote !== null) totes.set(line.orderId, line.tote);
  let number = 0;
  for (const { orderId } of lines.toSorted((a, b) => a.position - b.position)) {
    if (totes.has(orderId)) continue;
    do number++;
    while (used.has(String(number)));
    totes.set(orderId, String(number));
  }
  return totes;
}

/** The tasks of a wave; its ledger is folded over them. They do not change while it is walked. */
export function tasksOf(wave: Riding): Task[] {
  const totes = numberTotes(wave);
  return wave.lines.map((line) => ({
    id: line.fulfillmentOrderLineId,
    orderId: line.orderId,
    bin: line.bin,
    position: line.position,
    quantity: line.quantity,
    tote: line.tote ?? totes.get(line.orderId) ?? '1',
  }));
}

/** What the wave's pages show of the walk so far: picked + short + dropped = quantity once nothing is left. */
export function countsOf(state: WaveState): PickedLine[] {
  return [...state.tasks.values()].map((one) => {
    const { wanted, picked, short } = standing(one);
    const { id, quantity } = one.task;
    return { fulfillmentOrderLineId: id, picked, short, dropped: Math.max(0, quantity - wanted) };
  });
}
