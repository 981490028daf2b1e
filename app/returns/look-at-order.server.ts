// What of an order may come back now: Shopify says how many are left, the policy says whether.
import { inShop, type ShopTx } from '../db.server.ts';
import { type ReturnableOrder, readReturnableOrder } from '../mirror/read-returnable.server.ts';
import type { Answer } from '../shopify/answer.ts';
import type { CallOptions } from '../shopify/call.server.ts';
import { callShopify } from '../shopify/client.server.ts';
import { commandOutcomes } from '../shopify/command-outcomes.server.ts';
import { gid, idOf } from '../shopify/gid.ts';
import type { DataOf, Read } from '../shopify/operations/operation.ts';
import { orderReturnableFulfillments } from '../shopify/operations/order-returnable-fulfillments.ts';
import { returnReasons } from '../shopify/operations/return-reasons.ts';
import type { Reason } from './request.ts';
import { decideReturnable, type LineDecision, type LineFacts } from './returnable.ts';
import { loadPolicy, loadRequestsOf } from './store.server.ts';

/** How Shopify is asked; the real gateway unless a test stands in for the network. */
export type AskShopify = <Data, Variables>(
  shop: string,
  operation: Read<Data, Variables>,
  variables: Variables,
  options?: CallOptions,
) => Promise<Answer<Data>>;

/** Units that can come back, as Shopify says at this moment. */
export type ShopifySays = { parcels: ({ orderLineId: string } & LineFacts['parcels'][number])[]; reasons: Reason[] };

export type OrderLook = { order: ReturnableOrder; decisions: LineDecision[]; reasons: Reason[] };

/** A customer waits for the page: better to say "try again" than to let them wait for the shop's API budget. */
const PATIENCE = 6000;

/** Asks Shopify for what is left to return, and for the reasons. Null when it does not answer now. */
export async function askShopify(
  shop: string,
  orderId: string,
  now: Date,
  ask: AskShopify = callShopify,
): Promise<ShopifySays | null> {
  const options = { beginBefore: new Date(now.getTime() + PATIENCE) };
  const parcels: ShopifySays['parcels'] = [];
  let after: string | null = null;
  do {
    const answer: Answer<DataOf<typeof orderReturnableFulfillments>> = await ask(
      shop,
      orderReturnableFulfillments,
      { orderId: gid('Order', orderId), ...(after ? { after } : {}) },
      options,
    );
    if (!answer.ok) return null;
    const { nodes, pageInfo }: (typeof answer.data)['returnableFulfillments'] = answer.data.returnableFulfillments;
    for (const { fulfillment, returnableFulfillmentLineItems } of nodes)
      for (const { quantity, fulfillmentLineItem } of returnableFulfillmentLineItems.nodes)
        parcels.push({
          orderLineId: idOf(fulfillmentLineItem.lineItem.id),
          fulfillmentLineItemId: idOf(fulfillmentLineItem.id),
          quantity,
          shippedAt: new Date(fulfillment.createdAt),
        });
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  const answer = await ask(shop, returnReasons, {}, options);
  if (!answer.ok) return null;
  const reasons = answer.data.returnReasonDefinitions.nodes
    .filter((reason) => !reason.deleted && reason.handle !== 'unknown')
    .map((reason) => ({ id: idOf(reason.id), name: reason.name }));
  return { parcels, reasons };
}

/**
 * The decision for each line in the caller's transaction. Units of requests that are still on their way to Shopify are taken
 * off, because Shopify does not know of them yet. Null when the mirror has no such order.
 */
export async function decideOrder(
  tx: ShopTx,
  shop: string,
  orderId: string,
  says: ShopifySays,
  now: Date,
): Promise<OrderLook | null> {
  const order = await readReturnableOrder(tx, shop, orderId);
  if (!order) return null;
  const requests = await loadRequestsOf(tx, [orderId]);
  const outcomes = await commandOutcomes(
    tx,
    requests.map((request) => request.commandId),
  );
  const pending = new Map<string, number>();
  for (const request of requests) {
    const state = outcomes.get(request.commandId)?.state;
    // One whose command is no longer kept was settled long ago.
    if (state === undefined || state === 'confirmed' || state === 'failed') continue;
    for (const line of request.lines)
      pending.set(line.fulfillmentLineItemId, (pending.get(line.fulfillmentLineItemId) ?? 0) + line.quantity);
  }
  const lines = order.lines.map((line) => ({
    ...line,
    parcels: says.parcels
      .filter((parcel) => parcel.orderLineId === line.orderLineId)
      .map((parcel) => ({
        ...parcel,
        quantity: Math.max(0, parcel.quantity - (pending.get(parcel.fulfillmentLineItemId) ?? 0)),
      })),
  }));
  const decisions = decideReturnable(lines, await loadPolicy(tx, shop), now);
  return { order, decisions, reasons: says.reasons };
}

/** The order with what may come back; null when it is not there or Shopify does not answer now. */
export async function lookAtOrder(
  shop: string,
  orderId: string,
  now: Date,
  ask: AskShopify = callShopify,
): Promise<OrderLook | null> {
  const says = await askShopify(shop, orderId, now, ask);
  return says ? inShop(shop, (tx) => decideOrder(tx, shop, orderId, says, now)) : null;
}
