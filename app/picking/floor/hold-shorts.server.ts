// What nobody found is held at Shopify, so that staff see why it does not go, and no other wave sends someone for it.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readOn } from '../../events/read.server.ts';
import { type OrderStanding, readStanding } from '../../mirror/read-pickable.server.ts';
import { commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { gid } from '../../shopify/gid.ts';
import { fulfillmentOrderHold } from '../../shopify/operations/fulfillment-order-hold.ts';
import { enqueueCommand } from '../../shopify/outbox.server.ts';
import { isPickup } from '../hand-off/parcel.ts';
import { parcelsOfWave } from '../hand-off/store.server.ts';
import { loadShippedShort } from '../store/of-orders.server.ts';
import { loadWave, type Wave } from '../store/wave.server.ts';
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

/**
 * Holds the lines that were short of orders of shipped waves, once Shopify has confirmed all that was shipped of them; each once.
 * When stock comes the merchant lets them go.
 */
export async function holdShippedShorts(shop: string): Promise<void> {
  for (;;) {
    const read = await inShop(shop, async (tx) => {
      const events = await readOn(tx, shop, READER, PAGE, ['wave.shipped', 'command.confirmed']);
      const waveIds = events.flatMap((event) => (event.type === 'wave.shipped' ? event.data.waveId : []));
      const orderIds = events.flatMap((event) => {
        const [, id] = event.type === 'command.confirmed' ? (/^Order\/(\d+)$/.exec(event.data.subject) ?? []) : [];
        return id ?? [];
      });
      for (const short of await loadShippedShort(tx, shop, { waveIds, orderIds })) {
        const wave = await loadWave(tx, shop, short.waveId);
        if (!wave) continue;
        const gone = await confirmedOrders(tx, wave);
        const own = wave.lines.filter((line) => short.orderIds.includes(line.orderId) && gone.has(line.orderId));
        const parted = [...Map.groupBy(own, (line) => line.fulfillmentOrderId)].filter(([, lines]) =>
          lines.some((line) => line.picked > 0),
        );
        await hold(tx, shop, wave, parted, await readStanding(tx, short.orderIds), true);
      }
      return events.length;
    });
    if (read < PAGE) return;
  }
}

/** Orders of a wave of which Shopify confirmed every shipment. What waits at the counter for its customer is not fulfilled yet. */
async function confirmedOrders(tx: ShopTx, wave: Wave): Promise<Set<string>> {
  const parcels = Map.groupBy(await parcelsOfWave(tx, wave.id), (parcel) => parcel.orderId);
  const commandsOf = new Map(
    wave.orders.map(({ orderId, commandId }) => [
      orderId,
      parcels.get(orderId)?.map((parcel) => (isPickup(parcel) ? null : parcel.commandId)) ?? [commandId],
    ]),
  );
  const outcomes = await commandOutcomes(
    tx,
    [...commandsOf.values()].flat().filter((id) => id !== null),
  );
  return new Set(
    [...commandsOf].flatMap(([orderId, ids]) =>
      ids.every((id) => id !== null && outcomes.get(id)?.state === 'confirmed') ? orderId : [],
    ),
  );
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
