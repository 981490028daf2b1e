// From the moves of the reorder list to draft transfers in Shopify.
import { inShop } from '../../db.server.ts';
import { gid } from '../../shopify/gid.ts';
import { inventoryTransferCreate } from '../../shopify/operations/inventory-transfer-create.ts';
import { enqueueCommand } from '../../shopify/outbox.server.ts';
import { idFrom } from '../purchasing/draft-orders.server.ts';
import { recomputeItems } from '../recompute-items.server.ts';
import type { Place } from '../reorder-point.ts';
import { transfersFor } from './stock-transfer.ts';
import { insertTransfer, movesTo, type StockTransfer, transfersOfRequest } from './store.server.ts';

export type MovesAsked = {
  transfers: Pick<StockTransfer, 'id' | 'from' | 'to' | 'lines'>[];
  notMoved: (Place & { title: string; why: string })[];
};

/**
 * Asks for one draft transfer for each pair of locations, of what the list advises to move to these places now. `request` is made before
 * the press: pressing twice asks once. What it moves counts as coming from then on, so it is not advised again.
 */
export async function moveGoods(
  shop: string,
  places: readonly Place[],
  request: string,
  now: Date,
): Promise<MovesAsked> {
  const requestId = idFrom(shop, request);
  const asked = await inShop(shop, async (tx): Promise<MovesAsked & { isNew: boolean }> => {
    // Two people who press at once must not both see the same moves free.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('moves:' || ${shop}, 0))`;
    const before = await transfersOfRequest(tx, requestId);
    if (before.length > 0) return { transfers: before, notMoved: [], isNew: false };
    const rows = await movesTo(tx, places);
    const free = rows.filter((row) => row.advice === 'move' && row.since === 0);
    const transfers: MovesAsked['transfers'] = [];
    for (const wanted of transfersFor(free)) {
      const id = idFrom(requestId, wanted.from, wanted.to);
      const command = await enqueueCommand(tx, {
        shop,
        operation: inventoryTransferCreate,
        variables: {
          input: {
            originLocationId: gid('Location', wanted.from),
            destinationLocationId: gid('Location', wanted.to),
            note: 'Advised by Backroom',
            lineItems: wanted.lines.map(({ inventoryItemId, units }) => ({
              inventoryItemId: gid('InventoryItem', inventoryItemId),
              quantity: units,
            })),
          },
        },
        subject: `StockTransfer/${id}`,
        idempotencyKey: `transfer:${id}`,
      });
      await insertTransfer(tx, shop, { ...wanted, id, requestId, commandId: command.id }, now);
      transfers.push({ ...wanted, id, lines: wanted.lines.map((line) => ({ ...line, unshipped: line.units })) });
    }
    const notMoved = rows
      .filter((row) => !free.includes(row))
      .map(({ inventoryItemId, locationId, title, since }) => ({
        inventoryItemId,
        locationId,
        title,
        why:
          since > 0
            ? 'Somebody has just asked for a transfer of it.'
            : 'It is no longer advised to move it: its stock has changed since the page was loaded.',
      }));
    return { transfers, notMoved, isNew: true };
  });
  const items = asked.transfers.flatMap(({ lines }) => lines.map(({ inventoryItemId }) => inventoryItemId));
  if (asked.isNew && items.length > 0) await recomputeItems(shop, [...new Set(items)], now);
  return { transfers: asked.transfers, notMoved: asked.notMoved };
}
