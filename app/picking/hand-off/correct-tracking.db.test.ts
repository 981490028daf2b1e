// A number that comes after its parcel.
import { expect, test } from 'vitest';
import {
  all101,
  commands,
  hear,
  made,
  noneHeld,
  now,
  pack,
  parcelOf,
  ship,
  shop,
} from '../../../tests/packed-orders.ts';
import { correctTracking } from './correct-tracking.server.ts';
import { readParcel } from './read-parcels.server.ts';

test('a number that comes later, or was wrong, goes to its fulfillment; the same one changes nothing', async () => {
  const id = await pack('101', all101);
  await ship(id, null);
  const typed = { carrier: 'dpd', trackingNumber: '5' };
  expect(await correctTracking(shop, id, typed, now)).toMatchObject({
    problem: expect.stringContaining('has not said yet'),
  });
  await hear((await parcelOf(id)).commandId, 'confirmed', made('500'));
  expect(await correctTracking(shop, id, typed, now)).toEqual({ ok: true });
  expect(await correctTracking(shop, id, typed, now)).toEqual({ ok: true });
  const sent = await commands('fulfillmentTrackingInfoUpdate');
  expect(sent.map((command) => command.variables)).toEqual([
    {
      fulfillmentId: 'gid://shopify/Fulfillment/500',
      trackingInfoInput: { number: '5', company: 'DPD' },
      notifyCustomer: true,
    },
  ]);
  await hear(sent[0]!.id, 'failed', { problem: 'Fulfillment does not exist.' });
  expect((await readParcel(shop, id, noneHeld))?.trackingProblem).toBe('Fulfillment does not exist.');
  expect(await correctTracking(shop, id, { carrier: 'dpd', trackingNumber: '6' }, now)).toEqual({ ok: true });
  expect(await commands('fulfillmentTrackingInfoUpdate')).toHaveLength(1);
});
