import { expect, test } from 'vitest';
import type { OrderLine } from './purchase-order.ts';
import { checkReceiving, lineOfCode } from './receive.ts';

const line = (id: string, more: Partial<OrderLine> = {}): OrderLine => ({
  id,
  position: 1,
  inventoryItemId: id,
  variantId: id,
  title: `Item ${id}`,
  sku: `SKU-${id}`,
  barcode: null,
  supplierSku: null,
  ordered: 20,
  received: 0,
  rejected: 0,
  unitCost: 100n,
  packSize: 1,
  receiptHash: null,
  inIncoming: 0,
  ...more,
});

test('more than is to come is asked about first, and taken once confirmed', () => {
  const order = { number: 1, lines: [line('1', { received: 12 })] };
  const counted = [{ lineId: '1', accepted: 8, rejected: 1 }];
  expect(checkReceiving(order, counted, false)).toMatchObject({ ok: false, over: [{ lineId: '1', by: 1 }] });
  expect(checkReceiving(order, counted, true)).toMatchObject({ ok: true, lines: [{ accepted: 8, rejected: 1 }] });
});

test('nothing, half a unit and a line counted twice are refused', () => {
  const order = { number: 1, lines: [line('1')] };
  const of = (...units: number[]) => units.map((accepted) => ({ lineId: '1', accepted, rejected: 0 }));
  for (const counted of [of(0), of(0.5), of(-1), of(1, 1), [{ lineId: 'x', accepted: 1, rejected: 0 }]])
    expect(checkReceiving(order, counted, true)).toMatchObject({ ok: false });
});

test('a code finds a line by barcode, SKU or the supplier’s SKU, and nothing when it is ambiguous', () => {
  const lines = [
    line('1', { barcode: '5012345678900' }),
    line('2', { supplierSku: 'N-7' }),
    line('3', { sku: 'SKU-2' }),
  ];
  expect(lineOfCode(lines, ' 5012345678900 ')?.id).toBe('1');
  expect(lineOfCode(lines, 'sku-1')?.id).toBe('1');
  expect(lineOfCode(lines, 'n-7')?.id).toBe('2');
  expect(lineOfCode(lines, 'SKU-2')).toBeNull();
  expect(lineOfCode(lines, '')).toBeNull();
});
