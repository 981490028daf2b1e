// How many units of each line the shop wants now, while someone walks for them.
import type { OrderNow } from '../ship.ts';
import type { Allocation, WaveLine, WaveState as WavePhase } from '../wave.ts';
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

/**
 * What is wanted of each line, dealt out to its allocations, by their id: in sum as much, of each at most its quantity. Nobody shall walk
 * for nothing: what lies in totes is kept before more is fetched. The rest is fetched along the walk, where nobody said that it is
 * missing if possible.
 */
export function dealtOut(
  wanted: ReadonlyMap<string, Wanted>,
  walk: readonly Allocation[],
  state: WaveState,
): Map<string, Wanted> {
  const dealt = new Map<string, Wanted>();
  for (const [line, parts] of Map.groupBy(walk, (one) => one.fulfillmentOrderLineId)) {
    const all = wanted.get(line);
    if (!all) continue;
    let open = all.units;
    const units = new Map<string, number>();
    const deal = (of: (one: Allocation) => number) => {
      for (const one of parts) {
        const before = units.get(one.id) ?? 0;
        const more = Math.max(0, Math.min(open, Math.min(one.quantity, of(one)) - before));
        units.set(one.id, before + more);
        open -= more;
      }
    };
    const inTotes = ({ id }: Allocation) => sum(state.tasks.get(id)?.inTotes);
    const missing = ({ id }: Allocation) => sum(state.tasks.get(id)?.missing);
    deal(inTotes);
    deal((one) => one.quantity - missing(one));
    deal((one) => one.quantity);
    for (const [id, some] of units) dealt.set(id, { units: some, because: all.because });
  }
  return dealt;
}

const sum = (units: ReadonlyMap<unknown, number> | undefined) =>
  [...(units?.values() ?? [])].reduce((total, some) => total + some, 0);

/** What the shop has to say to a walk so that it wants just that: nothing where it is so already. */
export function changesOf(state: WaveState, wanted: ReadonlyMap<string, Wanted>): Deed[] {
  return [...wanted].flatMap(([task, { units, because }]): Deed[] => {
    const one = state.tasks.get(task);
    return one && one.wanted !== units ? [{ kind: 'wanted', task, units, because }] : [];
  });
}

/** Once a walk is over: what it brought, and nothing of a wave that was canceled. */
export function afterTheWalk(walk: readonly Allocation[], state: WavePhase): Map<string, Wanted> {
  const units = (one: Allocation) => (state === 'canceled' ? 0 : one.picked);
  return new Map(walk.map((one) => [one.id, { units: units(one), because: 'wave-over' }]));
}
