// Everything a person may do to an order except receiving it. Each says on which version; an older one changes nothing.
import { randomUUID } from 'node:crypto';
import { dayAt } from '../../calendar/day.ts';
import { afterCommit, inShop, type ShopTx } from '../../db.server.ts';
import { env } from '../../env.server.ts';
import { append } from '../../events/append.server.ts';
import { nudge } from '../../lib/queue.server.ts';
import { readItems } from '../../mirror/read-items.server.ts';
import { readShop } from '../../mirror/read-shop.server.ts';
import { readExtraCosts, readFacts, readLines, type TypedLine } from './order-form.ts';
import {
  mayHappen,
  type OrderAction,
  objection,
  orderName,
  outstanding,
  type PurchaseOrder,
  refusal,
} from './purchase-order.ts';
import {
  insertMail,
  lastMail,
  loadSupplier,
  lockOrder,
  moveMail,
  type OrderChange,
  offersFor,
  replaceLines,
  saveOrder,
} from './store.server.ts';
import type { Problems, Typed } from './supplier.ts';

/** `stale`: the order is not what the person saw any more. `problems`: sentences by field. */
export type Changed = { ok: true } | { ok: false; problem: string; problems?: Problems };

export const noSuchOrder = {
  ok: false as const,
  problem: 'There is no such purchase order any more. Go back to the list.',
};
const lookAgain = 'Some of what was typed needs another look. Nothing was changed.';

type Work = { what: string; to: OrderChange } | { refused: Changed };

/** Locks the order, refuses what may not happen on this version, and saves what `work` decides as the next version. */
async function change(
  shop: string,
  id: string,
  version: number,
  action: OrderAction,
  work: (tx: ShopTx, order: PurchaseOrder) => Promise<Work>,
): Promise<Changed> {
  return inShop(shop, async (tx): Promise<Changed> => {
    const order = await lockOrder(tx, shop, id);
    if (!order) return noSuchOrder;
    const problem = objection(order, version, action);
    if (problem) return { ok: false, problem };
    const decided = await work(tx, order);
    if ('refused' in decided) return decided.refused;
    await saveOrder(tx, shop, id, decided.what, decided.to);
    return { ok: true };
  });
}

/** Saves a draft's lines, due day and note as typed. Lines that are not among `lines` leave the order. */
export async function editOrder(
  shop: string,
  id: string,
  version: number,
  lines: readonly TypedLine[],
  typed: Typed,
): Promise<Changed> {
  return change(shop, id, version, 'edit', async (tx, order) => {
    const read = readLines(lines, order.currency);
    const facts = readFacts(typed);
    const costs = readExtraCosts(typed, order.currency);
    if (!read.ok || !facts.ok || !costs.ok) {
      const problems = [read, facts, costs].map((one) => (one.ok ? {} : one.problems));
      return { refused: { ok: false, problem: lookAgain, problems: Object.assign({}, ...problems) } };
    }
    const ids = read.lines.map((line) => line.inventoryItemId);
    const [items, offers] = [await readItems(tx, shop, ids), await offersFor(tx, ids)];
    const known = new Map(order.lines.map((line) => [line.inventoryItemId, line]));
    const gone = read.lines.find((line) => !known.has(line.inventoryItemId) && !items.has(line.inventoryItemId));
    if (gone)
      return {
        refused: {
          ok: false,
          problem: 'An added variant was deleted in Shopify. Remove its line. Nothing was changed.',
        },
      };
    await replaceLines(
      tx,
      shop,
      id,
      read.lines.map((line, index) => {
        const before = known.get(line.inventoryItemId);
        const item = items.get(line.inventoryItemId);
        const offer = offers.get(line.inventoryItemId)?.find((one) => one.supplierId === order.supplierId);
        return {
          id: before?.id ?? randomUUID(),
          position: index + 1,
          inventoryItemId: line.inventoryItemId,
          variantId: item?.variantId ?? before?.variantId ?? null,
          title: item?.title ?? before?.title ?? '',
          sku: item?.sku ?? before?.sku ?? null,
          barcode: item?.barcode ?? before?.barcode ?? null,
          supplierSku: offer?.supplierSku ?? before?.supplierSku ?? null,
          packSize: offer?.packSize ?? before?.packSize ?? 1,
          ordered: line.ordered,
          unitCost: line.unitCost,
          // A receipt tells of the number it came from; another number has none.
          receiptHash: before && before.ordered === line.ordered ? before.receiptHash : null,
        };
      }),
    );
    return {
      what: 'its lines or terms were edited',
      to: { dueOn: facts.dueOn, note: facts.note, extraCosts: costs.extraCosts },
    };
  });
}

/** Saves freight, duty and other costs, and the promised day, which may be known late. */
export async function changeTerms(shop: string, id: string, version: number, typed: Typed): Promise<Changed> {
  return change(shop, id, version, 'change-costs', async (_tx, order) => {
    const facts = readFacts(typed);
    const costs = readExtraCosts(typed, order.currency);
    if (!facts.ok || !costs.ok) {
      const problems = [facts, costs].map((one) => (one.ok ? {} : one.problems));
      return { refused: { ok: false, problem: lookAgain, problems: Object.assign({}, ...problems) } };
    }
    return {
      what: 'its due day, note or extra costs were changed',
      to: { dueOn: facts.dueOn, note: facts.note, extraCosts: costs.extraCosts },
    };
  });
}

export async function approveOrder(shop: string, id: string, version: number, now: Date): Promise<Changed> {
  return change(shop, id, version, 'approve', async (_tx, order) =>
    order.lines.length === 0
      ? { refused: { ok: false, problem: `${orderName(order.number)} has no lines: add one before approving it.` } }
      : { what: 'it was approved', to: { state: 'approved', approvedAt: now } },
  );
}

/** Makes an approved order a draft again. */
export async function reopenOrder(shop: string, id: string, version: number): Promise<Changed> {
  return change(shop, id, version, 'reopen', async () => ({
    what: 'it was reopened as a draft',
    to: { state: 'draft', approvedAt: null },
  }));
}

/** Orders what is approved: by mail to the supplier, or because a person has sent it another way. */
export async function orderNow(
  shop: string,
  id: string,
  version: number,
  how: 'mail' | 'by hand',
  now: Date,
): Promise<Changed> {
  const { timeZone } = await readShop(shop);
  return change(shop, id, version, 'order', async (tx, order) => {
    const supplier = await loadSupplier(tx, shop, order.supplierId);
    if (how === 'mail') {
      if (!env.SMTP_URL) return { refused: { ok: false, problem: noPost } };
      if (!supplier?.email)
        return {
          refused: {
            ok: false,
            problem: `${order.supplierName} has no e-mail address. Enter it on the supplier’s page, or download the order and mark it as sent.`,
          },
        };
      await insertMail(tx, shop, {
        id: randomUUID(),
        purchaseOrderId: id,
        version: order.version + 1,
        recipient: supplier.email,
        nextAttemptAt: now,
      });
      afterCommit(tx, () => nudge('replenishment.send-mail', shop));
    }
    await tell(tx, shop, order, 'purchase-order.ordered', now);
    return {
      what: how === 'mail' ? 'it was sent to the supplier' : 'it was marked as sent',
      // What a supplier states of its lead time is its promise, by which it is scored, unless a day was agreed on.
      to: {
        state: 'ordered',
        orderedAt: now,
        dueOn: order.dueOn ?? statedArrival(now, timeZone, supplier?.leadTimeDays ?? null),
      },
    };
  });
}

/** The day of the shop on which goods ordered now are here, if they take as long as the supplier states; null when it states nothing. */
const statedArrival = (now: Date, timeZone: string, leadTimeDays: number | null): Date | null =>
  leadTimeDays === null ? null : new Date(Date.parse(`${dayAt(now, timeZone)}T00:00:00Z`) + leadTimeDays * 86_400_000);

export const noPost =
  'This installation has no mail server (SMTP_URL is not set), so Backroom cannot send it. Download the order, send it yourself, and mark it as sent.';

/** A person says: send the mail of an ordered order (again), to the supplier's address as it is now. */
export async function sendAgain(shop: string, id: string, now: Date): Promise<Changed> {
  return inShop(shop, async (tx): Promise<Changed> => {
    const order = await lockOrder(tx, shop, id);
    if (!order) return noSuchOrder;
    if (!env.SMTP_URL) return { ok: false, problem: noPost };
    if (!mayHappen('receive', order.state)) return { ok: false, problem: refusal('receive', order) };
    const recipient = (await loadSupplier(tx, shop, order.supplierId))?.email;
    if (!recipient)
      return { ok: false, problem: `${order.supplierName} has no e-mail address. Enter it on the supplier’s page.` };
    const mail = await lastMail(tx, id);
    if (!mail)
      await insertMail(tx, shop, {
        id: randomUUID(),
        purchaseOrderId: id,
        version: order.version,
        recipient,
        nextAttemptAt: now,
      });
    else {
      const moved = await moveMail(
        tx,
        shop,
        { id: mail.id, from: ['failed', 'unknown'] },
        { state: 'queued', attempts: 0, problem: null, nextAttemptAt: now, recipient },
      );
      if (!moved) return { ok: false, problem: 'The mail was already sent, or is on its way. Nothing was done.' };
    }
    afterCommit(tx, () => nudge('replenishment.send-mail', shop));
    return { ok: true };
  });
}

/** A person looked and says: the mail of which nobody knew did arrive. */
export async function mailArrived(shop: string, id: string, now: Date): Promise<Changed> {
  return inShop(shop, async (tx): Promise<Changed> => {
    const mail = await lastMail(tx, id);
    const moved =
      mail &&
      (await moveMail(
        tx,
        shop,
        { id: mail.id, from: ['unknown', 'failed'] },
        { state: 'sent', problem: null, sentAt: now },
      ));
    return moved ? { ok: true } : { ok: false, problem: 'That is already settled. Nothing was changed.' };
  });
}

/** The rest will not come: nothing more of it counts as on order. */
export async function closeShort(shop: string, id: string, version: number, now: Date): Promise<Changed> {
  return changeIn(shop, id, version, 'close-short', (tx, order) => closeShortIn(tx, shop, order, now));
}

export async function cancelOrder(shop: string, id: string, version: number, now: Date): Promise<Changed> {
  return changeIn(shop, id, version, 'cancel', (tx, order) => cancelIn(tx, shop, order, now));
}

async function changeIn(
  shop: string,
  id: string,
  version: number,
  action: OrderAction,
  work: (tx: ShopTx, order: PurchaseOrder) => Promise<void>,
): Promise<Changed> {
  return inShop(shop, async (tx): Promise<Changed> => {
    const order = await lockOrder(tx, shop, id);
    if (!order) return noSuchOrder;
    const problem = objection(order, version, action);
    if (problem) return { ok: false, problem };
    await work(tx, order);
    return { ok: true };
  });
}

export async function closeShortIn(
  tx: ShopTx,
  shop: string,
  order: PurchaseOrder,
  now: Date,
  what = `it was closed with ${order.lines.reduce((sum, line) => sum + outstanding(line), 0)} units that will not come`,
): Promise<void> {
  await saveOrder(tx, shop, order.id, what, { state: 'closed', closedAt: now });
  await tell(tx, shop, order, 'purchase-order.closed', now);
}

export async function cancelIn(
  tx: ShopTx,
  shop: string,
  order: PurchaseOrder,
  now: Date,
  what = 'it was canceled',
): Promise<void> {
  await saveOrder(tx, shop, order.id, what, { state: 'canceled', closedAt: now });
  await tell(tx, shop, order, 'purchase-order.canceled', now);
}

/** Writes in the diary what happened to an order; make it the last act of the transaction. */
export async function tell(
  tx: ShopTx,
  shop: string,
  order: PurchaseOrder,
  type: 'purchase-order.ordered' | 'purchase-order.closed' | 'purchase-order.canceled',
  now: Date,
): Promise<void> {
  await append(tx, shop, [
    {
      type,
      key: `${type}:${order.id}`,
      subject: `PurchaseOrder/${order.id}`,
      at: now.toISOString(),
      data: {
        purchaseOrderId: order.id,
        number: order.number,
        locationId: order.locationId,
        items: order.lines.map((line) => line.inventoryItemId),
      },
    },
  ]);
}
