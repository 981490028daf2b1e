import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvText } from '../../lib/csv.ts';
import { findSettings, readNumber, readSettingsFile } from './settings-file.ts';

const anything = () => null;
const read = (text: string) => {
  const answer = readSettingsFile(text, (name, typed) =>
    name === 'packSize' && Number(typed) < 1 ? 'Write a whole number from 1 to 1,000,000' : null,
  );
  if (!answer.ok) throw new Error(answer.problem);
  return answer;
};

describe('a file of settings', () => {
  test('takes good rows, and answers each bad cell with line, column and what to do', () => {
    const answer = read(
      [
        '\uFEFFSKU;Location;Lead time (days);pack size;Target (%);Notes',
        'TEA;London;14;6;97.5;x',
        'CUP;;;;;',
        'POT;London;2,5;0;95;',
        ';London;3;;;',
        'TEA; london ;3;;;',
        'JAR;;inherit;;;',
      ].join('\n'),
    );
    expect(answer.rows).toEqual([
      { line: 2, sku: 'TEA', location: 'London', typed: { leadTimeDays: '14', packSize: '6', targetPercent: '97.5' } },
      { line: 7, sku: 'JAR', location: '', typed: { leadTimeDays: '' } },
    ]);
    expect(answer.idle).toBe(1);
    expect(answer.bad).toEqual([
      {
        line: 4,
        column: 'Lead time (days)',
        text: '2,5',
        problem: 'Write a whole number: neither a comma nor decimals',
      },
      { line: 4, column: 'Pack size (units)', text: '0', problem: 'Write a whole number from 1 to 1,000,000' },
      { line: 5, column: 'SKU', text: '', problem: 'Say which SKU the row is about' },
      { line: 6, column: 'SKU', text: 'TEA', problem: 'It is already on line 2: keep one of the two' },
    ]);
  });

  test.each([
    ['1,200', 0, 'Write 1200 without a thousands separator: "1,200" could mean something else'],
    ['1.200', 0, 'Write 1200 without a thousands separator: "1.200" could mean something else'],
    ['1 200', 0, 'Write 1200 without a thousands separator: "1 200" could mean something else'],
    ['97,5', 1, 'Write 97.5 with a point: a comma could also mean thousands'],
    ['12.5', 0, 'Write a whole number, for example 13'],
    ['97.55', 1, 'Write at most one decimal'],
    ['-3', 0, 'Write a number that is not negative'],
    ['soon', 0, 'Write a whole number in digits, or inherit'],
    ['1e3', 0, 'Write a whole number in digits, or inherit'],
  ])('%s is refused with what to write instead', (said, decimals, problem) => {
    expect(readNumber(said, decimals)).toEqual({ ok: false, problem });
  });

  test.each([
    ['12', 0, '12'],
    ['012', 0, '12'],
    ['12.0', 0, '12'],
    ['97.5', 1, '97.5'],
    ['97.5 %', 1, '97.5'],
    ['95%', 1, '95'],
  ])('%s is a number', (said, decimals, text) => {
    expect(readNumber(said, decimals)).toEqual({ ok: true, text });
  });

  test.each(['', 'sku\nTEA', 'lead time\n4', 'a,b\n1,2'])(
    'without the columns it is refused as a whole (%#)',
    (text) => {
      expect(readSettingsFile(text, anything)).toMatchObject({
        ok: false,
        problem: expect.stringContaining('The first row must name the column SKU and at least one of Supplier'),
      });
    },
  );

  test('two columns of one name, an unclosed quote and an unquoted comma are told', () => {
    expect(readSettingsFile('SKU,Pack size,Pack size (units)\nTEA,1,2', anything)).toMatchObject({
      ok: false,
      problem: 'The column pack size is there twice: take one of them out. Nothing was changed.',
    });
    expect(readSettingsFile('SKU,Pack size\n"TEA,1', anything)).toMatchObject({ ok: false });
    expect(read('SKU,Pack size\nTEA,1,200\n').bad).toEqual([
      {
        line: 2,
        column: 'column 3',
        text: '200',
        problem: 'The row has 3 cells and the header 2: put a cell that contains "," in double quotes',
      },
    ]);
  });

  test('no row is lost: each is taken, bad or idle', () => {
    const cell = fc.constantFrom('', '1', '2,5', 'x', 'inherit', '1,000');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('', 'TEA', 'CUP', '-POT'), cell, cell)), (cells) => {
        const filled = cells.filter((row) => row.some((each) => each !== ''));
        const { rows, bad, idle } = read(csvText([['SKU', 'Lead time', 'Supplier'], ...filled]));
        const badLines = new Set(bad.map(({ line }) => line));
        expect(rows.length + badLines.size + idle).toBe(filled.length);
        for (const { line } of rows) expect(badLines.has(line)).toBe(false);
        for (const { sku } of rows) expect(sku.startsWith("'")).toBe(false);
      }),
    );
  });
});

describe('what rows of settings are about', () => {
  const known = {
    itemsBySku: new Map([
      ['TEA', [{ inventoryItemId: '1', title: 'Tea' }]],
      [
        'TWIN',
        [
          { inventoryItemId: '2', title: 'Cup' },
          { inventoryItemId: '3', title: 'Mug' },
        ],
      ],
    ]),
    locations: [
      { id: '9', name: 'London' },
      { id: '8', name: 'Leeds' },
    ],
    suppliers: [{ id: 's1', name: 'Acme' }],
  };
  const row = (over: object) => ({ line: 2, sku: 'TEA', location: '', typed: {}, ...over });

  test('is a place or the item everywhere, and the supplier by its name', () => {
    const { wanted, bad } = findSettings(
      [row({ location: 'london', typed: { supplierId: 'ACME' } }), row({ line: 3, typed: { packSize: '6' } })],
      known,
    );
    expect(bad).toEqual([]);
    expect(wanted).toMatchObject([
      { scope: 'place', key: '1/9', location: 'London', typed: { supplierId: 's1' } },
      { scope: 'item', key: '1', location: null, typed: { packSize: '6' } },
    ]);
  });

  test('is never guessed', () => {
    const { wanted, bad } = findSettings(
      [
        row({ sku: 'NONE' }),
        row({ line: 3, sku: 'TWIN' }),
        row({ line: 4, location: 'Paris', typed: { supplierId: 'Nobody' } }),
      ],
      known,
    );
    expect(wanted).toEqual([]);
    expect(bad.map(({ line, column, problem }) => [line, column, problem])).toEqual([
      [2, 'SKU', 'No product has the SKU NONE: correct it, or give it to the product'],
      [3, 'SKU', '2 products share the SKU TWIN: give each one of its own in Shopify'],
      [4, 'Location', 'There is no location Paris: write one of London, Leeds, or nothing for all'],
      [4, 'Supplier', 'There is no supplier Nobody: add it under Suppliers first, or correct the name'],
    ]);
  });
});
