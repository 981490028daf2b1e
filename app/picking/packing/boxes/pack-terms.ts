// How a location packs: what a scale may say, what is photographed, what is insured, and its numbers at the customs.
import { decimalFromMinor, minorFromDecimal } from '../../../lib/money.ts';
import {
  type CustomsNumbers,
  customsNumberNames,
  noCustomsNumbers,
  readCustomsNumber,
} from '../../papers/customs-numbers.ts';
import { readWeight, type Units, weightText, weightWord } from './measures.ts';

/** Money in minor units of the shop's currency. */
export type PackTerms = CustomsNumbers & {
  /** a parcel may weigh so much more or less than expected: the larger of the two */
  toleranceGrams: number;
  tolerancePercent: number;
  /** from which value on an order's goods are photographed; null = never */
  photoFrom: bigint | null;
  /** from which value on a parcel is insured; null = never */
  insureFrom: bigint | null;
  /** whether each parcel has to be weighed */
  weigh: boolean;
};

export const usualPackTerms: PackTerms = {
  toleranceGrams: 30,
  tolerancePercent: 3,
  photoFrom: null,
  insureFrom: null,
  weigh: false,
  ...noCustomsNumbers,
};

/** How far a scale may be from `expected` grams. */
export const toleranceOf = (terms: Pick<PackTerms, 'toleranceGrams' | 'tolerancePercent'>, expected: number) =>
  Math.max(terms.toleranceGrams, Math.round((expected * terms.tolerancePercent) / 100));

/** What a form asks for in words. */
export const packTermsFields = [
  ...(['tolerance', 'tolerancePercent', 'photoFrom', 'insureFrom'] as const),
  ...customsNumberNames,
] as const;

export type PackTermsTyped = Record<(typeof packTermsFields)[number], string> & { weigh: boolean };
export type PackTermsProblems = Partial<Record<Exclude<keyof PackTermsTyped, 'weigh'>, string>>;

/** Reads a location's terms out of a form. */
export function readPackTerms(
  typed: PackTermsTyped,
  { units, currency }: { units: Units; currency: string },
): { ok: true; terms: PackTerms } | { ok: false; problems: PackTermsProblems } {
  const problems: PackTermsProblems = {};
  const toleranceGrams = readWeight(typed.tolerance, units);
  if (toleranceGrams == null || toleranceGrams > 5000)
    problems.tolerance = `Enter ${weightWord[units]} from 0 to 5 kg, for example ${units === 'metric' ? 30 : 1}`;
  const percent = typed.tolerancePercent.trim();
  if (!/^\d{1,2}$/.test(percent) || Number(percent) > 50)
    problems.tolerancePercent = 'Enter a whole percentage from 0 to 50';
  const amount = (field: 'photoFrom' | 'insureFrom') => {
    const text = typed[field].trim().replace(',', '.');
    if (text === '') return null;
    if (/^\d{1,9}(\.\d{1,3})?$/.test(text)) return minorFromDecimal(text, currency);
    problems[field] = 'Enter an amount, for example 100, or leave it empty for never';
    return null;
  };
  const number = (field: keyof CustomsNumbers) => {
    const read = readCustomsNumber(field, typed[field]);
    if (read.ok) return read.number;
    problems[field] = read.problem;
    return null;
  };
  const terms = {
    ...{ toleranceGrams: toleranceGrams ?? 0, tolerancePercent: Number(percent), weigh: typed.weigh },
    ...{ photoFrom: amount('photoFrom'), insureFrom: amount('insureFrom') },
    ...{ eori: number('eori'), ioss: number('ioss'), vatNumber: number('vatNumber') },
  };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, terms };
}

/** What a form shows of them. */
export function packTermsTyped(
  terms: PackTerms,
  { units, currency }: { units: Units; currency: string },
): PackTermsTyped {
  const amount = (minor: bigint | null) => (minor === null ? '' : decimalFromMinor(minor, currency));
  return {
    ...{ tolerance: weightText(terms.toleranceGrams, units), tolerancePercent: String(terms.tolerancePercent) },
    ...{ photoFrom: amount(terms.photoFrom), insureFrom: amount(terms.insureFrom), weigh: terms.weigh },
    ...{ eori: terms.eori ?? '', ioss: terms.ioss ?? '', vatNumber: terms.vatNumber ?? '' },
  };
}
