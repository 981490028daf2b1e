// How many units of each task the shop wants now, while a wave is sorted.
import { type Wanted, wantedNow } from '../floor/wanted.ts';
import type { OrderNow } from '../ship.ts';
import type { WaveLine } from '../wave.ts';
import type { WallDeed } from './deed.ts';
import type { WallState } from './ledger.ts';

/** What has become of a wave beside its wall. Units by fulfillment-order line id. */
export type AtPacking = {
  /** units in parcels, and of these the units that left */
  inParcels: ReadonlyMap<string, number>;
  shipped: ReadonlyMap<string, number>;
  /** orders that were shipped without parcels */
  sentWhole: ReadonlySet<string>;
  /** orders that the wave left behind: their goods were booked back to their bins */
  leftOut: ReadonlySet<string>;
};

/**
 * What the shop has to say to a wall so that it asks for just what is wanted: nothing where it is so already. What left in parcels is
 * asked for no more by Shopify, though it was wanted; what lies in a parcel is the pack station's to take out.
 */
export function newsFor(
  state: WallState,
  lines: readonly WaveLine[],
  { inParcels, shipped, sentWhole, leftOut }: AtPacking,
  now: readonly OrderNow[],
  held: ReadonlySet<string>,
  locationId: string,
): WallDeed[] {
  const rest = lines.flatMap((line) => {
    const one = state.tasks.get(line.fulfillmentOrderLineId);
    return one ? [{ ...line, quantity: one.task.units - (shipped.get(one.task.id) ?? 0) }] : [];
  });
  const wanted = wantedNow(rest, now, held, locationId);
  const packed = [...sentWhole].filter((order) => !state.gone.has(order));
  const changed = [...state.tasks.values()].flatMap(({ task, wanted: before, gone }): WallDeed[] => {
    const { id, orderId } = task;
    if (gone || sentWhole.has(orderId)) return [];
    const says: Wanted | undefined = leftOut.has(orderId) ? { units: 0, because: 'wave-over' } : wanted.get(id);
    if (!says) return [];
    const units = Math.min(task.units, Math.max(inParcels.get(id) ?? 0, (shipped.get(id) ?? 0) + says.units));
    return units === before ? [] : [{ kind: 'wanted', task: id, units, because: says.because }];
  });
  return [...packed.map((order): WallDeed => ({ kind: 'packed', order })), ...changed];
}
