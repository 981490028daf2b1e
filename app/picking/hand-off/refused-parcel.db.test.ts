// What becomes of a parcel that Shopify refuses.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  all101,
  all102,
  commands,
  everyOrder,
  hear,
  made,
  noneHeld,
  now,
  pack,
  parcelOf,
  ship,
  shop,
  waveId,
  waveState,
} from '../../../tests/packed-orders.ts';
import { inShop } from '../../db.server.ts';
import { retryCommand } from '../../shopify/outbox.server.ts';
import { cancelWave } from '../cancel-wave.server.ts';
import { planNewWave } from '../plan-wave.server.ts';
import { readNotInWaves } from '../read-waves.server.ts';
import { readParcel, readParcelsPage } from './read-parcels.server.ts';

describe('a refused parcel', () => {
  test('what Shopify refuses is sealed again with the reason; mended, it is the same command with what is wanted now', async () => {
    const id = await pack('101', all101);
    await ship(id);
    const { commandId } = await parcelOf(id);
    await hear(commandId, 'failed', { problem: 'Fulfillment order is closed.' });
    expect(await parcelOf(id)).toMatchObject({ state: 'sealed', shippedAt: null });
    expect((await readParcel(shop, id, noneHeld))?.outcome).toMatchObject({
      state: 'failed',
      problem: 'Fulfillment order is closed.',
    });
    const trouble = await readParcelsPage(shop, { tab: 'problems', search: '' }, { skip: 0, take: 10 });
    expect(trouble.rows.map((row) => row.id)).toEqual([id]);
    expect(await ship(id, { carrier: 'DPD', trackingNumber: '77' })).toEqual({ ok: true });
    const [only, ...more] = await commands();
    expect(more).toEqual([]);
    expect(only).toMatchObject({ state: 'queued', round: 1 });
    expect(only?.variables).toMatchObject({ fulfillment: { trackingInfo: { number: '77', company: 'DPD' } } });
    await hear(commandId, 'confirmed', made('500'));
    expect(await parcelOf(id)).toMatchObject({ state: 'shipped', trackingNumber: '77' });
  });

  test('a refusal after the wave ended is mended all the same; sent again from the outbox it is shipped', async () => {
    const ids = [await pack('101', all101), await pack('102', all102)];
    for (const id of ids) await ship(id);
    expect(await waveState()).toBe('shipped');
    const [one, two] = await Promise.all(ids.map(parcelOf));
    await hear(one!.commandId, 'failed', { problem: 'No.' });
    expect(await ship(ids[0]!)).toEqual({ ok: true });
    await hear(two!.commandId, 'failed', { problem: 'No.' });
    await hear(two!.commandId, 'confirmed', made('501'));
    expect((await parcelOf(ids[1]!)).state).toBe('shipped');
    expect(await commands()).toHaveLength(2);
  });

  test('a refused one that is sent again from the outbox is on its way: it is not opened, given up or sent beside that', async () => {
    const id = await pack('101', all101);
    await ship(id);
    const { commandId } = await parcelOf(id);
    await hear(commandId, 'failed', { problem: 'Try again later.' });
    expect(await retryCommand(shop, commandId!, now)).toBe(true);
    expect(await ship(id)).toMatchObject({ ok: false, problem: expect.stringContaining('on its way') });
    expect(await cancelWave(shop, waveId, now)).toMatchObject({ ok: false });
    expect((await parcelOf(id)).state).toBe('sealed');
    await hear(commandId, 'failed', { problem: 'Try again later.' });
    expect(await cancelWave(shop, waveId, now)).toEqual({ ok: true });
    expect((await parcelOf(id)).state).toBe('given-up');
    // Its goods are on the shelf: what was refused is not sent any more.
    expect(await retryCommand(shop, commandId!, now)).toBe(false);
  });

  test('an order whose refused parcel lies sealed is not planned again: its goods are in the parcel', async () => {
    const ids = [await pack('101', all101), await pack('102', all102)];
    for (const id of ids) await ship(id);
    expect(await waveState()).toBe('shipped');
    await hear((await parcelOf(ids[0]!)).commandId, 'failed', { problem: 'Try again later.' });
    expect(await planNewWave(shop, { locationId: '9', size: 12 }, everyOrder, now)).toMatchObject({ ok: false });
    const all = { locationId: '9', code: null, search: '' };
    const { rows } = await readNotInWaves(shop, all, { skip: 0, take: 10 }, everyOrder, now);
    expect(rows.map((row) => [row.orderName, row.reason.code, row.reason.todo.path])).toEqual([
      ['#101', 'came-back', `/app/waves/parcels/${ids[0]}`],
      ['#102', 'on-its-way', '/app/orders/102'],
    ]);
  });

  test('the newest refusal is listed among problems however many there are, and a search finds it', async () => {
    const newest = await pack('101', all101);
    await ship(newest);
    await hear((await parcelOf(newest)).commandId, 'failed', { problem: 'No.' });
    const old = Array.from({ length: 700 }, (_, at) => ({ id: randomUUID(), at }));
    await inShop(shop, async (tx) => {
      const fields = { shop, waveId, orderId: '102', orderName: '#102', locationId: '9', state: 'shipped' };
      const opened = { openedAt: now, sealedAt: new Date(0), shippedAt: now };
      await tx.parcel.createMany({ data: old.map(({ id, at }) => ({ ...fields, ...opened, id, number: at + 1 })) });
      await tx.command.createMany({
        data: old.map(({ id, at }) => ({
          ...{
            shop,
            id: randomUUID(),
            operation: 'fulfillmentTrackingInfoUpdate',
            variables: {},
            subject: 'Order/102',
          },
          ...{ idempotencyKey: `parcel:${id}:tracking:1`, state: at % 2 === 0 ? 'failed' : 'unknown', seq: -700 + at },
        })),
      });
    });
    const look = (search: string, skip = 0) => readParcelsPage(shop, { tab: 'problems', search }, { skip, take: 10 });
    expect(await look('', 700)).toMatchObject({ total: 701, counts: { problems: 701 }, rows: [{ id: newest }] });
    expect((await look('101')).rows.map((row) => row.id)).toEqual([newest]);
    expect((await look('102', 690)).rows).toHaveLength(10);
  });
});
