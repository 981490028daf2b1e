import { expect, test } from 'vitest';
import { pickList } from './pick-list.ts';

test('the pick list has every line in the order of the walk, with tote and barcode', () => {
  const line = (position: number) => ({
    ...{
      fulfillmentOrderLineId: `${position}`,
      position,
      bin: position === 2 ? null : `A-${position}`,
      title: 'Tea',
      sku: null,
      orderName: `#${position % 2}`,
    },
    ...{ quantity: position, tote: position === 3 ? 'blue' : '4', barcode: position === 1 ? '5012345678900' : 'ä' },
  });
  const list = pickList({
    ...{
      number: 7,
      locationName: 'London',
      printedAt: '27 Nov 2026, 09:00',
      dueAt: null,
      cartName: null,
      ruleName: 'Express',
    },
    walk: [line(3), line(1), line(2)],
  });
  expect(list).toMatchObject({
    ...{ title: 'Wave 7', code: 'W-7', empty: null },
    facts: ['London · Express', '2 orders, 3 lines, 6 units', 'Printed 27 Nov 2026, 09:00'],
  });
  expect(list.lines.map((one) => [one.position, one.bin, one.quantity, one.tote, one.order, one.bars])).toEqual([
    ['1', 'A-1', '1', 'T-4', '#1', '5012345678900'],
    ['2', 'no bin', '2', 'T-4', '#0', null],
    ['3', 'A-3', '3', 'blue', '#1', null],
  ]);
});

test('a line that several bins give stands at each of them, with how much of it lies there, and counts once', () => {
  const part = (position: number, fulfillmentOrderLineId: string, bin: string, quantity: number) => ({
    ...{ fulfillmentOrderLineId, position, bin, quantity, title: 'Tea', sku: null, orderName: '#1' },
    ...{ tote: '1', barcode: null },
  });
  const facts = { number: 7, locationName: '', printedAt: 'now', dueAt: null, cartName: null, ruleName: null };
  const list = pickList({ ...facts, walk: [part(1, '1', 'A-1', 3), part(2, '2', 'B-1', 4), part(3, '1', 'B-2', 2)] });
  expect(list.facts).toContain('1 order, 2 lines, 9 units');
  expect(list.lines.map((one) => [one.bin, one.quantity, one.of])).toEqual([
    ['A-1', '3', 'of 5'],
    ['B-1', '4', ''],
    ['B-2', '2', 'of 5'],
  ]);
});
