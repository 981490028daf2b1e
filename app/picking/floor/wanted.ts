// How many units of each line the shop wants now, while someone walks for them.
import type { OrderNow } from '../ship.ts';
import type { WaveLine, WaveState as WavePhase } from '../wave.ts';
import type { WaveState } from './ledger.ts';
import type { Deed, WhyChanged } from './scan.ts';

export type Wanted = { units: number; because: WhyChanged };

/**
 * Of each line of a released wave, by fulfillment-order line id. `now` holds what is known of the orders; one that is missing
 * there is gone. `held`: ids of orders that others object to. Never more than the wave set out to pick.
 */
export function wantedNow(
  lines: readonly WaveLine[],
  now: readonly OrderNow[],
  held: ReadonlySet<string>,
  locationId: string,
): Map<string, Wanted> {
  const known = new Map(now.map((order) => [order.orderId, order]));
  return new Map(
    lines.map((line) => [line.fulfillmentOrderLineId, ofLine(line, known.get(line.orderId), held, locationId)]),
  );
}

function ofLine(line: WaveLine, order: OrderNow | undefined, held: ReadonlySet<string>, locationId: string): Wanted {
  const none = (because: WhyChanged): Wanted => ({ units: 0, because });
  if (!order) return none('gone');
  if (order.canceled) return none('canceled');
  const one = order.standing.find((each) => each.fulfillmentOrderId === line.fulfillmentOrderId);
  if (!one || one.status === 'CANCELLED') return none('edited');
  if (one.status === 'CLOSED') return none('fulfilled');
  if (one.status === 'ON_HOLD' || one.holdReasons.length > 0 || held.has(line.orderId)) return none('held');
  if (one.locationId !== locationId) return none('moved');
  const remaining = one.remaining.get(line.fulfillmentOrderLineId) ?? 0;
  return remaining < line.quantity
    ? { units: remaining, because: 'edited' }
    : { units: line.quantity, because: 'again' };
}

/** What the shop has to say to a walk so that it wants just that: nothing where it is so already. */
export function changesOf(state: WaveState, wanted: ReadonlyMap<string, Wanted>): Deed[] {
  return [...wanted].flatMap(([task, { units, because }]): Deed[] => {
    const one = state.tasks.get(task);
    return one && one.wanted !== units ? [{ kind: 'wanted', task, units, because }] : [];
  });
}

/**
 * What the shop has to say once a walk is over: it wants what the walk brought, and nothing of a wave that was canceled; never more than
 * before, for nobody walks any more. `missing`: units by line that were brought and not found at the put wall: nobody puts those back.
 */
export function changesAfter(
  state: WaveState,
  lines: readonly WaveLine[],
  phase: WavePhase,
  missing: ReadonlyMap<string, number>,
): Deed[] {
  const wanted = lines.map(({ fulfillmentOrderLineId: id, picked }): [string, Wanted] => {
    const brought = phase === 'canceled' ? 0 : picked + (missing.get(id) ?? 0);
    return [id, { units: Math.min(brought, state.tasks.get(id)?.wanted ?? brought), because: 'wave-over' }];
  });
  return changesOf(state, new Map(wanted));
}
