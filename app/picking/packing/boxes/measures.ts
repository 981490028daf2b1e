// Lengths and weights as people type them: in the shop's usual units, or with a unit of their own. Millimetres and grams inside.

export type Units = 'metric' | 'imperial';

/** What a bare number means, by the shop's country (ISO 3166-1): inches and ounces where rulers show them. */
export const unitsOf = (country: string | null): Units =>
  country !== null && ['US', 'LR', 'MM'].includes(country) ? 'imperial' : 'metric';

export const lengthUnit = { metric: 'cm', imperial: 'in' } as const;
export const weightUnit = { metric: 'g', imperial: 'oz' } as const;
/** The same in a sentence. */
export const lengthWord = { metric: 'cm', imperial: 'inches' } as const;
export const weightWord = { metric: 'grams', imperial: 'ounces' } as const;

const LENGTHS: Record<string, number> = {
  mm: 1,
  cm: 10,
  m: 1000,
  in: 25.4,
  inch: 25.4,
  inches: 25.4,
  '"': 25.4,
  '″': 25.4,
  ft: 304.8,
};
/** The avoirdupois pound is 0.45359237 kg by definition, the inch 25.4 mm. */
const WEIGHTS: Record<string, number> = { g: 1, kg: 1000, oz: 28.349523125, lb: 453.59237, lbs: 453.59237 };

/** "30", "30.5 cm", "12 1/4 in" → whole millimetres, to the nearest; '' → null; what is no length → undefined. */
export const readLength = (text: string, units: Units) => measured(text, LENGTHS, lengthUnit[units]);

/** "450", "0.4 kg", "1 lb" → whole grams; '' → null; what is no weight → undefined. */
export const readWeight = (text: string, units: Units) => measured(text, WEIGHTS, weightUnit[units]);

function measured(text: string, units: Record<string, number>, usual: string): number | null | undefined {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return null;
  const [, whole = '', fraction = '', unit = ''] =
    /^(\d{1,6}(?:[.,]\d{1,3})?)?(?:(?:^|\s+)(\d{1,2}\/\d{1,2}))?\s*([a-z"″]*)$/.exec(trimmed) ?? [];
  const of = units[unit || usual];
  if (of === undefined || (whole === '' && fraction === '')) return undefined;
  const [above, below] = fraction === '' ? [0, 1] : fraction.split('/').map(Number);
  if (!below) return undefined;
  return Math.round((Number(whole.replace(',', '.') || 0) + above! / below) * of);
}

/** A length as people read it, without its unit: 305 → "30.5" (cm), or "12.01" (in). Read again it is the same. */
export const lengthText = (millimetres: number, units: Units) => plain(millimetres / LENGTHS[lengthUnit[units]]!);

/** The same for a weight: 450 → "450" (g), or "15.87" (oz). */
export const weightText = (grams: number, units: Units) => plain(grams / WEIGHTS[weightUnit[units]]!);

const plain = (value: number) => String(Math.round(value * 100) / 100);

/** "30 × 20 × 15 cm" */
export function sidesText(it: { length: number; width: number; height: number }, units: Units): string {
  const sides = [it.length, it.width, it.height].map((side) => lengthText(side, units));
  return `${sides.join(' × ')} ${lengthUnit[units]}`;
}

/** "450 g", "1.2 kg"; "12 oz", "2.4 lb" */
export function weightWords(grams: number, units: Units): string {
  const [small, large, from] = units === 'metric' ? ['g', 'kg', 1000] : ['oz', 'lb', WEIGHTS.lb!];
  const unit = grams >= from ? large : small;
  const value = grams / WEIGHTS[unit]!;
  return `${value.toLocaleString('en', { maximumFractionDigits: unit === 'g' ? 0 : 1 })} ${unit}`;
}
