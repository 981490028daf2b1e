// What nobody found is held at Shopify, so that staff see why it does not go, and no other wave sends someone for it.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readOn } from '../../events/read.server.ts';
import { type OrderStanding, readStanding } from '../../mirror/read-pickable.server.ts';
import { gid } from '../../shopify/gid.ts';
import { fulfillmentCreate } from '../../shopify/operations/fulfillment-create.ts';
import { fulfillmentOrderHold } from '../../shopify/operations/fulfillment-order-hold.ts';
import { enqueueCommand } from '../../shopify/outbox.server.ts';
import { loadShippedBy, loadWave } from '../store.server.ts';
import type { WaveLine } from '../wave.ts';
import { wasWalked } from './store.server.ts';

const READER = 'picking.hold-shorts';
const PAGE = 500;

/**
 * Asks Shopify to hold the fulfillment orders of a walked wave of which nothing was found, once the wave is shipped. Not before, and
 * not single lines of those that ship in part: holding lines splits a fulfillment order, and the ids that the shipment names would
 * be another's. Those wait for their shipment (`holdShippedShorts`).
 */
export async function holdShorts(
  tx: ShopTx,
  shop: string,
  wave: { id: string; number: number; lines: readonly WaveLine[] },
  orders: readonly OrderStanding[],
): Promise<void> {
  const missing = [...Map.groupBy(wave.lines, (line) => line.fulfillmentOrderId)].filter(([, lines]) =>
    lines.every((line) => line.picked === 0),
  );
  await hold(tx, shop, wave, missing, orders, false);
}

/** Holds the lines that were short in what Shopify says is shipped by now, each once. What stock brings back is the merchant's to release. */
export async function holdShippedShorts(shop: string): Promise<void> {
  for (;;) {
    const read = await inShop(shop, async (tx) => {
      const events = await readOn(tx, shop, READER, PAGE, ['command.confirmed']);
      const shipments = events.flatMap((event) =>
        event.type === 'command.confirmed' && event.data.operation === fulfillmentCreate.name
          ? event.data.commandId
          : [],
      );
      for (const { waveId, orderIds } of await loadShippedBy(tx, shipments)) {
        const wave = await loadWave(tx, shop, waveId);
        if (!wave) continue;
        const own = wave.lines.filter((line) => orderIds.includes(line.orderId));
        const parted = [...Map.groupBy(own, (line) => line.fulfillmentOrderId)].filter(([, lines]) =>
          lines.some((line) => line.picked > 0),
        );
        await hold(tx, shop, wave, parted, await readStanding(tx, orderIds), true);
      }
      return events.length;
    });
    if (read < PAGE) return;
  }
}

async function hold(
  tx: ShopTx,
  shop: string,
  wave: { id: string; number: number },
  found: readonly [string, readonly WaveLine[]][],
  orders: readonly OrderStanding[],
  byLine: boolean,
): Promise<void> {
  const short = found.filter(([, lines]) => lines.some((line) => line.short > 0));
  if (short.length === 0 || !(await wasWalked(tx, wave.id))) return;
  const standing = new Map(orders.flatMap(({ standing }) => standing.map((one) => [one.fulfillmentOrderId, one])));
  for (const [id, all] of short) {
    const now = standing.get(id);
    if (now?.status !== 'OPEN' && now?.status !== 'IN_PROGRESS') continue;
    const lines = all.flatMap((line) => {
      const units = Math.min(line.short, now.remaining.get(line.fulfillmentOrderLineId) ?? 0);
      return units > 0 ? [{ id: gid('FulfillmentOrderLineItem', line.fulfillmentOrderLineId), units, line }] : [];
    });
    if (lines.length === 0) continue;
    const titles = lines.map(({ units, line }) => `${units} × ${line.title}`);
    await enqueueCommand(tx, {
      shop,
      operation: fulfillmentOrderHold,
      variables: {
        id: gid('FulfillmentOrder', id),
        fulfillmentHold: {
          reason: 'INVENTORY_OUT_OF_STOCK',
          reasonNotes: `Not found in wave ${wave.number}: ${titles.join(', ')}`.slice(0, 500),
          handle: `backroom-short-${wave.number}`,
          ...(byLine ? { fulfillmentOrderLineItems: lines.map((one) => ({ id: one.id, quantity: one.units })) } : {}),
        },
      },
      // The same subject as the lock: it is taken off first.
      subject: `Order/${all[0]?.orderId}`,
      idempotencyKey: `wave:${wave.id}:short:${id}`,
    });
  }
}
