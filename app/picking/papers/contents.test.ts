import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentsOf, type OrderOfParcel, type PackedParcel } from './contents.ts';

const sold = (id: string, quantity: number, more: Partial<OrderOfParcel['lines'][number]> = {}) => ({
  ...{ id, inventoryItemId: `i${id}`, title: `Item ${id}`, sku: `SKU-${id}`, quantity, wanted: quantity, sent: 0 },
  ...{ unitPrice: 1000n, discount: 0n, ships: true, ...more },
});
const parcel = (id: string, lines: Record<string, number>, more: Partial<PackedParcel> = {}): PackedParcel => ({
  ...{ id, waveId: 'w', number: 1, state: 'sealed', ...more },
  lines: Object.entries(lines).map(([line, quantity]) => ({
    ...{ fulfillmentOrderLineId: `f${line}`, inventoryItemId: `i${line}`, title: `Item ${line}`, quantity },
  })),
});
const order = (lines: OrderOfParcel['lines']): OrderOfParcel => ({
  subtotal: lines.reduce((sum, line) => sum + line.unitPrice * BigInt(line.quantity) - line.discount, 0n),
  lines,
  lineOf: new Map(lines.map((line) => [`f${line.id}`, line.id])),
});

test('a slip says what is inside, what is in the other parcels, what was sent earlier and what is to follow', () => {
  const one = parcel('p1', { a: 2 });
  const two = parcel('p2', { a: 1, b: 1 }, { number: 2 });
  const past = parcel('p0', { b: 1 }, { waveId: 'v', state: 'shipped' });
  const of = order([sold('a', 3), sold('b', 4, { sent: 2 }), sold('c', 1), sold('d', 1, { ships: false })]);
  const { inside, elsewhere } = contentsOf(of, [past, one, two], one);
  expect(inside).toEqual([
    { title: 'Item a', sku: 'SKU-a', inventoryItemId: 'ia', quantity: 2, worth: 2000n, isProduct: true },
  ]);
  expect(elsewhere.map((row) => `${row.quantity} ${row.title} ${row.where}`)).toEqual([
    '1 Item a in parcel 2',
    '2 Item b sent earlier',
    '1 Item b in parcel 2',
    '1 Item b to follow',
    '1 Item c to follow',
  ]);
});

test('what was removed from the order is not promised, and a line that is gone is still inside', () => {
  const here = parcel('p', { a: 1, gone: 1 });
  const { inside, elsewhere } = contentsOf(order([sold('a', 3, { wanted: 1 })]), [here], here);
  expect(inside.map((line) => [line.title, line.worth])).toEqual([
    ['Item a', 1000n],
    ['Item gone', 0n],
  ]);
  expect(elsewhere).toEqual([]);
});

test('every wanted unit is named once, and the parcels are worth the order', () => {
  const lines = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      parts: fc.array(fc.nat(5), { minLength: 3, maxLength: 3 }),
      price: fc.bigInt(0n, 9999n),
      off: fc.bigInt(0n, 500n),
    }),
    { selector: (line) => line.id, minLength: 1 },
  );
  fc.assert(
    fc.property(lines, fc.bigInt(0n, 3000n), (rows, off) => {
      const used = rows.filter((row) => row.parts.some((part) => part > 0));
      const of = order(
        used.map(({ id, parts, price, off: discount }) => {
          const quantity = parts.reduce((sum, part) => sum + part, 0);
          const whole = price * BigInt(quantity);
          return sold(id, quantity, { unitPrice: price, discount: discount < whole ? discount : whole });
        }),
      );
      const subtotal = of.subtotal > off ? of.subtotal - off : 0n;
      const parcels = [0, 1, 2].map((index) =>
        parcel(
          `p${index}`,
          Object.fromEntries(used.flatMap(({ id, parts }) => (parts[index]! > 0 ? [[id, parts[index]!]] : []))),
          { number: index + 1 },
        ),
      );
      let worth = 0n;
      for (const here of parcels) {
        const { inside, elsewhere } = contentsOf({ ...of, subtotal }, parcels, here);
        worth += inside.reduce((sum, line) => sum + line.worth, 0n);
        for (const line of of.lines) {
          const units = [...inside, ...elsewhere].filter((row) => row.sku === line.sku);
          expect(units.reduce((sum, row) => sum + row.quantity, 0)).toBe(line.quantity);
        }
      }
      expect(worth).toBe(subtotal);
    }),
  );
});
