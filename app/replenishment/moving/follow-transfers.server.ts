// What became of the transfers we asked for: whether Shopify made them, and how far they are there.
import { inShop } from '../../db.server.ts';
import { callShopify } from '../../shopify/client.server.ts';
import { commandOutcomes } from '../../shopify/command-outcomes.server.ts';
import { gid, idOf } from '../../shopify/gid.ts';
import { inventoryTransferRead } from '../../shopify/operations/inventory-transfer-read.ts';
import { recomputeItems } from '../recompute-items.server.ts';
import { COMING, stateOf, type TransferState } from './stock-transfer.ts';
import {
  type StockTransfer,
  saveTransfer,
  saveUnshipped,
  transfersToLookAt,
  transfersUnsettled,
} from './store.server.ts';

/** Nothing tells us of a transfer's change, so each open one is looked at so often. */
const LOOK_EVERY = 5 * 60_000;

export async function followTransfers(shop: string, signal: AbortSignal, now: Date): Promise<void> {
  const items = [...(await settle(shop, now)), ...(await look(shop, signal, now))];
  if (items.length > 0) await recomputeItems(shop, [...new Set(items)], now);
}

const itemsOf = ({ lines }: StockTransfer) => lines.map(({ inventoryItemId }) => inventoryItemId);

/** By what the outbox heard. Answers the items of which another number of units is coming now. */
async function settle(shop: string, now: Date): Promise<string[]> {
  return inShop(shop, async (tx) => {
    const transfers = await transfersUnsettled(tx, now);
    const outcomes = await commandOutcomes(
      tx,
      transfers.map(({ commandId }) => commandId),
    );
    const items: string[] = [];
    for (const transfer of transfers) {
      const outcome = outcomes.get(transfer.commandId);
      if (!outcome) continue;
      const made = outcome.state === 'confirmed' ? madeBy(outcome.answer) : null;
      const state: TransferState =
        outcome.state === 'failed' ? 'failed' : outcome.state !== 'confirmed' ? 'asked' : made ? 'draft' : 'done';
      if (state === transfer.state && outcome.problem === transfer.problem) continue;
      await saveTransfer(tx, shop, transfer.id, {
        state,
        problem: outcome.problem,
        ...(made ? { shopifyId: idOf(made.id), name: made.name } : {}),
        ...(state === 'draft' ? { lookedAt: now } : {}),
      });
      if (COMING.includes(state) !== COMING.includes(transfer.state)) items.push(...itemsOf(transfer));
    }
    return items;
  });
}

/** Null where a person said that it happened, and nobody knows as what: it cannot be followed, so its units are left to Shopify. */
function madeBy(answer: unknown): { id: string; name: string } | null {
  const { inventoryTransferCreate } = (answer ?? {}) as {
    inventoryTransferCreate?: { inventoryTransfer?: { id: string; name: string } | null };
  };
  return inventoryTransferCreate?.inventoryTransfer ?? null;
}

/** By Shopify's own account. Answers as `settle`. */
async function look(shop: string, signal: AbortSignal, now: Date): Promise<string[]> {
  const open = await inShop(shop, (tx) => transfersToLookAt(tx, new Date(now.getTime() - LOOK_EVERY)));
  const changed: string[] = [];
  for (const transfer of open) {
    if (signal.aborted || transfer.shopifyId === null) continue;
    const answer = await callShopify(shop, inventoryTransferRead, { id: gid('InventoryTransfer', transfer.shopifyId) });
    // Without an answer what was known stays; the next look asks again.
    if (!answer.ok || answer.denied.length > 0) continue;
    const there = answer.data.inventoryTransfer;
    const state = there ? (stateOf(there.status) ?? transfer.state) : 'canceled';
    const left = new Map(
      there?.lineItems.nodes.flatMap(({ inventoryItem, totalQuantity, shippedQuantity }) =>
        inventoryItem ? [[idOf(inventoryItem.id), Math.max(0, totalQuantity - shippedQuantity)] as const] : [],
      ),
    );
    await inShop(shop, async (tx) => {
      await saveTransfer(tx, shop, transfer.id, { state, lookedAt: now, ...(there ? { name: there.name } : {}) });
      for (const { inventoryItemId, unshipped } of transfer.lines) {
        const units = left.get(inventoryItemId) ?? 0;
        if (units !== unshipped) await saveUnshipped(tx, shop, transfer.id, inventoryItemId, units);
        if (units !== unshipped || state !== transfer.state) changed.push(inventoryItemId);
      }
    });
  }
  return changed;
}
