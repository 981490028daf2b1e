import { expect, test } from 'vitest';
import { mirrorShop } from '../../tests/mirrored.ts';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { returnRequest } from '../shopify/operations/return-request.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { forgetCustomers } from './forget-customer.server.ts';

const shop = 'forget.myshopify.com';

async function asked(orderId: string): Promise<string> {
  return inShop(shop, async (tx) => {
    const line = {
      fulfillmentLineItemId: 'gid://shopify/FulfillmentLineItem/1',
      quantity: 1,
      customerNote: 'I am Ada',
    };
    const { id } = await enqueueCommand(tx, {
      shop,
      operation: returnRequest,
      variables: { input: { orderId: `gid://shopify/Order/${orderId}`, returnLineItems: [line] } },
      subject: `Order/${orderId}`,
      idempotencyKey: orderId,
    });
    await tx.command.update({ where: { shop_id: { shop, id } }, data: { state: 'confirmed' } });
    return id;
  });
}

test('an erased customer’s words leave the commands that carried them; other customers’ stay', async () => {
  await mirrorShop(shop);
  const [erased, kept] = [await asked('1'), await asked('2')];
  await inShop(shop, (tx) =>
    append(tx, shop, [
      {
        type: 'customer.redacted',
        key: 'customer.redacted:7',
        subject: 'Customer/7',
        at: '2026-11-22T09:00:00.000Z',
        data: { customerId: '7', orderIds: ['1'] },
      },
    ]),
  );
  expect(await forgetCustomers(shop)).toBe(1);
  expect(await forgetCustomers(shop)).toBe(0);
  const words = (id: string) =>
    inShop(shop, async (tx) =>
      JSON.stringify((await tx.command.findUniqueOrThrow({ where: { shop_id: { shop, id } } })).variables).includes(
        'Ada',
      ),
    );
  expect(await words(erased)).toBe(false);
  expect(await words(kept)).toBe(true);
});
