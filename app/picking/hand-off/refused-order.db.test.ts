// An order that went straight from its wave, and that Shopify refused.
import { beforeEach, describe, expect, test } from 'vitest';
import { all102, commands, everyOrder, hear, noneHeld, now, pack, shop, waveId } from '../../../tests/packed-orders.ts';
import { inShop } from '../../db.server.ts';
import { retryCommand } from '../../shopify/outbox.server.ts';
import { planNewWave } from '../plan-wave.server.ts';
import { readNotInWaves, readWave } from '../read-waves.server.ts';
import { shipPickedWave } from '../ship-wave.server.ts';
import { readParcelsPage } from './read-parcels.server.ts';
import { putOrderBack, sendOrderAgain } from './refused-order.server.ts';
import { shipParcel } from './ship-parcel.server.ts';

const again = (typed = { carrier: '', trackingNumber: '' }) =>
  sendOrderAgain(shop, waveId, '101', typed, noneHeld, now);
const refusedOn = async () => [...((await readWave(shop, waveId, noneHeld))?.refused ?? [])];
const binOf = (item: string) =>
  inShop(shop, async (tx) =>
    (await tx.binMove.findMany({ where: { inventoryItemId: item, kind: 'put-away' } })).map((move) => move.quantity),
  );

describe('an order in no parcel that Shopify refused', () => {
  let commandId = '';

  /** Order 101 goes as it is, 102 in a parcel; Shopify takes the second one only. */
  beforeEach(async () => {
    await inShop(shop, (tx) => tx.waveLine.updateMany({ data: { bin: 'A-01' } }));
    await pack('102', all102);
    expect(await shipPickedWave(shop, waveId, new Map(), noneHeld, now)).toMatchObject({ ok: true, shipped: 2 });
    const [of101] = (await commands()).filter((command) => command.subject === 'Order/101');
    commandId = of101?.id ?? '';
    expect(await refusedOn()).toEqual([]);
    await hear(commandId, 'failed', { problem: 'The tracking company is not valid.' });
  });

  test('is told on its wave, beside the parcels, and where people ask why it is not planned', async () => {
    expect(await refusedOn()).toEqual(['101']);
    const page = await readParcelsPage(shop, { tab: 'waiting', search: '' }, { skip: 0, take: 10 });
    expect(page.refusedOrders).toMatchObject([{ waveId, orderName: '#101' }]);
    // Its goods are picked: nobody fetches them once more.
    expect(await planNewWave(shop, { locationId: '9', size: 12 }, everyOrder, now)).toMatchObject({ ok: false });
    const all = { locationId: '9', code: null, search: '101' };
    const { rows } = await readNotInWaves(shop, all, { skip: 0, take: 10 }, everyOrder, now);
    expect(rows.map(({ reason }) => [reason.code, reason.todo.path])).toEqual([['came-back', `/app/waves/${waveId}`]]);
  });

  test('is sent again with what was mended, as the same command', async () => {
    expect(await again({ carrier: 'dpd', trackingNumber: '77' })).toEqual({ ok: true });
    expect(await again()).toMatchObject({ ok: false, problem: expect.stringContaining('does not refuse #101') });
    const own = (await commands()).filter((command) => command.subject === 'Order/101');
    expect(own).toMatchObject([{ id: commandId, state: 'queued', round: 1 }]);
    expect(own[0]?.variables).toMatchObject({
      fulfillment: {
        lineItemsByFulfillmentOrder: [{ fulfillmentOrderLineItems: [{ quantity: 2 }, { quantity: 1 }] }],
        trackingInfo: { number: '77', company: 'DPD' },
      },
    });
    expect(await refusedOn()).toEqual([]);
    expect(await putOrderBack(shop, waveId, '101', now)).toMatchObject({ ok: false });
  });

  test('that was edited meanwhile does not go as it was: the reason is said', async () => {
    await inShop(shop, (tx) =>
      tx.fulfillmentOrderLine.updateMany({ where: { id: '1011' }, data: { remainingQuantity: 1 } }),
    );
    expect(await again()).toMatchObject({
      ok: false,
      problem: expect.stringContaining('Item 1 was 2, and 1 is still'),
    });
  });

  test('goes back to its bins once, and may be planned anew; the outbox sends it no more', async () => {
    const both = await Promise.all([putOrderBack(shop, waveId, '101', now), putOrderBack(shop, waveId, '101', now)]);
    expect(both.filter((answer) => answer.ok)).toHaveLength(1);
    expect([await binOf('1'), await binOf('2')]).toEqual([[2], [1]]);
    expect(await retryCommand(shop, commandId, now)).toBe(false);
    expect(await refusedOn()).toEqual([]);
    expect(await again()).toMatchObject({ ok: false });
    expect(await planNewWave(shop, { locationId: '9', size: 12 }, everyOrder, now)).toMatchObject({ ok: true });
  });

  test('that somebody sends again from the outbox is on its way, and not put back beside that', async () => {
    expect(await retryCommand(shop, commandId, now)).toBe(true);
    expect(await refusedOn()).toEqual([]);
    expect(await putOrderBack(shop, waveId, '101', now)).toMatchObject({ ok: false });
    expect(await binOf('1')).toEqual([]);
  });

  test('that somebody fulfilled in Shopify instead is no news any more', async () => {
    await inShop(shop, (tx) => tx.fulfillmentOrder.updateMany({ where: { id: '101' }, data: { status: 'CLOSED' } }));
    expect(await refusedOn()).toEqual([]);
  });

  test('is another matter than a refused parcel, which has a page of its own', async () => {
    const parcel = await inShop(shop, (tx) => tx.parcel.findFirstOrThrow());
    await hear(parcel.commandId, 'failed', { problem: 'No.' });
    expect(await refusedOn()).toEqual(['101']);
    expect(await shipParcel(shop, parcel.id, null, noneHeld, now)).toEqual({ ok: true });
  });
});
