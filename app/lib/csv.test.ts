import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText } from './csv.ts';

test('a spreadsheet reads back what was written, and none of it is a formula', () => {
  expect(
    csvText([
      ['a', 'b'],
      ['x,"y"', -1.5],
      [null, '=1+1'],
      ['line\nbreak', '-2'],
    ]),
  ).toBe('a,b\r\n"x,""y""",-1.5\r\n,\'=1+1\r\n"line\nbreak",\'-2\r\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), fc.string()), { minLength: 1 }), (rows) => {
      const read = parse(csvText(rows), { record_delimiter: '\r\n' }) as string[][];
      expect(read).toEqual(rows.map((row) => row.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text))));
    }),
  );
});
