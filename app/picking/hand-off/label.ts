// Labels bought from Shopify: for which parcels there can be one, and what its refusals mean.
import type { StandingNow } from '../ship.ts';
import { gramsOf, type Parcel, parcelName } from './parcel.ts';

/** Whether a shop can buy labels, as far as was found out. */
export type LabelAccess = { state: 'ready' | 'no-access' | 'no-terms'; says: string | null; checkedAt: Date };

/** What an app needs to be allowed to buy labels. */
export const labelScopes = ['write_orders', 'write_merchant_managed_fulfillment_orders'] as const;

const PACKAGES: Record<string, 'BOX' | 'ENVELOPE' | 'SOFT_PACK'> = {
  BOX: 'BOX',
  ENVELOPE: 'ENVELOPE',
  SOFT_PACK: 'SOFT_PACK',
};

/** What Shopify wants to know of a parcel; or what is missing, in words. Millimetres and grams. */
export function labelWish(
  parcel: Parcel,
):
  | { ok: true; type: 'BOX' | 'ENVELOPE' | 'SOFT_PACK'; length: number; width: number; height: number; grams: number }
  | { ok: false; problem: string } {
  const name = parcelName(parcel);
  if (parcel.deliveryMethod === 'PICK_UP' || parcel.deliveryMethod === 'LOCAL')
    return { ok: false, problem: `${name} goes with no carrier, so it needs no label.` };
  const { length, width, height } = parcel;
  const grams = gramsOf(parcel);
  if (length === null || width === null || height === null)
    return { ok: false, problem: `${name} has no box with measures. Open it at the pack station and choose one.` };
  if (grams === null || grams <= 0)
    return {
      ok: false,
      problem: `Nobody knows what ${name.toLowerCase()} weighs. Open it at the pack station and weigh it.`,
    };
  return { ok: true, type: PACKAGES[parcel.boxKind ?? 'BOX'] ?? 'BOX', length, width, height, grams };
}

/**
 * The fulfillment order whose label this parcel can have. Shopify sells one label for all that a fulfillment order still has to ship: so
 * the parcel must hold exactly that. `standing`: the order's fulfillment orders as they are now.
 */
export function labelOrder(
  parcel: Parcel,
  standing: readonly StandingNow[],
): { ok: true; fulfillmentOrderId: string } | { ok: false; problem: string } {
  const ids = [...new Set(parcel.lines.filter((line) => line.quantity > 0).map((line) => line.fulfillmentOrderId))];
  const name = parcelName(parcel);
  const [id] = ids;
  if (!id || ids.length > 1)
    return {
      ok: false,
      problem: `${name} holds goods of ${ids.length} fulfillment orders, and Shopify sells a label for one. Merge them in Shopify before packing, or ship it with a number of your own.`,
    };
  const remaining = standing.find((one) => one.fulfillmentOrderId === id)?.remaining ?? new Map<string, number>();
  const inParcel = new Map(parcel.lines.map((line) => [line.fulfillmentOrderLineId, line.quantity]));
  const units = [...remaining.values()].reduce((sum, left) => sum + left, 0);
  const held = [...inParcel.values()].reduce((sum, left) => sum + left, 0);
  const whole = [...remaining].every(([lineId, left]) => (inParcel.get(lineId) ?? 0) === left) && units === held;
  if (!whole)
    return {
      ok: false,
      problem: `Shopify sells one label for all that is left of a fulfillment order (${units} units), and ${name.toLowerCase()} holds ${held}. Ship its other parcels with numbers of your own first and buy the label for the last one, or split the fulfillment order in Shopify before packing.`,
    };
  return { ok: true, fulfillmentOrderId: id };
}

const ADVICE: readonly [RegExp, string][] = [
  [/terms of service/i, 'Buy one label in the Shopify admin to accept them, then let Backroom look again.'],
  [/rates .*not found/i, 'Check address, weight and box, or ship it with a number of your own.'],
  [/weight/i, 'Open the parcel at the pack station and weigh it.'],
  [/dimensions/i, 'Check the measures of its box under Boxes.'],
  [/harmonized|HS code/i, 'Enter the tariff codes of its goods in Shopify, then buy the label again.'],
  [/country of origin/i, 'Enter where its goods were made in Shopify, then buy the label again.'],
  [/phone number/i, 'Mend the phone number in Shopify, then buy the label again.'],
  [/date has already passed/i, 'Buy it again.'],
  [/try again/i, 'Buy it again in a few minutes.'],
  [/carrier/i, 'Buy it again later, or ship it with a number of your own.'],
];

/** A refusal of Shopify's with what to do next. */
export function labelRefusal(says: string): string {
  const advice = ADVICE.find(([pattern]) => pattern.test(says))?.[1];
  return `${says.trim()} ${advice ?? 'Look at the order in Shopify, or ship it with a number of your own.'}`;
}

/** The shop has yet to accept the terms of Shopify Shipping. */
export const isAboutTerms = (says: string) => /terms of service/i.test(says);
