// Answering a person who asks what is kept of them.
import { inShop } from '../db.server.ts';
import { env } from '../env.server.ts';
import { open, readKeyRing } from '../lib/seal.server.ts';
import { commandsAbout } from '../shopify/command-outcomes.server.ts';
import { subjectsOf } from './personal-data.server.ts';

const ring = readKeyRing(env.TOKEN_KEYS);

/** What is held of one customer, for the merchant to answer a data request with. Contacts are opened. */
export async function heldOf(shop: string, customerId: string | null, orderIds: string[]) {
  return inShop(shop, async (tx) => {
    const orders = await tx.order.findMany({
      where: { OR: [...(customerId === null ? [] : [{ customerId }]), { id: { in: orderIds } }] },
      select: { id: true, name: true, createdAt: true },
    });
    const ids = orders.map((order) => order.id);
    const ofOrders = { where: { orderId: { in: ids } } };
    const contacts = await tx.orderContact.findMany(ofOrders);
    const returns = await tx.return.findMany({ ...ofOrders, include: { lines: true } });
    const parcels = await tx.fulfillment.findMany(ofOrders);
    const holds = await tx.fulfillmentOrder.findMany({ ...ofOrders, select: { orderId: true, holds: true } });
    return {
      customerId,
      orders: orders.map((order) => {
        const own = <T extends { orderId: string }>(rows: T[]) => rows.filter((row) => row.orderId === order.id);
        const [contact] = own(contacts);
        return {
          ...order,
          contact: contact ? opened(contact.sealed) : null,
          returnNotes: own(returns).flatMap((row) => row.lines.flatMap((line) => line.reasonNote ?? [])),
          tracking: own(parcels).flatMap((row) => [...row.trackingNumbers, ...row.trackingUrls]),
          holdNotes: own(holds).flatMap((row) =>
            (row.holds as { reasonNotes: string | null }[]).flatMap((hold) => hold.reasonNotes ?? []),
          ),
        };
      }),
      sentToShopify: await commandsAbout(tx, await subjectsOf(tx, ids)),
    };
  });
}

/** One key that is gone must not keep the rest from being told. */
function opened(sealed: Uint8Array): unknown {
  try {
    return JSON.parse(open(ring, sealed).toString('utf8'));
  } catch {
    return 'Kept, but sealed with a key that is no longer in TOKEN_KEYS';
  }
}
