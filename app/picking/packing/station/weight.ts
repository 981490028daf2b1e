// What a parcel should weigh against what the scale says, and which item would explain the difference.
import { type PackTerms, toleranceOf } from '../boxes/pack-terms.ts';

/** One line in a parcel. `grams`: of one unit, null = nobody knows. */
export type WeighedLine = { title: string; units: number; grams: number | null };

export type Tolerance = Pick<PackTerms, 'toleranceGrams' | 'tolerancePercent'>;

/** Grams of box and goods; null where a weight is not known. */
export function expectedGrams(lines: readonly WeighedLine[], boxGrams: number): number | null {
  let sum = boxGrams;
  for (const { units, grams } of lines) {
    if (grams === null) return null;
    sum += units * grams;
  }
  return sum;
}

export type Weighing =
  /** there is nothing to hold it against */
  | { is: 'unknown' }
  | { is: 'right'; expected: number }
  | {
      is: 'off';
      expected: number;
      /** grams on the scale beyond what is expected; below 0: it is too light */
      difference: number;
      /** the items of which one missing, or one too many, would explain it, the likeliest first; two at most */
      because: { title: string; what: 'missing' | 'too-many' }[];
    };

/**
 * A parcel may differ by so many grams or per cent of what is expected, the larger of the two. An item explains a difference when
 * the parcel without it (it was scanned and is not in), or with one more of it, would be within that.
 */
export function holdAgainst(
  lines: readonly WeighedLine[],
  boxGrams: number,
  weighed: number,
  tolerance: Tolerance,
): Weighing {
  const expected = expectedGrams(lines, boxGrams);
  if (expected === null) return { is: 'unknown' };
  const room = toleranceOf(tolerance, expected);
  const difference = weighed - expected;
  if (Math.abs(difference) <= room) return { is: 'right', expected };
  const because = lines
    .flatMap(({ title, grams }) => (grams === null ? [] : [{ title, left: Math.abs(Math.abs(difference) - grams) }]))
    .filter(({ left }) => left <= room)
    .sort((a, b) => a.left - b.left)
    .slice(0, 2)
    .map(({ title }) => ({ title, what: difference < 0 ? ('missing' as const) : ('too-many' as const) }));
  return { is: 'off', expected, difference, because };
}

/** Grams from what was typed or what a scale types: 1240, "1240 g", "1.24 kg", "1,24 kg". Null: not a weight. */
export function readGrams(text: string): number | null {
  const [, number, unit] = /^\s*\+?\s*(\d{1,6}(?:[.,]\d{1,4})?)\s*(kg|g)?\s*$/i.exec(text) ?? [];
  if (number === undefined) return null;
  const value = Number(number.replace(',', '.'));
  // A scale that shows no unit shows kilograms with a point, and grams without.
  const inKilograms = unit ? unit.toLowerCase() === 'kg' : /[.,]/.test(number);
  const grams = Math.round(inKilograms ? value * 1000 : value);
  return grams >= 1 && grams <= 1_000_000 ? grams : null;
}
