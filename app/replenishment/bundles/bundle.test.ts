import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { componentsOf, type Parts } from '../demand/explode.ts';
import { misfit, nestOf, putInside, readBundle, readQuantity } from './bundle.ts';
import { placeBundleRows, readBundleFile } from './bundle-file.ts';

const none: Parts = new Map();
const known = new Set(['box', 'tea', 'cup', 'crate']);
const holding = (...pairs: [bundle: string, part: string][]): Parts =>
  Map.groupBy(
    pairs.map(([bundle, inventoryItemId]) => ({ bundle, inventoryItemId, quantity: 1 })),
    (pair) => pair.bundle,
  );

describe('a bundle as typed', () => {
  test('is its parts', () => {
    const parts = [
      { item: 'tea', quantity: ' 2 ' },
      { item: 'cup', quantity: '1' },
    ];
    expect(readBundle({ bundle: 'box', parts }, known, nestOf(none))).toEqual({
      ok: true,
      parts: [
        { inventoryItemId: 'tea', quantity: 2 },
        { inventoryItemId: 'cup', quantity: 1 },
      ],
    });
  });

  test('has all that is wrong with it named at once, each where it is', () => {
    const parts = [
      { item: 'box', quantity: '1' },
      { item: 'tea', quantity: '1.5' },
      { item: 'gone', quantity: '1' },
      { item: 'cup', quantity: '1' },
      { item: 'cup', quantity: '2' },
    ];
    expect(readBundle({ bundle: 'box', parts }, known, nestOf(none))).toEqual({
      ok: false,
      problems: {
        box: 'A bundle cannot be a part of itself: choose another component.',
        tea: 'Type a whole number from 1 to 1000.',
        gone: 'This variant is not in Shopify any more: remove it.',
        cup: 'It is in the bundle twice: keep one, with all its units.',
      },
    });
    expect(readBundle({ bundle: '', parts: [] }, known, nestOf(none))).toMatchObject({
      problems: { bundle: expect.any(String), parts: 'Add at least one component.' },
    });
  });

  test('may hold a bundle, but not one that holds it or bundles', () => {
    const nest = nestOf(holding(['box', 'tea']));
    expect(misfit(nest, 'crate', 'box')).toBe(null);
    expect(misfit(nest, 'tea', 'box')).toMatch(/holds this one/);
    const deep = nestOf(holding(['box', 'tea'], ['crate', 'box']));
    expect(misfit(deep, 'pallet', 'crate')).toMatch(/two deep/);
    expect(misfit(deep, 'tea', 'leaf')).toMatch(/bundle of bundles/);
    expect(misfit(nestOf(holding(['box', 'tea'], ['set', 'cup'])), 'tea', 'set')).toMatch(/part of another/);
  });

  test('never makes a circle, and comes apart in two steps, whatever is added in whatever order', () => {
    const item = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(item, item), { maxLength: 30 }), (pairs) => {
        const nest = nestOf(none);
        const parts = new Map<string, Map<string, number>>();
        for (const [bundle, part] of pairs) {
          if (misfit(nest, bundle, part) !== null) continue;
          putInside(nest, bundle, part);
          parts.set(bundle, (parts.get(bundle) ?? new Map()).set(part, 1000));
        }
        const all: Parts = new Map(
          [...parts].map(([bundle, own]) => [
            bundle,
            [...own].map(([inventoryItemId, quantity]) => ({ inventoryItemId, quantity })),
          ]),
        );
        for (const bundle of all.keys())
          for (const [component, quantity] of componentsOf(bundle, all)) {
            expect(all.has(component)).toBe(false);
            expect(quantity).toBeLessThanOrEqual(1_000 + 1_000_000 * 4);
          }
      }),
    );
  });

  test('takes whole numbers from 1 to 1000 and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 2000 }), (units) => {
        expect(readQuantity(String(units))).toBe(units >= 1 && units <= 1000 ? units : null);
      }),
    );
    expect(['', '1.0', '1e2', '0x1', '１', 'two', '1,000'].map(readQuantity)).toEqual(Array(7).fill(null));
  });
});

describe('a file of bundles', () => {
  const items = new Map([
    ['BOX', ['box']],
    ['TEA', ['tea']],
    ['CUP', ['cup']],
    ['TWIN', ['x', 'y']],
  ]);

  test('has its good rows taken and each bad one named by line and column', () => {
    const text = [
      'Bundle SKU;Component SKU;Quantity',
      'BOX;TEA;2',
      'BOX;CUP;0',
      ';CUP;1',
      'BOX;TEA;3',
      'BOX;TWIN;1',
      'NONE;TEA;1',
      'BOX;BOX;1',
      'TEA;BOX;1',
      'BOX;CUP;1;more',
      'BOX;;1',
    ].join('\r\n');
    const read = readBundleFile(text);
    if (!read.ok) throw new Error(read.problem);
    const { placed, bad } = placeBundleRows(read.rows, items, nestOf(none));
    expect(placed).toEqual([{ bundle: 'box', inventoryItemId: 'tea', quantity: 2 }]);
    expect([...read.bad, ...bad].sort((a, b) => a.line - b.line)).toEqual([
      { line: 3, column: 'quantity', problem: 'Write a whole number from 1 to 1000.' },
      { line: 4, column: 'bundle sku', problem: 'It is empty: give the SKU that is sold as a bundle.' },
      { line: 5, column: 'component sku', problem: 'TEA in BOX is already on line 2: keep one.' },
      { line: 6, column: 'component sku', problem: '2 variants share the SKU TWIN: make it unique in Shopify.' },
      { line: 7, column: 'bundle sku', problem: 'No variant has the SKU NONE: correct it.' },
      {
        line: 8,
        column: 'component sku',
        problem: 'A bundle cannot be a part of itself: choose another component.',
      },
      {
        line: 9,
        column: 'component sku',
        problem: 'It is a bundle that holds this one: choose another component.',
      },
      {
        line: 10,
        column: '',
        problem: 'It has more columns than the first row: put texts with a comma in quotes.',
      },
      { line: 11, column: 'component sku', problem: 'It is empty: give the SKU of the component.' },
    ]);
  });

  test('that is none is refused whole, and says why', () => {
    const problem = (text: string) => {
      const read = readBundleFile(text);
      return read.ok ? null : read.problem;
    };
    expect(problem('')).toMatch(/bundle sku and component sku and quantity is missing/);
    expect(problem('bundle sku,quantity\nBOX,1')).toMatch(/component sku is missing/);
    expect(problem('bundle sku,component sku,quantity\n"BOX,TEA,1')).toMatch(/^On line 2 a quotation mark/);
    expect(problem('b\0u\0n\0d\0l\0e\0')).toMatch(/UTF-8/);
  });

  test('loses no row: each is taken or named', () => {
    const sku = fc.constantFrom('BOX', 'TEA', 'CUP', 'TWIN', 'NONE', '');
    const row = fc.tuple(sku, sku, fc.constantFrom('1', '7', '', 'x', '1001'));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const told = rows.filter((cells) => cells.some((cell) => cell !== ''));
        const read = readBundleFile(
          ['bundle sku,component sku,quantity', ...rows.map((one) => one.join(','))].join('\n'),
        );
        if (!read.ok) throw new Error(read.problem);
        const { placed, bad } = placeBundleRows(read.rows, items, nestOf(none));
        expect(placed.length + bad.length + read.bad.length).toBe(told.length);
      }),
    );
  });
});
