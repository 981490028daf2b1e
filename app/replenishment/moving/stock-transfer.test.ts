import fc from 'fast-check';
import { expect, test } from 'vitest';
import { movesFile } from './moves-file.ts';
import { transfersFor } from './stock-transfer.ts';

const location = fc.constantFrom('7', '8', '9');

test('every unit of every move is on exactly one transfer, and no pair of locations has two', () => {
  const rows = fc.array(
    fc.record({
      inventoryItemId: fc.nat(20).map(String),
      locationId: location,
      moves: fc.uniqueArray(fc.record({ from: location, units: fc.integer({ min: 1, max: 99 }) }), {
        selector: ({ from }) => from,
      }),
    }),
  );
  fc.assert(
    fc.property(rows, (each) => {
      const transfers = transfersFor(each);
      const moved = each.flatMap(({ inventoryItemId: item, locationId: to, moves }) =>
        moves.map(({ from, units }) => `${item} ${from} ${to} ${units}`),
      );
      const carried = transfers.flatMap(({ from, to, lines }) =>
        lines.map(({ inventoryItemId: item, units }) => `${item} ${from} ${to} ${units}`),
      );
      expect(carried.sort()).toEqual(moved.sort());
      expect(new Set(transfers.map(({ from, to }) => `${from} ${to}`)).size).toBe(transfers.length);
    }),
  );
});

test('the file has a line for each move, by origin and destination', () => {
  const names: Record<string, string> = { '7': 'York', '8': 'Leeds', '9': 'London' };
  const row = { title: 'Tea', sku: 'TEA', barcode: null };
  expect(
    movesFile(
      [
        {
          ...row,
          locationId: '9',
          moves: [
            { from: '7', units: 3 },
            { from: '8', units: 12 },
          ],
        },
        { ...row, title: '=1+1', sku: null, locationId: '7', moves: [{ from: '8', units: 1 }] },
      ],
      (id) => names[id] ?? '',
    ),
  ).toBe(
    [
      '"From","To","Product","SKU","Barcode","Units"',
      '"Leeds","London","Tea","TEA",,12',
      `"Leeds","York","'=1+1",,,1`,
      '"York","London","Tea","TEA",,3',
      '',
    ].join('\r\n'),
  );
});
