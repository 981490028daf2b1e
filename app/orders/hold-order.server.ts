// Shopify's own hold is what all staff see: ask for it, or for its release, through the outbox.
import { inShop } from '../db.server.ts';
import { gid } from '../shopify/gid.ts';
import { fulfillmentOrderHold } from '../shopify/operations/fulfillment-order-hold.ts';
import { fulfillmentOrderReleaseHold } from '../shopify/operations/fulfillment-order-release-hold.ts';
import type { VariablesOf } from '../shopify/operations/operation.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { loadChecks } from './store.server.ts';

/** Tells our holds from those of other apps. */
const HANDLE = 'backroom-checks';

type HoldReason = VariablesOf<typeof fulfillmentOrderHold>['fulfillmentHold']['reason'];

/** Shopify's FulfillmentHoldReason for the first thing that a check objects to. */
const HOLD_REASONS = {
  address: 'INCORRECT_ADDRESS',
  payment: 'AWAITING_PAYMENT',
  stock: 'INVENTORY_OUT_OF_STOCK',
  hold: 'OTHER',
} as const;

/** A hold that Shopify shows on a fulfillment order. */
export type ShownHold = { id: string; handle: string | null; heldByUs: boolean };

export type HoldableOrder = {
  orderId: string;
  fulfillmentOrders: { id: string; status: string; version: string; holds: ShownHold[] }[];
};

/**
 * Asks Shopify to hold what is still open of the order, with the checks' reasons as the note. Pressed twice it asks once: the
 * key is made of the fulfillment order's version. Returns how many holds were asked for.
 */
export async function holdOrder(shop: string, order: HoldableOrder): Promise<number> {
  const open = order.fulfillmentOrders.filter((each) => each.status === 'OPEN' || each.status === 'SCHEDULED');
  return inShop(shop, async (tx) => {
    const check = (await loadChecks(tx, [order.orderId])).get(order.orderId);
    const notes = check?.reasons.map((reason) => reason.says).join(' ') || 'Held in Backroom.';
    for (const each of open)
      await enqueueCommand(tx, {
        shop,
        operation: fulfillmentOrderHold,
        variables: {
          id: gid('FulfillmentOrder', each.id),
          fulfillmentHold: {
            reason: HOLD_REASONS[check?.reasons[0]?.check ?? 'hold'] as HoldReason,
            reasonNotes: notes.slice(0, 500),
            handle: HANDLE,
          },
        },
        subject: `FulfillmentOrder/${each.id}`,
        idempotencyKey: `hold:${each.id}:${each.version}`,
      });
    return open.length;
  });
}

/** Asks Shopify to lift the holds that Backroom placed; holds of people and other apps stay. Returns how many. */
export async function releaseOrder(shop: string, order: HoldableOrder): Promise<number> {
  const held = order.fulfillmentOrders.filter(
    (each) => each.status === 'ON_HOLD' && each.holds.some((hold) => hold.heldByUs),
  );
  return inShop(shop, async (tx) => {
    for (const each of held)
      await enqueueCommand(tx, {
        shop,
        operation: fulfillmentOrderReleaseHold,
        variables: {
          id: gid('FulfillmentOrder', each.id),
          holdIds: each.holds.filter((hold) => hold.heldByUs).map((hold) => gid('FulfillmentHold', hold.id)),
        },
        subject: `FulfillmentOrder/${each.id}`,
        idempotencyKey: `release:${each.id}:${each.version}`,
      });
    return held.length;
  });
}
