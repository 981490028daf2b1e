// What became of what Shopify was asked about parcels: refused ones come back, bought labels send theirs off.
import { inShop, type ShopTx } from '../../db.server.ts';
import { readOn } from '../../events/read.server.ts';
import { callShopify } from '../../shopify/client.server.ts';
import { type CommandOutcome, commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { shippingLabelPurchaseResult } from '../../shopify/operations/shipping-label-purchase-result.ts';
import { loadWave } from '../store/wave.server.ts';
import { saveLabelAccess } from './buy-label.server.ts';
import { endWaveWhenDone } from './end-wave.server.ts';
import { isAboutTerms, labelRefusal } from './label.ts';
import { labelSeen, purchaseMade } from './made.ts';
import { isPickup, type Parcel } from './parcel.ts';
import { liesReady } from './pickup.ts';
import { noteShipped } from './ship-parcel.server.ts';
import { loadParcel, loadParcels, lockParcel, lyingReady, saveParcel } from './store.server.ts';

/** The job that does this. */
export const FOLLOWER = 'picking.follow-parcels';

export async function followParcels(shop: string, signal: AbortSignal, now: Date): Promise<void> {
  while ((await settle(shop, now)) > 0 && !signal.aborted);
  await lookAtPurchases(shop, signal, now);
}

const HEARD = ['command.confirmed', 'command.failed', 'command.unknown', 'order.fulfilled'] as const;

/** Heeds what the diary says of commands and of orders since the last time. Answers how many lines it read. */
async function settle(shop: string, now: Date): Promise<number> {
  return inShop(shop, async (tx) => {
    const events = await readOn(tx, shop, FOLLOWER, 100, [...HEARD]);
    const ids = events.flatMap((event) => ('commandId' in event.data ? [event.data.commandId] : []));
    const fulfilledAt = new Map(
      events.flatMap(({ type, at, data }) => (type === 'order.fulfilled' ? [[data.orderId, new Date(at)]] : [])),
    );
    if (ids.length === 0 && fulfilledAt.size === 0) return events.length;
    const orderIds = events.flatMap((event) => /^Order\/(\d+)$/.exec(event.subject)?.[1] ?? []);
    const found = await loadParcels(tx, {
      orderId: { in: [...new Set(orderIds)] },
      OR: [
        { commandId: { in: ids } },
        { labelCommandId: { in: ids } },
        { ...lyingReady, orderId: { in: [...fulfilledAt.keys()] } },
      ],
    });
    // In one order, so that two who do this at once wait for each other.
    const wanted = found.sort((a, b) => (a.waveId + a.id < b.waveId + b.id ? -1 : 1));
    for (const { id } of wanted) {
      const parcel = await lockParcel(tx, shop, id);
      if (!parcel) continue;
      const known = await commandOutcomes(
        tx,
        [parcel.commandId, parcel.labelCommandId].filter((one) => one !== null),
      );
      const label = parcel.labelCommandId ? known.get(parcel.labelCommandId) : undefined;
      const sent = parcel.commandId ? known.get(parcel.commandId) : undefined;
      if (label && ids.includes(label.id)) await settleLabel(tx, shop, parcel, label, now);
      if (sent && sent.id !== label?.id && ids.includes(sent.id)) await settleShipment(tx, shop, parcel, sent, now);
      // Somebody said in Shopify's admin that the customer came.
      const collectedAt = fulfilledAt.get(parcel.orderId);
      const settled = collectedAt && (await loadParcel(tx, shop, id));
      if (settled && liesReady(settled)) await saveParcel(tx, shop, id, { collectedAt });
    }
    return events.length;
  });
}

async function settleShipment(
  tx: ShopTx,
  shop: string,
  parcel: Parcel,
  outcome: CommandOutcome,
  now: Date,
): Promise<void> {
  // Its goods are in their bins, whatever Shopify says of it now.
  if (parcel.state === 'given-up') return;
  const collecting = isPickup(parcel) && outcome.operation === 'fulfillmentCreate';
  if (outcome.state === 'failed') {
    if (collecting) await saveParcel(tx, shop, parcel.id, { collectedAt: null });
    else if (parcel.state === 'shipped') await saveParcel(tx, shop, parcel.id, { state: 'sealed', shippedAt: null });
    return;
  }
  if (outcome.state !== 'confirmed') return;
  // Somebody sent the refused command again from the outbox.
  if (collecting) await saveParcel(tx, shop, parcel.id, { collectedAt: parcel.collectedAt ?? now });
  else if (parcel.state === 'sealed') await leave(tx, shop, parcel, outcome.id, now);
}

async function settleLabel(
  tx: ShopTx,
  shop: string,
  parcel: Parcel,
  outcome: CommandOutcome,
  now: Date,
): Promise<void> {
  if (parcel.labelState === 'bought') return;
  const says = outcome.problem ?? 'Shopify sold no label.';
  switch (outcome.state) {
    case 'failed':
      if (isAboutTerms(says)) await saveLabelAccess(tx, shop, 'no-terms', labelRefusal(says), now);
      await saveParcel(tx, shop, parcel.id, { labelState: 'failed', labelProblem: labelRefusal(says) });
      return;
    case 'unknown':
      await saveParcel(tx, shop, parcel.id, { labelState: 'unknown', labelProblem: says });
      return;
    case 'confirmed': {
      const labelResultId = purchaseMade(outcome.answer);
      if (labelResultId)
        return saveParcel(tx, shop, parcel.id, { labelState: 'asked', labelProblem: null, labelResultId });
      // It was found at Shopify, or a person said that it is there; its document is only to be had in the admin.
      await saveParcel(tx, shop, parcel.id, { labelState: 'bought', labelProblem: PRINT_IT_THERE });
      return leave(tx, shop, parcel, outcome.id, now, labelSeen(outcome.answer));
    }
  }
}

const PRINT_IT_THERE =
  'The answer to the purchase was lost, so the label itself is not here. Print it in the Shopify admin.';

type Followed = { company?: string | null; number?: string | null; url?: string | null };

/** A sealed parcel is on its way; with what its label says where there is one. */
async function leave(
  tx: ShopTx,
  shop: string,
  parcel: Parcel,
  commandId: string | null,
  now: Date,
  label: Followed | null = null,
): Promise<void> {
  if (parcel.state !== 'sealed') return;
  const gone: Parcel = {
    ...parcel,
    carrier: label?.company ?? parcel.carrier,
    trackingNumber: label?.number ?? parcel.trackingNumber,
    trackingUrl: label ? (label.url ?? null) : parcel.trackingUrl,
  };
  const { carrier, trackingNumber, trackingUrl } = gone;
  await saveParcel(tx, shop, parcel.id, { state: 'shipped', shippedAt: now, carrier, trackingNumber, trackingUrl });
  await noteShipped(tx, shop, gone, commandId, now);
  const wave = await loadWave(tx, shop, parcel.waveId);
  if (wave) await endWaveWhenDone(tx, shop, wave, now);
}

/** Asks Shopify how far the purchases are that it took on. */
async function lookAtPurchases(shop: string, signal: AbortSignal, now: Date): Promise<void> {
  const pending = await inShop(shop, (tx) => loadParcels(tx, { labelState: 'asked', labelResultId: { not: null } }));
  for (const { id, labelResultId } of pending) {
    if (signal.aborted || labelResultId === null) return;
    const answer = await callShopify(shop, shippingLabelPurchaseResult, { id: labelResultId });
    // Without an answer what was known stays; the next look asks again.
    if (!answer.ok) continue;
    const result = answer.data.node;
    await inShop(shop, async (tx) => {
      const parcel = await lockParcel(tx, shop, id);
      if (parcel?.labelState !== 'asked' || parcel.labelResultId !== labelResultId) return;
      if (result?.__typename !== 'ShippingLabelPurchaseResult') {
        const labelProblem = 'Shopify no longer knows this purchase. Look at the order in the Shopify admin.';
        return saveParcel(tx, shop, id, { labelState: 'unknown', labelProblem });
      }
      if (result.status === 'PURCHASE_FAILED') {
        const says = result.errors.map((error) => error.message).join(' ') || 'The purchase failed.';
        return saveParcel(tx, shop, id, { labelState: 'failed', labelProblem: labelRefusal(says) });
      }
      if (result.status !== 'PURCHASED') return;
      const [label] = result.shippingLabels;
      const document = label?.shippingDocuments.find((one) => one.documentType === 'LABEL');
      const labelUrl = document?.url ? String(document.url) : null;
      await saveParcel(tx, shop, id, { labelState: 'bought', labelUrl, labelProblem: null });
      await leave(tx, shop, parcel, parcel.labelCommandId, now, label?.trackingInfo ?? {});
    });
  }
}
