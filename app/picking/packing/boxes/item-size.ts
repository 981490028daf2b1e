// How large one unit of an item is, as people type it and as a file tells it. Shopify keeps no sizes; these are ours.
import { readCsv } from '../../../lib/read-csv.ts';
import { itemFault } from '../item.ts';
import { lengthText, lengthUnit, lengthWord, readLength, type Units } from './measures.ts';

/** One unit as packed, millimetres. */
export type Size = { length: number; width: number; height: number; upright: boolean; fragile: boolean };

const sides = ['length', 'width', 'height'] as const;
type Side = (typeof sides)[number];

export type SizeTyped = Record<Side, string> & { upright: boolean; fragile: boolean };
export type SizeProblems = Partial<Record<Side, string>>;

/** Reads a size out of a form; null when all three sides are empty: nobody knows it. */
export function readSize(
  typed: SizeTyped,
  units: Units,
): { ok: true; size: Size | null } | { ok: false; problems: SizeProblems } {
  const problems: SizeProblems = {};
  const read = sides.map((side) => readLength(typed[side], units));
  if (read.every((value) => value === null)) return { ok: true, size: null };
  const sample = units === 'metric' ? '12 or 12.5' : '5 or 5.25';
  sides.forEach((side, at) => {
    const value = read[at];
    if (value === null) problems[side] = `Enter the ${side} too, or leave all three empty`;
    else if (value === undefined || itemFault({ ...cube, [side]: value }))
      problems[side] = `Enter the ${side} in ${lengthWord[units]}, for example ${sample}`;
  });
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const [length = 0, width = 0, height = 0] = read.map((value) => value ?? 0);
  return { ok: true, size: { length, width, height, upright: typed.upright, fragile: typed.fragile } };
}

const cube = { id: '', length: 1, width: 1, height: 1, weight: 0, upright: false, fragile: false };

/** What a form shows of a size. */
export function sizeTyped(size: Size | null, units: Units): SizeTyped {
  const text = (side: Side) => (size ? lengthText(size[side], units) : '');
  return {
    ...{ length: text('length'), width: text('width'), height: text('height') },
    ...{ upright: size?.upright ?? false, fragile: size?.fragile ?? false },
  };
}

export type SizeRow = { line: number; sku: string; size: Size };
/** `column`: the cell that is wrong; '' = the row as a whole */
export type BadRow = { line: number; column: string; problem: string };

const flags = ['upright', 'fragile'] as const;
const YES = ['yes', 'y', 'true', '1', 'x'];
const NO = ['no', 'n', 'false', '0', ''];

/**
 * Reads CSV text whose header names `sku`, `length`, `width` and `height`, and `upright` and `fragile` if it likes; a side may
 * say its unit ("length (cm)"), as may a cell ("12 in"), else the shop's counts. Other columns are ignored. Every row is in
 * `rows`, in `bad`, or counted in `empty`: it names a SKU and no side, as in an exported file nobody has filled in yet.
 */
export function readSizeFile(
  text: string,
  units: Units,
): { ok: true; rows: SizeRow[]; bad: BadRow[]; empty: number } | { ok: false; problem: string } {
  const file = readCsv(text, { skipBlank: true });
  if (!file.ok) return file;
  const [header, ...records] = file.records;
  const names = (header?.record ?? []).map((name) => /^([a-z]+)[\s(]*([a-z]*)\)?$/.exec(name.toLowerCase()));
  const at = (column: string) => names.findIndex((name) => name?.[1] === column);
  const missing = ['sku', ...sides].filter((column) => at(column) < 0);
  if (missing.length > 0)
    return {
      ok: false,
      problem: `The first row must name the columns sku, length, width and height; ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing. Nothing was changed.`,
    };
  const odd = sides.find((side) => readLength(`1 ${names[at(side)]![2]}`, units) == null);
  if (odd)
    return {
      ok: false,
      problem: `The column ${header!.record[at(odd)]} is in a unit that Backroom does not know. Use mm, cm or in. Nothing was changed.`,
    };
  const rows: SizeRow[] = [];
  const bad: BadRow[] = [];
  let empty = 0;
  const seen = new Map<string, number>();
  for (const { record, info } of records) {
    const line = info.lines;
    const cell = (column: string) => record[at(column)] ?? '';
    // A text that begins like a formula leaves our file with an apostrophe before it (lib/csv.ts).
    const sku = cell('sku');
    if (sides.every((side) => cell(side) === '') && sku !== '') {
      empty++;
      continue;
    }
    const faults: BadRow[] = [];
    const say = (column: string, problem: string) => faults.push({ line, column, problem });
    const before = seen.get(sku);
    if (sku === '') say('sku', 'The SKU is missing. Add it as it is in Shopify');
    else if (before !== undefined) say('sku', `SKU ${sku} is already on line ${before}. Keep one of the two`);
    else seen.set(sku, line);
    const measured = sides.map((side) => {
      const written = cell(side);
      const unit = names[at(side)]![2];
      const value = readLength(/\d$/.test(written) && unit ? `${written} ${unit}` : written, units);
      if (value === null) say(side, `The ${side} is missing. Add it, or empty all three sides`);
      else if (value === undefined || itemFault({ ...cube, [side]: value }))
        say(
          side,
          `“${written}” is no ${side} from 1 mm to 10 m. Write it like ${units === 'metric' ? '12.5' : '5.25'}`,
        );
      return value ?? 0;
    });
    const [upright = false, fragile = false] = flags.map((flag) => {
      const written = cell(flag).toLowerCase();
      if (!YES.includes(written) && !NO.includes(written)) say(flag, `Write yes or no, not “${cell(flag)}”`);
      return YES.includes(written);
    });
    bad.push(...faults);
    const [length = 0, width = 0, height = 0] = measured;
    if (faults.length === 0) rows.push({ line, sku, size: { length, width, height, upright, fragile } });
  }
  return { ok: true, rows, bad, empty };
}

export type Placed = { inventoryItemId: string; size: Size };

/** Finds the items of the rows; a SKU that no item or more than one has is bad. */
export function placeSizes(
  rows: readonly SizeRow[],
  itemsBySku: ReadonlyMap<string, readonly string[]>,
): { placed: Placed[]; bad: BadRow[] } {
  const placed: Placed[] = [];
  const bad: BadRow[] = [];
  for (const { line, sku, size } of rows) {
    const [only, ...others] = itemsBySku.get(sku) ?? [];
    if (only !== undefined && others.length === 0) placed.push({ inventoryItemId: only, size });
    else
      bad.push({
        ...{ line, column: 'sku' },
        problem: only
          ? `${others.length + 1} products share the SKU ${sku}. Type their sizes on the page`
          : `No product has the SKU ${sku}. Correct it, or leave the row out`,
      });
  }
  return { placed, bad };
}

/** Rows of such a file, its header first. `grams` and `title` are for people: they are not read back. */
export function sizeFileRows(
  items: readonly { sku: string | null; title: string; grams: number | null; size: Size | null }[],
  units: Units,
): (string | number | null)[][] {
  const unit = lengthUnit[units];
  const word = (yes: boolean) => (yes ? 'yes' : 'no');
  return [
    ['sku', ...sides.map((side) => `${side} (${unit})`), ...flags, 'title', 'grams'],
    ...items.map(({ sku, title, grams, size }) => [
      sku,
      ...sides.map((side) => (size ? Number(lengthText(size[side], units)) : null)),
      ...flags.map((flag) => (size ? word(size[flag]) : '')),
      title,
      grams,
    ]),
  ];
}
