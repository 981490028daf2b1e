// What a warehouse's bin names say: "A-01-3", "A1-2", "B12", "Z1.05.02.C". People number shelves from the large to the small
// (zone, aisle, bay, level, position), so a name is cut into cells and the cells are told apart by how many there are and by how
// many values each takes in the whole list: levels are few, bays are many. A person may say otherwise for each way of writing.
import { longestBin } from '../bin.ts';

export const binParts = ['zone', 'aisle', 'bay', 'level', 'position'] as const;
export type BinPart = (typeof binParts)[number];

/** Where a bin is, in the warehouse's own words. `aisle` is never empty; the others are null where the name does not say. */
export type BinPlace = {
  zone: string | null;
  aisle: string;
  bay: string | null;
  level: string | null;
  position: string | null;
};

/** One way of writing names, and what each of its cells means; null = it means nothing. */
export type BinScheme = {
  /** the shape all its names share, letters as A (words as Aa) and numbers as 0: "A-0-0" */
  pattern: string;
  example: string;
  /** the cells of the example */
  cells: string[];
  parts: (BinPart | null)[];
  /** how many names of the list are written so */
  names: number;
};

export type UnderstoodName = { name: string; place: BinPlace };
export type RefusedName = { name: string; problem: string };
export type ReadNames = { schemes: BinScheme[]; understood: UnderstoodName[]; refused: RefusedName[] };

/** Odd bays to the left and even ones to the right, or one bay after the other. */
export type Sides = 'odd-even' | 'running';

/** More levels than this is no shelf: then the last number of a name counts bays. */
const MOST_LEVELS = 12;
/** From so many letters on it is a word, not the letter of an aisle. */
const WORD = 3;
/** The aisle of names that are a bare number: all of them stand in one row. */
const ONE_ROW = 'Row';

/**
 * Names out of pasted or imported text: a line, comma, semicolon or tab ends a name. A heading ("bin", "name") is left out, and so
 * is what nobody sees: signs without a width, and accents apart from their letters.
 */
export function namesIn(text: string): string[] {
  const names = text
    .replace(/\p{Cf}/gu, '')
    .normalize('NFC')
    .split(/[\r\n,;\t]+/)
    .map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    )
    .filter((name) => name !== '');
  return /^(bins?|bin names?|names?|locations?|bin locations?)$/i.test(names[0] ?? '') ? names.slice(1) : names;
}

/**
 * Reads a list of names. Each name, once, is either understood or refused with a sentence; the order stays. `chosen` says for
 * some patterns what a person decided about their cells (one entry for each cell); the others are inferred from the list.
 */
export function readBinNames(
  names: readonly string[],
  chosen: ReadonlyMap<string, readonly (BinPart | null)[]> = new Map(),
): ReadNames {
  const refused: RefusedName[] = [];
  const cut: { name: string; pattern: string; cells: string[]; said: (BinPart | null)[] | null }[] = [];
  const places = new Map<string, string>();
  for (const name of new Set(names)) {
    const one = cutName(name);
    if (typeof one === 'string') {
      refused.push({ name, problem: one });
      continue;
    }
    // would be two names of one shelf.
    const key = one.cells.map(canonical).join('\n');
    const same = places.get(key);
    if (same !== undefined)
      refused.push({ name, problem: `It is the same place as ${same}, written differently. Keep one of them.` });
    else {
      places.set(key, name);
      cut.push({ name, ...one });
    }
  }
  const schemes = [...Map.groupBy(cut, (one) => one.pattern)].map(([pattern, group]): BinScheme => {
    const [first] = group as [(typeof group)[number]];
    const wish = chosen.get(pattern);
    const parts =
      wish && wish.length === first.cells.length
        ? [...wish]
        : (first.said ?? inferParts(group.map((one) => one.cells)));
    return { pattern, example: first.name, cells: first.cells, parts, names: group.length };
  });
  const byPattern = new Map(schemes.map((scheme) => [scheme.pattern, scheme.parts]));
  const understood: UnderstoodName[] = [];
  for (const { name, pattern, cells } of cut) {
    const place = placeOf(cells, byPattern.get(pattern) ?? []);
    if (typeof place === 'string') refused.push({ name, problem: place });
    else understood.push({ name, place });
  }
  return { schemes: schemes.sort((a, b) => b.names - a.names), understood, refused };
}

/** "Zone Z1, aisle 05, bay 02, level C". */
export function placeWords(place: BinPlace): string {
  const words = binParts.flatMap((part) => (place[part] === null ? [] : `${part} ${place[part]}`)).join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How far along a row a bay (or level) of this name stands: 12 for "12", "B12" and "L"; null when it cannot be told. */
export function ordinalOf(cell: string | null): number | null {
  if (cell === null) return null;
  const digits = /(\d{1,9})\D*$/.exec(cell)?.[1];
  if (digits !== undefined) return Number(digits);
  if (!/^[a-z]{1,2}$/i.test(cell)) return null;
  return [...cell.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** Whether two cells name the same thing: "05" and "5", "a" and "A". */
export function sameCell(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && canonical(a) === canonical(b));
}

/**
 * How the bays of these places stand. Where an aisle has odd bays only, or even ones only, its numbers skip the other side: the
 * sides are told apart by odd and even. Otherwise nothing speaks for it, and bays run on one after the other.
 */
export function sidesOf(places: readonly BinPlace[]): Sides {
  const bays = Map.groupBy(places, (place) => `${place.zone ?? ''}\n${place.aisle}`);
  let skipping = 0;
  let running = 0;
  for (const group of bays.values()) {
    const numbers = new Set(group.flatMap((place) => ordinalOf(place.bay) ?? []));
    if (numbers.size < 2) continue;
    if (new Set([...numbers].map((bay) => bay % 2)).size === 1) skipping += 1;
    else running += 1;
  }
  return skipping > running ? 'odd-even' : 'running';
}

/** The same for cells that name the same thing. */
export const canonical = (cell: string) =>
  cell.toUpperCase().replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, ''));

/** Words in a name that say what the next cell is: "Aisle 3 Bay 12". */
const SAID: Record<string, BinPart> = {
  zone: 'zone',
  area: 'zone',
  room: 'zone',
  aisle: 'aisle',
  row: 'aisle',
  bay: 'bay',
  rack: 'bay',
  section: 'bay',
  level: 'level',
  shelf: 'level',
  tier: 'level',
  position: 'position',
  pos: 'position',
};

/** Any dash and any space, as word processors and spreadsheets make of them what they like. */
const SEPARATORS = /[./_:|\\\p{Pd}\s]+/gu;
const STRAY = /[^\p{L}\p{N}./_:|\\\p{Pd}\s]/u;

/** Cuts a name into cells, or says why it cannot. `said`: what words in the name itself call them. */
function cutName(name: string): { pattern: string; cells: string[]; said: (BinPart | null)[] | null } | string {
  if (name.length > longestBin) return `It has more than ${longestBin} characters. Shorten it.`;
  const fields = name.split(SEPARATORS).filter((field) => field !== '');
  const stray = STRAY.exec(name)?.[0];
  if (stray && /[\p{C}\p{M}]/u.test(stray))
    return `A sign that cannot be seen (U+${stray.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}) is in it. Type the name anew.`;
  if (stray) return `The sign “${stray}” says nothing of a place. Use letters, numbers and - . / _ between them.`;
  if (fields.length === 0) return 'It has neither a letter nor a number.';
  const atoms = fields.map((field) => field.match(/\d+|[^\d]+/gu) ?? []);
  const flat = atoms.flat();
  const labels = flat.flatMap((atom) => SAID[atom.toLowerCase()] ?? []);
  if (
    labels.length > 0 &&
    flat.length === labels.length * 2 &&
    flat.every((atom, at) => at % 2 === 1 || SAID[atom.toLowerCase()])
  ) {
    const pattern = flat.map((atom, at) => (at % 2 === 0 ? atom.toLowerCase() : shape(atom))).join(' ');
    return { pattern, cells: flat.filter((_, at) => at % 2 === 1), said: labels };
  }
  // Three fields or more are cells as they stand. Fewer hide cells in the change from letters to numbers, as in A1-2 and B12.
  const hides = fields.length === 1 || (fields.length === 2 && flat.length === 3);
  const cells = hides ? flat : fields;
  if (cells.length > binParts.length)
    return `It has ${cells.length} parts, more than zone, aisle, bay, level and position.`;
  const pattern = hides ? atoms.map((field) => field.map(shape).join('')) : fields.map(shape);
  const separators = name.match(SEPARATORS) ?? [];
  return {
    pattern: pattern.map((one, at) => `${at > 0 ? (separators[at - 1] ?? '') : ''}${one}`).join(''),
    cells,
    said: null,
  };
}

/** A (letters), Aa (a word), 0 (a number), or both as they come: A0. */
function shape(cell: string): string {
  return cell.replace(/\d+|[^\d]+/gu, (atom) => (/\d/.test(atom) ? '0' : atom.length < WORD ? 'A' : 'Aa'));
}

function inferParts(cells: readonly string[][]): (BinPart | null)[] {
  const width = cells[0]?.length ?? 0;
  const values = Array.from({ length: width }, (_, at) => new Set(cells.map((row) => canonical(row[at] ?? ''))).size);
  const [, second = 0, third = 0, fourth = 0] = values;
  if (width === 1) return [/^\d+$/.test(cells[0]?.[0] ?? '') ? 'bay' : 'aisle'];
  if (width === 2) return ['aisle', 'bay'];
  // Zone 1, aisle 4, bay 37: what has more values than any shelf has levels, and more than its neighbour, is the bay.
  if (width === 3) return third > MOST_LEVELS && third > second ? ['zone', 'aisle', 'bay'] : ['aisle', 'bay', 'level'];
  if (width === 4)
    return second > third && third <= MOST_LEVELS && fourth <= MOST_LEVELS
      ? ['aisle', 'bay', 'level', 'position']
      : ['zone', 'aisle', 'bay', 'level'];
  return [...binParts];
}

function placeOf(cells: readonly string[], parts: readonly (BinPart | null)[]): BinPlace | string {
  const of = (part: BinPart) => {
    const named = cells.filter((_, at) => parts[at] === part);
    return named.length === 0 ? null : named.join('-');
  };
  const bay = of('bay');
  const aisle = of('aisle') ?? (bay === null ? null : ONE_ROW);
  if (aisle === null) return 'No part of it is an aisle or a bay. Say which part is, or rename it.';
  return { zone: of('zone'), aisle, bay, level: of('level'), position: of('position') };
}
