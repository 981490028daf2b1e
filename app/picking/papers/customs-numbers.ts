// The numbers by which customs and tax offices know whoever sends a parcel: what they look like, and on which parcels they stand.
import { decimalFromMinor } from '../../lib/money.ts';
import { isImportIntoUnion, isUnionOrKingdom, type Place } from './customs-territory.ts';

export const customsNumberNames = ['eori', 'ioss', 'vatNumber'] as const;
/** Of one location: a firm that ships from two territories has a number in each. Null: it has none, or nobody has entered it. */
export type CustomsNumbers = Record<(typeof customsNumberNames)[number], string | null>;

export const noCustomsNumbers: CustomsNumbers = { eori: null, ioss: null, vatNumber: null };

/**
 * EORI: the country's two letters and up to 15 characters (Regulation (EU) 2015/2447, annex B, data element 3/2 and those alike). IOSS: IM
 * and ten digits (Regulation (EU) No 904/2010 as of 2017/2454). Numbers for value added tax have a shape in every country of their own.
 */
const shapes: Record<keyof CustomsNumbers, { shape: RegExp; help: string }> = {
  eori: {
    shape: /^[A-Z]{2}[A-Z0-9]{1,15}$/,
    help: 'An EORI number is two letters for the country that gave it and up to 15 letters or digits, for example GB123456789000',
  },
  ioss: { shape: /^IM\d{10}$/, help: 'An IOSS number is IM and ten digits, for example IM2760000742' },
  vatNumber: {
    shape: /^(?=.*\d)[A-Z0-9]{4,20}$/,
    help: 'A VAT number has 4 to 20 letters and digits, for example DE123456789',
  },
};

/** Reads what was typed: spaces, dots and dashes are how people group it, and mean nothing. Empty: none. */
export function readCustomsNumber(
  name: keyof CustomsNumbers,
  typed: string,
): { ok: true; number: string | null } | { ok: false; problem: string } {
  const number = typed.toUpperCase().replace(/[\s.\-\u2010-\u2015]/g, '');
  if (number === '') return { ok: true, number: null };
  const { shape, help } = shapes[name];
  return shape.test(number) ? { ok: true, number } : { ok: false, problem: help };
}

/** Euro cents. */
const iossUpTo = 150_00n;

/** The numbers on a parcel's declaration, ready to print, and what a person has to look at before. */
export function numbersOn(
  { eori, ioss, vatNumber }: CustomsNumbers,
  { from, to, value, currency }: { from: Place; to: Place; value: bigint; currency: string },
): { printed: string[]; says: string[] } {
  const says =
    eori === null && isUnionOrKingdom(from)
      ? [
          'From: no EORI number is known, and customs asks firms of the European Union and the United Kingdom for one. Enter it under Waves, Packing rules, and print again.',
        ]
      : [];
  const one = ioss === null ? null : iossOn(ioss, { from, to, value, currency });
  return {
    printed: [
      ...(eori === null ? [] : [`EORI ${eori}`]),
      ...(vatNumber === null ? [] : [`VAT ${vatNumber}`]),
      ...(one?.printed ? [`IOSS ${one.printed}`] : []),
    ],
    says: [...says, ...(one?.says ? [one.says] : [])],
  };
}

/**
 * The import one-stop shop is for goods that come into the Union from outside, up to an intrinsic value of 150 euros a consignment
 * (Directive 2006/112/EC, article 369l, as amended by Directive (EU) 2017/2455). Each parcel is declared by itself, so its goods are what
 * counts. Another currency is not converted, as the rate that counts is the one of the day on which customs takes the declaration: the
 * number is printed, and whoever prints it is told to look.
 */
function iossOn(
  ioss: string,
  { from, to, value, currency }: { from: Place; to: Place; value: bigint; currency: string },
): { printed: string | null; says: string | null } {
  if (!isImportIntoUnion(from, to)) return { printed: null, says: null };
  const worth = `${decimalFromMinor(value, currency)} ${currency}`;
  if (currency !== 'EUR')
    return {
      printed: ioss,
      says: `IOSS: the number holds for goods of up to 150 EUR. Here they are worth ${worth}, which is not converted: where that is more than 150 EUR, cross the number out.`,
    };
  return value <= iossUpTo
    ? { printed: ioss, says: null }
    : {
        printed: null,
        says: `IOSS: the number is not on this declaration. Its goods are worth ${worth}, and the scheme ends at 150 EUR: tax is paid where they come in.`,
      };
}
