// Receiving: what came is written down once, and what is good of it is booked in Shopify once.
import { inShop } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { readAvailable, readItems } from '../../mirror/read-items.server.ts';
import { gid } from '../../shopify/gid.ts';
import { inventoryAdjustQuantities } from '../../shopify/operations/inventory-adjust-quantities.ts';
import { enqueueCommand } from '../../shopify/outbox.server.ts';
import { noSuchOrder, tell } from './change-order.server.ts';
import { idFrom } from './draft-orders.server.ts';
import { objection, outstanding } from './purchase-order.ts';
import { type CountedLine, checkReceiving, type OverLine } from './receive.ts';
import { type Arrival, insertArrivals, isReceived, loadOrder, lockOrder, saveOrder } from './store.server.ts';

export type Received =
  | { ok: true; units: number; rejected: number; closed: boolean; deleted: string[] }
  | { ok: false; problem: string; over: OverLine[] };

/**
 * Books one receiving. `receivingId` is made by the page when it opens: the same receiving pressed twice is one. One that was
 * counted against an older version is refused, and told what was received meanwhile. Stock is added where it lies by one
 * command for each line, compared with the quantity we last heard of.
 */
export async function receiveGoods(
  shop: string,
  id: string,
  receiving: { receivingId: string; version: number; counted: readonly CountedLine[]; overConfirmed: boolean },
  now: Date,
): Promise<Received> {
  const { receivingId, version, counted, overConfirmed } = receiving;
  return inShop(shop, async (tx): Promise<Received> => {
    const order = await lockOrder(tx, shop, id);
    if (!order) return { ...noSuchOrder, over: [] };
    if (await isReceived(tx, id, receivingId))
      return {
        ok: true,
        units: counted.reduce((sum, one) => sum + one.accepted, 0),
        rejected: counted.reduce((sum, one) => sum + one.rejected, 0),
        closed: order.state === 'closed',
        deleted: [],
      };
    const problem = objection(order, version, 'receive');
    if (problem) return { ok: false, problem, over: [] };
    const checked = checkReceiving(order, counted, overConfirmed);
    if (!checked.ok) return checked;

    const items = checked.lines.map(({ line }) => line.inventoryItemId);
    const known = await readItems(tx, shop, items);
    const available = await readAvailable(tx, order.locationId, items);
    const arrivals: Arrival[] = [];
    const deleted: string[] = [];
    for (const { line, accepted, rejected } of checked.lines) {
      const arrival: Arrival = {
        id: idFrom(receivingId, line.id),
        purchaseOrderId: id,
        lineId: line.id,
        receivingId,
        accepted,
        rejected,
        commandId: null,
        notBooked: null,
        at: now,
      };
      arrivals.push(arrival);
      if (accepted === 0) continue;
      if (!known.has(line.inventoryItemId)) {
        arrival.notBooked = 'Its variant was deleted in Shopify: there is nothing to book it on.';
        deleted.push(line.title);
        continue;
      }
      const command = await enqueueCommand(tx, {
        shop,
        operation: inventoryAdjustQuantities,
        variables: {
          input: {
            name: 'available',
            reason: 'received',
            referenceDocumentUri: `gid://backroom/PurchaseOrder/${id}`,
            changes: [
              {
                inventoryItemId: gid('InventoryItem', line.inventoryItemId),
                locationId: gid('Location', order.locationId),
                delta: accepted,
                changeFromQuantity: available.get(line.inventoryItemId) ?? null,
              },
            ],
          },
        },
        subject: `InventoryItem/${line.inventoryItemId}`,
        idempotencyKey: `receive:${receivingId}:${line.id}`,
      });
      arrival.commandId = command.id;
    }
    await insertArrivals(tx, shop, arrivals);

    const after = await loadOrder(tx, shop, id);
    const lines = after?.lines ?? [];
    const closed = lines.every((line) => outstanding(line) === 0);
    const sum = (of: (line: (typeof lines)[number]) => number) => lines.reduce((all, line) => all + of(line), 0);
    const units = checked.lines.reduce((all, one) => all + one.accepted, 0);
    const rejected = checked.lines.reduce((all, one) => all + one.rejected, 0);
    const came = sum((line) => line.received + line.rejected);
    await saveOrder(
      tx,
      shop,
      id,
      `${came} of ${sum((line) => line.ordered)} units have been received`,
      closed ? { state: 'closed', closedAt: now } : { state: 'receiving' },
    );
    if (closed) await tell(tx, shop, order, 'purchase-order.closed', now);
    await append(tx, shop, [
      {
        type: 'purchase-order.received',
        key: `purchase-order.received:${receivingId}`,
        subject: `PurchaseOrder/${id}`,
        at: now.toISOString(),
        data: {
          purchaseOrderId: id,
          number: order.number,
          locationId: order.locationId,
          items,
          accepted: units,
          rejected,
        },
      },
    ]);
    return { ok: true, units, rejected, closed, deleted };
  });
}
