// What the merchant decides about counting.
import { decimalFromMinor, minorDigits, minorFromDecimal } from '../../lib/money.ts';

export type CountTerms = {
  linesPerMonth: number;
  /** share of lines that should be found right, in thousandths */
  targetPermille: number;
  /** a line is right within this part of what should be there, in thousandths; 0 = to the unit */
  tolerancePermille: number;
  secondLookUnits: number;
  /** minor units of the shop's currency; null = money does not matter */
  secondLookValue: bigint | null;
};

/** Before anyone decided: 30 lines a month, 97 % right to the unit, a second look at 10 units or 100 of the currency. */
export function firstCountTerms(currency: string): CountTerms {
  return {
    linesPerMonth: 30,
    targetPermille: 970,
    tolerancePermille: 0,
    secondLookUnits: 10,
    secondLookValue: 100n * 10n ** BigInt(minorDigits(currency)),
  };
}

export type TypedCountTerms = { [name in keyof CountTerms]: string };

/** As a person sees and types them: percent, and money with its decimals. */
export function typedCountTerms(terms: CountTerms, currency: string): TypedCountTerms {
  return {
    linesPerMonth: String(terms.linesPerMonth),
    targetPermille: String(terms.targetPermille / 10),
    tolerancePermille: String(terms.tolerancePermille / 10),
    secondLookUnits: String(terms.secondLookUnits),
    secondLookValue: terms.secondLookValue === null ? '' : decimalFromMinor(terms.secondLookValue, currency),
  };
}

/** Reads what was typed, or answers a sentence for each field that is wrong. */
export function readCountTerms(
  typed: TypedCountTerms,
  currency: string,
): { ok: true; terms: CountTerms } | { ok: false; problems: Partial<TypedCountTerms> } {
  const problems: Partial<TypedCountTerms> = {};
  const whole = (name: 'linesPerMonth' | 'secondLookUnits', most: number) => {
    const text = typed[name].trim();
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= 1 && value <= most)) problems[name] = `Enter a whole number from 1 to ${most.toLocaleString('en')}`;
    return value;
  };
  const percent = (name: 'targetPermille' | 'tolerancePermille', least: number, most: number) => {
    const text = typed[name].trim().replace(',', '.');
    const value = /^\d{1,3}(\.\d)?$/.test(text) ? Math.round(Number(text) * 10) : Number.NaN;
    if (!(value >= least * 10 && value <= most * 10))
      problems[name] = `Enter percent from ${least} to ${most}, with one decimal at most`;
    return value;
  };
  const terms: CountTerms = {
    linesPerMonth: whole('linesPerMonth', 500),
    targetPermille: percent('targetPermille', 50, 100),
    tolerancePermille: percent('tolerancePermille', 0, 20),
    secondLookUnits: whole('secondLookUnits', 1_000_000),
    secondLookValue: null,
  };
  const value = typed.secondLookValue.trim();
  if (/^\d{1,9}([.]\d{1,3})?$/.test(value)) terms.secondLookValue = minorFromDecimal(value, currency);
  else if (value !== '') problems.secondLookValue = 'Enter an amount such as 100 or 99.50, or leave it empty';
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, terms };
}
