// Filing: what the customer confirmed becomes a return request in Shopify, once, however often the button is pressed.
import { inShop } from '../db.server.ts';
import { callShopify } from '../shopify/client.server.ts';
import { gid } from '../shopify/gid.ts';
import { returnRequest } from '../shopify/operations/return-request.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { type AskShopify, askShopify, decideOrder } from './look-at-order.server.ts';
import { type RequestProblems, readRequest, type TypedLine } from './request.ts';
import { type Door, insertRequest, loadRequest, lockOrder } from './store.server.ts';

export type Filed =
  | { ok: true; requestId: string }
  /** the request as typed cannot be filed */
  | { ok: false; problems: RequestProblems }
  /** Shopify does not answer now, or the order is gone; nothing was filed */
  | { ok: false; problems: null };

/**
 * Files a request for `orderId` under `requestId` (a UUID): the same id again answers what was filed before. The lines are
 * checked once more against Shopify and the policy.
 */
export async function fileRequest(
  shop: string,
  request: { requestId: string; orderId: string; door: Door; lines: readonly TypedLine[] },
  now: Date,
  ask: AskShopify = callShopify,
): Promise<Filed> {
  const { requestId, orderId, door } = request;
  const known = await inShop(shop, (tx) => loadRequest(tx, shop, requestId));
  if (known) return sameOrder(known.orderId, request);
  const says = await askShopify(shop, orderId, now, ask);
  if (!says) return { ok: false, problems: null };
  return inShop(shop, async (tx): Promise<Filed> => {
    await lockOrder(tx, shop, orderId);
    const meanwhile = await loadRequest(tx, shop, requestId);
    if (meanwhile) return sameOrder(meanwhile.orderId, request);
    const look = await decideOrder(tx, shop, orderId, says, now);
    if (!look) return { ok: false, problems: null };
    const read = readRequest(request.lines, look.decisions, look.reasons);
    if (!read.ok) return { ok: false, problems: read.problems };
    const command = await enqueueCommand(tx, {
      shop,
      operation: returnRequest,
      variables: {
        input: {
          orderId: gid('Order', orderId),
          returnLineItems: read.lines.map((line) => ({
            fulfillmentLineItemId: gid('FulfillmentLineItem', line.fulfillmentLineItemId),
            quantity: line.quantity,
            returnReasonDefinitionId: gid('ReturnReasonDefinition', line.reasonId),
            ...(line.note ? { customerNote: line.note } : {}),
          })),
        },
      },
      subject: `Order/${orderId}`,
      idempotencyKey: `return-request:${requestId}`,
    });
    const traceOf = new Map(
      look.decisions.flatMap((decision) =>
        decision.returnable ? [[decision.fulfillmentLineItemId, decision.trace] as const] : [],
      ),
    );
    await insertRequest(tx, shop, {
      id: requestId,
      orderId,
      orderName: look.order.name,
      door,
      lines: read.lines.map(({ fulfillmentLineItemId, orderLineId, title, quantity, reason }) => ({
        fulfillmentLineItemId,
        orderLineId,
        title,
        quantity,
        reason,
        trace: traceOf.get(fulfillmentLineItemId) ?? [],
      })),
      commandId: command.id,
      createdAt: now,
    });
    return { ok: true, requestId };
  });
}

/** An id belongs to one order; with another it is a forgery or a mistake, and reveals nothing. */
function sameOrder(knownOrderId: string, request: { requestId: string; orderId: string }): Filed {
  return knownOrderId === request.orderId ? { ok: true, requestId: request.requestId } : { ok: false, problems: null };
}
