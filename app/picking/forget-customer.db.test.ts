import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { forgetCustomers } from './forget-customer.server.ts';

const shop = 'forget.myshopify.com';

test('the parcels of an erased customer lose their numbers; others keep theirs', async () => {
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
});
