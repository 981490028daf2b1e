import { expect, test } from 'vitest';
import { countOf } from './count.ts';
import { sayEvent } from './event-words.ts';

test('a count agrees with its noun', () => {
  expect([0, 1, 2, 1204].map((count) => countOf(count, 'unit'))).toEqual([
    '0 units',
    '1 unit',
    '2 units',
    '1,204 units',
  ]);
});

test('what happened begins as a sentence does, whatever it was', () => {
  const about = { key: 'k', subject: 'Order/1', at: '2026-01-01T00:00:00Z' };
  expect(sayEvent({ ...about, type: 'order.changed', data: { orderId: '1' } })).toBe('Changed in Shopify');
  expect(sayEvent({ ...about, type: 'product.deleted', data: { productId: '1' } })).toBe('Product deleted');
});
