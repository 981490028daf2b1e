// Work that was begun and is over: what told staff of it, Shopify's progress lock or a hold and a tag, is taken off again.
import type { ShopTx } from '../db.server.ts';
import { openAmong } from '../mirror/read-open-orders.server.ts';
import type { OrderStanding } from '../mirror/read-pickable.server.ts';
import { waveHold } from '../mirror/wave-hold.ts';
import { keysNotFailed } from '../shopify/command-outcomes.server.ts';
import { gid } from '../shopify/gid.ts';
import { fulfillmentOrderOpen } from '../shopify/operations/fulfillment-order-open.ts';
import { fulfillmentOrderReleaseHold } from '../shopify/operations/fulfillment-order-release-hold.ts';
import { tagsRemove } from '../shopify/operations/tags-remove.ts';
import { enqueueCommand, withdrawKeys } from '../shopify/outbox.server.ts';
import type { WaveLine } from './wave.ts';

/** Names the command that locked a fulfillment order for a wave. */
export function progressKey(waveId: string, fulfillmentOrderId: string): string {
  return `wave:${waveId}:progress:${fulfillmentOrderId}`;
}

/** Names the command that held a fulfillment order for the walk of a wave, where Shopify offered no lock. */
export function holdKey(waveId: string, fulfillmentOrderId: string): string {
  return `wave:${waveId}:hold:${fulfillmentOrderId}`;
}

/** Names the command that tagged an order for a wave, where Shopify offered no lock. */
export function tagKey(waveId: string, orderId: string): string {
  return `wave:${waveId}:tag:${orderId}`;
}

export const tagOf = (wave: { number: number }) => `Wave ${wave.number}`;

const OVER = 'The work that it was to tell of is over.';

/** Which of these keys stand for something to take back. What failed is sent no more: nobody would take it back. */
async function toUndo(tx: ShopTx, keys: readonly string[]): Promise<Set<string>> {
  await withdrawKeys(tx, keys, OVER);
  return keysNotFailed(tx, [...keys]);
}

/** The work on a wave is over: takes its tag off the orders that it tagged. A tag that is still on its way goes first. */
export async function takeTagsOff(
  tx: ShopTx,
  shop: string,
  wave: { id: string; number: number; orders: readonly { orderId: string }[] },
): Promise<void> {
  const ids = wave.orders.map((order) => order.orderId);
  const tagged = await toUndo(
    tx,
    ids.map((id) => tagKey(wave.id, id)),
  );
  for (const id of ids)
    if (tagged.has(tagKey(wave.id, id)))
      await enqueueCommand(tx, {
        shop,
        operation: tagsRemove,
        variables: { id: gid('Order', id), tags: [tagOf(wave)] },
        subject: `Order/${id}`,
        idempotencyKey: `wave:${wave.id}:untag:${id}`,
      });
}

/**
 * The walk is over for these lines: what this wave held of them is let go, since Shopify fulfills nothing that is held. The outbox
 * sends commands about one order in turn: the hold goes before its release, and the release before whatever ships.
 */
export async function liftHolds(tx: ShopTx, shop: string, waveId: string, lines: readonly WaveLine[]): Promise<void> {
  const orderOf = new Map(lines.map((line) => [line.fulfillmentOrderId, line.orderId]));
  const held = await toUndo(
    tx,
    [...orderOf.keys()].map((id) => holdKey(waveId, id)),
  );
  if (held.size === 0) return;
  const open = new Set(await openAmong(tx, [...orderOf.keys()]));
  // What was canceled meanwhile is held no more, and Shopify would refuse to release it.
  for (const [id, orderId] of orderOf)
    if (held.has(holdKey(waveId, id)) && open.has(id))
      await enqueueCommand(tx, {
        shop,
        operation: fulfillmentOrderReleaseHold,
        variables: { id: gid('FulfillmentOrder', id), externalId: waveHold(waveId) },
        subject: `Order/${orderId}`,
        idempotencyKey: `wave:${waveId}:lift:${id}`,
      });
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
  const asked = new Set(orders.map((order) => order.orderId));
  const theirs = lines.filter((line) => asked.has(line.orderId));
  await liftHolds(tx, shop, waveId, theirs);
  const own = new Set(theirs.map((line) => line.fulfillmentOrderId));
  const locked = await toUndo(
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
