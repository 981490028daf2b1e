// Work that was begun and will not be finished: Shopify's progress lock is taken off again.
import type { ShopTx } from '../db.server.ts';
import type { OrderStanding } from '../mirror/read-pickable.server.ts';
import { keysNotFailed } from '../shopify/command-outcomes.server.ts';
import { gid } from '../shopify/gid.ts';
import { fulfillmentOrderOpen } from '../shopify/operations/fulfillment-order-open.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import type { WaveLine } from './wave.ts';

/** Names the command that locked a fulfillment order for a wave. */
export function progressKey(waveId: string, fulfillmentOrderId: string): string {
  return `wave:${waveId}:progress:${fulfillmentOrderId}`;
}

/**
 * Opens again what this wave locked among the fulfillment orders of `orders`. The mirror need not have heard of the lock: the
 * outbox sends commands about one order in turn, so the lock that is still on its way goes first.
 */
export async function openAgain(
  tx: ShopTx,
  shop: string,
  waveId: string,
  orders: readonly OrderStanding[],
  lines: readonly WaveLine[],
): Promise<void> {
  const own = new Set(lines.map((line) => line.fulfillmentOrderId));
  const locked = await keysNotFailed(
    tx,
    [...own].map((id) => progressKey(waveId, id)),
  );
  for (const order of orders)
    for (const one of order.standing) {
      const id = one.fulfillmentOrderId;
      const open = one.status === 'OPEN' || one.status === 'IN_PROGRESS';
      if (!own.has(id) || !open || !locked.has(progressKey(waveId, id))) continue;
      await enqueueCommand(tx, {
        shop,
        operation: fulfillmentOrderOpen,
        variables: { id: gid('FulfillmentOrder', id) },
        subject: `Order/${order.orderId}`,
        idempotencyKey: `wave:${waveId}:open:${id}`,
      });
    }
}
