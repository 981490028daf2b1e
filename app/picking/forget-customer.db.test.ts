import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { forgetCustomers } from './forget-customer.server.ts';

const shop = 'forget.myshopify.com';

test('the parcels of an erased customer lose their numbers and photos; others keep theirs', async () => {
  await inShop(shop, async (tx) => {
    const order = (id: string) => ({ orderId: id, orderName: `#${id}`, trackingNumber: `T${id}` });
    await tx.wave.create({
      data: {
        shop,
        id: randomUUID(),
        number: 1,
        locationId: '1',
        state: 'shipped',
        orders: { create: [order('1'), order('2')] },
      },
    });
    for (const orderId of ['1', '2']) {
      const parcel = { shop, id: randomUUID(), orderId };
      await tx.parcel.create({
        data: {
          ...{
            ...parcel,
            waveId: randomUUID(),
            orderName: `#${orderId}`,
            locationId: '1',
            number: 1,
            state: 'shipped',
          },
          ...{
            openedAt: new Date(),
            trackingNumber: `P${orderId}`,
            labelUrl: 'https://label',
            labelProblem: 'A. Person',
          },
        },
      });
      const photo = { hash: new Uint8Array(32), jpeg: new Uint8Array(4), takenAt: new Date() };
      await tx.packPhoto.create({ data: { shop, parcelId: parcel.id, orderId, ...photo } });
    }
    await append(tx, shop, [
      {
        type: 'customer.redacted',
        key: 'customer.redacted:1',
        subject: 'Customer/7',
        at: '2026-11-22T09:00:00.000Z',
        data: { customerId: '7', orderIds: ['1'] },
      },
    ]);
  });
  await forgetCustomers(shop);
  const rows = await inShop(shop, (tx) => tx.waveOrder.findMany({ orderBy: { orderId: 'asc' } }));
  expect(rows.map((row) => row.trackingNumber)).toEqual([null, 'T2']);
  const parcels = await inShop(shop, (tx) => tx.parcel.findMany({ orderBy: { orderId: 'asc' } }));
  expect(parcels.map((row) => [row.trackingNumber, row.labelUrl, row.labelProblem])).toEqual([
    [null, null, null],
    ['P2', 'https://label', 'A. Person'],
  ]);
  const photos = await inShop(shop, (tx) => tx.packPhoto.findMany());
  expect(photos.map((row) => row.orderId)).toEqual(['2']);
});
