// Erasing what personal-data.ts lists; personal-data-erasure.server.ts does what takes long.

import type { ShopTx } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { emptyWordsAbout, forgetEventsAbout } from '../events/forget.server.ts';
import { apply } from './apply.server.ts';
import type { Grave } from './rows.ts';

/**
 * customers/redact: what is quickly found about one person goes in the transaction that hears of it. `orderIds`: the orders
 * Shopify names. Answers them and the ones the mirror knows; the rest is left to workOffErasures.
 */
export async function eraseCustomer(
  tx: ShopTx,
  shop: string,
  customerId: string | null,
  orderIds: string[],
  { webhookId, heardAt }: { webhookId: string; heardAt: string },
): Promise<string[]> {
  const own = customerId === null ? [] : await tx.order.findMany({ where: { customerId }, select: { id: true } });
  const orders = [...new Set([...orderIds, ...own.map((order) => order.id)])];
  const graves = orders.map((id): Grave => ({ kind: 'OrderContact', id, deletedAt: heardAt }));
  if (customerId !== null) {
    graves.push({ kind: 'Customer', id: customerId, deletedAt: heardAt });
    await tx.order.updateMany({ where: { customerId }, data: { customerId: null } });
    await tx.orderContact.deleteMany({ where: { customerId } });
    await tx.drift.deleteMany({ where: { kind: 'Customer', objectId: customerId } });
    await tx.reread.deleteMany({ where: { kind: 'Customer', id: customerId } });
    await forgetEventsAbout(tx, 'customer.asked-for-data', customerSubject(customerId));
  }
  const ofOrders = { orderId: { in: orders } };
  await tx.returnLine.updateMany({ where: { return: ofOrders }, data: { reasonNote: null } });
  await tx.fulfillment.updateMany({ where: ofOrders, data: { trackingNumbers: [], trackingUrls: [] } });
  await tx.$executeRaw`
    UPDATE "FulfillmentOrder" SET "holds" =
      (SELECT jsonb_agg(h || '{"reasonNotes": null}' ORDER BY n) FROM jsonb_array_elements("holds") WITH ORDINALITY AS e(h, n))
    WHERE "orderId" = ANY(${orders}) AND "holds" <> '[]'`;
  await apply(tx, shop, { graves });
  await emptyWordsAbout(tx, await subjectsOf(tx, orders));
  await append(tx, shop, [
    {
      type: 'customer.redacted',
      // Shopify may ask again, with more orders or for a person without a number: each time is its own.
      key: `customer.redacted:${webhookId}`,
      subject: customerSubject(customerId),
      at: heardAt,
      data: { customerId, orderIds: orders },
    },
  ]);
  return orders;
}

export function customerSubject(customerId: string | null): string {
  return customerId === null ? 'Customer' : `Customer/${customerId}`;
}

/** What commands and events about these orders call their subject. */
export async function subjectsOf(tx: ShopTx, orderIds: string[]): Promise<string[]> {
  const of = { where: { orderId: { in: orderIds } }, select: { id: true } };
  const returns = await tx.return.findMany(of);
  const parcels = await tx.fulfillmentOrder.findMany(of);
  return [
    ...orderIds.map((id) => `Order/${id}`),
    ...returns.map(({ id }) => `Return/${id}`),
    ...parcels.map(({ id }) => `FulfillmentOrder/${id}`),
  ];
}
