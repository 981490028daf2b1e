// Every few minutes: what has the store changed lately that nobody told us? Lists of ids and versions are cheap; only what
// differs is read. A quantity moves its level's version only: levels are listed place by place.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../db.server.ts';
import { log } from '../lib/log.server.ts';
import { gid, idOf } from '../shopify/gid.ts';
import { customersUpdated } from '../shopify/operations/customers-updated.ts';
import { fulfillmentOrdersUpdated } from '../shopify/operations/fulfillment-orders-updated.ts';
import { inventoryItemsUpdated } from '../shopify/operations/inventory-items-updated.ts';
import { inventoryLevelsUpdated } from '../shopify/operations/inventory-levels-updated.ts';
import type { Read } from '../shopify/operations/operation.ts';
import { ordersUpdated } from '../shopify/operations/orders-updated.ts';
import { productsUpdated } from '../shopify/operations/products-updated.ts';
import { ask as askAgain, takeTurn } from './apply.server.ts';
import { type Found, noteDrift } from './drift.server.ts';
import { ask } from './read-store.server.ts';
import type { Ask, RereadKind } from './rows.ts';
import { comparePremises, readPremises } from './shop-and-locations.server.ts';
import { closeAbandoned } from './sync-run.server.ts';
import { second } from './times.ts';

/** Looks this much further back than the last time, for changes that were being written then and for clocks that differ. */
const OVERLAP_MS = 10 * 60_000;
/** The first time, as far back as a webhook may be late. */
const FIRST_MS = 24 * 3_600_000;
/** Younger changes may still be on their way as webhooks: they are read, but not called drift. */
const UNDERWAY_MS = 60_000;

type Listed = { id: string; updatedAt: string };
type ListPage = { nodes: Listed[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null } };
type ListRead = Read<unknown, { query?: string | null; after?: string | null }>;

const LISTS: {
  kind: 'Product' | 'InventoryItem' | 'Customer' | 'Order' | 'FulfillmentOrder';
  read: ListRead;
  field: string;
}[] = [
  { kind: 'Product', read: productsUpdated, field: 'products' },
  { kind: 'InventoryItem', read: inventoryItemsUpdated, field: 'inventoryItems' },
  { kind: 'Customer', read: customersUpdated, field: 'customers' },
  { kind: 'Order', read: ordersUpdated, field: 'orders' },
  { kind: 'FulfillmentOrder', read: fulfillmentOrdersUpdated, field: 'fulfillmentOrders' },
];

export type Reconciled = { looked: number; drift: number; asked: number };

/** Compares versions of what changed since the last look, and asks for what the mirror lacks. Throws ReadProblem. */
export async function reconcileRecent(shop: string, now: Date): Promise<Reconciled> {
  const runId = randomUUID();
  const since = await inShop(shop, async (tx) => {
    await closeAbandoned(tx, now);
    const last = await tx.syncRun.findFirst({
      where: { kind: 'recent', state: 'done' },
      orderBy: { startedAt: 'desc' },
      select: { startedAt: true },
    });
    await tx.syncRun.create({ data: { shop, id: runId, kind: 'recent', state: 'running', startedAt: now } });
    return new Date((last?.startedAt.getTime() ?? now.getTime() - FIRST_MS) - OVERLAP_MS);
  });
  const total: Reconciled = { looked: 0, drift: 0, asked: 0 };
  const count = (looked: number, part: { drift: number; asked: number }) => {
    total.looked += looked;
    total.drift += part.drift;
    total.asked += part.asked;
  };
  const query = `updated_at:>='${since.toISOString().slice(0, 19)}Z'`;
  try {
    const premises = await readPremises(shop);
    const drift = await inShop(shop, async (tx) => {
      await takeTurn(tx, shop);
      return comparePremises(tx, shop, runId, premises);
    });
    count(1 + premises.locations.length, { drift, asked: drift });
    for (const { id } of premises.locations) {
      for (let after: string | null = null; ; ) {
        const page: Awaited<ReturnType<typeof levelPage>> = await levelPage(shop, id, query, after);
        const part = await inShop(shop, (tx) => compareLevels(tx, shop, runId, id, page?.nodes ?? [], now));
        count(page?.nodes.length ?? 0, part);
        if (!page?.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor ?? null;
      }
    }
    for (const { kind, read, field } of LISTS) {
      for (let after: string | null = null; ; ) {
        const data: Record<string, ListPage> = (await ask(shop, read, {
          query,
          after,
        })) as Record<string, ListPage>;
        const page = data[field]!;
        const part = await inShop(shop, (tx) => compare(tx, shop, runId, kind, page.nodes, now));
        count(page.nodes.length, part);
        if (!page.pageInfo.hasNextPage) break;
        after = page.pageInfo.endCursor ?? null;
      }
    }
    await close(shop, runId, 'done', total, null);
  } catch (error) {
    await close(shop, runId, 'failed', total, (error as Error).message);
    throw error;
  }
  if (total.drift > 0) log.warn({ shop, ...total }, 'The mirror had missed changes; they are being read');
  return total;
}

async function compare(
  tx: ShopTx,
  shop: string,
  runId: string,
  kind: (typeof LISTS)[number]['kind'],
  listed: Listed[],
  now: Date,
): Promise<{ drift: number; asked: number }> {
  const ids = listed.map((one) => idOf(one.id));
  const held = new Map((await versions(tx, kind, ids)).map((row) => [row.id, row.sourceUpdatedAt.getTime()]));
  const behind = listed.filter((one) => (held.get(idOf(one.id)) ?? 0) < Date.parse(second(one.updatedAt)));
  const found = behind
    .filter((one) => now.getTime() - Date.parse(one.updatedAt) > UNDERWAY_MS)
    .map((one): Found => {
      const mirrored = held.get(idOf(one.id));
      return {
        kind,
        objectId: idOf(one.id),
        differences: [
          {
            field: mirrored === undefined ? '(all of it)' : 'updatedAt',
            mirrored: mirrored === undefined ? null : new Date(mirrored).toISOString(),
            actual: one.updatedAt,
          },
        ],
      };
    });
  const drift = await noteDrift(tx, shop, runId, found, false);
  const asks = behind.flatMap((one): Ask[] => readWith(kind, idOf(one.id)));
  await askAgain(tx, shop, asks, now);
  return { drift, asked: asks.length };
}

async function levelPage(shop: string, locationId: string, query: string, after: string | null) {
  const { location } = await ask(shop, inventoryLevelsUpdated, {
    locationId: gid('Location', locationId),
    query,
    after,
  });
  return location?.inventoryLevels ?? null;
}

/** Stock that moved unheard: its item is read, with all its levels. */
async function compareLevels(
  tx: ShopTx,
  shop: string,
  runId: string,
  locationId: string,
  listed: { updatedAt: string; item: { id: string } }[],
  now: Date,
): Promise<{ drift: number; asked: number }> {
  const levels = listed.map((level) => ({ itemId: idOf(level.item.id), updatedAt: level.updatedAt }));
  const rows = await tx.inventoryLevel.findMany({
    where: { locationId, inventoryItemId: { in: levels.map((level) => level.itemId) } },
    select: { inventoryItemId: true, sourceUpdatedAt: true },
  });
  const held = new Map(rows.map((row) => [row.inventoryItemId, row.sourceUpdatedAt]));
  const behind = levels.filter(
    ({ itemId, updatedAt }) => (held.get(itemId)?.getTime() ?? 0) < Date.parse(second(updatedAt)),
  );
  const found = behind
    .filter(({ updatedAt }) => now.getTime() - Date.parse(updatedAt) > UNDERWAY_MS)
    .map(({ itemId, updatedAt }): Found => {
      const mirrored = held.get(itemId)?.toISOString() ?? null;
      return {
        kind: 'InventoryItem',
        objectId: itemId,
        differences: [{ field: `stock at ${locationId}`, mirrored, actual: updatedAt }],
      };
    });
  const drift = await noteDrift(tx, shop, runId, found, false);
  const asks = behind.map(({ itemId }): Ask => ({ kind: 'InventoryItem', id: itemId }));
  await askAgain(tx, shop, asks, now);
  return { drift, asked: asks.length };
}

/** What else may have changed unheard when an object has. */
function readWith(kind: RereadKind, id: string): Ask[] {
  if (kind !== 'Order') return [{ kind, id }];
  return (['Order', 'OrderParcels', 'OrderReturns'] as const).map((each) => ({ kind: each, id }));
}

function versions(tx: ShopTx, kind: (typeof LISTS)[number]['kind'], ids: string[]) {
  const args = { where: { id: { in: ids } }, select: { id: true, sourceUpdatedAt: true } } as const;
  switch (kind) {
    case 'Product':
      return tx.product.findMany(args);
    case 'InventoryItem':
      return tx.inventoryItem.findMany(args);
    case 'Customer':
      return tx.customer.findMany(args);
    case 'Order':
      return tx.order.findMany(args);
    case 'FulfillmentOrder':
      return tx.fulfillmentOrder.findMany(args);
  }
}

async function close(
  shop: string,
  id: string,
  state: 'done' | 'failed',
  total: Reconciled,
  problem: string | null,
): Promise<void> {
  await inShop(shop, (tx) =>
    tx.syncRun.update({
      where: { shop_id: { shop, id } },
      data: { state, objects: total.looked, drift: total.drift, problem, finishedAt: new Date() },
    }),
  );
}
