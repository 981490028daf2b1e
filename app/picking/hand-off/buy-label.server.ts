// Buying a label from Shopify. It costs money, so it is asked for once and only anew when the last purchase is known to have failed.
import { inShop, type ShopTx } from '../../db.server.ts';
import { callShopify } from '../../shopify/client.server.ts';
import { commandOutcomes, countKeys } from '../../shopify/command-outcomes.server.ts';
import { gid } from '../../shopify/gid.ts';
import { appScopesRead } from '../../shopify/operations/app-scopes-read.ts';
import { shippingLabelPurchase } from '../../shopify/operations/shipping-label-purchase.ts';
import { enqueueCommand, reviseCommand } from '../../shopify/outbox.server.ts';
import type { WhyHeld } from '../plan-wave.server.ts';
import { readStillWanted } from '../still-wanted.server.ts';
import { loadWave } from '../store/wave.server.ts';
import { type LabelAccess, labelOrder, labelScopes, labelWish } from './label.ts';
import { type Parcel, whyNotNow } from './parcel.ts';
import { noSuchParcel, type ParcelShipped, whyNotNowInWave } from './ship-parcel.server.ts';
import { boxGrams, lockParcel, saveParcel } from './store.server.ts';

/** Shopify wants the day of shipping to lie ahead, also when the purchase has to wait a while in the outbox. */
const SHIPS_IN = 4 * 3_600_000;

/** Buys the label of a sealed parcel. The parcel leaves once Shopify says that it was bought. */
export async function buyLabel(shop: string, parcelId: string, whyHeld: WhyHeld, now: Date): Promise<ParcelShipped> {
  return inShop(shop, async (tx): Promise<ParcelShipped> => {
    const parcel = await lockParcel(tx, shop, parcelId);
    const wave = parcel && (await loadWave(tx, shop, parcel.waveId));
    if (!parcel || !wave) return noSuchParcel;
    const access = await readLabelAccess(tx, shop);
    const problem = whyNotNow(parcel) ?? whyNoLabels(access) ?? (await whyNotNowInWave(tx, parcel, wave, whyHeld));
    if (problem) return { ok: false, problem };
    const wish = labelWish(parcel);
    if (!wish.ok) return wish;
    const [order] = await readStillWanted(tx, [parcel.orderId]);
    const of = labelOrder(parcel, order?.standing ?? []);
    if (!of.ok) return of;
    const variables = {
      shippingLabelPurchase: {
        fulfillmentOrderId: gid('FulfillmentOrder', of.fulfillmentOrderId),
        shippingDatetime: new Date(now.getTime() + SHIPS_IN).toISOString(),
        packageInfo: {
          customPackage: {
            type: wish.type,
            dimensions: { length: wish.length, width: wish.width, height: wish.height, unit: 'MILLIMETERS' },
            weight: { value: await boxGrams(tx, shop, parcel.id), unit: 'GRAMS' },
          },
        },
        totalWeight: { value: wish.grams, unit: 'GRAMS' },
        notifyCustomer: true,
      },
    } as const;
    const labelCommandId = await ask(tx, shop, parcel, variables, now);
    await saveParcel(tx, shop, parcel.id, {
      ...{ labelState: 'asked', labelCommandId, handOff: 'label' },
      ...{ labelResultId: null, labelProblem: null },
    });
    return { ok: true };
  });
}

type Wanted = Parameters<typeof enqueueCommand<typeof shippingLabelPurchase>>[1]['variables'];

/** A refused command is sent anew; after a purchase that the carrier refused a new one is made. */
async function ask(tx: ShopTx, shop: string, parcel: Parcel, variables: Wanted, now: Date): Promise<string> {
  const last = parcel.labelCommandId;
  if (last && (await commandOutcomes(tx, [last])).get(last)?.state === 'failed') {
    await reviseCommand(tx, shop, last, variables as unknown as Parameters<typeof reviseCommand>[3], now);
    return last;
  }
  const prefix = `parcel:${parcel.id}:label:`;
  const { id } = await enqueueCommand(tx, {
    ...{ shop, operation: shippingLabelPurchase, variables, subject: `Order/${parcel.orderId}` },
    idempotencyKey: `${prefix}${1 + (await countKeys(tx, prefix))}`,
  });
  return id;
}

export async function readLabelAccess(tx: ShopTx, shop: string): Promise<LabelAccess | null> {
  const row = await tx.labelAccess.findUnique({ where: { shop } });
  return row && { state: row.state as LabelAccess['state'], says: row.says, checkedAt: row.checkedAt };
}

/** Why this shop cannot buy labels, or null. */
export function whyNoLabels(access: LabelAccess | null): string | null {
  if (access === null)
    return 'Nobody has looked yet whether this shop can buy labels from Shopify. Look under Parcels.';
  if (access.state === 'ready') return null;
  return access.says ?? 'This shop cannot buy labels from Shopify.';
}

export async function saveLabelAccess(
  tx: ShopTx,
  shop: string,
  state: LabelAccess['state'],
  says: string | null,
  now: Date,
): Promise<void> {
  const data = { state, says, checkedAt: now };
  await tx.labelAccess.upsert({ where: { shop }, create: { shop, ...data }, update: data });
}

/** Looks whether the app may buy labels here. Whether the terms are accepted shows only at a purchase: it is tried again from now on. */
export async function lookForLabels(shop: string, now: Date): Promise<ParcelShipped> {
  const answer = await callShopify(shop, appScopesRead, {});
  if (!answer.ok) return { ok: false, problem: `Shopify did not say: ${answer.problem.says}. Try again.` };
  const granted = new Set(answer.data.currentAppInstallation.accessScopes.map(({ handle }) => handle as string));
  const missing = labelScopes.filter((scope) => !granted.has(scope));
  const says =
    missing.length > 0
      ? `Backroom may not buy labels here: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not granted. Open Backroom in the Shopify admin to grant it.`
      : null;
  await inShop(shop, (tx) => saveLabelAccess(tx, shop, says ? 'no-access' : 'ready', says, now));
  return says ? { ok: false, problem: says } : { ok: true };
}
