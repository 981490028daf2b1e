// From the reorder list to draft orders, and from one supplier to its backup.
import { createHash } from 'node:crypto';
import { inShop, type ShopTx } from '../../db.server.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { readLocations } from '../../mirror/read-locations.server.ts';
import { readShop } from '../../mirror/read-shop.server.ts';
import { keepOrdered } from '../receipts.server.ts';
import { placeKey } from '../reorder-point.ts';
import { type Changed, cancelIn, closeShortIn, noSuchOrder } from './change-order.server.ts';
import { type Draft, type NotDrafted, type OrderPick, planDrafts } from './draft.ts';
import { mayHappen, orderName, outstanding, refusal, staleSentence } from './purchase-order.ts';
import { insertDraft, loadSupplier, lockOrder, offersFor, replaceLines, saveOrder } from './store.server.ts';
import { orderable, type Problems } from './supplier.ts';

export type Drafted = {
  orders: { id: string; number: number; supplierName: string; locationId: string; warnings: string[] }[];
  notDrafted: NotDrafted[];
};

/**
 * Makes one draft for each supplier, location and currency of the picks, and answers why the others could not be drafted. A
 * line keeps the receipt of the number as it stands now. `draftId` is made before the press: pressing twice makes each draft once.
 */
export async function draftOrders(
  shop: string,
  picks: readonly OrderPick[],
  draftId: string,
  now: Date,
): Promise<Drafted> {
  const { currency } = await readShop(shop);
  return inShop(shop, async (tx) => {
    const receipts = await keepOrdered(tx, shop, picks, now);
    const withReceipts = picks.map((pick) => ({ ...pick, receiptHash: receipts.get(placeKey(pick)) }));
    return draftIn(tx, shop, withReceipts, draftId, currency, now);
  });
}

async function draftIn(
  tx: ShopTx,
  shop: string,
  picks: readonly OrderPick[],
  draftId: string,
  shopCurrency: string,
  now: Date,
): Promise<Drafted> {
  const ids = [...new Set(picks.map((pick) => pick.inventoryItemId))];
  const [items, offers] = await Promise.all([readItems(tx, shop, ids), offersFor(tx, ids)]);
  const { drafts, notDrafted } = planDrafts(picks, items, offers, shopCurrency);
  const orders: Drafted['orders'] = [];
  for (const draft of drafts) {
    const id = idFrom(draftId, draft.supplierId, draft.locationId, draft.currency);
    const { warnings, ...head } = draft;
    const { number } = await insertDraft(tx, shop, { ...head, id, createdAt: now, lines: numbered(id, draft) });
    orders.push({ id, number, supplierName: draft.supplierName, locationId: draft.locationId, warnings });
  }
  return { orders, notDrafted };
}

/** Makes an empty draft at a supplier for a location; `draftId` as above. */
export async function startOrder(
  shop: string,
  supplierId: string,
  locationId: string,
  draftId: string,
  now: Date,
): Promise<{ ok: true; id: string } | { ok: false; problems: Problems }> {
  const { currency } = await readShop(shop);
  const locations = await readLocations(shop);
  return inShop(shop, async (tx) => {
    const supplier = await loadSupplier(tx, shop, supplierId);
    const problems: Problems = {};
    if (!supplier || supplier.archivedAt) problems.supplier = 'Choose a supplier that is not archived.';
    if (!locations.some((one) => one.id === locationId)) problems.location = 'Choose where the goods are to come.';
    if (!supplier || Object.keys(problems).length > 0) return { ok: false as const, problems };
    const head = { supplierId, supplierName: supplier.name, locationId, currency: supplier.currency ?? currency };
    const id = idFrom(draftId, supplierId, locationId, head.currency);
    await insertDraft(tx, shop, { ...head, id, createdAt: now, lines: [] });
    return { ok: true as const, id };
  });
}

const numbered = (orderId: string, draft: Draft) =>
  draft.lines.map((line, index) => ({ ...line, id: idFrom(orderId, line.inventoryItemId), position: index + 1 }));

/** The same id for the same names, shaped as a UUID. */
export function idFrom(...names: string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(names)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export type Moved = (Changed & { ok: false }) | ({ ok: true; emptied: boolean } & Drafted);

/**
 * Drafts lines of an order anew at each item's backup supplier, with its cost, packs and minimum. Of a draft, `lineIds` (null:
 * all) leave it. Of an order that was sent, all that is still to come moves, and the rest of the order is closed short, or
 * canceled when nothing came. Lines without a backup stay where they are, and the answer says so.
 */
export async function moveToBackup(
  shop: string,
  id: string,
  version: number,
  lineIds: readonly string[] | null,
  moveId: string,
  now: Date,
): Promise<Moved> {
  const { currency } = await readShop(shop);
  const move = async (tx: ShopTx): Promise<Moved> => {
    const order = await lockOrder(tx, shop, id);
    if (!order) return noSuchOrder;
    if (order.version !== version) return { ok: false, problem: staleSentence(order) };
    const sent = mayHappen('close-short', order.state);
    if (!sent && !mayHappen('edit', order.state)) return { ok: false, problem: refusal('edit', order) };
    const wanted = order.lines.filter((line) => lineIds === null || sent || lineIds.includes(line.id));
    const offers = await offersFor(
      tx,
      wanted.map((line) => line.inventoryItemId),
    );
    const backup = (item: string) => {
      const others = (offers.get(item) ?? []).filter((offer) => offer.supplierId !== order.supplierId);
      return others.find((offer) => offer.rank === 2) ?? others[0];
    };
    const without = wanted.filter((line) => outstanding(line) > 0 && !backup(line.inventoryItemId));
    const moving = wanted.filter((line) => outstanding(line) > 0 && backup(line.inventoryItemId));
    const stays: NotDrafted[] = without.map((line) => ({
      inventoryItemId: line.inventoryItemId,
      locationId: order.locationId,
      units: outstanding(line),
      title: line.title,
      why: 'No other supplier sells it. Add a backup on that supplier’s page.',
    }));
    if (moving.length === 0 || (sent && without.length > 0))
      return {
        ok: false,
        problem: sent
          ? `${without.map((line) => line.title).join(', ')}: no other supplier sells it, so the whole order cannot move. Nothing was changed.`
          : 'No other supplier sells these lines. Add a backup supplier to the items first. Nothing was changed.',
      };
    const picks = moving.map((line): OrderPick => {
      const offer = backup(line.inventoryItemId)!;
      return {
        inventoryItemId: line.inventoryItemId,
        locationId: order.locationId,
        units: orderable(offer, outstanding(line)),
        supplierId: offer.supplierId,
        ...(line.receiptHash ? { receiptHash: line.receiptHash } : {}),
      };
    });
    const drafted = await draftIn(tx, shop, picks, moveId, currency, now);
    const refused = new Set(drafted.notDrafted.map((one) => one.inventoryItemId));
    if (drafted.orders.length === 0 || (sent && refused.size > 0))
      throw new Refused(`${drafted.notDrafted[0]?.title}: ${drafted.notDrafted[0]?.why} Nothing was changed.`);
    const names = drafted.orders.map((one) => orderName(one.number)).join(', ');
    const answer = { ok: true as const, orders: drafted.orders, notDrafted: [...stays, ...drafted.notDrafted] };
    const change = `${moving.length - refused.size} of its lines went to the backup supplier (${names})`;
    if (sent) {
      if (order.state === 'ordered') await cancelIn(tx, shop, order, now, change);
      else await closeShortIn(tx, shop, order, now, change);
      return { ...answer, emptied: true };
    }
    const left = order.lines.filter((line) => !moving.includes(line) || refused.has(line.inventoryItemId));
    if (left.length === 0) {
      await cancelIn(tx, shop, order, now, change);
      return { ...answer, emptied: true };
    }
    await replaceLines(
      tx,
      shop,
      id,
      left.map(({ received: _, rejected: __, inIncoming: ___, ...line }, index) => ({ ...line, position: index + 1 })),
    );
    await saveOrder(tx, shop, id, change, {});
    return { ...answer, emptied: false };
  };
  try {
    return await inShop(shop, move);
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problem: error.message };
    throw error;
  }
}

/** Thrown, so that what was drafted of a move that cannot be finished is not kept. */
class Refused extends Error {}
