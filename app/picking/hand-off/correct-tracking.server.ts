// A number that comes later, or was wrong: Shopify and the customer hear the right one.
import { inShop, type ShopTx } from '../../db.server.ts';
import { commandOutcomes, countKeys, newestInTrouble } from '../../shopify/command-outcomes.server.ts';
import { fulfillmentTrackingInfoUpdate } from '../../shopify/operations/fulfillment-tracking-info-update.ts';
import { saveWaveOrder } from '../store/order.server.ts';
import { readTracking, type Tracking, type TypedTracking, trackingInput } from './carriers.ts';
import { fulfillmentMade } from './made.ts';
import { type Parcel, parcelName } from './parcel.ts';
import { askOnce, noSuchParcel, type ParcelShipped } from './ship-parcel.server.ts';
import { lockParcel, saveParcel } from './store.server.ts';

/** Gives a shipped parcel another number; of a sealed one it is only kept. The number that it has already changes nothing. */
export async function correctTracking(
  shop: string,
  parcelId: string,
  typed: TypedTracking,
  now: Date,
): Promise<ParcelShipped> {
  const read = readTracking(typed);
  if (!read.ok) return { ok: false, problem: read.problem };
  return inShop(shop, async (tx): Promise<ParcelShipped> => {
    const parcel = await lockParcel(tx, shop, parcelId);
    return parcel ? correct(tx, shop, parcel, read.tracking, now) : noSuchParcel;
  });
}

async function correct(
  tx: ShopTx,
  shop: string,
  parcel: Parcel,
  tracking: Tracking,
  now: Date,
): Promise<ParcelShipped> {
  const name = parcelName(parcel);
  if (sameTracking(parcel, tracking)) return { ok: true };
  if (parcel.state === 'given-up' || parcel.state === 'open')
    return { ok: false, problem: `${name} is not sealed, so it has no number yet. Nothing was changed.` };
  if (parcel.state === 'shipped') {
    if (parcel.handOff === 'pickup')
      return { ok: false, problem: `${name} is collected by the customer: no carrier has it. Nothing was changed.` };
    const info = trackingInput(tracking);
    if (!info)
      return { ok: false, problem: `Enter the tracking number: Shopify does not take it off ${name.toLowerCase()}.` };
    const outcome = parcel.commandId && (await commandOutcomes(tx, [parcel.commandId])).get(parcel.commandId);
    const fulfillmentId = outcome ? fulfillmentMade(outcome.answer) : null;
    if (!fulfillmentId)
      return {
        ok: false,
        problem: `Shopify has not said yet that it fulfilled ${name.toLowerCase()}. Wait for that, then enter the number again.`,
      };
    const prefix = `parcel:${parcel.id}:tracking:`;
    const last = await newestInTrouble(tx, prefix);
    if (last?.state === 'unknown')
      return {
        ok: false,
        problem: `Nobody knows yet whether Shopify took the last number of ${name.toLowerCase()}. See the outbox, then enter it again.`,
      };
    // One that failed is sent again with the new number, so that none that is out of date can be sent later.
    const turn = last ? last.idempotencyKey : `${prefix}${1 + (await countKeys(tx, prefix))}`;
    await askOnce(
      tx,
      {
        shop,
        operation: fulfillmentTrackingInfoUpdate,
        variables: { fulfillmentId, trackingInfoInput: info, notifyCustomer: true },
        subject: `Order/${parcel.orderId}`,
        idempotencyKey: turn,
      },
      now,
    );
  }
  await saveParcel(tx, shop, parcel.id, tracking);
  const { carrier, trackingNumber } = tracking;
  if (parcel.state === 'shipped')
    await saveWaveOrder(tx, shop, parcel.waveId, { orderId: parcel.orderId, carrier, trackingNumber });
  return { ok: true };
}

export const sameTracking = (a: Tracking, b: Tracking) =>
  a.carrier === b.carrier && a.trackingNumber === b.trackingNumber && a.trackingUrl === b.trackingUrl;
