// A parcel is handed off: once, with exactly what is in it, and only while that is wanted.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { all101, all102, commands, noneHeld, now, pack, ship, shop, waveState } from '../../../tests/packed-orders.ts';
import { inShop } from '../../db.server.ts';
import { readParcel } from './read-parcels.server.ts';
import { shipParcel } from './ship-parcel.server.ts';

describe('shipping a parcel', () => {
  test('asks for one fulfillment of exactly its lines, with its tracking; the wave ends with its last parcel', async () => {
    const first = await pack('101', { '1011': 1 });
    const second = await pack('101', { '1011': 1, '1012': 1 }, { number: 2 });
    const third = await pack('102', all102);
    expect(await ship(first)).toEqual({ ok: true });
    expect(await ship(second, null)).toEqual({ ok: true });
    expect(await waveState()).toBe('picked');
    expect(await ship(third)).toEqual({ ok: true });
    expect(await waveState()).toBe('shipped');
    const sent = await commands();
    expect(sent.map((command) => command.idempotencyKey)).toEqual(
      [first, second, third].map((id) => `parcel:${id}:ship`),
    );
    expect(sent[0]?.variables).toEqual({
      fulfillment: {
        lineItemsByFulfillmentOrder: [
          {
            fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/101',
            fulfillmentOrderLineItems: [{ id: 'gid://shopify/FulfillmentOrderLineItem/1011', quantity: 1 }],
          },
        ],
        notifyCustomer: true,
        trackingInfo: { number: '1Z9', company: 'UPS' },
      },
    });
    const lines = await inShop(shop, (tx) => tx.waveLine.findMany({ where: { active: true } }));
    expect(lines).toEqual([]);
    const told = await inShop(shop, (tx) =>
      tx.event.findMany({ where: { type: { in: ['parcel.shipped', 'wave.shipped'] } } }),
    );
    expect(told.map((event) => event.type).sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'parcel.shipped'),
      'wave.shipped',
    ]);
    expect(told.find((event) => event.type === 'wave.shipped')?.data).toMatchObject({ orders: 2 });
  });

  test('twice, and by two at once, sends it once', async () => {
    const id = await pack('101', all101);
    const answers = await Promise.all([ship(id), ship(id)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await ship(id)).toEqual({
      ok: false,
      problem: 'Parcel 1 of #101 was already shipped. Nothing was changed.',
      refusal: {
        ...{ code: 'shipped', parcel: 1 },
        says: 'Parcel 1 of #101 was already shipped. Nothing was changed.',
      },
    });
    expect(await commands()).toHaveLength(1);
  });

  test('the last two parcels of a wave at once end it once', async () => {
    const ids = [await pack('101', all101), await pack('102', all102)];
    expect(await Promise.all(ids.map((id) => ship(id)))).toEqual([{ ok: true }, { ok: true }]);
    expect(await waveState()).toBe('shipped');
  });

  test('one that is open, empty or unknown is refused, and a number that cannot be one', async () => {
    const open = await pack('101', all101, { state: 'open' });
    expect(await ship(open)).toMatchObject({ problem: expect.stringContaining('still being packed') });
    expect(await ship(await pack('102', {}))).toMatchObject({ problem: expect.stringContaining('is empty') });
    expect(await ship(randomUUID())).toMatchObject({ problem: expect.stringContaining('does not exist') });
    const id = await pack('102', all102, { number: 2 });
    expect(await shipParcel(shop, id, { carrier: 'UPS', trackingNumber: '' }, noneHeld, now)).toMatchObject({
      ok: false,
    });
    expect(
      await shipParcel(shop, id, { carrier: 'X', trackingNumber: '1', trackingUrl: 'javascript:1' }, noneHeld, now),
    ).toMatchObject({ problem: 'A tracking link begins with https:// or http://.' });
    expect(await commands()).toEqual([]);
  });

  test('an order that was edited, held or canceled meanwhile keeps it in the house, with the reason', async () => {
    const id = await pack('101', all101);
    await inShop(shop, (tx) =>
      tx.fulfillmentOrderLine.update({ where: { shop_id: { shop, id: '1011' } }, data: { remainingQuantity: 1 } }),
    );
    expect(await ship(id)).toMatchObject({
      ok: false,
      problem: 'The order was edited: Item 1 was 2, and 1 is still to be shipped.',
      refusal: { code: 'changed', because: 'edited' },
    });
    expect((await readParcel(shop, id, noneHeld))?.changed).toContain('was edited');
    const other = await pack('102', all102);
    expect(await shipParcel(shop, other, null, async () => new Map([['102', 'No address.']]), now)).toMatchObject({
      ok: false,
      problem: 'No address.',
      refusal: { code: 'changed', because: 'held' },
    });
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '102' }, data: { cancelledAt: now } }));
    expect(await ship(other)).toMatchObject({ problem: expect.stringContaining('canceled') });
    expect(await commands()).toEqual([]);
  });

  test('two of one order, which was edited in between: what the first takes is not there for the second', async () => {
    const [first, second] = [await pack('101', { '1011': 1 }), await pack('101', { '1011': 1 }, { number: 2 })];
    expect(await ship(first)).toEqual({ ok: true });
    await inShop(shop, (tx) =>
      tx.fulfillmentOrderLine.update({ where: { shop_id: { shop, id: '1011' } }, data: { remainingQuantity: 1 } }),
    );
    expect(await ship(second)).toMatchObject({ ok: false, problem: expect.stringContaining('edited') });
    await inShop(shop, async (tx) => {
      await tx.command.updateMany({ data: { state: 'confirmed', settledAt: now } });
      await tx.fulfillmentOrder.updateMany({ data: { heardAt: new Date(now.getTime() + 1000) } });
    });
    expect(await ship(second)).toEqual({ ok: true });
  });
});
