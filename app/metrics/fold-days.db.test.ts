import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorShop } from '../../tests/mirrored.ts';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import type { DiaryEvent } from '../events/vocabulary.ts';
import { foldDays, refoldDays } from './fold-days.server.ts';
import { readFloor, readReturnsByProduct, readSummary } from './read-figures.server.ts';

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

  test('packers’ figures are the same whenever and however often a parcel is told of', async () => {
    const packed = { parcelId: 'p', orderId: '1', waveId: 'w', locationId: '9', pickerId: 'ana' };
    const sums = { lineCount: 1, units: 2, forced: 0, expectedSeconds: 60 };
    const told = (type: string, id: string, at: string, data: object) =>
      ({ type, key: `${type}:${id}`, subject: 'Order/1', at, data: { ...packed, ...data } }) as DiaryEvent;
    const seal = (id: string, at: string) =>
      told('parcel.sealed', id, at, { ...sums, seconds: 30, grams: null, proof: null });
    const first = seal('1', '2026-05-02T10:00:00.000Z');
    const again = told('parcel.reopened', '2', '2026-05-03T10:00:00.000Z', { ...sums, mistake: true });
    const second = seal('3', '2026-05-03T10:05:00.000Z');
    // What was done first is heard of last, and twice.
    for (const events of [[second], [again, second], [first, again], [first]]) {
      await tell(events);
      await foldDays(shop, 'UTC');
    }
    const late = (await readFloor(shop, period)).packers.get('ana');
    expect(late).toMatchObject({ parcels: 1, units: 2, reopened: 1, parcelsPerHour: 60 });
    await refoldDays(shop, 'UTC');
    expect((await readFloor(shop, period)).packers.get('ana')).toEqual(late);
  });

  test('stages are read by day as well, the latest first', async () => {
    const shipped = (id: string, pickedAt: string, sealedAt: string, at: string): DiaryEvent => ({
      ...{ type: 'parcel.shipped', key: id, subject: `Parcel/${id}`, at },
      data: {
        ...{ parcelId: id, waveId: 'w', orderId: '1', locationId: '9', number: 1, units: 1, grams: null, proof: null },
        ...{ pickedAt, sealedAt, sortedAt: null },
      },
    });
    await tell([
      shipped('1', '2026-05-02T10:00:00.000Z', '2026-05-02T10:10:00.000Z', '2026-05-02T10:40:00.000Z'),
      shipped('2', '2026-05-03T10:00:00.000Z', '2026-05-03T10:20:00.000Z', '2026-05-03T10:40:00.000Z'),
    ]);
    await foldDays(shop, 'UTC');
    const { stages, stageDays } = await readFloor(shop, period);
    expect(stages.map(({ stage, times }) => [stage, times])).toEqual([
      ['packing', 2],
      ['leaving', 2],
    ]);
    expect(stageDays.map(({ day, stages }) => [day, Math.round(stages[0]!.p50Minutes)])).toEqual([
      ['2026-05-03', 20],
      ['2026-05-02', 10],
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
