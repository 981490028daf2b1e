import { expect, test } from 'vitest';
import { readCsv } from './read-csv.ts';

const problemOf = (text: string) => {
  const read = readCsv(text);
  return read.ok ? null : read.problem;
};

test('rows come with the line they end on, whatever separates the cells', () => {
  for (const by of [',', ';', '\t'])
    expect(readCsv(`\uFEFFsku${by}bin\r\n\r\nTEA${by}"A\n1"\r\n`)).toEqual({
      ok: true,
      delimiter: by,
      records: [
        { record: ['sku', 'bin'], info: expect.objectContaining({ lines: 1 }) },
        { record: ['TEA', 'A\n1'], info: expect.objectContaining({ lines: 4 }) },
      ],
    });
});

test('a file that cannot be read names its line in one calm sentence', () => {
  expect(problemOf('sku,bin\nTEA,"A-1\nCUP,B-2\n')).toBe(
    'On line 2 a quotation mark (") opens a cell and nothing closes it. Correct it and choose the file again. Nothing was changed.',
  );
  expect(problemOf('sku,bin\nTEA,A-1\nCUP,5" nail\n')).toMatch(/^Line 3 has a quotation mark \("\) inside a cell/);
  expect(problemOf('sku,bin\nCUP,"5" nail"\n')).toMatch(/^Line 2 has a quotation mark/);
  expect(problemOf('sku,bin\n')).toBeNull();
});
