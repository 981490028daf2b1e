import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvText } from '../../lib/csv.ts';
import { type BinRow, binFileRows, placeRows, readBinFile } from './bin-file.ts';
import { fold } from './ledger.ts';
import { movesOfFile } from './placing.ts';

const row = (rest: Partial<BinRow>): BinRow => ({
  ...{ line: 2, sku: 'TEA', bin: 'A-1', kind: null, capacity: null, quantity: null, lot: null, expiresOn: null },
  ...rest,
});

describe('a file of bins', () => {
  test('reads rows and reports bad ones with their line', () => {
    const read = readBinFile('\uFEFFBin;Sku;note\nA-1;TEA;x\n\nA-2;;\n A-3 ; CUP ;\nB-1;TEA;\nA-1;TEA\nC\n');
    expect(read).toEqual({
      ok: true,
      rows: [row({ line: 2 }), row({ line: 5, sku: 'CUP', bin: 'A-3' }), row({ line: 6, bin: 'B-1' })],
      bad: [
        { line: 4, text: 'A-2, , ', problem: 'The SKU is missing' },
        { line: 7, text: 'A-1, TEA', problem: 'SKU TEA in A-1 is already on line 2' },
        { line: 8, text: 'C', problem: 'The row has fewer columns than the header' },
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
    const rows = [row({}), row({ line: 3, sku: 'CUP', bin: 'A-2' })];
    expect(placeRows(rows, new Map([['TEA', ['1', '2']]])).bad.map((row) => row.problem)).toEqual([
      '2 products share the SKU TEA',
      'No product has the SKU CUP',
    ]);
  });

  test('kind, capacity, amount, lot and expiry come along, and are checked', () => {
    const read = readBinFile(
      'sku,bin,kind,capacity,quantity,lot,expires\nTEA,A-1,pick,40,12,L7,2027-01-31\n,Z-9,Reserve,200,,,\nTEA,A-2,shelf,,,,\nTEA,A-2,,x,,,\nTEA,A-2,,,-1,,\nTEA,A-2,,,,,2027-02-30\n',
    );
    expect(read).toMatchObject({
      rows: [
        row({ kind: 'pick', capacity: 40, quantity: 12, lot: 'L7', expiresOn: '2027-01-31' }),
        row({ line: 3, sku: '', bin: 'Z-9', kind: 'reserve', capacity: 200 }),
      ],
    });
    expect((read as { bad: { problem: string }[] }).bad.map((one) => one.problem)).toEqual([
      'The kind is pick or reserve, not shelf',
      'The capacity is a whole number of units, not x',
      'The quantity is a whole number of units, not -1',
      'The expiry date is written like 2027-01-31, not 2027-02-30',
    ]);
  });
});

describe('what a file brings about', () => {
  const noReserve = () => false;
  const placed = (rest: Partial<BinRow>) => ({ ...row(rest), inventoryItemId: 'tea' });
  const lies = (bin: string, quantity: number | null = null) => ({
    ...{ bin, inventoryItemId: 'tea', lot: '', expiresOn: null, quantity },
  });
  const moves = (
    rows: Partial<BinRow>[],
    stock: ReturnType<typeof lies>[],
    isReserve = noReserve as (bin: string) => boolean,
  ) => movesOfFile(rows.map(placed), stock, isReserve).map((move) => [move.kind, move.from, move.to, move.quantity]);

  test('one face for another is a move; none is taking out; more are placed', () => {
    expect(moves([{ bin: 'B-1' }], [lies('A-1', 4)])).toEqual([['moved', 'A-1', 'B-1', null]]);
    expect(moves([{ bin: '' }], [lies('A-1'), lies('A-2')])).toEqual([
      ['taken-out', 'A-1', null, null],
      ['taken-out', 'A-2', null, null],
    ]);
    expect(moves([{ bin: 'A-1' }, { bin: 'B-1' }], [lies('A-1')])).toEqual([['placed', null, 'B-1', null]]);
    expect(moves([{ bin: 'A-1', quantity: 7 }], [lies('A-1', 4)])).toEqual([['counted', null, 'A-1', 7]]);
  });

  test('what lies in reserve stays, unless it is named', () => {
    expect(moves([{ bin: 'B-1' }], [lies('A-1'), lies('R-1', 90)], (bin) => bin === 'R-1')).toEqual([
      ['moved', 'A-1', 'B-1', null],
    ]);
  });

  test('a file that came out brings about nothing when it goes in again, and the whole when nothing was there', () => {
    const stock = fc.uniqueArray(
      fc.record({
        bin: fc.constantFrom('A-1', 'A-2', '=B'),
        inventoryItemId: fc.constantFrom('tea', 'cup'),
        lot: fc.constantFrom('', 'x'),
        quantity: fc.option(fc.nat(50)),
      }),
      { selector: (one) => `${one.bin} ${one.inventoryItemId} ${one.lot}` },
    );
    fc.assert(
      fc.property(stock, (rows) => {
        const full = rows.map((one) => ({ ...one, expiresOn: one.lot ? '2027-01-31' : null }));
        const bins = ['A-1', 'A-2', '=B'].map((name) => ({ name, kind: 'pick', capacity: 60 }));
        const skus = new Map([
          ['tea', 'TEA'],
          ['cup', '+CUP'],
        ]);
        const read = readBinFile(csvText(binFileRows(bins, full, skus)));
        if (!read.ok) throw new Error(read.problem);
        expect(read.bad).toEqual([]);
        const again = placeRows(read.rows, new Map([...skus].map(([item, sku]) => [sku, [item]])));
        expect(movesOfFile(again.placed, full, noReserve)).toEqual([]);
        const made = fold(movesOfFile(again.placed, [], noReserve).map((move, at) => ({ ...move, id: `${at}` })));
        const sorted = (list: typeof made) => list.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
        expect(sorted(made)).toEqual(sorted(full));
      }),
    );
  });
});
