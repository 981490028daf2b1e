import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeRows, readBinFile } from './bin-file.ts';

describe('a file of bins', () => {
  test('reads rows and reports bad ones with their line', () => {
    const read = readBinFile('\uFEFFBin;Sku;note\nA-1;TEA;x\n\nA-2;;\n A-3 ; CUP ;\nB-1;TEA;\nC\n');
    expect(read).toEqual({
      ok: true,
      rows: [
        { line: 2, sku: 'TEA', bin: 'A-1' },
        { line: 5, sku: 'CUP', bin: 'A-3' },
      ],
      bad: [
        { line: 4, text: 'A-2, , ', problem: 'The SKU is missing' },
        { line: 6, text: 'B-1, TEA, ', problem: 'SKU TEA is already on line 2' },
        { line: 7, text: 'C', problem: 'The row has fewer columns than the header' },
      ],
    });
  });

  test.each(['', 'a,b\n1,2', 'sku\nTEA'])('without the columns it is refused as a whole (%#)', (text) => {
    expect(readBinFile(text)).toEqual({
      ok: false,
      problem: 'The first row must name the columns sku and bin. Nothing was changed.',
    });
  });

  test('an unclosed quote is refused with the reason', () => {
    const read = readBinFile('sku,bin\n"TEA,A-1');
    expect(read).toMatchObject({ ok: false });
  });

  test('no row is lost: every row is placed or bad', () => {
    const cell = fc.stringMatching(/^[A-Z0-9-]{0,6}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (pairs) => {
        const filled = pairs.filter(([sku, bin]) => sku !== '' || bin !== '');
        const read = readBinFile(`sku,bin\n${filled.map((pair) => pair.join(',')).join('\n')}\n`);
        if (!read.ok) throw new Error(read.problem);
        const known = new Map(read.rows.filter((_, index) => index % 2 === 0).map((row) => [row.sku, ['1']]));
        const { placed, bad } = placeRows(read.rows, known);
        expect(placed.length + bad.length + read.bad.length).toBe(filled.length);
      }),
    );
  });

  test('a SKU that nobody or more than one product has cannot be placed', () => {
    const rows = [
      { line: 2, sku: 'TEA', bin: 'A-1' },
      { line: 3, sku: 'CUP', bin: 'A-2' },
    ];
    expect(placeRows(rows, new Map([['TEA', ['1', '2']]])).bad.map((row) => row.problem)).toEqual([
      '2 products share the SKU TEA',
      'No product has the SKU CUP',
    ]);
  });
});
