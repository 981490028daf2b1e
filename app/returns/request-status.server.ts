// What became of a request: first our outbox knows, then Shopify's own return stands for it.
import { inShop } from '../db.server.ts';
import { type MirroredReturn, readReturnsOfOrder } from '../mirror/read-returnable.server.ts';
import { type CommandOutcome, commandOutcomes } from '../shopify/command-outcomes.server.ts';
import type { PortalStatus } from './portal-page.ts';
import { loadRequest, loadRequestsOf, type PortalRequest } from './store.server.ts';

export type RequestStanding = { orderName: string; status: PortalStatus; lines: { title: string; quantity: number }[] };

/** Null when there is no such request for this order. */
export async function readRequestStatus(
  shop: string,
  requestId: string,
  orderId: string,
): Promise<RequestStanding | null> {
  return inShop(shop, async (tx) => {
    const request = await loadRequest(tx, shop, requestId);
    if (!request || request.orderId !== orderId) return null;
    const outcome = (await commandOutcomes(tx, [request.commandId])).get(request.commandId);
    const mirrored = standsFor(request, await readReturnsOfOrder(tx, orderId));
    return {
      orderName: request.orderName,
      status: statusOf(outcome, mirrored),
      lines: request.lines.map(({ title, quantity }) => ({ title, quantity })),
    };
  });
}

/** All requests made for an order, newest first. */
export async function readStandingsOf(
  shop: string,
  orderId: string,
): Promise<{ id: string; status: PortalStatus; lines: { title: string; quantity: number }[] }[]> {
  return inShop(shop, async (tx) => {
    const requests = await loadRequestsOf(tx, [orderId]);
    const outcomes = await commandOutcomes(
      tx,
      requests.map((request) => request.commandId),
    );
    const returns = await readReturnsOfOrder(tx, orderId);
    return requests.map((request) => ({
      id: request.id,
      status: statusOf(outcomes.get(request.commandId), standsFor(request, returns)),
      lines: request.lines.map(({ title, quantity }) => ({ title, quantity })),
    }));
  });
}

/** The return that a request became: the first one made since that has exactly its lines. */
export function standsFor(request: PortalRequest, returns: readonly MirroredReturn[]): MirroredReturn | null {
  const wanted = request.lines.map((line) => `${line.fulfillmentLineItemId}×${line.quantity}`).toSorted();
  const made = returns.filter((one) => {
    // Shopify's clock and ours may differ a little.
    if (one.createdAt.getTime() < request.createdAt.getTime() - 60_000) return false;
    const has = one.lines.map((line) => `${line.fulfillmentLineItemId}×${line.quantity}`).toSorted();
    return has.length === wanted.length && has.every((line, index) => line === wanted[index]);
  });
  return made.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0] ?? null;
}

function statusOf(outcome: CommandOutcome | undefined, mirrored: MirroredReturn | null): PortalStatus {
  switch (mirrored?.status) {
    case 'OPEN':
      return 'approved';
    case 'DECLINED':
      return 'declined';
    case 'CANCELED':
      return 'canceled';
    case 'CLOSED':
      return 'closed';
    case 'REQUESTED':
      return 'requested';
  }
  // Settled so long ago that the command is no longer kept, and Shopify knows of no return.
  if (!outcome) return 'closed';
  if (outcome.state === 'confirmed') return 'requested';
  return outcome.state === 'failed' ? 'refused' : 'sending';
}
