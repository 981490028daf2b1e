// Handing a sealed parcel off: Shopify hears once what is in it and how it can be followed. What changed since it was packed keeps
// it in the house, with the reason; what Shopify refuses brings it back, to be mended and sent again.
import { inShop, type ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { gid } from '../../shopify/gid.ts';
import { fulfillmentCreate } from '../../shopify/operations/fulfillment-create.ts';
import { fulfillmentOrderLineItemsPreparedForPickup } from '../../shopify/operations/fulfillment-order-line-items-prepared-for-pickup.ts';
import type { Write } from '../../shopify/operations/operation.ts';
import { enqueueCommand, reviseCommand } from '../../shopify/outbox.server.ts';
import { proofHead } from '../packing/station/store.server.ts';
import type { WhyHeld } from '../plan-wave.server.ts';
import { sortedAtOf } from '../put-wall/store.server.ts';
import { refusedUnits } from '../ship.ts';
import { readStillWanted } from '../still-wanted.server.ts';
import { saveWaveOrder } from '../store/order.server.ts';
import { loadWave, pickedAtOf, type Wave } from '../store/wave.server.ts';
import { readTracking, type Tracking, type TypedTracking, trackingInput } from './carriers.ts';
import { endWaveWhenDone } from './end-wave.server.ts';
import { isPickup, type Parcel, parcelName, partsOfParcel, refusedNow, refusedUnpacked, wayOf } from './parcel.ts';
import { type Refusal, refused } from './refusal.ts';
import { lockParcel, parcelsOfWave, saveParcel, sentAgain } from './store.server.ts';

/** `refusal`: what a phone says of it in its own language. */
export type ParcelShipped = { ok: true } | { ok: false; problem: string; refusal?: Refusal };

export const noSuchParcel = refused({
  code: 'no-parcel',
  says: 'This parcel does not exist. Nothing was changed.',
});

/**
 * Ships a sealed parcel, once. `tracking` null: with the carrier and number that it has, or none. `whyHeld` is what the orders room
 * answers; the door passes it.
 */
export async function shipParcel(
  shop: string,
  parcelId: string,
  tracking: TypedTracking | null,
  whyHeld: WhyHeld,
  now: Date,
): Promise<ParcelShipped> {
  return inShop(shop, async (tx): Promise<ParcelShipped> => {
    const parcel = await lockParcel(tx, shop, parcelId);
    const wave = parcel && (await loadWave(tx, shop, parcel.waveId));
    if (!parcel || !wave) return noSuchParcel;
    const refusal = refusedNow(parcel) ?? (await refusedInWave(tx, parcel, wave, whyHeld));
    if (refusal) return refused(refusal);
    const sent = isPickup(parcel)
      ? await makeReady(tx, shop, parcel, wave, now)
      : await sendParcel(tx, shop, parcel, tracking, now);
    if (sent.ok) {
      const after = await loadWave(tx, shop, wave.id);
      if (after) await endWaveWhenDone(tx, shop, after, now);
    }
    return sent;
  });
}

/** The customer is told once that all of the order lies ready, so its parcels go together. */
async function makeReady(tx: ShopTx, shop: string, parcel: Parcel, wave: Wave, now: Date): Promise<ParcelShipped> {
  const own = (await parcelsOfWave(tx, wave.id)).filter((one) => one.orderId === parcel.orderId);
  const unpacked = refusedUnpacked(
    wave.lines.filter((line) => line.orderId === parcel.orderId),
    own,
  );
  if (unpacked) return refused(unpacked);
  for (const one of own) {
    if (one.state !== 'sealed') continue;
    const sent = await sendParcel(tx, shop, one, null, now);
    if (!sent.ok) return sent;
  }
  return { ok: true };
}

/** The same for a parcel that the caller holds and whose order was found fit to go; its wave is not ended. */
export async function sendParcel(
  tx: ShopTx,
  shop: string,
  parcel: Parcel,
  tracking: TypedTracking | null,
  now: Date,
): Promise<ParcelShipped> {
  const read = tracking ? readTracking(tracking) : { ok: true as const, tracking: parcel satisfies Tracking };
  if (!read.ok) return refused({ code: 'tracking', fault: read.fault, says: read.problem });
  const refusal = refusedNow(parcel);
  if (refusal) return refused(refusal);
  const { carrier, trackingNumber, trackingUrl } = read.tracking;
  const commandId = await tellShopify(tx, shop, parcel, read.tracking, now);
  await saveParcel(tx, shop, parcel.id, {
    ...{ state: 'shipped', shippedAt: now, handOff: wayOf(parcel) },
    ...{ carrier, trackingNumber, trackingUrl, commandId },
  });
  await noteShipped(tx, shop, { ...parcel, carrier, trackingNumber }, commandId, now);
  return { ok: true };
}

/** What others read of a parcel that left: the order on its wave, and the diary. */
export async function noteShipped(
  tx: ShopTx,
  shop: string,
  parcel: Parcel,
  commandId: string | null,
  now: Date,
): Promise<void> {
  const { orderId, carrier, trackingNumber, waveId } = parcel;
  await saveWaveOrder(tx, shop, waveId, { orderId, carrier, trackingNumber, ...(commandId ? { commandId } : {}) });
  await append(tx, shop, [
    {
      type: 'parcel.shipped',
      key: `parcel.shipped:${parcel.id}`,
      subject: `Parcel/${parcel.id}`,
      at: now.toISOString(),
      data: {
        ...{ parcelId: parcel.id, waveId, orderId, locationId: parcel.locationId, number: parcel.number },
        units: parcel.lines.reduce((sum, line) => sum + line.quantity, 0),
        grams: parcel.weighedGrams ?? parcel.expectedGrams,
        pickedAt: (await pickedAtOf(tx, shop, waveId))?.toISOString() ?? null,
        sortedAt: (await sortedAtOf(tx, waveId, orderId))?.toISOString() ?? null,
        sealedAt: parcel.sealedAt?.toISOString() ?? null,
        proof: await proofHead(tx, orderId),
      },
    },
  ]);
}

/** Why a sealed parcel cannot go as its wave and its order stand now, or null. */
export async function whyNotNowInWave(
  tx: ShopTx,
  parcel: Parcel,
  wave: Wave,
  whyHeld: WhyHeld,
): Promise<string | null> {
  return (await refusedInWave(tx, parcel, wave, whyHeld))?.says ?? null;
}

/** The same with its kind. */
async function refusedInWave(tx: ShopTx, parcel: Parcel, wave: Wave, whyHeld: WhyHeld): Promise<Refusal | null> {
  const name = parcelName(parcel);
  if (wave.state === 'canceled') {
    const says = `Wave ${wave.number} was canceled: unpack ${name.toLowerCase()} and put its goods back.`;
    return { code: 'wave-canceled', wave: wave.number, says };
  }
  if (wave.state !== 'picked' && wave.state !== 'shipped') {
    const says = `Wave ${wave.number} is not picked yet: enter what was picked first.`;
    return { code: 'wave-not-picked', wave: wave.number, says };
  }
  const behind = wave.orders.find((order) => order.orderId === parcel.orderId)?.leftOut;
  if (behind) {
    const says = `${parcel.orderName} was left out of wave ${wave.number}: ${behind}`;
    return { code: 'left-out', wave: wave.number, says };
  }
  if ((await sentAgain(tx, [parcel])).has(parcel.id)) {
    const says = `${name} is on its way to Shopify again already. Wait for the answer.`;
    return { code: 'being-sent', parcel: parcel.number, says };
  }
  if (parcel.lines.every((line) => line.quantity === 0))
    return { code: 'empty', says: `${name} is empty. Pack it again.` };
  const [order] = await readStillWanted(tx, [parcel.orderId]);
  const held = (await whyHeld(tx, [parcel.orderId], true)).get(parcel.orderId);
  const changed = refusedUnits(parcel.lines, order, parcel.locationId);
  if (changed) return { code: 'changed', ...changed };
  return held === undefined ? null : { code: 'changed', because: 'held', says: held };
}

/** Asks Shopify for what the parcel's way wants, once for each parcel, or once for the order's fulfillment order made ready. */
async function tellShopify(tx: ShopTx, shop: string, parcel: Parcel, tracking: Tracking, now: Date): Promise<string> {
  const about = { shop, subject: `Order/${parcel.orderId}` };
  if (isPickup(parcel)) {
    const fulfillmentOrders = [...partsOfParcel(parcel.lines).keys()].sort();
    return askOnce(
      tx,
      {
        ...about,
        operation: fulfillmentOrderLineItemsPreparedForPickup,
        variables: {
          input: {
            lineItemsByFulfillmentOrder: fulfillmentOrders.map((id) => ({
              fulfillmentOrderId: gid('FulfillmentOrder', id),
            })),
          },
        },
        idempotencyKey: `wave:${parcel.waveId}:ready:${fulfillmentOrders.join('+')}`,
      },
      now,
    );
  }
  return askOnce(
    tx,
    {
      ...about,
      operation: fulfillmentCreate,
      variables: { fulfillment: fulfillmentOf(parcel, tracking) },
      idempotencyKey: `parcel:${parcel.id}:ship`,
    },
    now,
  );
}

/** FulfillmentInput of exactly the parcel's lines. */
export function fulfillmentOf(parcel: Parcel, tracking: Tracking) {
  const info = trackingInput(tracking);
  return {
    lineItemsByFulfillmentOrder: [...partsOfParcel(parcel.lines)].map(([fulfillmentOrderId, lines]) => ({
      fulfillmentOrderId: gid('FulfillmentOrder', fulfillmentOrderId),
      fulfillmentOrderLineItems: lines.map((line) => ({
        id: gid('FulfillmentOrderLineItem', line.id),
        quantity: line.quantity,
      })),
    })),
    notifyCustomer: true,
    ...(info ? { trackingInfo: info } : {}),
  };
}

/**
 * Asks for a write under a key of the parcel. One that failed is sent again with what is wanted now: it stays one command however
 * often the parcel is mended, so that the parcel ships once.
 */
export async function askOnce<O extends Write>(
  tx: ShopTx,
  command: Parameters<typeof enqueueCommand<O>>[1],
  now: Date,
): Promise<string> {
  const { id, isNew } = await enqueueCommand(tx, command);
  if (!isNew) await reviseCommand(tx, command.shop, id, command.variables as Parameters<typeof reviseCommand>[3], now);
  return id;
}
