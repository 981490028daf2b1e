// Shipping: each order goes back to Shopify with exactly what was picked; what changed meanwhile stays behind, with the reason.
import { inShop, type ShopTx } from '../db.server.ts';
import { readPickups } from '../mirror/read-for-packing.server.ts';
import { fulfillmentCreate } from '../shopify/operations/fulfillment-create.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { endWaveWhenDone, leaveBehind, waitingOrders } from './hand-off/end-wave.server.ts';
import { gatherPickup } from './hand-off/gather-pickup.server.ts';
import { isPickup, type Parcel, refusedUnpacked, withoutShipped } from './hand-off/parcel.ts';
import { sendParcel } from './hand-off/ship-parcel.server.ts';
import { parcelsOfWave } from './hand-off/store.server.ts';
import { wholeOrder } from './hand-off/whole-order.server.ts';
import type { WhyHeld } from './plan-wave.server.ts';
import { type Done, noSuchWave } from './release-wave.server.ts';
import { type LeftOut, type Shipment, shipWave } from './ship.ts';
import { readStillWanted } from './still-wanted.server.ts';
import { saveWaveOrder } from './store/order.server.ts';
import { loadWave, lockWave, moveWave, type Wave } from './store/wave.server.ts';
import { mayHappen, refusal } from './wave.ts';

export type Tracking = { number: string; carrier: string };

export type Shipped = { ok: true; shipped: number; leftOut: LeftOut[] } | { ok: false; problem: string };

/** Keeps carriers and tracking numbers of a picked wave while it is packed. `tracking` by order id. */
export async function keepTracking(
  shop: string,
  id: string,
  tracking: ReadonlyMap<string, Tracking>,
  now: Date,
): Promise<Done> {
  return inShop(shop, async (tx): Promise<Done> => {
    const { moved, wave } = await moveWave(tx, shop, id, 'label', now);
    if (!moved) return wave ? { ok: false, problem: refusal('label', wave.number, wave.state) } : noSuchWave;
    for (const { orderId } of wave.orders) {
      const typed = tracking.get(orderId);
      if (typed)
        await saveWaveOrder(tx, shop, id, {
          orderId,
          trackingNumber: typed.number.trim() || null,
          carrier: typed.carrier.trim() || null,
        });
    }
    return { ok: true };
  });
}

/**
 * Ships what can go of a picked wave: orders without parcels as they were picked, sealed parcels as parcels; what customers collect is made
 * ready for them. `tracking` by order id;
 * an order without a number goes without. Customers are told by Shopify. What changed meanwhile is left out for good; what is still
 * being packed is named in `leftOut` too, and the wave waits for it.
 */
export async function shipPickedWave(
  shop: string,
  id: string,
  tracking: ReadonlyMap<string, Tracking>,
  whyHeld: WhyHeld,
  now: Date,
): Promise<Shipped> {
  return inShop(shop, async (tx): Promise<Shipped> => {
    await lockWave(tx, shop, id);
    const wave = await loadWave(tx, shop, id);
    if (!wave) return noSuchWave;
    if (!mayHappen('ship', wave.state)) return { ok: false, problem: refusal('ship', wave.number, wave.state) };
    const parcels = await parcelsOfWave(tx, id);
    const waiting = waitingOrders(wave, parcels);
    const known = new Set(wave.orders.flatMap((order) => (order.leftOut || order.commandId ? [order.orderId] : [])));
    // An order of which nothing was picked is looked at too: it is left out with that reason.
    const open = withoutShipped(wave.lines, parcels).filter(
      (line) => waiting.has(line.orderId) || !known.has(line.orderId),
    );
    const orderIds = [...new Set(wave.lines.map((line) => line.orderId))];
    const orders = await readStillWanted(tx, orderIds);
    const held = await whyHeld(tx, orderIds, true);
    const { shipments, leftOut } = shipWave(open, orders, held, wave.locationId);
    await leaveBehind(tx, shop, wave, leftOut, orders, parcels, now);
    const pickups = await readPickups(
      tx,
      shipments.flatMap((shipment) => shipment.parts.map((part) => part.fulfillmentOrderId)),
    );
    const staying: LeftOut[] = [];
    let shipped = 0;
    for (const shipment of shipments) {
      const { orderId, orderName } = shipment;
      const own = parcels.filter((parcel) => parcel.orderId === orderId);
      if (own.length === 0 && shipment.parts.every((part) => pickups.has(part.fulfillmentOrderId))) {
        const parcel = await gatherPickup(tx, shop, wave, orderId, now);
        if (parcel) own.push(parcel);
      }
      const reason =
        own.length === 0
          ? await shipWhole(tx, shop, wave, shipment, tracking.get(orderId))
          : await shipInParcels(tx, shop, wave, own, tracking.get(orderId), now);
      if (reason) staying.push({ orderId, orderName, reason });
      else shipped += 1;
    }
    const after = await loadWave(tx, shop, id);
    if (after) await endWaveWhenDone(tx, shop, after, now);
    return { ok: true, shipped, leftOut: [...leftOut, ...staying] };
  });
}

async function shipWhole(
  tx: ShopTx,
  shop: string,
  wave: Wave,
  shipment: Shipment,
  typed: Tracking | undefined,
): Promise<null> {
  const number = typed?.number.trim() || null;
  const carrier = typed?.carrier.trim() || null;
  const tracking = { carrier, trackingNumber: number, trackingUrl: null };
  const command = await enqueueCommand(tx, {
    ...{ shop, operation: fulfillmentCreate },
    ...wholeOrder(wave.id, shipment, tracking),
  });
  await saveWaveOrder(tx, shop, wave.id, {
    orderId: shipment.orderId,
    commandId: command.id,
    trackingNumber: number,
    carrier,
  });
  return null;
}

/** Ships the sealed parcels of an order; why some of it stays, or null. A number typed for the order is that of its only parcel, if that is carried. */
async function shipInParcels(
  tx: ShopTx,
  shop: string,
  wave: Wave,
  parcels: readonly Parcel[],
  typed: Tracking | undefined,
  now: Date,
): Promise<string | null> {
  const lines = wave.lines.filter((line) => line.orderId === parcels[0]?.orderId);
  const unpacked = refusedUnpacked(lines, parcels);
  if (unpacked) return unpacked.says;
  const only = parcels.length === 1 && !parcels.some(isPickup) && typed?.number.trim() ? typed : null;
  for (const parcel of parcels) {
    if (parcel.state !== 'sealed') continue;
    const number = only ? { carrier: only.carrier, trackingNumber: only.number } : null;
    const sent = await sendParcel(tx, shop, parcel, number, now);
    if (!sent.ok) return sent.problem;
  }
  return null;
}
