import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText, guarded, unguarded } from './csv.ts';
import { readCsv } from './read-csv.ts';

test('texts are quoted and guarded, numbers stay numbers', () => {
  expect(
    csvText([
      ['a', 'b'],
      ['x,"y"', -1.5],
      [null, '=1+1'],
      ['line\nbreak', '-2'],
      ['x;=cmd()', 'y\t"@SUM(A1)'],
    ]),
  ).toBe('"a","b"\r\n"x,""y""",-1.5\r\n,"\'=1+1"\r\n"line\nbreak","\'-2"\r\n"x;\'=cmd()","y\t""\'@SUM(A1)"\r\n');
});

/** Texts that try to be formulas, among others. */
const texts = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ';', ',', '|', '"', "'", ' ', 'a', '1'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
);
const tables = fc.array(fc.tuple(texts, texts, fc.integer(), texts), { minLength: 1, maxLength: 5 });

/** Cells as a spreadsheet finds them: a quotation mark counts where a cell begins; what follows its end up to the separator is text too. */
function opened(text: string, separator: string): string[] {
  const cells: string[] = [];
  let at = 0;
  const ends = (char: string | undefined) => char === undefined || char === separator || char === '\r' || char === '\n';
  while (at <= text.length) {
    let value = '';
    if (text[at] === '"') {
      at++;
      while (at < text.length) {
        if (text[at] !== '"') value += text[at++];
        else if (text[at + 1] === '"') {
          value += '"';
          at += 2;
        } else {
          at++;
          break;
        }
      }
    }
    while (!ends(text[at])) value += text[at++];
    at++;
    cells.push(value);
  }
  return cells;
}

test('whatever separates cells in its owner’s country, a spreadsheet finds no formula', () => {
  fc.assert(
    fc.property(tables, fc.constantFrom(',', ';', '\t', '|'), (rows, separator) => {
      const cells = opened(csvText(rows), separator).filter((one) => !/^\s*-\d+(,|$)/.test(one));
      expect(cells.filter((one) => /^\s*[=+\-@]/.test(one))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('our own reader reads back what was written', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(unguarded(guarded(text))).toBe(text);
    }),
  );
  fc.assert(
    fc.property(tables, (rows) => {
      // Line ends within a text and blank rows are the reader's own business.
      const plain = rows.map(([a, b, n, c]) =>
        [`x${a}`, b, n, c].map((one) => (typeof one === 'string' ? one.replace(/[\r\n]/g, '') : one)),
      );
      const read = readCsv(csvText([['a', 'b', 'n', 'c'], ...plain]));
      expect(read.ok && read.records.slice(1).map(({ record }) => record)).toEqual(plain.map((row) => row.map(String)));
    }),
  );
});
