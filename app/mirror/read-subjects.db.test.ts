import { afterAll, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop, prisma } from '../db.server.ts';
import { readSubjects } from './read-subjects.server.ts';

const shop = 'subjects.myshopify.com';
afterAll(() => prisma.$disconnect());

test('orders, their fulfillment orders and items are told by name, what nobody knows is left out', async () => {
  await mirrorShop(shop);
  const at = new Date('2026-11-01T09:00:00Z');
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '1', 'Shelf');
    await mirrorVariant(tx, shop, { id: '7', title: 'Kettle', sku: 'K-7', createdAt: at, levels: [] });
    await mirrorOrder(tx, shop, { id: '5', at, locationId: '1', lines: [{ id: '50', variantId: '7', quantity: 1 }] });
    await tx.return.create({
      data: {
        ...{ shop, id: '9', orderId: '5', name: '#5-R1', status: 'REQUESTED' },
        ...{ createdAt: at, sourceUpdatedAt: at, heardAt: at },
      },
    });
  });
  const asked = ['Order/5', 'FulfillmentOrder/5', 'Return/9', 'InventoryItem/7'];
  const told = await readSubjects(shop, [...asked, 'Order/404', 'ItemSizes']);
  expect([...told.keys()].toSorted()).toEqual(asked.toSorted());
  expect(asked.map((subject) => told.get(subject))).toEqual([
    { is: 'order', id: '5', says: 'Order #5' },
    { is: 'order', id: '5', says: 'Order #5' },
    { is: 'return', id: '9', says: 'Return #5-R1 of #5' },
    { is: 'item', id: '7', says: 'Kettle (K-7)' },
  ]);
});
