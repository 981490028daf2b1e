// Keeps Shopify's stock in step with our orders: bookings whose starting quantity had changed are asked for anew, and Shopify's
// incoming counts what is still to come.
import { inShop } from '../../db.server.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { callShopify } from '../../shopify/client.server.ts';
import { commandOutcomes, failedCommands } from '../../shopify/command-outcomes.server.ts';
import { gid } from '../../shopify/gid.ts';
import { inventoryAdjustQuantities } from '../../shopify/operations/inventory-adjust-quantities.ts';
import { inventoryItemRead } from '../../shopify/operations/inventory-item-read.ts';
import type { VariablesOf } from '../../shopify/operations/operation.ts';
import { enqueueCommand, reviseCommand } from '../../shopify/outbox.server.ts';
import type { Changed } from './change-order.server.ts';
import {
  bookingsAmong,
  type Telling,
  tellingBegun,
  tellingsDone,
  tellingsDue,
  tellingsUnderWay,
} from './store.server.ts';

type AdjustInput = VariablesOf<typeof inventoryAdjustQuantities>['input'];
const ofReceiving = 'receive:';

export async function settleStock(shop: string): Promise<void> {
  await bookAgain(shop);
  while ((await tellIncoming(shop)) > 0);
}

/**
 * Bookings that failed because stock had changed since we last heard of it: reads the quantity as it is now and asks once more,
 * with the same command, so that it takes effect once whatever happens. What fails again waits for a person.
 */
async function bookAgain(shop: string): Promise<void> {
  const failed = await inShop(shop, (tx) => failedCommands(tx, ofReceiving));
  for (const command of failed)
    if (command.round === 0 && /changeFromQuantity/.test(command.problem ?? '')) await reviseBooking(shop, command);
}

/** A person says: book what failed of this order again, from the stock as it is now. */
export async function bookFailedAgain(shop: string, purchaseOrderId: string): Promise<Changed> {
  const failed = await inShop(shop, async (tx) => {
    const commands = await failedCommands(tx, ofReceiving);
    const bookings = await bookingsAmong(
      tx,
      commands.map((command) => command.id),
    );
    const own = new Set(bookings.filter((one) => one.purchaseOrderId === purchaseOrderId).map((one) => one.commandId));
    return commands.filter((command) => own.has(command.id));
  });
  for (const command of failed) {
    const problem = await reviseBooking(shop, command);
    if (problem) return { ok: false, problem };
  }
  return { ok: true };
}

/** Asks for a failed booking from the quantity that Shopify has now; answers why it could not. */
async function reviseBooking(shop: string, command: { id: string; variables: unknown }): Promise<string | null> {
  const { input } = command.variables as { input: AdjustInput };
  const [change] = [input.changes].flat();
  if (!change) return 'What was to be booked is no longer kept. Correct the stock in the Shopify admin.';
  const seen = await callShopify(shop, inventoryItemRead, { id: change.inventoryItemId, levelsAfter: null });
  if (!seen.ok) return `Shopify could not be asked how much is there: ${seen.problem.says}`;
  const level = seen.data.inventoryItem?.inventoryLevels.nodes.find((one) => one.location.id === change.locationId);
  const now = level?.quantities.find((one) => one.name === 'available')?.quantity;
  if (now === undefined || !level?.isActive)
    return 'The item is not stocked at this location in Shopify. Stock it there, then book it again.';
  await inShop(shop, (tx) =>
    reviseCommand(
      tx,
      shop,
      command.id,
      { input: { ...input, changes: [{ ...change, changeFromQuantity: now }] } },
      new Date(),
    ),
  );
  return null;
}

const AT_ONCE = 200;

/**
 * Asks Shopify to count in `incoming` what is still to come of each line, no more and no less than it counts by our word
 * already. One command at a time for each line: what it said counts once it is confirmed. Answers how many it asked for.
 */
async function tellIncoming(shop: string): Promise<number> {
  return inShop(shop, async (tx) => {
    const underWay = await tellingsUnderWay(tx);
    const outcomes = await commandOutcomes(
      tx,
      underWay.map((one) => one.commandId),
    );
    const done = underWay.filter((one) => outcomes.get(one.commandId)?.state === 'confirmed');
    await tellingsDone(
      tx,
      done.map((one) => one.lineId),
    );
    const due = await tellingsDue(tx, AT_ONCE);
    // A variant that was deleted took its incoming with it.
    const known = await readItems(
      tx,
      shop,
      due.map((one) => one.inventoryItemId),
    );
    const able = due.filter((one) => known.has(one.inventoryItemId));
    for (const one of able) {
      const delta = one.wanted - one.inIncoming;
      const command = await enqueueCommand(tx, {
        shop,
        operation: inventoryAdjustQuantities,
        variables: {
          input: {
            name: 'incoming',
            reason: reasonFor(one, delta),
            referenceDocumentUri: `gid://backroom/PurchaseOrder/${one.purchaseOrderId}`,
            changes: [
              {
                inventoryItemId: gid('InventoryItem', one.inventoryItemId),
                locationId: gid('Location', one.locationId),
                delta,
                // A difference to what others count there too: whatever it is now.
                changeFromQuantity: null,
                ledgerDocumentUri: `gid://backroom/PurchaseOrderLine/${one.lineId}`,
              },
            ],
          },
        },
        // Not the item: a booking must not wait for it.
        subject: `PurchaseOrderLine/${one.lineId}`,
        idempotencyKey: `incoming:${one.lineId}:${one.tellings}`,
      });
      await tellingBegun(tx, shop, one.lineId, command.id, delta);
    }
    return able.length;
  });
}

function reasonFor(one: Telling, delta: number): string {
  if (delta > 0) return 'movement_created';
  return one.state === 'canceled' ? 'movement_canceled' : 'movement_received';
}
