// Rows into the mirror: set by set, newest version wins, in the transaction of whoever heard of them.

import type { ShopTx } from '../db.server.ts';
import { env } from '../env.server.ts';
import { append } from '../events/append.server.ts';
import type { Entry } from '../events/vocabulary.ts';
import { readKeyRing, seal } from '../lib/seal.server.ts';
import { withoutErased } from './erased.server.ts';
import { happenings, type LineBook } from './happenings.ts';
import { contactOutlived } from './personal-data.ts';
import type {
  Ask,
  AvailableRow,
  ContactRow,
  Grave,
  InventoryLevelRow,
  OrderRow,
  Rows,
  ShopRow,
  Version,
} from './rows.ts';
import { childSql, pruneSql, TABLES, type Table, upsertSql } from './tables.ts';

const ring = readKeyRing(env.TOKEN_KEYS);

const statements = new Map(
  TABLES.map((table) => [
    table.rows,
    {
      table,
      upsert: upsertSql(table),
      ...(table.child ? { child: { ...table.child, prune: pruneSql(table.child), write: childSql(table.child) } } : {}),
    },
  ]),
);

/**
 * Writers of one shop's mirror take turns: whoever holds this until commit can neither deadlock with another nor see half of
 * its work. Call it first.
 */
export async function takeTurn(tx: ShopTx, shop: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('backroom.mirror'), hashtext(${shop}))`;
}

export type Applied = { won: number };

/**
 * Applies rows, graves and their events in the caller's transaction (after `takeTurn`). `force` lets a full compare overwrite
 * a row whose version is greater than what the store itself says now.
 */
export async function apply(
  tx: ShopTx,
  shop: string,
  what: { rows?: Rows; graves?: Grave[]; entries?: Entry[] },
  options: { force?: boolean; history?: boolean } = {},
): Promise<Applied> {
  const { rows, graves } = await withoutErased(tx, what.rows ?? {}, what.graves);
  const force = options.force ?? false;
  let won = 0;
  if (graves.length > 0) await bury(tx, shop, graves);
  if (rows.shop?.length) await saveShop(tx, shop, newest(rows.shop, () => '')[0]!, force);
  const stock = await stockBefore(tx, rows);
  for (const { table, upsert, child } of statements.values()) {
    const given = rows[table.rows] as (Version & Record<string, unknown>)[] | undefined;
    if (!given?.length) continue;
    const latest = newest(given, (row) => keyOf(table, row));
    const bare = child ? latest.map((row) => ({ ...row, [child.rows]: undefined })) : latest;
    const kept = await tx.$queryRawUnsafe<({ fresh: boolean } & Record<string, unknown>)[]>(
      upsert,
      shop,
      JSON.stringify(bare),
      force,
    );
    won += kept.length;
    if (!child || kept.length === 0) continue;
    const winners = new Set(kept.map((row) => row.id as string));
    const children = latest
      .filter((row) => winners.has(row.id as string))
      .flatMap((row) => (row[child.rows] as object[]).map((line) => ({ ...line, [child.parent]: row.id as string })));
    // What is new has no children yet that could be gone.
    const replaced = new Set(kept.filter((row) => !row.fresh).map((row) => row.id as string));
    if (replaced.size > 0) {
      const theirs = children.filter((line) => replaced.has(line[child.parent] as string));
      await tx.$executeRawUnsafe(child.prune, shop, [...replaced], JSON.stringify(theirs));
    }
    const json = JSON.stringify(unique(children, child.key));
    if (children.length > 0) await tx.$executeRawUnsafe(child.write, shop, json);
  }
  if (rows.available?.length) won += await saveAvailable(tx, shop, rows.available);
  if (rows.contacts?.length) await saveContacts(tx, shop, worthKeeping(rows.contacts, rows.orders ?? []), force);
  const entries = [...(what.entries ?? []), ...happenings(rows, await bookFor(tx, rows), options.history ?? false)];
  entries.push(...(await stockChanges(tx, rows, stock)));
  await append(tx, shop, entries);
  return { won };
}

/** Asks for objects to be read again; asking twice before the reading is asking once. `after`: not before this moment. */
export async function ask(tx: ShopTx, shop: string, asks: readonly Ask[], after: Date): Promise<void> {
  if (asks.length === 0) return;
  const json = JSON.stringify(unique([...asks], ['kind', 'id']));
  await tx.$executeRaw`
    INSERT INTO "Reread" ("shop", "kind", "id", "askedAt")
    SELECT ${shop}, r."kind", r."id", ${after} FROM json_to_recordset(${json}::json) AS r("kind" text, "id" text)
    ORDER BY r."kind", r."id"
    ON CONFLICT ("shop", "kind", "id") DO UPDATE SET "askedAt" = LEAST("Reread"."askedAt", excluded."askedAt"), "attempts" = 0`;
}

/** Takes back what readings before `asOf` (ISO) concluded of objects that are told here: they are alive. */
export async function unbury(tx: ShopTx, shop: string, rows: Rows, asOf: string): Promise<void> {
  const told: { kind: Grave['kind']; list: { id: string }[] | undefined }[] = [
    { kind: 'Order', list: rows.orders },
    { kind: 'Product', list: rows.products },
    { kind: 'InventoryItem', list: rows.inventoryItems },
    { kind: 'Location', list: rows.locations },
    { kind: 'Customer', list: rows.customers },
  ];
  for (const { kind, list } of told)
    if (list?.length)
      await tx.$executeRaw`
        DELETE FROM "Tombstone" WHERE "shop" = ${shop} AND "kind" = ${kind} AND "byReading"
          AND "deletedAt" < ${asOf}::timestamptz AND "id" = ANY(${list.map((row) => row.id)})`;
}

async function bury(tx: ShopTx, shop: string, graves: Grave[]): Promise<void> {
  const json = JSON.stringify(unique(graves, ['kind', 'id']));
  await tx.$executeRaw`
    INSERT INTO "Tombstone" ("shop", "kind", "id", "deletedAt", "byReading")
    SELECT ${shop}, r."kind", r."id", r."deletedAt", coalesce(r."byReading", false)
    FROM json_to_recordset(${json}::json) AS r("kind" text, "id" text, "deletedAt" timestamptz, "byReading" boolean)
    ORDER BY r."kind", r."id" ON CONFLICT ("shop", "kind", "id")
    DO UPDATE SET "byReading" = false WHERE "Tombstone"."byReading" AND NOT excluded."byReading"`;
  const ids = (kind: Grave['kind']) => graves.filter((grave) => grave.kind === kind).map((grave) => grave.id);
  const orders = { orderId: { in: ids('Order') } };
  if (orders.orderId.in.length > 0) {
    await tx.orderContact.deleteMany({ where: orders });
    await tx.fulfillmentOrder.deleteMany({ where: orders });
    await tx.fulfillment.deleteMany({ where: orders });
    await tx.refund.deleteMany({ where: orders });
    await tx.return.deleteMany({ where: orders });
    await tx.order.deleteMany({ where: { id: orders.orderId } });
  }
  const products = ids('Product');
  if (products.length > 0) {
    const variants = await tx.variant.findMany({
      where: { productId: { in: products }, inventoryItemId: { not: null } },
      select: { inventoryItemId: true },
    });
    const items = { in: variants.flatMap((variant) => variant.inventoryItemId ?? []) };
    await tx.inventoryLevel.deleteMany({ where: { inventoryItemId: items } });
    await tx.inventoryItem.deleteMany({ where: { id: items } });
    await tx.product.deleteMany({ where: { id: { in: products } } });
  }
  const items = ids('InventoryItem');
  if (items.length > 0) {
    await tx.inventoryLevel.deleteMany({ where: { inventoryItemId: { in: items } } });
    await tx.inventoryItem.deleteMany({ where: { id: { in: items } } });
  }
  const locations = ids('Location');
  if (locations.length > 0) {
    await tx.inventoryLevel.deleteMany({ where: { locationId: { in: locations } } });
    await tx.location.deleteMany({ where: { id: { in: locations } } });
  }
  const customers = ids('Customer');
  if (customers.length > 0) await tx.customer.deleteMany({ where: { id: { in: customers } } });
  const contacts = ids('OrderContact');
  if (contacts.length > 0) await tx.orderContact.deleteMany({ where: { orderId: { in: contacts } } });
}

async function saveShop(tx: ShopTx, shop: string, row: ShopRow, force: boolean): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Shop" ("shop", "shopifyId", "name", "currency", "timeZone", "plan", "country", "sourceUpdatedAt", "heardAt")
    VALUES (${shop}, ${row.shopifyId}, ${row.name}, ${row.currency}, ${row.timeZone}, ${row.plan}, ${row.country},
      ${row.sourceUpdatedAt}::timestamptz, ${row.heardAt}::timestamptz)
    ON CONFLICT ("shop") DO UPDATE SET "shopifyId" = excluded."shopifyId", "name" = excluded."name",
      "currency" = excluded."currency", "timeZone" = excluded."timeZone", "plan" = excluded."plan",
      "country" = excluded."country", "sourceUpdatedAt" = excluded."sourceUpdatedAt", "heardAt" = excluded."heardAt"
    WHERE ${force} OR ("Shop"."sourceUpdatedAt", "Shop"."heardAt") < (excluded."sourceUpdatedAt", excluded."heardAt")`;
}

async function saveAvailable(tx: ShopTx, shop: string, given: AvailableRow[]): Promise<number> {
  const json = JSON.stringify(newest(given, levelKey));
  const kept = await tx.$queryRaw<unknown[]>`
    INSERT INTO "InventoryLevel" ("shop", "inventoryItemId", "locationId", "active", "available", "sourceUpdatedAt", "heardAt")
    SELECT ${shop}, r."inventoryItemId", r."locationId", r."active", r."available", r."sourceUpdatedAt", r."heardAt"
    FROM json_to_recordset(${json}::json) AS r("inventoryItemId" text, "locationId" text, "active" boolean,
      "available" int, "sourceUpdatedAt" timestamptz, "heardAt" timestamptz)
    WHERE NOT EXISTS (SELECT FROM "Tombstone" t WHERE t."shop" = ${shop} AND (
      (t."kind" = 'InventoryItem' AND t."id" = r."inventoryItemId") OR (t."kind" = 'Location' AND t."id" = r."locationId")))
    ORDER BY r."inventoryItemId", r."locationId"
    ON CONFLICT ("shop", "inventoryItemId", "locationId") DO UPDATE SET "active" = excluded."active",
      "available" = excluded."available", "sourceUpdatedAt" = excluded."sourceUpdatedAt", "heardAt" = excluded."heardAt"
    WHERE ("InventoryLevel"."sourceUpdatedAt", "InventoryLevel"."heardAt", "InventoryLevel"."available", "InventoryLevel"."active")
      < (excluded."sourceUpdatedAt", excluded."heardAt", excluded."available", excluded."active")
    RETURNING 1`;
  return kept.length;
}

async function saveContacts(tx: ShopTx, shop: string, given: ContactRow[], force: boolean): Promise<void> {
  const json = JSON.stringify(
    newest(given, (row) => row.orderId).map(({ contact, ...row }) => ({
      ...row,
      sealed: `\\x${seal(ring, JSON.stringify(contact)).toString('hex')}`,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO "OrderContact" ("shop", "orderId", "customerId", "sealed", "sourceUpdatedAt", "heardAt")
    SELECT ${shop}, r."orderId", r."customerId", r."sealed"::bytea, r."sourceUpdatedAt", r."heardAt"
    FROM json_to_recordset(${json}::json) AS r("orderId" text, "customerId" text, "sealed" text,
      "sourceUpdatedAt" timestamptz, "heardAt" timestamptz)
    WHERE NOT EXISTS (SELECT FROM "Tombstone" t WHERE t."shop" = ${shop}
      AND t."kind" IN ('Order', 'OrderContact') AND t."id" = r."orderId")
    ORDER BY r."orderId"
    ON CONFLICT ("shop", "orderId") DO UPDATE SET "customerId" = excluded."customerId", "sealed" = excluded."sealed",
      "sourceUpdatedAt" = excluded."sourceUpdatedAt", "heardAt" = excluded."heardAt"
    WHERE ${force} OR ("OrderContact"."sourceUpdatedAt", "OrderContact"."heardAt") < (excluded."sourceUpdatedAt", excluded."heardAt")`;
}

function worthKeeping(contacts: ContactRow[], orders: OrderRow[]): ContactRow[] {
  const outlived = new Set(orders.filter(contactOutlived).map((order) => order.id));
  return contacts.filter((row) => !outlived.has(row.orderId));
}

/** Products and variants of order lines that a payload names by id only. */
async function bookFor(tx: ShopTx, rows: Rows): Promise<LineBook> {
  const unnamed = new Set<string>();
  for (const parcel of rows.fulfillments ?? [])
    for (const line of parcel.lines) if (!line.variantId) unnamed.add(line.orderLineId);
  for (const refund of rows.refunds ?? [])
    for (const line of refund.lines) if (!line.variantId) unnamed.add(line.orderLineId);
  for (const back of rows.returns ?? [])
    for (const line of back.lines) if (line.orderLineId) unnamed.add(line.orderLineId);
  if (unnamed.size === 0) return new Map();
  // Raw, with one array: Prisma would plan a parameter for each of thousands of ids, in memory that it never gives back.
  const lines = await tx.$queryRaw<{ id: string; productId: string | null; variantId: string | null; test: boolean }[]>`
    SELECT l."id", l."productId", l."variantId", o."test" FROM "OrderLine" l
    JOIN "Order" o ON o."shop" = l."shop" AND o."id" = l."orderId" WHERE l."id" = ANY(${[...unnamed]})`;
  return new Map(lines.map((line) => [line.id, line]));
}

const levelKey = (row: { inventoryItemId: string; locationId: string }) => `${row.inventoryItemId}/${row.locationId}`;

/** `onHand` null: only what is available was told so far. */
type Held = { available: number; onHand: number | null };

/** What the mirror held of the levels that are about to be told; empty for sets too great to be news (a backfill). */
async function stockBefore(tx: ShopTx, rows: Rows): Promise<Map<string, Held>> {
  const items = new Set([...(rows.available ?? []), ...(rows.inventoryLevels ?? [])].map((row) => row.inventoryItemId));
  if (items.size === 0) return new Map();
  const levels = await tx.$queryRaw<({ inventoryItemId: string; locationId: string } & Held)[]>`
    SELECT "inventoryItemId", "locationId", "available", "onHand" FROM "InventoryLevel"
    WHERE "inventoryItemId" = ANY(${[...items]})`;
  return new Map(levels.map((level) => [levelKey(level), level]));
}

/**
 * One event for each told level that differs from what was held; a late message is an event of its own time. A webhook tells
 * only what is available: what stands on the shelf comes with the re-read, and is news of its own.
 */
async function stockChanges(tx: ShopTx, rows: Rows, before: Map<string, Held>): Promise<Entry[]> {
  const told: (AvailableRow | InventoryLevelRow)[] = [...(rows.available ?? []), ...(rows.inventoryLevels ?? [])];
  told.sort((a, b) => compareVersions(a, b));
  const entries: Entry[] = [];
  for (const row of told) {
    const key = levelKey(row);
    const held = before.get(key);
    const onHand = 'onHand' in row ? row.onHand : (held?.onHand ?? null);
    const sold = held?.available !== row.available;
    const shelved = held !== undefined && onHand !== held.onHand;
    if (!sold && !shelved) continue;
    before.set(key, { available: row.available, onHand });
    entries.push({
      type: 'stock.changed',
      key: `stock.changed:${key}:${row.sourceUpdatedAt.slice(0, 19)}:${row.available}${shelved ? `:${onHand}` : ''}`,
      subject: `InventoryItem/${row.inventoryItemId}`,
      at: row.sourceUpdatedAt,
      data: {
        inventoryItemId: row.inventoryItemId,
        locationId: row.locationId,
        variantId: null,
        productId: null,
        from: held?.available ?? null,
        available: row.available,
      },
    });
  }
  if (entries.length === 0) return [];
  const variants = await tx.variant.findMany({
    where: { inventoryItemId: { in: [...new Set(told.map((row) => row.inventoryItemId))] } },
    select: { id: true, productId: true, inventoryItemId: true },
  });
  const byItem = new Map(variants.map((variant) => [variant.inventoryItemId, variant]));
  return entries.map((entry) => {
    if (entry.type !== 'stock.changed') return entry;
    const variant = byItem.get(entry.data.inventoryItemId);
    return { ...entry, data: { ...entry.data, variantId: variant?.id ?? null, productId: variant?.productId ?? null } };
  });
}

export function compareVersions(a: Version, b: Version): number {
  if (a.sourceUpdatedAt !== b.sourceUpdatedAt) return a.sourceUpdatedAt < b.sourceUpdatedAt ? -1 : 1;
  if (a.heardAt !== b.heardAt) return a.heardAt < b.heardAt ? -1 : 1;
  return 0;
}

/** The newest row of each key: one statement must not touch a row twice. Ties go to the greater text, as in upsertSql. */
function newest<T extends Version>(rows: readonly T[], key: (row: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const row of rows) {
    const other = byKey.get(key(row));
    if (!other) {
      byKey.set(key(row), row);
      continue;
    }
    const order = compareVersions(row, other);
    if (order > 0 || (order === 0 && JSON.stringify(row) > JSON.stringify(other))) byKey.set(key(row), row);
  }
  return [...byKey.values()];
}

function keyOf(table: Table, row: Record<string, unknown>): string {
  return table.key.map((name) => String(row[name])).join('/');
}

function unique<T extends object>(rows: T[], key: readonly string[]): T[] {
  const seen = new Map<string, T>();
  for (const row of rows) seen.set(key.map((name) => String((row as Record<string, unknown>)[name])).join('/'), row);
  return [...seen.values()];
}
