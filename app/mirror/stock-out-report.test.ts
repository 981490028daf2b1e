import { describe, expect, test } from 'vitest';
import { monthsBetween, question, readTable, spellsOf } from './stock-out-report.ts';

const columns = ['inventory_item_id', 'inventory_location_id', 'day', 'days_out_of_stock_at_location'].map((name) => ({
  name,
}));

describe('the report of past stock-outs', () => {
  test('is asked for by month of the calendar, item by item', () => {
    expect(monthsBetween('2024-02-10', '2024-04-02')).toEqual([
      { firstDay: '2024-02-10', lastDay: '2024-02-29' },
      { firstDay: '2024-03-01', lastDay: '2024-03-31' },
      { firstDay: '2024-04-01', lastDay: '2024-04-02' },
    ]);
    expect(question('day', '2024-02-10', '2024-02-29', '77')).toContain('AND inventory_item_id >= 77 SINCE 2024-02-10');
  });

  test('is read as objects or arrays, of texts or numbers', () => {
    const row = { inventoryItemId: '9007199254740993', locationId: '9', at: '2024-02-10', days: 1 };
    const asObject = {
      inventory_item_id: 'gid://shopify/InventoryItem/9007199254740993',
      inventory_location_id: 9,
      day: '2024-02-10T00:00:00Z',
      days_out_of_stock_at_location: '1',
    };
    expect(readTable('day', { columns, rows: [asObject] })).toEqual({ ok: true, rows: [row] });
    const asArray = ['9007199254740993', '9', '2024-02-10', 1];
    expect(readTable('day', { columns, rows: [asArray] })).toEqual({ ok: true, rows: [row] });
    expect(readTable('day', { columns, rows: JSON.stringify([asArray]) })).toEqual({ ok: true, rows: [row] });
  });

  test.each([
    ['no rows', null, 'without rows'],
    [
      'a missing column',
      [{ inventory_item_id: '1', inventory_location_id: '2', day: '2024-01-01' }],
      'days_out_of_stock',
    ],
    ['an id too large to be exact', [[2 ** 53, '9', '2024-02-10', 1]], 'not understood'],
    ['no day', [['1', '9', 'February', 1]], 'not understood'],
    ['more than a day in a day', [['1', '9', '2024-02-10', 3]], 'not expected'],
  ])('with %s says so', (_what, rows, says) => {
    expect(readTable('day', { columns, rows })).toMatchObject({ ok: false, problem: expect.stringContaining(says) });
  });

  test('days join into spells; of months only whole ones tell which days', () => {
    const out = (at: string, days = 1, item = '1') => ({ inventoryItemId: item, locationId: '9', at, days });
    const days = [
      out('2024-02-29'),
      out('2024-02-28'),
      out('2024-03-01'),
      out('2024-03-03'),
      out('2024-03-04', 1, '2'),
    ];
    expect(
      spellsOf('day', days, '2024-06-30').spells.map((one) => [one.inventoryItemId, one.firstDay, one.lastDay]),
    ).toEqual([
      ['1', '2024-02-28', '2024-03-01'],
      ['1', '2024-03-03', '2024-03-03'],
      ['2', '2024-03-04', '2024-03-04'],
    ]);
    expect(
      spellsOf('month', [out('2024-02-01', 29), out('2024-03-01', 31), out('2024-04-01', 3)], '2024-06-30'),
    ).toEqual({
      spells: [{ inventoryItemId: '1', locationId: '9', firstDay: '2024-02-01', lastDay: '2024-03-31' }],
      unplaced: 1,
    });
    // the last month has begun: out since its first day is wholly out so far
    expect(spellsOf('month', [out('2024-06-01', 10)], '2024-06-10').spells).toHaveLength(1);
  });
});
