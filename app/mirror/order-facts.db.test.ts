import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop } from '../../tests/mirrored.ts';
import { inShop, prisma } from '../db.server.ts';
import { readKeyRing, seal } from '../lib/seal.server.ts';
import { readOrderFacts } from './order-facts.server.ts';

const shop = 'facts.myshopify.com';
afterAll(() => prisma.$disconnect());

test('a contact whose key is lost leaves its order without an address, and the others are read all the same', async () => {
  await mirrorShop(shop);
  const contact = { email: null, phone: null, name: 'A Person', address: { address1: 'Rye Lane 1', city: 'London' } };
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '1', 'Shelf');
    for (const id of ['1', '2'])
      await mirrorOrder(tx, shop, {
        id,
        at: new Date('2026-11-01T09:00:00Z'),
        locationId: '1',
        lines: [{ id, variantId: '7', quantity: 1 }],
      });
    await tx.orderContact.update({
      where: { shop_orderId: { shop, orderId: '1' } },
      data: { sealed: seal(readKeyRing(randomBytes(32).toString('base64')), JSON.stringify(contact)) },
    });
    await tx.orderContact.update({
      where: { shop_orderId: { shop, orderId: '2' } },
      data: { sealed: seal(readKeyRing(process.env.TOKEN_KEYS ?? ''), JSON.stringify(contact)) },
    });
  });
  const facts = await inShop(shop, (tx) => readOrderFacts(tx, ['1', '2']));
  expect(new Map(facts.map((one) => [one.orderId, one.address?.hasStreet]))).toEqual(
    new Map([
      ['1', false],
      ['2', true],
    ]),
  );
});
