// A customs declaration: what is in a parcel, line by line, with the fields that the post's CN 23 and a commercial invoice share. What
// is not known is left blank and named, with where to mend it; nothing is made up.
import { spread } from '../../lib/money.ts';
import { clean, countryName, cut } from './words.ts';

export type CustomsGoods = {
  title: string;
  sku: string | null;
  quantity: number;
  /** of one unit */
  grams: number | null;
  tariffCode: string | null;
  originCountry: string | null;
  /** what these units are worth, minor units */
  worth: bigint;
  /** false: typed into the order by hand, Shopify keeps no customs data of it */
  isProduct: boolean;
};

export type CustomsLine = {
  position: number;
  description: string;
  sku: string | null;
  quantity: number;
  /** of all its units, grams */
  netGrams: number | null;
  value: bigint;
  tariffCode: string | null;
  /** ISO 3166-1 alpha-2 and its name */
  origin: string | null;
};

export type Declaration = {
  lines: CustomsLine[];
  currency: string;
  /** minor units; the lines' values add up to it */
  value: bigint;
  units: number;
  /** null as long as one line's is not known */
  netGrams: number | null;
  /** of the parcel as it goes */
  grossGrams: number | null;
  missing: string[];
};

/** Longest description of a line, in columns; it wraps over a few lines of the paper. */
const longest = 80;

/**
 * The declaration of these goods. `value` is what the parcel is said to be worth (Parcel.value): it is spread over the lines by what
 * they are worth themselves, so that lines and parcel never contradict each other; null takes the lines' own sum.
 */
export function declare(
  goods: readonly CustomsGoods[],
  parcel: { value: bigint | null; currency: string; grossGrams: number | null },
): Declaration {
  const own = goods.map((one) => (one.worth > 0n ? one.worth : 0n));
  const sum = own.reduce((all, worth) => all + worth, 0n);
  const value = goods.length === 0 ? 0n : (parcel.value ?? sum);
  const values = spread(value, own);
  const lines = goods.map((one, index): CustomsLine => {
    const origin = clean(one.originCountry).toUpperCase();
    return {
      position: index + 1,
      description: cut(one.title, longest),
      sku: clean(one.sku) || null,
      quantity: one.quantity,
      netGrams: one.grams === null ? null : one.grams * one.quantity,
      value: values[index]!,
      tariffCode: clean(one.tariffCode) || null,
      origin: origin === '' ? null : countryName(origin) === origin ? origin : `${origin} ${countryName(origin)}`,
    };
  });
  return {
    lines,
    currency: parcel.currency,
    value,
    units: goods.reduce((all, one) => all + one.quantity, 0),
    netGrams: lines.reduce<number | null>(
      (all, { netGrams }) => (all === null || netGrams === null ? null : all + netGrams),
      0,
    ),
    grossGrams: parcel.grossGrams,
    missing: goods.flatMap((one, index) => missingOfGoods(one, lines[index]!)),
  };
}

function missingOfGoods(one: CustomsGoods, line: CustomsLine): string[] {
  const missing = [
    ...(line.tariffCode ? [] : ['tariff (HS) code']),
    ...(line.netGrams === null ? ['weight'] : []),
    ...(line.origin ? [] : ['country of origin']),
  ];
  if (missing.length === 0) return [];
  const what = missing.length > 1 ? `${missing.slice(0, -1).join(', ')} and ${missing.at(-1)}` : missing[0];
  const which = `Line ${line.position}, ${cut(one.title, 50)}: ${what} not known.`;
  return [
    one.isProduct
      ? `${which} Enter it in Shopify on the product’s page, under Shipping, and print again.`
      : `${which} It is not a product of the shop, so Shopify keeps none: write it on the paper.`,
  ];
}
