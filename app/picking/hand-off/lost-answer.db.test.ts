// What becomes of a parcel when nobody knows whether Shopify took it.
import { describe, expect, test } from 'vitest';
import {
  all101,
  commands,
  hear,
  never,
  noneHeld,
  pack,
  parcelOf,
  ship,
  shop,
  ups,
} from '../../../tests/packed-orders.ts';
import { append } from '../../events/append.server.ts';
import { type Outside, sendCommands } from '../../shopify/outbox.server.ts';
import { followParcels } from './follow-parcels.server.ts';
import { readParcel, readParcelsPage } from './read-parcels.server.ts';

test('one whose answer was lost stays visibly unknown, and is not sent again', async () => {
  const id = await pack('101', all101);
  await ship(id);
  const { commandId } = await parcelOf(id);
  await hear(commandId, 'unknown', { problem: 'No answer came.' });
  expect((await readParcel(shop, id, noneHeld))?.outcome?.state).toBe('unknown');
  const trouble = await readParcelsPage(shop, { tab: 'problems', search: '' }, { skip: 0, take: 10 });
  expect(trouble.rows.map((row) => row.id)).toEqual([id]);
  expect(await ship(id)).toMatchObject({ ok: false });
  expect(await commands()).toHaveLength(1);
});

describe('an answer that is lost', () => {
  type Made = { id: string; quantity: number; number: string | null; createdAt: string };

  /** A Shopify that makes fulfillments of one unit of line 1011, and whose answers are lost as told. */
  function stage(lost: ('no' | 'before' | 'after')[]) {
    const fulfillments: Made[] = [];
    // The outbox's own clock says when a command is due.
    let at = Date.now() + 1000;
    const outside: Partial<Outside> = {
      now: () => new Date(at),
      random: () => 0.5,
      call: async (_shop, operation, variables) => {
        if (operation.kind === 'read') {
          const nodes = fulfillments.map(({ id, quantity, number, createdAt }) => ({
            ...{ id, status: 'SUCCESS', createdAt },
            trackingInfo: number ? [{ number }] : [],
            fulfillmentLineItems: { nodes: [{ quantity, lineItem: { id: 'gid://shopify/LineItem/1011' } }] },
          }));
          const line = {
            ...{ id: 'gid://shopify/FulfillmentOrderLineItem/1011', totalQuantity: 2 },
            ...{ remainingQuantity: 2 - fulfillments.length, lineItem: { id: 'gid://shopify/LineItem/1011' } },
          };
          const data = { fulfillmentOrder: { id: '', lineItems: { nodes: [line] }, fulfillments: { nodes } } };
          return { ok: true, data, denied: [] };
        }
        if (operation.name !== 'fulfillmentCreate') return { ok: true, data: {}, denied: [] };
        const fault = lost.shift() ?? 'no';
        const { fulfillment } = variables as { fulfillment: { trackingInfo?: { number: string } } };
        const id = `gid://shopify/Fulfillment/${600 + fulfillments.length}`;
        if (fault !== 'before')
          fulfillments.push({
            id,
            quantity: 1,
            number: fulfillment.trackingInfo?.number ?? null,
            createdAt: new Date(at).toISOString(),
          });
        if (fault !== 'no') return { ok: false, problem: { kind: 'unknown', says: 'No answer came.' } };
        return { ok: true, data: { fulfillmentCreate: { fulfillment: { id } } }, denied: [] };
      },
    };
    const send = async () => {
      await sendCommands(shop, (tx, of, event) => append(tx, of, [event]), { lanes: 1, outside });
      await followParcels(shop, never, new Date(at));
      at += 30_000;
    };
    return { fulfillments, send };
  }

  test.each([
    ['with its number', ups],
    ['without one', null],
  ])('after the work was done is found at Shopify, and nothing is sent twice: %s', async (_name, tracking) => {
    const scene = stage(['after']);
    const id = await pack('101', { '1011': 1 });
    await ship(id, tracking);
    await scene.send();
    expect((await readParcel(shop, id, noneHeld))?.outcome?.state).toBe('unknown');
    await scene.send();
    expect((await readParcel(shop, id, noneHeld))?.outcome?.state).toBe('confirmed');
    expect(scene.fulfillments).toHaveLength(1);
    expect((await parcelOf(id)).state).toBe('shipped');
  });

  test('before the work was done is not mistaken for another parcel with the same in it', async () => {
    const scene = stage(['no', 'before']);
    const ids = [await pack('101', { '1011': 1 }), await pack('101', { '1011': 1 }, { number: 2 })];
    await ship(ids[0]!, null);
    await scene.send();
    await ship(ids[1]!, null);
    await scene.send();
    expect(scene.fulfillments).toHaveLength(1);
    await scene.send();
    expect(scene.fulfillments).toHaveLength(2);
    expect((await readParcel(shop, ids[1]!, noneHeld))?.outcome?.state).toBe('confirmed');
  });
});
