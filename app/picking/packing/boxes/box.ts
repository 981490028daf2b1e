// A shop's box as people type it. Its measures are those of packing/item.ts.
import { decimalFromMinor, minorFromDecimal } from '../../../lib/money.ts';
import { type Box, boxFault } from '../item.ts';
import { lengthText, lengthWord, readLength, readWeight, type Units, weightText, weightWord } from './measures.ts';

/** Shopify's package types, as its labels ask for them. */
export const boxKinds = ['BOX', 'ENVELOPE', 'SOFT_PACK'] as const;
export type BoxKind = (typeof boxKinds)[number];

export const boxKindOf = (kind: string): BoxKind => boxKinds.find((one) => one === kind) ?? 'BOX';

/** A box as the shop knows it: `packing`'s measures, and what people call it. */
export type ShopBox = Box & { name: string; kind: BoxKind; active: boolean };

export const boxFields = [
  'name',
  'kind',
  'length',
  'width',
  'height',
  'weight',
  'maxWeight',
  'padding',
  'cost',
] as const;
export type BoxTyped = Record<(typeof boxFields)[number], string>;
export type BoxProblems = Partial<Record<keyof BoxTyped, string>>;

/** How the shop writes: what a bare number means, and its money. */
export type Writing = { units: Units; currency: string };

/** Heavier than a person lifts, a shop ships no parcel by hand. */
const HEAVIEST = 100_000;
const DEAREST = 100_000_000n;

/** Reads a box out of a form. */
export function readBox(
  typed: Partial<BoxTyped>,
  { units, currency }: Writing,
): { ok: true; box: Omit<ShopBox, 'id' | 'active'> } | { ok: false; problems: BoxProblems } {
  const problems: BoxProblems = {};
  const text = (field: keyof BoxTyped) => (typed[field] ?? '').trim();
  const name = text('name');
  if (name === '') problems.name = 'Give the box a name, for example Medium';
  else if (name.length > 40) problems.name = 'Shorten the name to 40 characters';
  const kind = boxKinds.find((one) => one === typed.kind);
  if (!kind) problems.kind = 'Choose what kind of package it is';
  const sample = units === 'metric' ? '30 or 30.5' : '12 or 12.25';
  const side = (field: 'length' | 'width' | 'height') => {
    const value = readLength(text(field), units);
    if (!value || value > 10_000)
      problems[field] = `Enter the inner ${field} in ${lengthWord[units]}, for example ${sample}`;
    return value ?? 0;
  };
  const grams = (field: 'weight' | 'maxWeight', missing: string) => {
    const value = readWeight(text(field), units);
    if (value === undefined || (value ?? 0) > HEAVIEST) problems[field] = missing;
    return value ?? null;
  };
  const [length, width, height] = [side('length'), side('width'), side('height')];
  const unit = weightWord[units];
  const weight = grams('weight', `Enter what it weighs empty in ${unit}, for example ${units === 'metric' ? 180 : 6}`);
  const maxWeight = grams('maxWeight', `Enter what it may hold in ${unit}, or with a unit: 15 kg. Empty = no limit`);
  if (maxWeight === 0) problems.maxWeight = 'Enter more than nothing, or leave it empty for no limit';
  const padding = readLength(text('padding'), units) ?? (text('padding') === '' ? 0 : null);
  if (padding === null)
    problems.padding = `Enter what stays free along each wall in ${lengthWord[units]}, for example 1, or leave it empty`;
  const cost = costOf(text('cost'), currency);
  if (cost === null) problems.cost = 'Enter what one costs, for example 0.45, or leave it empty';
  const box = { length, width, height, weight: weight ?? 0, maxWeight, padding: padding ?? 0, cost: Number(cost ?? 0) };
  if (Object.keys(problems).length === 0 && boxFault({ id: name, ...box }))
    problems.padding = 'The padding leaves no room inside. Enter less, or measure the box again';
  if (!kind || Object.keys(problems).length > 0) return { ok: false, problems };
  return { ok: true, box: { name, kind, ...box } };
}

/** "0.45" → 45n; '' → 0n; nonsense → null. */
function costOf(text: string, currency: string): bigint | null {
  if (text === '') return 0n;
  const plain = text.replace(',', '.');
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(plain)) return null;
  const minor = minorFromDecimal(plain, currency);
  return minor <= DEAREST ? minor : null;
}

/** What a form shows of a box. */
export function boxTyped(box: Omit<ShopBox, 'id' | 'active'>, { units, currency }: Writing): BoxTyped {
  return {
    ...{ name: box.name, kind: box.kind },
    length: lengthText(box.length, units),
    width: lengthText(box.width, units),
    height: lengthText(box.height, units),
    weight: weightText(box.weight, units),
    maxWeight: box.maxWeight === null ? '' : weightText(box.maxWeight, units),
    padding: box.padding === 0 ? '' : lengthText(box.padding, units),
    cost: box.cost === 0 ? '' : decimalFromMinor(BigInt(box.cost), currency),
  };
}

/** Cartons that every packaging shop has, in sizes that many small shops do with. Inner sides in the unit of `lengthUnit`. */
const CARTONS: Record<Units, [string, number, number, number][]> = {
  metric: [
    ['Small', 20, 15, 10],
    ['Medium', 30, 20, 15],
    ['Large', 40, 30, 20],
    ['Extra large', 60, 40, 40],
  ],
  imperial: [
    ['Small', 8, 6, 4],
    ['Medium', 12, 9, 6],
    ['Large', 16, 12, 8],
    ['Extra large', 24, 16, 16],
  ],
};

/** Corrugated board, single wall, grams a square millimetre. */
const BOARD = 0.00055;

/** Common cartons to begin with. Their weight is that of the board of a folding box: 2 (length + width) by height + width. */
export function commonBoxes(units: Units): Omit<ShopBox, 'id' | 'active'>[] {
  return CARTONS[units].map(([name, ...sides]) => {
    const [length = 0, width = 0, height = 0] = sides.map((side) => readLength(String(side), units) ?? 0);
    const weight = Math.round((2 * (length + width) * (height + width) * BOARD) / 5) * 5;
    return { name, kind: 'BOX', length, width, height, weight, maxWeight: null, padding: 0, cost: 0 };
  });
}
