import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterMove, type BinMove, type BinStock, byExpiry, fold, moveKinds, sumOf } from './ledger.ts';

const move = (kind: BinMove['kind'], rest: Partial<BinMove> = {}): BinMove => ({
  id: '1',
  kind,
  inventoryItemId: 'tea',
  from: null,
  to: null,
  lot: null,
  expiresOn: null,
  quantity: null,
  note: null,
  ...rest,
});
const row = (bin: string, quantity: number | null, lot = '', expiresOn: string | null = null): BinStock => ({
  bin,
  inventoryItemId: 'tea',
  lot,
  expiresOn,
  quantity,
});

describe('one move', () => {
  test('placed says where, not how many, and twice is once', () => {
    const once = fold([move('placed', { to: 'A-1' })]);
    expect(once).toEqual([row('A-1', null)]);
    expect(afterMove(once, move('placed', { to: 'A-1' }))).toEqual(once);
  });

  test('put away adds to what is known, and leaves the unknown unknown', () => {
    expect(afterMove([row('A-1', 3)], move('put-away', { to: 'A-1', quantity: 4 }))).toEqual([row('A-1', 7)]);
    expect(afterMove([row('A-1', null)], move('put-away', { to: 'A-1', quantity: 4 }))).toEqual([row('A-1', null)]);
  });

  test('the first to expire goes first, and an empty bin stays the item’s', () => {
    const lots = [row('A-1', 2, 'late', '2027-05-01'), row('A-1', 2, 'soon', '2027-01-01')];
    expect(afterMove(lots, move('picked', { from: 'A-1', quantity: 3 }))).toEqual([
      row('A-1', 1, 'late', '2027-05-01'),
    ]);
    expect(afterMove([row('A-1', 2)], move('picked', { from: 'A-1', quantity: 2 }))).toEqual([row('A-1', 0)]);
  });

  test('a bin that gave more than it was said to hold is unknown', () => {
    expect(afterMove([row('A-1', 2)], move('picked', { from: 'A-1', quantity: 3 }))).toEqual([row('A-1', null)]);
    const both = afterMove([row('A-1', 2)], move('moved', { from: 'A-1', to: 'B-1', quantity: 3 }));
    expect(both.toSorted((a, b) => (a.bin < b.bin ? -1 : 1))).toEqual([row('A-1', null), row('B-1', 3)]);
  });

  test('a move without a quantity takes everything along, lots and all', () => {
    const lots = [row('A-1', 2, 'x', '2027-01-01'), row('A-1', null)];
    const after = afterMove(lots, move('moved', { from: 'A-1', to: 'B-1' }));
    expect(after.toSorted(byExpiry)).toEqual([row('B-1', 2, 'x', '2027-01-01'), row('B-1', null)]);
  });

  test('a count is believed: fewer, and the first to expire are gone; more, and they are of no lot', () => {
    const lots = [row('A-1', 2, 'late', '2027-05-01'), row('A-1', 2, 'soon', '2027-01-01')];
    const count = (stock: BinStock[], quantity: number) =>
      afterMove(stock, move('counted', { to: 'A-1', quantity })).toSorted(byExpiry);
    expect(count(lots, 3)).toEqual([row('A-1', 1, 'soon', '2027-01-01'), row('A-1', 2, 'late', '2027-05-01')]);
    expect(count(lots, 5)).toEqual([...lots.toReversed(), row('A-1', 1)]);
    expect(count([row('A-1', null)], 6)).toEqual([row('A-1', 6)]);
    expect(count([], 6)).toEqual([row('A-1', 6)]);
    expect(count([row('A-1', 9)], 0)).toEqual([row('A-1', 0)]);
  });

  test('taken out leaves nothing of it there', () => {
    expect(afterMove([row('A-1', 2), row('B-1', 1)], move('taken-out', { from: 'A-1' }))).toEqual([row('B-1', 1)]);
  });
});

const bin = fc.constantFrom('A-1', 'A-2', 'B-1');
const anyMove = fc
  .record({
    kind: fc.constantFrom(...moveKinds),
    inventoryItemId: fc.constantFrom('tea', 'cup'),
    from: bin,
    to: bin,
    lot: fc.constantFrom(null, 'x', 'y'),
    quantity: fc.integer({ min: 1, max: 9 }),
  })
  .map((one) => move(one.kind, { ...one, expiresOn: one.lot === 'x' ? '2027-01-01' : null }));

describe('any ledger', () => {
  const held = (stock: BinStock[], item: string) => sumOf(stock.filter((one) => one.inventoryItemId === item));

  test('has one row for each bin, item and lot, never below zero, and a count is what it says', () => {
    fc.assert(
      fc.property(fc.array(anyMove), anyMove, (moves, last) => {
        const stock = fold([...moves, last]);
        const keys = stock.map((one) => `${one.bin} ${one.inventoryItemId} ${one.lot}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(stock.every((one) => one.quantity === null || one.quantity >= 0)).toBe(true);
        if (last.kind === 'counted') {
          const there = stock.filter(
            (one) =>
              one.bin === last.to &&
              one.inventoryItemId === last.inventoryItemId &&
              (last.lot === null || one.lot === last.lot),
          );
          expect(sumOf(there)).toBe(last.quantity);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('no move loses or makes a unit but by what it says, while all is known', () => {
    fc.assert(
      fc.property(fc.array(anyMove), anyMove, (moves, last) => {
        const before = fold(moves);
        const sum = held(before, last.inventoryItemId);
        const after = held(afterMove(before, last), last.inventoryItemId);
        const other = last.inventoryItemId === 'tea' ? 'cup' : 'tea';
        expect(held(afterMove(before, last), other)).toBe(held(before, other));
        if (sum === null || after === null) return;
        const change = { 'put-away': last.quantity!, moved: 0, picked: -last.quantity!, adjusted: last.quantity! };
        const expected = change[last.kind as keyof typeof change];
        const given = before.some(
          (one) =>
            one.bin === last.from &&
            one.inventoryItemId === last.inventoryItemId &&
            (last.lot === null || one.lot === last.lot),
        );
        if (expected === undefined || (last.from === last.to && last.kind === 'moved')) return;
        // A bin that was said to hold nothing of it gives what the ledger never had.
        if (!given && (last.kind === 'picked' || last.kind === 'moved')) return;
        expect(after - sum).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });
});
