import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorShop } from '../../tests/mirrored.ts';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import type { DiaryEvent } from '../events/vocabulary.ts';
import { foldDays, refoldDays } from './fold-days.server.ts';
import { readReturnsByProduct, readSummary } from './read-figures.server.ts';

const period = { from: '2026-05-01', to: '2026-05-31' };

let shop = '';
let shops = 0;

beforeEach(async () => {
  shop = `figures-${shops++}.myshopify.com`;
  await mirrorShop(shop);
});

const line = (productId: string, quantity: number) => ({ orderLineId: '1', productId, variantId: null, quantity });

function placed(orderId: string, quantity: number): DiaryEvent {
  const data = {
    orderId,
    name: `#${orderId}`,
    test: false,
    currency: 'GBP',
    total: '0',
    lines: [line('mug', quantity)],
  };
  return {
    type: 'order.placed',
    key: `order.placed:${orderId}`,
    subject: `Order/${orderId}`,
    at: '2026-05-02T10:00:00.000Z',
    data,
  };
}

function fulfilled(orderId: string, at: string): DiaryEvent {
  const data = { orderId, test: false, placedAt: '2026-05-02T10:00:00.000Z' };
  return { type: 'order.fulfilled', key: `order.fulfilled:${orderId}`, subject: `Order/${orderId}`, at, data };
}

function opened(returnId: string, quantity: number): DiaryEvent {
  const data = { returnId, orderId: '1', test: false, lines: [{ ...line('mug', quantity), reason: 'UNWANTED' }] };
  return {
    type: 'return.opened',
    key: `return.opened:${returnId}`,
    subject: `Return/${returnId}`,
    at: '2026-05-09T10:00:00.000Z',
    data,
  };
}

const tell = (events: DiaryEvent[]) => inShop(shop, (tx) => append(tx, shop, events));

describe('folding the diary into days', () => {
  test('counts each event once, however often it is told and folded', async () => {
    await tell([placed('1', 8), placed('2', 2), fulfilled('1', '2026-05-02T14:00:00.000Z')]);
    expect(await foldDays(shop, 'UTC')).toBe(3);
    await tell([placed('1', 8), opened('7', 2), fulfilled('2', '2026-05-03T10:00:00.000Z')]);
    await foldDays(shop, 'UTC');
    await foldDays(shop, 'UTC');
    const summary = await readSummary(shop, period);
    expect(summary.returns).toEqual({ ordered: 10, returned: 2, rate: 0.2 });
    expect(summary.cycle.orders).toBe(2);
    expect(summary.cycle.p50Hours).toBeCloseTo(4, 0);
    expect(await readReturnsByProduct(shop, period, 10)).toEqual([
      { productId: 'mug', ordered: 10, returned: 2, rate: 0.2 },
    ]);
  });

  test('two workers at once do not count twice', async () => {
    await tell(Array.from({ length: 50 }, (_, index) => placed(`${index}`, 1)));
    await Promise.all([foldDays(shop, 'UTC'), foldDays(shop, 'UTC')]);
    expect((await readSummary(shop, period)).returns.ordered).toBe(50);
  });

  test('folding again from the first page gives the same figures', async () => {
    await tell([placed('1', 8), opened('7', 2)]);
    await foldDays(shop, 'UTC');
    const before = await readSummary(shop, period);
    await refoldDays(shop, 'UTC');
    expect(await readSummary(shop, period)).toEqual(before);
  });

  test('a day begins at midnight of the shop', async () => {
    await tell([fulfilled('1', '2026-05-31T23:30:00.000Z')]);
    await foldDays(shop, 'Europe/London');
    expect((await readSummary(shop, period)).cycle.orders).toBe(0);
    expect((await readSummary(shop, { from: '2026-06-01', to: '2026-06-01' })).cycle.orders).toBe(1);
  });
});
