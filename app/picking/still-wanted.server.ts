// What Shopify will still want of orders once it has taken what it was asked to ship. The mirror hears of a shipment later than we ask
// for it; until then the same units are not shipped, or packed, once more.
import type { ShopTx } from '../db.server.ts';
import { type OrderStanding, readStanding } from '../mirror/read-pickable.server.ts';
import { shipmentsAbout } from '../shopify/command-outcomes.server.ts';
import { idOf } from '../shopify/gid.ts';

/** As `readStanding`; what is still to be fulfilled is less what was asked for since the mirror heard of the fulfillment order. */
export async function readStillWanted(tx: ShopTx, orderIds: string[]): Promise<OrderStanding[]> {
  const orders = await readStanding(tx, orderIds);
  const asked = await shipmentsAbout(
    tx,
    orders.map((order) => `Order/${order.orderId}`),
  );
  return orders.map((order) => ({
    ...order,
    standing: order.standing.map((one) => {
      const remaining = new Map(one.remaining);
      for (const { settledAt, parts } of asked) {
        if (settledAt !== null && settledAt <= one.heardAt) continue;
        for (const part of parts) {
          if (idOf(part.fulfillmentOrderId) !== one.fulfillmentOrderId) continue;
          for (const line of part.fulfillmentOrderLineItems ?? []) {
            const id = idOf(line.id);
            remaining.set(id, Math.max(0, (remaining.get(id) ?? 0) - line.quantity));
          }
        }
      }
      return { ...one, remaining };
    }),
  }));
}
