// The packing slip: what lies in the parcel, what comes otherwise, and the barcode by which the pack station finds the order.
import { formatMoney } from '../../lib/money.ts';
import { addressLines, type From, type ShipTo, senderLines } from './address.ts';
import { asBars } from './codes.ts';
import type { Elsewhere, Inside } from './contents.ts';
import { clean, counted, cut } from './words.ts';

export type SlipFacts = {
  from: From;
  orderName: string;
  /** as people of the shop write it */
  orderedOn: string;
  to: ShipTo | null;
  /** Shopify's delivery method: PICK_UP, LOCAL, SHIPPING, …; null = not known */
  deliveryMethod: string | null;
  /** null: the order is not packed parcel by parcel. `of` null: not all of it is packed yet */
  parcel: { number: number; of: number | null } | null;
  inside: readonly Inside[];
  elsewhere: readonly Elsewhere[];
  /** null: no prices, as a parcel may be a present */
  currency: string | null;
};

export type SlipRow = { title: string; sku: string; quantity: string; price: string; where: string };

export type Slip = {
  shop: string;
  /** where it can be sent back to */
  from: string;
  order: string;
  /** the order's name as bars, where Code 128 can carry it */
  bars: string | null;
  facts: string[];
  toHeading: string;
  to: string[];
  inside: SlipRow[];
  units: string;
  /** what the units in this parcel cost; null without prices */
  total: string | null;
  elsewhere: SlipRow[];
  withPrices: boolean;
};

const widest = 46;

export function slip(facts: SlipFacts): Slip {
  const { currency } = facts;
  const price = (minor: bigint) => (currency === null ? '' : formatMoney({ minor, currency }));
  const row = (one: Inside | Elsewhere): SlipRow => ({
    title: cut(one.title, 120),
    sku: cut(one.sku ?? '', 40),
    quantity: one.quantity.toLocaleString('en'),
    price: 'worth' in one ? price(one.worth) : '',
    where: 'where' in one ? one.where : '',
  });
  const to = addressLines(facts.to, widest);
  return {
    shop: cut(facts.from.shopName, 60),
    from: returnAddress(facts.from),
    order: cut(facts.orderName, 30),
    bars: asBars(facts.orderName),
    facts: [`Ordered ${facts.orderedOn}`, parcelWords(facts.parcel)].filter(Boolean),
    toHeading:
      facts.deliveryMethod === 'PICK_UP'
        ? 'For pickup by'
        : facts.deliveryMethod === 'LOCAL'
          ? 'Deliver to'
          : 'Ship to',
    to: to.length > 0 ? to : ['The address is not known'],
    inside: facts.inside.map(row),
    units: counted(
      facts.inside.reduce((sum, one) => sum + one.quantity, 0),
      'unit',
    ),
    total: currency === null ? null : price(facts.inside.reduce((sum, one) => sum + one.worth, 0n)),
    elsewhere: facts.elsewhere.map(row),
    withPrices: currency !== null,
  };
}

/** The sender in one line, without the shop's name, which stands above it. */
const returnAddress = (from: From): string =>
  senderLines({ ...from, shopName: '' }, Number.POSITIVE_INFINITY).join(', ');

/** "Parcel 1 of 2"; '' of an order that is not packed parcel by parcel. */
export function parcelWords(parcel: { number: number; of: number | null } | null): string {
  if (!parcel) return '';
  return clean(`Parcel ${parcel.number}${parcel.of === null ? '' : ` of ${parcel.of}`}`);
}
