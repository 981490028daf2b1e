// The 4 × 6 inch label of a parcel: enough for a hand, a scanner and a colleague; not a carrier's postage.
import { formatMoney } from '../../lib/money.ts';
import { addressLines, type ShipTo } from './address.ts';
import { asBars, parcelCode } from './codes.ts';
import { parcelWords } from './slip.ts';
import { clean, countryName, cut, weightWords } from './words.ts';

export type LabelFacts = {
  parcelId: string;
  orderName: string;
  shopName: string;
  locationName: string;
  /** ISO 3166-1 alpha-2 of where it leaves from */
  fromCountry: string | null;
  to: ShipTo | null;
  deliveryMethod: string | null;
  parcel: { number: number; of: number | null };
  /** as weighed, else as expected; null = not known */
  grams: number | null;
  boxName: string | null;
  carrier: string | null;
  trackingNumber: string | null;
  /** what it is insured for, minor units; null: it is not insured */
  insured: { value: bigint | null; currency: string } | null;
  customs: boolean;
};

export type Label = {
  title: string;
  from: string[];
  toHeading: string;
  to: string[];
  order: string;
  parcel: string;
  facts: string[];
  /** in a frame of its own */
  insured: string | null;
  customs: string | null;
  /** the parcel's own barcode */
  code: string;
  tracking: { carrier: string; number: string; bars: string | null } | null;
};

/** Columns of the address; longer lines are wrapped, as nothing of an address may be lost. */
const widest = 32;

export function label(facts: LabelFacts): Label {
  const to = addressLines(facts.to, widest);
  const number = clean(facts.trackingNumber);
  const carrier = cut(facts.carrier ?? '', 30);
  const pickup = facts.deliveryMethod === 'PICK_UP';
  return {
    title: `Label ${facts.orderName} ${parcelWords(facts.parcel)}`,
    from: [
      ...[facts.shopName, facts.locationName].map((text) => cut(text, 34)),
      facts.fromCountry ? countryName(facts.fromCountry) : '',
    ].filter(Boolean),
    toHeading: pickup ? 'FOR PICKUP BY' : facts.deliveryMethod === 'LOCAL' ? 'DELIVER TO' : 'SHIP TO',
    to: to.length > 0 ? to : ['The address is not known'],
    order: cut(facts.orderName, 20),
    parcel: parcelWords(facts.parcel),
    facts: [
      facts.grams === null ? 'Not weighed' : weightWords(facts.grams, facts.fromCountry),
      cut(facts.boxName ?? '', 24),
    ].filter(Boolean),
    insured: facts.insured
      ? `INSURED${facts.insured.value === null ? '' : ` ${formatMoney({ minor: facts.insured.value, currency: facts.insured.currency })}`}`
      : null,
    customs: facts.customs ? 'CUSTOMS DECLARATION ENCLOSED' : null,
    code: parcelCode(facts.parcelId),
    tracking: number === '' ? null : { carrier, number: cut(number, 40), bars: asBars(number) },
  };
}
