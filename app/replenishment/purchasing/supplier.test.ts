import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costAt, orderable, readSupplier, readSupplierItem, writeBreaks } from './supplier.ts';
import { placeSupplierRows, readSupplierFile } from './supplier-file.ts';

describe('what is typed about a supplier', () => {
  test('a name is enough', () => {
    expect(readSupplier({ name: ' Northwind ' }, 'GBP')).toMatchObject({
      ok: true,
      terms: { name: 'Northwind', email: null, leadTimeDays: null, minimumValue: null },
    });
  });

  test('each wrong field is named, and all of them at once', () => {
    const read = readSupplier(
      { name: '', email: 'orders at example', currency: 'EURO', leadTimeDays: '-2', minimumValue: '1.2.3' },
      'GBP',
    );
    expect(read.ok ? [] : Object.keys(read.problems).sort()).toEqual([
      'currency',
      'email',
      'leadTimeDays',
      'minimumValue',
      'name',
    ]);
  });

  test('amounts are in the currency typed beside them', () => {
    expect(readSupplier({ name: 'A', currency: 'jpy', minimumValue: '5000' }, 'GBP')).toMatchObject({
      terms: { currency: 'JPY', minimumValue: 5000n },
    });
    expect(readSupplier({ name: 'A', currency: 'JPY', minimumValue: '10.50' }, 'GBP')).toMatchObject({ ok: false });
  });
});

test('price breaks are read in any order and written as they are read', () => {
  const read = readSupplierItem({ unitCost: '3', priceBreaks: '100: 2.10; 50: 2,40' }, 'EUR');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  expect(writeBreaks(read.terms.priceBreaks, 'EUR')).toBe('50: 2.40; 100: 2.10');
  expect([1, 50, 99, 100].map((units) => costAt(read.terms, units))).toEqual([300n, 240n, 240n, 210n]);
  expect(readSupplierItem({ priceBreaks: '50: 2; 50: 3' }, 'EUR')).toMatchObject({ ok: false });
});

test('what may be ordered covers the need, reaches the minimum and fills packs, and not a pack more', () => {
  const whole = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(whole, fc.option(whole), fc.option(whole), (need, minimumOrder, packSize) => {
      const units = orderable({ minimumOrder, packSize }, need);
      const least = Math.max(need, minimumOrder ?? 0);
      expect(units).toBeGreaterThanOrEqual(least);
      expect(units % (packSize ?? 1)).toBe(0);
      expect(units - (packSize ?? 1)).toBeLessThan(least);
    }),
  );
});

describe('a file of suppliers’ items', () => {
  const text = [
    'Supplier,SKU,Cost,Pack size,Price breaks',
    'Northwind,A-1,2.50,6,"50: 2.40; 100: 2.10"',
    'Northwind,,2.50,6,',
    'Northwind,A-1,9,1,',
    'Northwind,A-2,two,0,',
    'Northwind,GONE,1,1,',
    'Northwind,TWICE,1,1,',
    'Northwind,A-3,1,1,,extra,cells',
    'Contoso,A-1,7,,',
  ].join('\n');
  const bySku = new Map([
    ['A-1', ['1']],
    ['A-2', ['2']],
    ['A-3', ['3']],
    ['TWICE', ['4', '5']],
  ]);

  test('good rows are taken, and each bad one is named by line and column', () => {
    const read = readSupplierFile(text);
    if (!read.ok) throw new Error(read.problem);
    const { placed, bad } = placeSupplierRows(read.rows, bySku, () => 'GBP');
    expect(placed.map((one) => `${one.supplier} ${one.inventoryItemId} ${one.terms.unitCost}`)).toEqual([
      'Northwind 1 250',
      'Contoso 1 700',
    ]);
    expect([...read.bad, ...bad].map((row) => `${row.line} ${row.column}`).sort()).toEqual([
      '3 sku',
      '4 sku',
      '5 cost',
      '5 pack size',
      '6 sku',
      '7 sku',
      '8 ',
    ]);
  });

  test('a file without the needed columns, or with an unknown one, changes nothing', () => {
    expect(readSupplierFile('name,sku\nA,B')).toMatchObject({ ok: false });
    expect(readSupplierFile('supplier,sku,prise\nA,B,1')).toMatchObject({
      ok: false,
      problem: expect.stringContaining('“prise” is not known'),
    });
    expect(readSupplierFile('"supplier,sku\nA')).toMatchObject({ ok: false });
  });

  test('no row is lost: each is placed or bad', () => {
    const cell = fc.constantFrom('A-1', 'A-2', '', 'x', '-1', '2.5', 'Northwind');
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 12 }), (rows) => {
        const read = readSupplierFile(
          ['supplier,sku,cost,pack size', ...rows.map((row) => `r${row.join(',')}`)].join('\n'),
        );
        if (!read.ok) throw new Error(read.problem);
        const { placed, bad } = placeSupplierRows(read.rows, bySku, () => 'GBP');
        expect(placed.length + new Set([...read.bad, ...bad].map((row) => row.line)).size).toBe(rows.length);
      }),
    );
  });
});
