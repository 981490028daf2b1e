// A parcel that Shopify refused once its wave was over: what of it is wanted no more, and has to go back to its bin.
import { wantedNow } from '../../floor/wanted.ts';
import type { OrderNow } from '../../ship.ts';
import type { WaveLine } from '../../wave.ts';
import type { PickedLine } from './deed.ts';
import type { PackedParcel, Packing } from './ledger.ts';

/** Units of an order by line that have not left. `left`: ids of the parcels that have. */
export function stillHere(packing: Packing, left: ReadonlySet<string>): PickedLine[] {
  const gone = packing.parcels.filter((parcel) => left.has(parcel.id));
  return packing.lines.map(({ id, units }) => ({
    id,
    units: units - gone.reduce((sum, parcel) => sum + (parcel.units.get(id) ?? 0), 0),
  }));
}

/** What is known of an order that came back: units by line that Shopify still wants (none of a line that is not named), and which parcels have left. */
export type CameBack = { wanted: ReadonlyMap<string, number>; left: ReadonlySet<string> };

/** Units of a parcel by line beyond what Shopify still wants of the order, each above 0. */
export function tooMuchIn(parcel: PackedParcel, packing: Packing, { wanted, left }: CameBack): PickedLine[] {
  return stillHere(packing, left)
    .map(({ id, units }) => ({ id, units: Math.min(units - (wanted.get(id) ?? 0), parcel.units.get(id) ?? 0) }))
    .filter(({ units }) => units > 0);
}

/**
 * How many units of each line here Shopify still wants; `here`: the lines with what is here of them. A hold is no reason to put
 * anything back.
 */
export function wantedOf(
  here: readonly WaveLine[],
  now: OrderNow | undefined,
  locationId: string,
): Map<string, number> {
  const units = here.map((line) => ({ ...line, quantity: line.picked }));
  const wanted = wantedNow(units, now ? [now] : [], new Set(), locationId);
  return new Map(
    units.map(({ fulfillmentOrderLineId: id, quantity }) => {
      const one = wanted.get(id);
      return [id, one && one.because !== 'held' ? one.units : quantity];
    }),
  );
}
