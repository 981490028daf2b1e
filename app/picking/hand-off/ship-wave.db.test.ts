// A whole wave is handed off: parcels as parcels, the rest as picked.
import { describe, expect, test } from 'vitest';
import {
  all101,
  all102,
  commands,
  hear,
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
import { cancelWave } from '../cancel-wave.server.ts';
import { readProof } from '../packing/station/read-proof.server.ts';
import { shipPickedWave } from '../ship-wave.server.ts';
import { collectParcel } from './collect.server.ts';

describe('shipping a whole wave', () => {
  test('sends sealed parcels as parcels and the rest as picked; what is being packed stays, and the wave waits for it', async () => {
    const sealed = await pack('101', all101);
    const open = await pack('102', all102, { state: 'open' });
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({
      ok: true,
      shipped: 1,
      leftOut: [{ orderId: '102', reason: expect.stringContaining('still being packed') }],
    });
    expect(await waveState()).toBe('picked');
    expect((await parcelOf(sealed)).state).toBe('shipped');
    await inShop(shop, (tx) => tx.parcel.updateMany({ where: { id: open }, data: { state: 'sealed' } }));
    const number = new Map([['102', { carrier: 'UPS', number: '42' }]]);
    expect(await shipPickedWave(shop, waveId, number, noneHeld, now)).toEqual({ ok: true, shipped: 1, leftOut: [] });
    expect(await waveState()).toBe('shipped');
    expect(await parcelOf(open)).toMatchObject({ state: 'shipped', trackingNumber: '42' });
    expect(await commands()).toHaveLength(2);
  });

  test('what its customer collects is made ready, not shipped, also where nobody packed it', async () => {
    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ where: { orderId: '101' }, data: { deliveryMethod: 'PICK_UP' } }),
    );
    const number = new Map([['101', { carrier: 'UPS', number: '42' }]]);
    expect(await shipPickedWave(shop, waveId, number, noneHeld, now)).toEqual({ ok: true, shipped: 2, leftOut: [] });
    expect((await commands()).map((command) => command.subject)).toEqual(['Order/102']);
    const [ready, ...more] = await commands('fulfillmentOrderLineItemsPreparedForPickup');
    expect([ready?.subject, more]).toEqual(['Order/101', []]);
    await hear(ready!.id, 'confirmed');
    expect(await waveState()).toBe('shipped');
    const [parcel] = await inShop(shop, (tx) => tx.parcel.findMany({ include: { lines: true } }));
    expect(parcel).toMatchObject({ state: 'shipped', handOff: 'pickup', trackingNumber: null, boxName: null });
    expect(Object.fromEntries(parcel!.lines.map((line) => [line.fulfillmentOrderLineId, line.quantity]))).toEqual(
      all101,
    );
    expect((await readProof(shop, waveId, '101', now))?.checked.ok ?? true).toBe(true);
    expect(await collectParcel(shop, parcel!.id, now)).toEqual({ ok: true });
    expect((await commands()).map((command) => command.subject)).toEqual(['Order/102', 'Order/101']);
  });

  test('an order that is half packed stays; one without parcels goes as before', async () => {
    await pack('101', { '1011': 1 });
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({
      shipped: 1,
      leftOut: [{ orderId: '101', reason: expect.stringContaining('2 units are in no parcel yet') }],
    });
    expect((await commands()).map((command) => command.subject)).toEqual(['Order/102']);
  });

  test('an order canceled meanwhile is left out, its parcel given up, its goods not counted as shipped', async () => {
    const gone = await pack('101', all101);
    await pack('102', all102);
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '101' }, data: { cancelledAt: now } }));
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({
      shipped: 1,
      leftOut: [{ orderId: '101' }],
    });
    expect(await waveState()).toBe('shipped');
    expect((await parcelOf(gone)).state).toBe('given-up');
    expect(await ship(gone)).toMatchObject({ problem: expect.stringContaining('given up') });
  });

  test('a wave of which a parcel left cannot be canceled; before that its parcels are given up', async () => {
    const id = await pack('101', all101);
    await ship(id);
    expect(await cancelWave(shop, waveId, now)).toMatchObject({ problem: expect.stringContaining('has left already') });
    expect(await waveState()).toBe('picked');
  });

  test('an order that was sent without a parcel keeps its wave from being canceled: its goods are not on the shelf', async () => {
    const open = await pack('102', { '1021': 1 }, { state: 'open' });
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({ ok: true, shipped: 1 });
    expect(await cancelWave(shop, waveId, now)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('#101 was shipped already'),
    });
    expect((await parcelOf(open)).state).toBe('open');
    expect(await waveState()).toBe('picked');
  });
});
