// Parcels that customers collect.
import { describe, expect, test } from 'vitest';
import { all101, commands, hear, now, pack, parcelOf, ship, shop } from '../../../tests/packed-orders.ts';
import { collectParcel } from './collect.server.ts';

describe('pickup', () => {
  test('all of an order is made ready together, once; then it is collected, and fulfilled', async () => {
    const first = await pack('101', { '1011': 2 }, { deliveryMethod: 'PICK_UP' });
    expect(await ship(first, null)).toMatchObject({ problem: expect.stringContaining('1 unit is in no parcel yet') });
    expect(await collectParcel(shop, first, now)).toMatchObject({
      problem: expect.stringContaining('not made ready yet'),
    });
    const second = await pack('101', { '1012': 1 }, { number: 2, deliveryMethod: 'PICK_UP' });
    expect(await ship(first, null)).toEqual({ ok: true });
    expect((await parcelOf(second)).state).toBe('shipped');
    expect(await ship(second, null)).toMatchObject({ ok: false });
    const ready = await commands('fulfillmentOrderLineItemsPreparedForPickup');
    expect(ready.map((command) => command.variables)).toEqual([
      { input: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/101' }] } },
    ]);
    await hear(ready[0]!.id, 'confirmed');
    const both = await Promise.all([collectParcel(shop, first, now), collectParcel(shop, first, now)]);
    expect(both.filter((answer) => answer.ok)).toHaveLength(1);
    const [collected, ...more] = await commands();
    expect(more).toEqual([]);
    expect(collected?.variables).toMatchObject({ fulfillment: { notifyCustomer: false } });
    await hear(collected!.id, 'failed', { problem: 'Fulfillment order is on hold.' });
    expect(await parcelOf(first)).toMatchObject({ state: 'shipped', collectedAt: null });
    expect(await collectParcel(shop, first, now)).toEqual({ ok: true });
    expect(await commands()).toHaveLength(1);
  });

  test('a refused one is sealed again', async () => {
    const id = await pack('101', all101, { deliveryMethod: 'PICK_UP' });
    await ship(id, null);
    await hear((await parcelOf(id)).commandId, 'failed', { problem: 'Invalid.' });
    expect((await parcelOf(id)).state).toBe('sealed');
    expect(await ship(id, null)).toEqual({ ok: true });
    expect(await commands('fulfillmentOrderLineItemsPreparedForPickup')).toHaveLength(1);
  });
});
