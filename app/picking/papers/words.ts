// Words that papers have in common: clean, cut, wrapped; weights, countries, names of files.

const control = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

/** One line without control characters: what was typed into a form may hold anything. */
export function clean(text: string | null | undefined): string {
  return (text ?? '').normalize('NFC').replace(control, ' ').replace(/\s+/g, ' ').trim();
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const letters = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Chinese, Japanese and Korean letters and emoji take two columns, all others one. */
const wide =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{3fffd}]/u;
const columnsOf = (letter: string) => (wide.test(letter) ? 2 : 1);

/** How much room a text takes, in columns of a plain letter. */
export const columns = (text: string): number => letters(text).reduce((sum, letter) => sum + columnsOf(letter), 0);

/** The text in at most `most` columns; what is cut off ends in an ellipsis. */
export function cut(text: string, most: number): string {
  const whole = clean(text);
  if (columns(whole) <= most) return whole;
  let kept = '';
  let room = most - 1;
  for (const letter of letters(whole)) {
    room -= columnsOf(letter);
    if (room < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/** The text in lines of at most `most` columns (2 or more), broken between words, and inside of a word that is longer. Nothing is lost. */
export function wrapped(text: string | null | undefined, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of clean(text).split(' ').filter(Boolean)) {
    if (line !== '' && columns(line) + 1 + columns(word) <= most) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const letter of letters(word)) {
      if (columns(line) + columnsOf(letter) > most) {
        lines.push(line);
        line = '';
      }
      line += letter;
    }
  }
  return line === '' ? lines : [...lines, line];
}

const regions = new Intl.DisplayNames('en', { type: 'region' });

/** "Germany" of DE; a code that is no country's comes back as it is. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}

/** Countries that weigh in pounds. */
const pounds = new Set(['US', 'LR', 'MM']);

/** "1.25 kg", and in the United States "2 lb 12.1 oz (1.25 kg)". */
export function weightWords(grams: number, country: string | null): string {
  const metric = grams < 1000 ? `${grams} g` : `${String(grams / 1000)} kg`;
  if (!country || !pounds.has(country)) return metric;
  const tenths = Math.round((grams / 28.349523125) * 10);
  const ounces = `${String((tenths % 160) / 10)} oz`;
  return `${tenths < 160 ? ounces : `${Math.floor(tenths / 160)} lb ${ounces}`} (${metric})`;
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** A name that every system keeps as it is: letters, digits, dots and dashes; `parts` that hold none of these are left out. */
export function fileName(parts: readonly string[], ending: string): string {
  const plain = parts.map((part) =>
    part
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40),
  );
  return `${plain.filter(Boolean).join('-')}.${ending}`;
}

export type PaperSize = 'A4' | 'LETTER';

/** Countries that print on Letter (CLDR's supplemental data, paperSize US-Letter). */
const letterCountries = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/** What was asked for (`a4`, `letter`), else what the country prints on. */
export function paperSize(asked: string | null, country: string | null): PaperSize {
  const said = asked?.toUpperCase();
  if (said === 'A4' || said === 'LETTER') return said;
  return country && letterCountries.has(country) ? 'LETTER' : 'A4';
}
