// The 4 × 6 inch label of a parcel: enough for a hand, a scanner and a colleague; not a carrier's postage.
import { formatMoney } from '../../lib/money.ts';
import { addressLines, type From, type ShipTo, senderLines } from './address.ts';
import { asBars, parcelCode } from './codes.ts';
import { parcelWords } from './slip.ts';
import { clean, cut, weightWords } from './words.ts';

export type LabelFacts = {
  parcelId: string;
  orderName: string;
  from: From;
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

/** Columns of an address: longer lines are wrapped, as nothing of it may be lost, and where that gives too many, letters get smaller. */
const widths = [32, 44, 60];
const mostTo = 11;
/** Eight lines of the sender are still read from a metre away. */
const mostFrom = 8;

function fitted(linesOf: (widest: number) => string[], most: number): string[] {
  const ways = widths.map(linesOf);
  return ways.find((lines) => lines.length <= most) ?? ways.at(-1) ?? [];
}

export function label(facts: LabelFacts): Label {
  const to = fitted((widest) => addressLines(facts.to, widest), mostTo);
  const number = clean(facts.trackingNumber);
  const carrier = cut(facts.carrier ?? '', 30);
  const pickup = facts.deliveryMethod === 'PICK_UP';
  return {
    title: `Label ${facts.orderName} ${parcelWords(facts.parcel)}`,
    from: fitted((widest) => senderLines(facts.from, widest), mostFrom),
    toHeading: pickup ? 'FOR PICKUP BY' : facts.deliveryMethod === 'LOCAL' ? 'DELIVER TO' : 'SHIP TO',
    to: to.length > 0 ? to : ['The address is not known'],
    order: cut(facts.orderName, 20),
    parcel: parcelWords(facts.parcel),
    facts: [
      facts.grams === null ? 'Not weighed' : weightWords(facts.grams, facts.from.address?.countryCode ?? null),
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
