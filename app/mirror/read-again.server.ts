// Works off what is to be read again: claims rows of Reread, reads them through the gateway, applies what it heard.
import { inShop, type ShopTx } from '../db.server.ts';
import { log } from '../lib/log.server.ts';
import { apply, ask, takeTurn } from './apply.server.ts';
import { isDataFault, whyRefused } from './data-fault.ts';
import { AT_ONCE, type Reading, ReadProblem, readObjects } from './read-store.server.ts';
import { type Ask, type Grave, type GraveKind, REREAD_KINDS, type RereadKind } from './rows.ts';
import { microsecond } from './times.ts';

/** A claim that is not settled within this time belongs to whoever comes next. */
const LEASE_MS = 180_000;
const LANES = 3;
const FIRST_PAUSE_MS = 5_000;
/** What cannot be read is asked for ever more seldom, at last once a day, until it can be or a person drops it. */
const LAST_PAUSE_MS = 24 * 3_600_000;
const WHOLE_SHOP_PAUSE_MS = 15_000;
/** A reading this close to the object's own change may have missed a change in the same second: read once more. */
const TOO_FRESH_MS = 2_000;
const SETTLED_MS = 5_000;
/** What Shopify does not know may have been made a moment ago: it is gone when a question this much later finds nothing either. */
const DOUBT_MS = 30_000;

/** Reads until nothing is due or `signal` aborts. Answers how many objects were read. */
export async function readAgain(shop: string, signal?: AbortSignal): Promise<number> {
  let read = 0;
  let shut = false;
  const lane = async () => {
    while (!signal?.aborted && !shut) {
      const claimed = await claim(shop);
      if (!claimed) return;
      try {
        read += await readClaimed(shop, claimed);
      } catch (error) {
        if (!(error instanceof ReadProblem && error.wholeShop)) throw error;
        // Nothing of this shop can be read now: leave all of it to a later look.
        shut = true;
        await putBack(shop, claimed, WHOLE_SHOP_PAUSE_MS, error.message);
        log.warn({ shop, problem: error.message }, 'The shop cannot be read now; what is to be read again waits');
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return read;
}

type Claimed = { kind: RereadKind; ids: string[]; lease: Date; attempts: number };

/** The kinds are looked at in an order in which later ones need what earlier ones tell. */
async function claim(shop: string): Promise<Claimed | null> {
  return inShop(shop, async (tx) => {
    const due = await tx.$queryRaw<{ kind: string }[]>`SELECT DISTINCT "kind" FROM "Reread" WHERE "askedAt" <= now()`;
    const kinds = REREAD_KINDS.filter((kind) => due.some((row) => row.kind === kind));
    for (const kind of kinds) {
      const lease = new Date(Date.now() + LEASE_MS);
      const rows = await tx.$queryRaw<{ id: string; attempts: number }[]>`
        UPDATE "Reread" r SET "askedAt" = ${lease}, "attempts" = r."attempts" + 1
        FROM (SELECT "shop", "kind", "id" FROM "Reread" WHERE "kind" = ${kind} AND "askedAt" <= now()
          ORDER BY "askedAt", "id" LIMIT ${AT_ONCE[kind]} FOR UPDATE SKIP LOCKED) c
        WHERE r."shop" = c."shop" AND r."kind" = c."kind" AND r."id" = c."id"
        RETURNING r."id", r."attempts"`;
      if (rows.length > 0)
        return {
          kind,
          ids: rows.map((row) => row.id),
          lease,
          attempts: Math.max(...rows.map((row) => row.attempts)),
        };
    }
    return null;
  });
}

async function readClaimed(shop: string, claimed: Claimed): Promise<number> {
  const { kind, ids, lease } = claimed;
  const began = new Date();
  const heardAt = microsecond(began.toISOString());
  const currency = await inShop(shop, async (tx) => (await tx.shop.findFirst())?.currency ?? null);
  let reading: Reading;
  try {
    reading = await readObjects(shop, kind, ids, heardAt, currency);
  } catch (error) {
    if (error instanceof ReadProblem && error.wholeShop) throw error;
    return readApart(shop, claimed, (error as Error).message);
  }
  try {
    await inShop(
      shop,
      async (tx) => {
        await takeTurn(tx, shop);
        const settled = await settle(tx, shop, kind, ids, reading, began);
        const sure = ids.filter((id) => !settled.doubtful.includes(id));
        await tx.$executeRaw`
          DELETE FROM "Reread" WHERE "kind" = ${kind} AND "id" = ANY(${sure}) AND "askedAt" = ${lease}`;
        const later = new Date(began.getTime() + DOUBT_MS);
        await tx.$executeRaw`
          UPDATE "Reread" SET "goneAt" = coalesce("goneAt", ${began}), "problem" = NULL,
            "askedAt" = CASE WHEN "askedAt" = ${lease} THEN ${later} ELSE "askedAt" END
          WHERE "kind" = ${kind} AND "id" = ANY(${settled.doubtful})`;
        await ask(tx, shop, settled.asks, new Date(began.getTime() + SETTLED_MS));
        await tx.drift.updateMany({
          where: { kind, objectId: { in: sure }, healedAt: null },
          data: { healedAt: new Date() },
        });
        await apply(tx, shop, { rows: reading.rows, graves: settled.graves });
      },
      { timeoutMs: 60_000 },
    );
  } catch (error) {
    if (!isDataFault(error)) throw error;
    return readApart(shop, claimed, `The database refused it: ${whyRefused(error)}`);
  }
  return ids.length;
}

/** One bad id spoils a common question or a common transaction: each is read alone, and the one that fails so is put back. */
async function readApart(shop: string, claimed: Claimed, problem: string): Promise<number> {
  const { kind, ids, attempts } = claimed;
  if (ids.length > 1) {
    let read = 0;
    for (const id of ids) read += await readClaimed(shop, { ...claimed, ids: [id] });
    return read;
  }
  const pause = Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20));
  await putBack(shop, claimed, pause, problem);
  log.warn({ shop, kind, id: ids[0], problem, againInMs: pause }, 'This cannot be read; trying again later');
  return 0;
}

async function putBack(shop: string, { kind, ids, lease }: Claimed, pauseMs: number, problem: string): Promise<void> {
  await inShop(
    shop,
    (tx) => tx.$executeRaw`
      UPDATE "Reread" SET "askedAt" = ${new Date(Date.now() + pauseMs)}, "problem" = ${problem.slice(0, 1000)}
      WHERE "kind" = ${kind} AND "id" = ANY(${ids}) AND "askedAt" = ${lease}`,
  );
}

/** Forgets what of `kind` could not be read, on a person's word. Answers how many were dropped. */
export async function dropRereads(shop: string, kind: string): Promise<number> {
  return inShop(shop, async (tx) => (await tx.reread.deleteMany({ where: { kind, problem: { not: null } } })).count);
}

const GRAVES: Partial<Record<RereadKind, GraveKind>> = {
  Order: 'Order',
  Product: 'Product',
  InventoryItem: 'InventoryItem',
  Location: 'Location',
  Customer: 'Customer',
};

/** What follows from a reading beyond its rows: what is gone, what vanished from a set, what to look at once more. */
async function settle(
  tx: ShopTx,
  shop: string,
  kind: RereadKind,
  ids: string[],
  reading: Reading,
  began: Date,
): Promise<{ graves: Grave[]; doubtful: string[]; asks: Ask[] }> {
  const asks: Ask[] = [];
  const graveKind = GRAVES[kind];
  const doubtful = graveKind ? await notYetSure(tx, kind, reading.gone, began) : [];
  const graves = graveKind
    ? reading.gone
        .filter((id) => !doubtful.includes(id))
        .map((id): Grave => ({ kind: graveKind, id, deletedAt: began.toISOString(), byReading: true }))
    : [];
  if (kind === 'FulfillmentOrder') await tx.fulfillmentOrder.deleteMany({ where: { id: { in: reading.gone } } });
  if (kind === 'Return') await tx.return.deleteMany({ where: { id: { in: reading.gone } } });
  if (kind === 'Refund') await tx.refund.deleteMany({ where: { id: { in: reading.gone } } });
  if (kind === 'InventoryItem') {
    const told = (reading.rows.inventoryLevels ?? []).map((level) => `${level.inventoryItemId}/${level.locationId}`);
    await tx.$executeRaw`
      DELETE FROM "InventoryLevel" WHERE "shop" = ${shop} AND "inventoryItemId" = ANY(${ids}) AND "heardAt" < ${began}
        AND "inventoryItemId" || '/' || "locationId" <> ALL(${told})`;
  }
  if (kind === 'OrderParcels') {
    // Open in the mirror, unknown to the order: split, merged or closed since. Each tells for itself.
    const told = (reading.rows.fulfillmentOrders ?? []).map((parcel) => parcel.id);
    const lost = await tx.fulfillmentOrder.findMany({
      where: { orderId: { in: ids }, id: { notIn: told }, status: { notIn: ['CLOSED', 'CANCELLED'] } },
      select: { id: true },
    });
    asks.push(...lost.map((parcel): Ask => ({ kind: 'FulfillmentOrder', id: parcel.id })));
  }
  const fresh = (row: { sourceUpdatedAt: string }) => began.getTime() - Date.parse(row.sourceUpdatedAt) < TOO_FRESH_MS;
  if (kind === 'Order') for (const row of reading.rows.orders ?? []) if (fresh(row)) asks.push({ kind, id: row.id });
  if (kind === 'Product')
    for (const row of reading.rows.products ?? []) if (fresh(row)) asks.push({ kind, id: row.id });
  if (kind === 'InventoryItem')
    for (const row of reading.rows.inventoryLevels ?? []) if (fresh(row)) asks.push({ kind, id: row.inventoryItemId });
  if (kind === 'FulfillmentOrder' || kind === 'OrderParcels')
    for (const row of reading.rows.fulfillmentOrders ?? [])
      if (fresh(row)) asks.push({ kind: 'FulfillmentOrder', id: row.id });
  return { graves, doubtful, asks };
}

/** Those of `gone` that no earlier reading, DOUBT_MS ago or more, failed to find as well. */
async function notYetSure(tx: ShopTx, kind: RereadKind, gone: string[], began: Date): Promise<string[]> {
  if (gone.length === 0) return [];
  const before = { lte: new Date(began.getTime() - DOUBT_MS) };
  const twice = await tx.reread.findMany({ where: { kind, id: { in: gone }, goneAt: before }, select: { id: true } });
  const sure = new Set(twice.map((row) => row.id));
  return gone.filter((id) => !sure.has(id));
}
