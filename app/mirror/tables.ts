// The mirrored tables as data: their columns, which graves cover a row, and their children. One piece of SQL is made from
// each, so every path (webhook, re-read, backfill, reconcile) writes by the same rule.
import type { GraveKind, Rows } from './rows.ts';

export type Column = { name: string; type: string; sticky?: true };

export type Child = {
  table: string;
  rows: string;
  parent: string;
  key: string[];
  columns: Column[];
};

export type Table = {
  table: string;
  rows: Exclude<keyof Rows, 'available' | 'contacts'>;
  key: string[];
  columns: Column[];
  /** the row stays away when one of these is in Tombstone: kind and the column with its id */
  graves: [GraveKind, string][];
  child?: Child;
};

/** "name text, at time" → columns. A trailing ! marks a sticky one: null in a newer row keeps what was known. */
function columns(list: string): Column[] {
  const types: Record<string, string> = {
    time: 'timestamptz',
    int: 'int',
    money: 'bigint',
    bool: 'boolean',
    texts: 'text[]',
  };
  return list.split(',').map((part) => {
    const [name = '', word = ''] = part.trim().split(' ');
    const sticky = word.endsWith('!');
    const bare = sticky ? word.slice(0, -1) : word;
    return { name, type: types[bare] ?? bare, ...(sticky ? { sticky } : {}) };
  });
}

const VERSION = 'sourceUpdatedAt time, heardAt time';

/** The shop's own row: one, written by a statement of its own, compared like the others. */
export const SHOP: Table = {
  table: 'Shop',
  rows: 'shop',
  key: ['shopifyId'],
  columns: columns(`shopifyId text, name text, currency text, timeZone text, plan text, country text, ${VERSION}`),
  graves: [],
};

export const TABLES: readonly Table[] = [
  {
    table: 'Location',
    rows: 'locations',
    key: ['id'],
    columns: columns(
      `id text, name text, active bool, fulfillsOnline bool, address1 text, address2 text, city text, zip text, province text, country text, phone text, ${VERSION}`,
    ),
    graves: [['Location', 'id']],
  },
  {
    table: 'Product',
    rows: 'products',
    key: ['id'],
    columns: columns(
      `id text, title text, handle text, status text, vendor text, productType text, tags texts, imageUrl text, createdAt time, ${VERSION}`,
    ),
    graves: [['Product', 'id']],
    child: {
      table: 'Variant',
      rows: 'variants',
      parent: 'productId',
      key: ['id'],
      columns: columns(
        `id text, productId text, inventoryItemId text!, title text, sku text, barcode text, price money, position int, ${VERSION}`,
      ),
    },
  },
  {
    table: 'InventoryItem',
    rows: 'inventoryItems',
    key: ['id'],
    columns: columns(
      `id text, variantId text!, sku text, tracked bool, requiresShipping bool, unitCost money, costCurrency text, grams int, tariffCode text, originCountry text, ${VERSION}`,
    ),
    graves: [['InventoryItem', 'id']],
  },
  {
    table: 'InventoryLevel',
    rows: 'inventoryLevels',
    key: ['inventoryItemId', 'locationId'],
    columns: columns(
      `inventoryItemId text, locationId text, active bool, available int, onHand int, committed int, incoming int, reserved int, damaged int, safetyStock int, qualityControl int, ${VERSION}`,
    ),
    graves: [
      ['InventoryItem', 'inventoryItemId'],
      ['Location', 'locationId'],
    ],
  },
  {
    table: 'Customer',
    rows: 'customers',
    key: ['id'],
    columns: columns(`id text, createdAt time, ${VERSION}`),
    graves: [['Customer', 'id']],
  },
  {
    table: 'Order',
    rows: 'orders',
    key: ['id'],
    columns: columns(
      `id text, name text, createdAt time, processedAt time, cancelledAt time, cancelReason text, closedAt time, test bool, currency text, financialStatus text, fulfillmentStatus text, subtotal money, shipping money, tax money, total money, refunded money, customerId text, tags texts, sourceName text, shipCountry text, ${VERSION}`,
    ),
    graves: [['Order', 'id']],
    child: {
      table: 'OrderLine',
      rows: 'lines',
      parent: 'orderId',
      key: ['id'],
      columns: columns(
        'id text, orderId text, position int, productId text, variantId text, sku text, title text, variantTitle text, quantity int, currentQuantity int, fulfillableQuantity int, unitPrice money, discount money, requiresShipping bool, processedAt time',
      ),
    },
  },
  {
    table: 'FulfillmentOrder',
    rows: 'fulfillmentOrders',
    key: ['id'],
    columns: columns(
      `id text, orderId text, status text, requestStatus text, locationId text, deliveryMethod text, shippingMethod text, fulfillAt time, fulfillBy time, holds jsonb, supportedActions texts, createdAt time, ${VERSION}`,
    ),
    graves: [['Order', 'orderId']],
    child: {
      table: 'FulfillmentOrderLine',
      rows: 'lines',
      parent: 'fulfillmentOrderId',
      key: ['id'],
      columns: columns(
        'id text, fulfillmentOrderId text, orderLineId text, inventoryItemId text, variantId text, totalQuantity int, remainingQuantity int',
      ),
    },
  },
  {
    table: 'Fulfillment',
    rows: 'fulfillments',
    key: ['id'],
    columns: columns(
      `id text, orderId text, name text, status text, locationId text, trackingCompany text, trackingNumbers texts, trackingUrls texts, createdAt time, ${VERSION}`,
    ),
    graves: [['Order', 'orderId']],
    child: {
      table: 'FulfillmentLine',
      rows: 'lines',
      parent: 'fulfillmentId',
      key: ['fulfillmentId', 'orderLineId'],
      columns: columns('fulfillmentId text, orderLineId text, quantity int'),
    },
  },
  {
    table: 'Refund',
    rows: 'refunds',
    key: ['id'],
    columns: columns(`id text, orderId text, returnId text!, currency text, total money, createdAt time, ${VERSION}`),
    graves: [['Order', 'orderId']],
    child: {
      table: 'RefundLine',
      rows: 'lines',
      parent: 'refundId',
      key: ['refundId', 'orderLineId', 'restockType'],
      columns: columns(
        'refundId text, orderLineId text, quantity int, restockType text, locationId text, subtotal money',
      ),
    },
  },
  {
    table: 'Return',
    rows: 'returns',
    key: ['id'],
    columns: columns(
      `id text, orderId text, name text, status text, declineReason text, createdAt time, closedAt time, ${VERSION}`,
    ),
    graves: [['Order', 'orderId']],
    child: {
      table: 'ReturnLine',
      rows: 'lines',
      parent: 'returnId',
      key: ['id'],
      columns: columns(
        'id text, returnId text, orderLineId text, fulfillmentLineItemId text, quantity int, reason text, reasonNote text, processedQuantity int, refundedQuantity int',
      ),
    },
  },
];

const quote = (name: string) => `"${name}"`;
const list = (names: string[], prefix = '') => names.map((name) => prefix + quote(name)).join(', ');
const shape = (columns: Column[]) => columns.map((column) => `${quote(column.name)} ${column.type}`).join(', ');

/** How a column is set from the newer row. */
function assignments(table: string, columns: Column[], key: string[]): string {
  return columns
    .filter((column) => !key.includes(column.name))
    .map(({ name, sticky }) =>
      sticky
        ? `${quote(name)} = COALESCE(excluded.${quote(name)}, ${quote(table)}.${quote(name)})`
        : `${quote(name)} = excluded.${quote(name)}`,
    )
    .join(', ');
}

/**
 * $1 shop, $2 rows as JSON, $3 force. Inserts or, when the version is greater, replaces; answers the keys of the rows that
 * won, and which of them are new. Equal versions that say different things are settled by the text of the row, so that every order of arrival ends the
 * same. With force (a full compare that saw the store later than the row was heard of) the row wins regardless.
 */
export function upsertSql({ table, key, columns, graves }: Table): string {
  const names = columns.map((column) => column.name);
  const buried = graves
    .map(
      ([kind, column]) =>
        `NOT EXISTS (SELECT FROM "Tombstone" t WHERE t."shop" = $1 AND t."kind" = '${kind}' AND t."id" = r.${quote(column)})`,
    )
    .join(' AND ');
  const was = quote(table);
  return `
    INSERT INTO ${was} ("shop", ${list(names)})
    SELECT $1, ${list(names, 'r.')} FROM json_to_recordset($2::json) AS r(${shape(columns)})
    WHERE ${buried} ORDER BY ${list(key, 'r.')}
    ON CONFLICT ("shop", ${list(key)}) DO UPDATE SET ${assignments(table, columns, key)}
    WHERE $3::boolean
      OR (${was}."sourceUpdatedAt", ${was}."heardAt") < (excluded."sourceUpdatedAt", excluded."heardAt")
      OR ((${was}."sourceUpdatedAt", ${was}."heardAt") = (excluded."sourceUpdatedAt", excluded."heardAt")
          AND (${list(names, `${was}.`)})::text COLLATE "C" < (${list(names, 'excluded.')})::text COLLATE "C")
    RETURNING ${list(key)}, (xmax = 0) AS "fresh"`;
}

/** $1 shop, $2 ids of the parents that won, $3 their children as JSON: children that are gone go. */
export function pruneSql({ table, parent, key, columns }: Child): string {
  const own = key.filter((name) => name !== parent);
  return `
    DELETE FROM ${quote(table)} c
    WHERE c."shop" = $1 AND c.${quote(parent)} = ANY($2::text[])
      AND NOT EXISTS (
        SELECT FROM json_to_recordset($3::json) AS r(${shape(columns)})
        WHERE r.${quote(parent)} = c.${quote(parent)} AND ${own.map((name) => `r.${quote(name)} = c.${quote(name)}`).join(' AND ')})`;
}

/** $1 shop, $2 children as JSON; children that did not change are not touched. */
export function childSql({ table, key, columns }: Child): string {
  const names = columns.map((column) => column.name);
  const rest = names.filter((name) => !key.includes(name) && name !== 'heardAt');
  return `
    INSERT INTO ${quote(table)} ("shop", ${list(names)})
    SELECT $1, ${list(names, 'r.')} FROM json_to_recordset($2::json) AS r(${shape(columns)})
    ORDER BY ${list(key, 'r.')}
    ON CONFLICT ("shop", ${list(key)}) DO UPDATE SET ${assignments(table, columns, key)}
    WHERE (${list(rest, `${quote(table)}.`)}) IS DISTINCT FROM (${list(rest, 'excluded.')})`;
}
