// Parcels that customers collect.
import { beforeEach, describe, expect, test } from 'vitest';
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
import { append } from '../../events/append.server.ts';
import { cancelWave } from '../cancel-wave.server.ts';
import { readProof } from '../packing/station/read-proof.server.ts';
import { collectParcel } from './collect.server.ts';
import { followParcels } from './follow-parcels.server.ts';
import { putPickupBack } from './put-back-pickup.server.ts';
import { readParcel, readParcelsPage } from './read-parcels.server.ts';

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

  test('one that was handed over in Shopify’s admin is collected here as well', async () => {
    const id = await pack('101', all101, { deliveryMethod: 'PICK_UP' });
    const other = await pack('102', all102, { deliveryMethod: 'PICK_UP', state: 'sealed' });
    await ship(id, null);
    await hear((await parcelOf(id)).commandId, 'confirmed');
    const at = new Date('2026-11-27T10:00:00Z');
    await inShop(shop, (tx) =>
      append(
        tx,
        shop,
        ['101', '102'].map((orderId) => ({
          ...({ type: 'order.fulfilled', key: `order.fulfilled:${orderId}`, subject: `Order/${orderId}` } as const),
          ...{ at: at.toISOString(), data: { orderId, test: false, placedAt: now.toISOString() } },
        })),
      ),
    );
    await followParcels(shop, new AbortController().signal, now);
    expect((await parcelOf(id)).collectedAt).toEqual(at);
    expect(await parcelOf(other)).toMatchObject({ state: 'sealed', collectedAt: null });
    expect(await collectParcel(shop, id, now)).toMatchObject({ problem: expect.stringContaining('already collected') });
  });

  test('one whose order wants fewer, or is held, while it lies ready is not handed over', async () => {
    const id = await pack('101', all101, { deliveryMethod: 'PICK_UP' });
    await ship(id, null);
    await hear((await parcelOf(id)).commandId, 'confirmed');
    const line = { where: { id: '1011' } };
    await inShop(shop, (tx) => tx.fulfillmentOrderLine.updateMany({ ...line, data: { remainingQuantity: 1 } }));
    expect(await collectParcel(shop, id, now)).toMatchObject({
      problem: expect.stringMatching(/^Keep parcel 1 of #101 here\. .+ Nothing was changed\.$/),
    });
    await inShop(shop, (tx) => tx.fulfillmentOrderLine.updateMany({ ...line, data: { remainingQuantity: 2 } }));
    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ where: { orderId: '101' }, data: { status: 'ON_HOLD' } }),
    );
    expect(await collectParcel(shop, id, now)).toMatchObject({
      problem: expect.stringMatching(/^Keep parcel 1 of #101 here\. /),
    });
    expect((await parcelOf(id)).collectedAt).toBeNull();
    expect(await commands()).toEqual([]);
  });

  describe('that is canceled after it was made ready', () => {
    let ids: string[] = [];
    const told = () =>
      inShop(shop, async (tx) =>
        (await tx.binMove.findMany({ where: { kind: 'put-away' }, orderBy: { inventoryItemId: 'asc' } })).map(
          (move) => [...[move.inventoryItemId, move.toBin, move.quantity]],
        ),
      );

    beforeEach(async () => {
      await inShop(shop, (tx) => tx.waveLine.updateMany({ data: { bin: 'A-01' } }));
      ids = [
        await pack('101', { '1011': 2 }, { deliveryMethod: 'PICK_UP' }),
        await pack('101', { '1012': 1 }, { number: 2, deliveryMethod: 'PICK_UP' }),
      ];
      expect(await ship(ids[0]!, null)).toEqual({ ok: true });
      expect(await putPickupBack(shop, ids[0]!, now)).toMatchObject({
        problem: expect.stringContaining('waits for its'),
      });
      await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '101' }, data: { cancelledAt: now } }));
    });

    test('is told where the staff look, with what goes to which bin, and is handed to nobody', async () => {
      const look = (tab: 'problems' | 'pickup') => readParcelsPage(shop, { tab, search: '' }, { skip: 0, take: 10 });
      for (const tab of ['problems', 'pickup'] as const)
        expect((await look(tab)).rows.map((row) => row.putBack)).toEqual(
          ids.map(() => ({ why: '#101 was canceled.', whole: true })),
        );
      expect((await readParcel(shop, ids[1]!, noneHeld))?.putBack).toEqual({
        ...{ why: '#101 was canceled.', whole: true },
        goods: [
          { title: 'Item 1', sku: 'SKU-1', units: 2, bin: 'A-01' },
          { title: 'Item 2', sku: 'SKU-2', units: 1, bin: 'A-01' },
        ],
      });
      expect(await collectParcel(shop, ids[0]!, now)).toMatchObject({
        problem: expect.stringContaining('Put its goods'),
      });
      expect(await commands()).toEqual([]);
    });

    test('goes back by one press, once, with all its parcels, and its proof says so', async () => {
      expect(await putPickupBack(shop, ids[0]!, now)).toMatchObject({
        problem: expect.stringContaining('just being told'),
      });
      const [ready] = await commands('fulfillmentOrderLineItemsPreparedForPickup');
      await hear(ready!.id, 'confirmed');
      const both = await Promise.all(ids.map((id) => putPickupBack(shop, id, now)));
      expect(both.filter((answer) => answer.ok)).toHaveLength(1);
      expect(await told()).toEqual([
        ['1', 'A-01', 2],
        ['2', 'A-01', 1],
      ]);
      for (const id of ids) expect((await parcelOf(id)).state).toBe('given-up');
      const proof = await readProof(shop, waveId, '101', now);
      expect(proof?.checked.ok).toBe(true);
      expect(proof?.links.map((link) => [link.parcelId, link.deed.kind])).toEqual(ids.map((id) => [id, 'gave-up']));
      expect((await readParcel(shop, ids[0]!, noneHeld))?.putBack).toBeNull();
      expect(await collectParcel(shop, ids[0]!, now)).toMatchObject({ problem: expect.stringContaining('given up') });
      // What is left of the wave can still be canceled: the bins hear of the other order alone.
      expect(await cancelWave(shop, waveId, now)).toEqual({ ok: true });
      expect(await told()).toEqual([
        ...[
          ['1', 'A-01', 2],
          ['1', 'A-01', 2],
        ],
        ...[
          ['2', 'A-01', 1],
          ['2', 'A-01', 1],
        ],
      ]);
    });

    test('lets its wave end with the others, of which it is none', async () => {
      await hear((await commands('fulfillmentOrderLineItemsPreparedForPickup'))[0]!.id, 'confirmed');
      expect(await putPickupBack(shop, ids[0]!, now)).toEqual({ ok: true });
      expect(await ship(await pack('102', all102), null)).toEqual({ ok: true });
      expect(await waveState()).toBe('shipped');
      const [end] = await inShop(shop, (tx) => tx.event.findMany({ where: { type: 'wave.shipped' } }));
      expect(end?.data).toMatchObject({ orders: 1 });
    });
  });

  describe('that is edited after it was made ready', () => {
    let ids: string[] = [];
    const remaining = (line: string, remainingQuantity: number) =>
      inShop(shop, (tx) => tx.fulfillmentOrderLine.updateMany({ where: { id: line }, data: { remainingQuantity } }));
    const holds = (id: string) =>
      inShop(shop, async (tx) =>
        (await tx.parcelLine.findMany({ where: { parcelId: id }, orderBy: { fulfillmentOrderLineId: 'asc' } })).map(
          (line) => [line.fulfillmentOrderLineId, line.quantity],
        ),
      );
    const told = () =>
      inShop(shop, async (tx) =>
        (await tx.binMove.findMany({ where: { kind: 'put-away' }, orderBy: { inventoryItemId: 'asc' } })).map(
          (move) => [move.inventoryItemId, move.toBin, move.quantity],
        ),
      );
    const page = (id: string) => readParcel(shop, id, noneHeld);

    beforeEach(async () => {
      await inShop(shop, async (tx) => {
        await tx.waveLine.updateMany({ data: { bin: 'A-01' } });
        await tx.fulfillmentOrder.updateMany({ data: { deliveryMethod: 'PICK_UP' } });
      });
      ids = [
        await pack('101', { '1011': 1, '1012': 1 }, { deliveryMethod: 'PICK_UP' }),
        await pack('101', { '1011': 1 }, { number: 2, deliveryMethod: 'PICK_UP' }),
      ];
      expect(await ship(ids[0]!, null)).toEqual({ ok: true });
      await hear((await commands('fulfillmentOrderLineItemsPreparedForPickup'))[0]!.id, 'confirmed');
    });

    test('the shelf says just what goes back, one press books it once, and the rest is handed over', async () => {
      await remaining('1012', 0);
      expect((await page(ids[0]!))?.putBack).toEqual({
        ...{ why: '#101 was edited: put back 1 × Item 2.', whole: false },
        goods: [{ title: 'Item 2', sku: 'SKU-2', units: 1, bin: 'A-01' }],
      });
      expect((await page(ids[1]!))?.putBack).toBeNull();
      const { rows, counts } = await readParcelsPage(shop, { tab: 'problems', search: '' }, { skip: 0, take: 10 });
      expect([counts.problems, rows.map((row) => row.id)]).toEqual([1, [ids[0]]]);
      expect(await collectParcel(shop, ids[0]!, now)).toMatchObject({
        problem: expect.stringMatching(/^Keep parcel 1 of #101 here\. .*put back 1 × Item 2\./),
      });
      const both = await Promise.all([putPickupBack(shop, ids[0]!, now), putPickupBack(shop, ids[0]!, now)]);
      expect(both.filter((answer) => answer.ok)).toHaveLength(1);
      // Pressed once more, as after an answer that was lost.
      expect(await putPickupBack(shop, ids[0]!, now)).toMatchObject({
        problem: expect.stringContaining('wants all that lies ready'),
      });
      expect(await told()).toEqual([['2', 'A-01', 1]]);
      expect([await holds(ids[0]!), await holds(ids[1]!)]).toEqual([[['1011', 1]], [['1011', 1]]]);
      expect((await page(ids[0]!))?.putBack).toBeNull();
      const proof = await readProof(shop, waveId, '101', now);
      expect(proof?.checked.ok).toBe(true);
      expect(proof?.links.map((link) => link.deed)).toEqual([{ kind: 'taken-out', line: '1012', units: 1 }]);
      for (const id of ids) expect(await collectParcel(shop, id, now)).toEqual({ ok: true });
      const sent = (await commands()).map(({ variables }) => JSON.stringify(variables));
      expect(sent).toHaveLength(2);
      expect(sent.join()).not.toContain('1012');
    });

    test('a parcel of which nothing is left is given up, and the wave ends with the others', async () => {
      await remaining('1011', 1);
      // Of a line in two parcels the one that was packed last gives.
      expect((await page(ids[0]!))?.putBack).toBeNull();
      expect((await page(ids[1]!))?.putBack?.goods).toMatchObject([{ title: 'Item 1', units: 1 }]);
      expect(await putPickupBack(shop, ids[1]!, now)).toEqual({ ok: true });
      expect(await told()).toEqual([['1', 'A-01', 1]]);
      expect([(await parcelOf(ids[0]!)).state, (await parcelOf(ids[1]!)).state]).toEqual(['shipped', 'given-up']);
      expect(await ship(await pack('102', all102), null)).toEqual({ ok: true });
      expect(await waveState()).toBe('shipped');
      // Canceled after all: what was brought back before is not booked once more.
      await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '101' }, data: { cancelledAt: now } }));
      expect(await putPickupBack(shop, ids[0]!, now)).toEqual({ ok: true });
      expect(await told()).toEqual([
        ['1', 'A-01', 1],
        ['1', 'A-01', 1],
        ['2', 'A-01', 1],
      ]);
    });

    test('what is added is said to be in no parcel; nothing goes back for it', async () => {
      expect((await page(ids[0]!))?.added).toEqual([]);
      await remaining('1012', 3);
      for (const id of ids)
        expect(await page(id)).toMatchObject({ putBack: null, added: [{ title: 'Item 2', units: 2 }] });
      expect(await putPickupBack(shop, ids[0]!, now)).toMatchObject({ ok: false });
      expect(await collectParcel(shop, ids[0]!, now)).toEqual({ ok: true });
      expect(await told()).toEqual([]);
    });

    test('one that is held, or was collected in Shopify’s admin a moment ago, is not brought back', async () => {
      await inShop(shop, (tx) => tx.fulfillmentOrder.updateMany({ where: { id: '101' }, data: { status: 'CLOSED' } }));
      for (const line of ['1011', '1012']) await remaining(line, 0);
      expect((await page(ids[0]!))?.putBack).toBeNull();
      expect(await putPickupBack(shop, ids[0]!, now)).toMatchObject({ ok: false });
      expect(await told()).toEqual([]);
    });
  });
});
