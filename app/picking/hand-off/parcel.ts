// A parcel on its way out of the house: what it may do next, and in which words it is refused.
import type { WaveLine } from '../wave.ts';
import type { Refusal } from './refusal.ts';

export const parcelStates = ['open', 'sealed', 'shipped', 'given-up'] as const;
export type ParcelState = (typeof parcelStates)[number];

/** How parcels are listed. */
export const parcelTabs = ['waiting', 'problems', 'pickup', 'shipped', 'open'] as const;
export type ParcelTab = (typeof parcelTabs)[number];

/** How a parcel leaves: with a number of one's own, with a label bought from Shopify, fetched by the customer, brought by oneself. */
export type HandOff = 'own' | 'label' | 'pickup' | 'delivery';

export type LabelState = 'none' | 'asked' | 'bought' | 'failed' | 'unknown';

export type ParcelLine = {
  fulfillmentOrderLineId: string;
  fulfillmentOrderId: string;
  inventoryItemId: string | null;
  title: string;
  quantity: number;
};

export type Parcel = {
  id: string;
  waveId: string;
  orderId: string;
  orderName: string;
  locationId: string;
  number: number;
  state: ParcelState;
  deliveryMethod: string | null;
  boxName: string | null;
  boxKind: string | null;
  length: number | null;
  width: number | null;
  height: number | null;
  expectedGrams: number | null;
  weighedGrams: number | null;
  value: bigint | null;
  currency: string | null;
  insured: boolean;
  openedAt: Date;
  sealedAt: Date | null;
  shippedAt: Date | null;
  collectedAt: Date | null;
  handOff: HandOff | null;
  carrier: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  commandId: string | null;
  labelState: LabelState;
  labelCommandId: string | null;
  labelResultId: string | null;
  labelUrl: string | null;
  labelProblem: string | null;
  manifestId: string | null;
  /** the hash, in hex, of the entry that sealed it in its order's proof of packing; null: nobody packed it at a station */
  sealHash: string | null;
  lines: ParcelLine[];
};

/** Parcel 2 of #1001 */
export const parcelName = (parcel: { orderName: string; number: number }) =>
  `Parcel ${parcel.number} of ${parcel.orderName}`;

/** What a parcel weighs: as weighed, else as expected; grams. */
export const gramsOf = (parcel: { weighedGrams: number | null; expectedGrams: number | null }) =>
  parcel.weighedGrams ?? parcel.expectedGrams;

export const isPickup = (parcel: { deliveryMethod: string | null }) => parcel.deliveryMethod === 'PICK_UP';

/** How this parcel leaves when nobody says otherwise. */
export function wayOf(parcel: { deliveryMethod: string | null }): HandOff {
  if (isPickup(parcel)) return 'pickup';
  return parcel.deliveryMethod === 'LOCAL' ? 'delivery' : 'own';
}

type InState = Pick<Parcel, 'orderName' | 'number' | 'state' | 'labelState'>;

/** Why a parcel in this state cannot be handed off, or null. */
export const whyNotNow = (parcel: InState): string | null => refusedNow(parcel)?.says ?? null;

/** The same with its kind. */
export function refusedNow(parcel: InState): Refusal | null {
  const name = parcelName(parcel);
  const because = (code: Extract<Refusal, { parcel: number }>['code'], says: string): Refusal => ({
    ...{ code, says, parcel: parcel.number },
  });
  switch (parcel.state) {
    case 'open':
      return because('open', `${name} is still being packed. Seal it at the pack station first.`);
    case 'shipped':
      return because('shipped', `${name} was already shipped. Nothing was changed.`);
    case 'given-up':
      return because('given-up', `${name} was given up: its goods went back. Nothing was changed.`);
    case 'sealed':
      if (parcel.labelState === 'asked')
        return because('label-asked', `A label for ${name.toLowerCase()} is being bought. Wait for it.`);
      if (parcel.labelState === 'unknown')
        return because(
          'label-unknown',
          `Nobody knows yet whether the label for ${name.toLowerCase()} was bought. It is being looked up; wait for that.`,
        );
      return null;
  }
}

/** An order that was sent as it was picked, in no parcel of ours. */
export const sentWhole = (
  { orderId, commandId, leftOut }: { orderId: string; commandId: string | null; leftOut: string | null },
  parcels: readonly Parcel[],
): boolean => commandId !== null && leftOut === null && !parcels.some((parcel) => parcel.orderId === orderId);

/** Why a wave of these orders and parcels cannot be canceled any more, or null. */
export function whyNotCanceled(
  orders: readonly { orderId: string; orderName: string; commandId: string | null; leftOut: string | null }[],
  parcels: readonly Parcel[],
): string | null {
  const whole = orders.find((order) => sentWhole(order, parcels));
  if (whole)
    return `${whole.orderName} was shipped already. Ship the wave: what cannot go is left out. Nothing was changed.`;
  const gone = parcels.find((parcel) => parcel.state === 'shipped');
  if (gone)
    return `${parcelName(gone)} has left already. Ship the wave: what cannot go is left out. Nothing was changed.`;
  const label = parcels.find((parcel) => parcel.labelState === 'asked' || parcel.labelState === 'unknown');
  return label
    ? `A label for ${parcelName(label).toLowerCase()} is being bought. Wait for it. Nothing was changed.`
    : null;
}

/** Units in parcels, by fulfillment-order line id. */
export function unitsIn(parcels: readonly { lines: readonly ParcelLine[] }[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const parcel of parcels)
    for (const { fulfillmentOrderLineId: id, quantity } of parcel.lines) units.set(id, (units.get(id) ?? 0) + quantity);
  return units;
}

/** The lines of a wave without the units that left in parcels: what is still to be shipped of them, as if only that was picked. */
export function withoutShipped(lines: readonly WaveLine[], parcels: readonly Parcel[]): WaveLine[] {
  const gone = unitsIn(parcels.filter((parcel) => parcel.state === 'shipped'));
  return lines.map((line) => {
    const shipped = Math.min(line.picked, gone.get(line.fulfillmentOrderLineId) ?? 0);
    return { ...line, picked: line.picked - shipped, dropped: line.dropped + shipped };
  });
}

/**
 * Why an order that is packed at a station cannot ship as a whole now, or null: a parcel is open, or picked units are in none.
 * `lines` are its lines of the wave, `parcels` its parcels that were not given up.
 */
export function refusedUnpacked(lines: readonly WaveLine[], parcels: readonly Parcel[]): Refusal | null {
  const open = parcels.find((parcel) => parcel.state === 'open');
  if (open) {
    const says = `${parcelName(open)} is still being packed. Seal it at the pack station, then ship again.`;
    return { code: 'open', parcel: open.number, says };
  }
  const packed = unitsIn(parcels);
  const units = lines.reduce(
    (sum, line) => sum + Math.max(0, line.picked - (packed.get(line.fulfillmentOrderLineId) ?? 0)),
    0,
  );
  if (units === 0) return null;
  const says = `${units} ${units === 1 ? 'unit is' : 'units are'} in no parcel yet. Pack the rest at the pack station, then ship again.`;
  return { code: 'not-packed', units, says };
}

/** The lines of a parcel as FulfillmentInput wants them. */
export function partsOfParcel(lines: readonly ParcelLine[]): Map<string, { id: string; quantity: number }[]> {
  const parts = new Map<string, { id: string; quantity: number }[]>();
  for (const line of lines) {
    if (line.quantity === 0) continue;
    const part = parts.get(line.fulfillmentOrderId) ?? [];
    part.push({ id: line.fulfillmentOrderLineId, quantity: line.quantity });
    parts.set(line.fulfillmentOrderId, part);
  }
  return parts;
}
