// What nobody found is held at Shopify, so that staff see why it does not go, and no other wave sends someone for it.
import type { ShopTx } from '../../db.server.ts';
import type { OrderStanding } from '../../mirror/read-pickable.server.ts';
import { gid } from '../../shopify/gid.ts';
import { fulfillmentOrderHold } from '../../shopify/operations/fulfillment-order-hold.ts';
import { enqueueCommand } from '../../shopify/outbox.server.ts';
import type { WaveLine } from '../wave.ts';
import { wasWalked } from './store.server.ts';

/**
 * Asks Shopify to hold the fulfillment orders of a walked wave of which nothing was found, once the wave is shipped. Not before, and
 * not single lines of those that ship in part: holding lines splits a fulfillment order, and the ids that the shipment names would
 * be another's.
 */
export async function holdShorts(
  tx: ShopTx,
  shop: string,
  wave: { id: string; number: number; lines: readonly WaveLine[] },
  orders: readonly OrderStanding[],
): Promise<void> {
  const missing = [...Map.groupBy(wave.lines, (line) => line.fulfillmentOrderId)].filter(
    ([, lines]) => lines.some((line) => line.short > 0) && lines.every((line) => line.picked === 0),
  );
  if (missing.length === 0 || !(await wasWalked(tx, wave.id))) return;
  const standing = new Map(orders.flatMap(({ standing }) => standing.map((one) => [one.fulfillmentOrderId, one])));
  for (const [id, lines] of missing) {
    const status = standing.get(id)?.status;
    if (status !== 'OPEN' && status !== 'IN_PROGRESS') continue;
    const titles = lines.filter((line) => line.short > 0).map((line) => `${line.short} × ${line.title}`);
    await enqueueCommand(tx, {
      shop,
      operation: fulfillmentOrderHold,
      variables: {
        id: gid('FulfillmentOrder', id),
        fulfillmentHold: {
          reason: 'INVENTORY_OUT_OF_STOCK',
          reasonNotes: `Not found in wave ${wave.number}: ${titles.join(', ')}`.slice(0, 500),
          handle: `backroom-short-${wave.number}`,
        },
      },
      // The same subject as the lock: it is taken off first.
      subject: `Order/${lines[0]?.orderId}`,
      idempotencyKey: `wave:${wave.id}:short:${id}`,
    });
  }
}
