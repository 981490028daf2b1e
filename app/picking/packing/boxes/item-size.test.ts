import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvText } from '../../../lib/csv.ts';
import { placeSizes, readSize, readSizeFile, type Size, sizeFileRows, sizeTyped } from './item-size.ts';

const units = fc.constantFrom('metric' as const, 'imperial' as const);
const side = fc.integer({ min: 1, max: 10_000 });
const size: fc.Arbitrary<Size> = fc.record({
  ...{ length: side, width: side, height: side },
  ...{ upright: fc.boolean(), fragile: fc.boolean() },
});

describe('a size out of a form', () => {
  const typed = { length: '12', width: '8', height: '8.5', upright: true, fragile: false };
  test('is millimetres; nothing typed is nothing known', () => {
    expect(readSize(typed, 'metric')).toEqual({
      ok: true,
      size: { length: 120, width: 80, height: 85, upright: true, fragile: false },
    });
    expect(readSize({ ...typed, length: '', width: ' ', height: '' }, 'metric')).toEqual({ ok: true, size: null });
  });
  test('names each side that is wrong', () => {
    expect(readSize({ ...typed, length: '', width: 'wide', height: '11 m' }, 'imperial')).toEqual({
      ok: false,
      problems: {
        length: expect.stringContaining('too'),
        width: expect.stringContaining('width in inches'),
        height: expect.stringContaining('height in inches'),
      },
    });
  });
  test('shown and read again it is the same', () => {
    fc.assert(
      fc.property(size, units, (one, in_) => {
        expect(readSize(sizeTyped(one, in_), in_)).toEqual({ ok: true, size: one });
      }),
    );
  });
});

describe('a file of sizes', () => {
  const read = (text: string, in_: 'metric' | 'imperial' = 'metric') => {
    const file = readSizeFile(text, in_);
    if (!file.ok) throw new Error(file.problem);
    return file;
  };

  test('comes in as it went out', () => {
    const item = fc.record({ sku: fc.uuid(), title: fc.string(), grams: fc.constant(5), size: fc.option(size) });
    fc.assert(
      fc.property(fc.array(item), units, (items, in_) => {
        const { rows, bad, empty } = read(csvText(sizeFileRows(items, in_)), in_);
        expect(bad).toEqual([]);
        const sized = items.filter((one) => one.size);
        expect(rows.map(({ sku, size }) => ({ sku, size }))).toEqual(sized.map(({ sku, size }) => ({ sku, size })));
        expect(empty).toBe(items.length - sized.length);
      }),
    );
  });

  test('a unit may stand in the header or in a cell, else the shop’s counts', () => {
    const lengths = (header: string, cell: string) =>
      read(`sku;${header};width;height\nA;${cell};10;10`).rows.map((row) => row.size.length);
    expect(lengths('Length', '12,5')).toEqual([125]);
    expect(lengths('length (mm)', '125')).toEqual([125]);
    expect(lengths('Length in', '5')).toEqual([127]);
    expect(lengths('length (mm)', '5 in')).toEqual([127]);
    expect(readSizeFile('sku,length (ells),width,height\nA,1,1,1', 'metric')).toMatchObject({ ok: false });
  });

  test('good rows are taken, each bad one is named with its line, the cell and what to do', () => {
    const { rows, bad, empty } = read(
      [
        'SKU,Length,Width,Height,Upright,Fragile',
        'A,10,20,30,yes,no',
        'B,10,,30,,',
        'A,1,1,1,,',
        ',1,1,1,,',
        'C,long,1,1,maybe,',
        'D,,,,,',
        'E,1,1,1,X,TRUE',
      ].join('\n'),
    );
    expect(rows.map((row) => [row.line, row.sku, row.size.upright, row.size.fragile])).toEqual([
      [2, 'A', true, false],
      [8, 'E', true, true],
    ]);
    expect(empty).toBe(1);
    expect(bad.map(({ line, column }) => [line, column])).toEqual([
      [3, 'width'],
      [4, 'sku'],
      [5, 'sku'],
      [6, 'length'],
      [6, 'upright'],
    ]);
    expect(bad[1]?.problem).toBe('SKU A is already on line 2. Keep one of the two');
  });

  test('without its columns it says which are missing, and changes nothing', () => {
    expect(readSizeFile('sku,length\nA,1', 'metric')).toEqual({
      ok: false,
      problem:
        'The first row must name the columns sku, length, width and height; width and height are missing. Nothing was changed.',
    });
    expect(readSizeFile('', 'metric')).toMatchObject({ ok: false });
    expect(readSizeFile('sku,length\n"A,1', 'metric')).toMatchObject({ ok: false });
  });

  test('a SKU that nothing or several things have is bad', () => {
    const one = { length: 1, width: 1, height: 1, upright: false, fragile: false };
    const items = new Map([
      ['A', ['1']],
      ['B', ['2', '3']],
    ]);
    const { placed, bad } = placeSizes(
      ['A', 'B', 'C'].map((sku, at) => ({ line: at + 2, sku, size: one })),
      items,
    );
    expect(placed).toEqual([{ inventoryItemId: '1', size: one }]);
    expect(bad.map(({ line, problem }) => `${line} ${problem}`)).toEqual([
      '3 2 products share the SKU B. Type their sizes on the page',
      '4 No product has the SKU C. Correct it, or leave the row out',
    ]);
  });
});
