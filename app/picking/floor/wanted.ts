// How many units of each line the shop wants now, while someone walks for them.
import type { OrderNow } from '../ship.ts';
import type { Allocation, WaveLine, WaveState as WavePhase } from '../wave.ts';
import { standing, type WaveState } from './ledger.ts';
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
 * for nothing: what lies in totes is kept before more is fetched. The rest is fetched along the walk, where somebody said that units are
 * missing last of all. Whoever is on the way to a part is not sent elsewhere while the line wants the same and nothing of it is owed back.
 */
export function dealtOut(
  wanted: ReadonlyMap<string, Wanted>,
  walk: readonly Allocation[],
  state: WaveState,
): Map<string, Wanted> {
  const dealt = new Map<string, Wanted>();
  for (const [line, parts] of partsOf(walk, state)) {
    const all = wanted.get(line);
    if (!all) continue;
    const before = parts.map(({ now }) => standing(now));
    const same = before.reduce((sum, one) => sum + one.wanted, 0) === all.units;
    if (same && before.some((one) => one.left > 0) && before.every((one) => one.owed === 0)) continue;
    let open = all.units;
    const units = parts.map(() => 0);
    const deal = (of: (part: (typeof parts)[number]) => number) => {
      for (const [at, part] of parts.entries()) {
        const more = Math.min(open, Math.max(0, Math.min(part.quantity, of(part)) - units[at]!));
        units[at]! += more;
        open -= more;
      }
    };
    deal(({ now }) => sum(now.inTotes));
    deal(({ now, quantity }) => (now.missing.size > 0 ? 0 : quantity));
    deal(({ quantity }) => quantity);
    for (const [at, { id }] of parts.entries()) dealt.set(id, { units: units[at]!, because: all.because });
  }
  return dealt;
}

/** What a walk wants of each line, however it is dealt out; a line of which fewer are wanted than planned was edited. */
export function wantedOfLines(walk: readonly Allocation[], state: WaveState): Map<string, Wanted> {
  return new Map(
    [...partsOf(walk, state)].map(([line, parts]) => [
      line,
      { units: parts.reduce((total, { now }) => total + now.wanted, 0), because: 'edited' },
    ]),
  );
}

function partsOf(walk: readonly Allocation[], state: WaveState) {
  const parts = walk.flatMap(({ id, fulfillmentOrderLineId: line, quantity }) => {
    const now = state.tasks.get(id);
    return now ? [{ id, line, quantity, now }] : [];
  });
  return Map.groupBy(parts, (part) => part.line);
}

const sum = (units: ReadonlyMap<unknown, number>) => [...units.values()].reduce((total, some) => total + some, 0);

/** What the shop has to say to a walk so that it wants just that: nothing where it is so already. */
export function changesOf(state: WaveState, wanted: ReadonlyMap<string, Wanted>): Deed[] {
  return [...wanted].flatMap(([task, { units, because }]): Deed[] => {
    const one = state.tasks.get(task);
    return one && one.wanted !== units ? [{ kind: 'wanted', task, units, because }] : [];
  });
}

/**
 * What the shop has to say once a walk is over: it wants what the walk brought, and nothing of a wave that was canceled; never more than
 * before, for nobody walks any more.
 */
export function changesAfter(state: WaveState, walk: readonly Allocation[], phase: WavePhase): Deed[] {
  const wanted = walk.map(({ id, picked }): [string, Wanted] => {
    const brought = phase === 'canceled' ? 0 : picked;
    return [id, { units: Math.min(brought, state.tasks.get(id)?.wanted ?? brought), because: 'wave-over' }];
  });
  return changesOf(state, new Map(wanted));
}
