// Labels bought from Shopify.
import { describe, expect, test } from 'vitest';
import {
  all101,
  commands,
  hear,
  noneHeld,
  now,
  pack,
  parcelOf,
  ship,
  shop,
  waveId,
} from '../../../tests/packed-orders.ts';
import { inShop } from '../../db.server.ts';
import { cancelWave } from '../cancel-wave.server.ts';
import { buyLabel, saveLabelAccess } from './buy-label.server.ts';

describe('a label from Shopify', () => {
  const allow = () => inShop(shop, (tx) => saveLabelAccess(tx, shop, 'ready', null, now));
  const buy = (id: string) => buyLabel(shop, id, noneHeld, now);
  const labels = () => commands('shippingLabelPurchase');
  const purchase = {
    data: {
      shippingLabelPurchase: { shippingLabelPurchaseResult: { id: 'gid://shopify/ShippingLabelPurchaseResult/a' } },
    },
  };

  test('is offered only where somebody looked and it may be bought', async () => {
    const id = await pack('101', all101);
    expect(await buy(id)).toMatchObject({ problem: expect.stringContaining('Nobody has looked yet') });
    await allow();
    expect(await buy(id)).toEqual({ ok: true });
    expect((await labels())[0]?.variables).toMatchObject({
      shippingLabelPurchase: {
        fulfillmentOrderId: 'gid://shopify/FulfillmentOrder/101',
        packageInfo: {
          customPackage: { type: 'BOX', dimensions: { length: 300, width: 200, height: 100, unit: 'MILLIMETERS' } },
        },
        totalWeight: { value: 910, unit: 'GRAMS' },
      },
    });
  });

  test('by two at once is asked for once, and meanwhile the parcel does not ship otherwise', async () => {
    await allow();
    const id = await pack('101', all101);
    const both = await Promise.all([buy(id), buy(id)]);
    expect(both.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await ship(id)).toMatchObject({ problem: expect.stringContaining('is being bought') });
    expect(await cancelWave(shop, waveId, now)).toMatchObject({ problem: expect.stringContaining('is being bought') });
    expect(await labels()).toHaveLength(1);
  });

  test('of a part of a fulfillment order is refused, with what to do instead', async () => {
    await allow();
    const id = await pack('101', { '1011': 1 });
    expect(await buy(id)).toMatchObject({
      problem: expect.stringContaining('Ship its other parcels with numbers of your own first'),
    });
    expect(await labels()).toEqual([]);
  });

  test('that is refused says what to do, and is sent again as the same command', async () => {
    await allow();
    const id = await pack('101', all101);
    await buy(id);
    const { labelCommandId } = await parcelOf(id);
    await hear(labelCommandId, 'failed', {
      problem:
        'Shopify Shipping terms of service have not been accepted. Purchase a shipping label through the Shopify admin first.',
    });
    expect(await parcelOf(id)).toMatchObject({
      state: 'sealed',
      labelState: 'failed',
      labelProblem: expect.stringContaining('accept them'),
    });
    expect(await buy(id)).toMatchObject({ problem: expect.stringContaining('terms of service') });
    await allow();
    expect(await buy(id)).toEqual({ ok: true });
    expect(await labels()).toMatchObject([{ id: labelCommandId, state: 'queued', round: 1 }]);
  });

  test('whose answer was lost is unknown, not bought again, and found by looking', async () => {
    await allow();
    const id = await pack('101', all101);
    await buy(id);
    const { labelCommandId } = await parcelOf(id);
    await hear(labelCommandId, 'unknown', { problem: 'No answer came.' });
    expect(await buy(id)).toMatchObject({ problem: expect.stringContaining('Nobody knows yet') });
    expect(await ship(id)).toMatchObject({ ok: false });
    await hear(labelCommandId, 'confirmed', {
      data: {
        fulfillmentOrder: {
          fulfillments: {
            nodes: [
              {
                id: 'gid://shopify/Fulfillment/7',
                status: 'SUCCESS',
                displayStatus: 'LABEL_PURCHASED',
                trackingInfo: [{ company: 'UPS', number: '1Z77' }],
              },
            ],
          },
        },
      },
    });
    expect(await parcelOf(id)).toMatchObject({
      state: 'shipped',
      labelState: 'bought',
      carrier: 'UPS',
      trackingNumber: '1Z77',
    });
    expect(await labels()).toHaveLength(1);
  });

  test('that Shopify took on is waited for', async () => {
    await allow();
    const id = await pack('101', all101);
    await buy(id);
    // Nobody answers here: what was known stays.
    await hear((await parcelOf(id)).labelCommandId, 'confirmed', purchase);
    expect(await parcelOf(id)).toMatchObject({
      state: 'sealed',
      labelState: 'asked',
      labelResultId: 'gid://shopify/ShippingLabelPurchaseResult/a',
    });
  });
});
