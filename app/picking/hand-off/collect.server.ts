// The customer came: what lay ready is fulfilled.
import { inShop } from '../../db.server.ts';
import { commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { fulfillmentCreate } from '../../shopify/operations/fulfillment-create.ts';
import { refusedUnits } from '../ship.ts';
import { readStillWanted } from '../still-wanted.server.ts';
import { isPickup, parcelName, whyNotNow } from './parcel.ts';
import { whatGoesBack } from './pickup.ts';
import { askOnce, fulfillmentOf, noSuchParcel, type ParcelShipped } from './ship-parcel.server.ts';
import { loadLyingReady, lockParcel, saveParcel } from './store.server.ts';

/** Says that the customer collected a parcel that was made ready, once; not of an order that was canceled, edited or held meanwhile. */
export async function collectParcel(shop: string, parcelId: string, now: Date): Promise<ParcelShipped> {
  return inShop(shop, async (tx): Promise<ParcelShipped> => {
    const parcel = await lockParcel(tx, shop, parcelId);
    if (!parcel) return noSuchParcel;
    const name = parcelName(parcel);
    if (!isPickup(parcel))
      return { ok: false, problem: `${name} is not collected by the customer. Nothing was changed.` };
    if (parcel.collectedAt) return { ok: false, problem: `${name} was already collected. Nothing was changed.` };
    if (parcel.state === 'given-up') return { ok: false, problem: whyNotNow(parcel) ?? '' };
    if (parcel.state !== 'shipped') return { ok: false, problem: `${name} was not made ready yet. Do that first.` };
    const [order] = await readStillWanted(tx, [parcel.orderId]);
    const back = whatGoesBack(parcel.waveId, await loadLyingReady(tx, [parcel.orderId]), order);
    if (back?.whole) return { ok: false, problem: `${back.why} Put its goods back. Nothing was changed.` };
    if (back?.of.has(parcel.id))
      return {
        ok: false,
        problem: `Keep ${name.toLowerCase()} here. ${back.why} Say so on its page, then hand over the rest. Nothing was changed.`,
      };
    const ready = parcel.commandId ? (await commandOutcomes(tx, [parcel.commandId])).get(parcel.commandId) : undefined;
    if (ready?.state === 'unknown')
      return {
        ok: false,
        problem: `Nobody knows yet whether Shopify took the last word about ${name.toLowerCase()}. See the outbox, then come back.`,
      };
    const changed = refusedUnits(parcel.lines, order, parcel.locationId);
    if (changed) return { ok: false, problem: `Keep ${name.toLowerCase()} here. ${changed.says} Nothing was changed.` };
    const commandId = await askOnce(
      tx,
      {
        shop,
        operation: fulfillmentCreate,
        // The customer stands there: no mail.
        variables: {
          fulfillment: {
            ...fulfillmentOf(parcel, { carrier: null, trackingNumber: null, trackingUrl: null }),
            notifyCustomer: false,
          },
        },
        subject: `Order/${parcel.orderId}`,
        idempotencyKey: `parcel:${parcel.id}:collected`,
      },
      now,
    );
    await saveParcel(tx, shop, parcel.id, { collectedAt: now, commandId });
    return { ok: true };
  });
}
