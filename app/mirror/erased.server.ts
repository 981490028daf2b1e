// What was erased does not come back through what Shopify still tells of it: every row is cleaned before it is written, and
// before it is held against the mirror.
import type { ShopTx } from '../db.server.ts';
import type { Grave, Rows } from './rows.ts';

/**
 * The rows without erased customers and without what was written about their orders, in whatever order the news comes. Answers
 * with `graves` those of orders that name an erased customer and were not known when he was erased: they are his too.
 */
export async function withoutErased(
  tx: ShopTx,
  rows: Rows,
  graves: readonly Grave[] = [],
): Promise<{ rows: Rows; graves: Grave[] }> {
  const buyers = [...(rows.orders ?? []), ...(rows.contacts ?? [])].flatMap((row) => row.customerId ?? []);
  const customerIds = new Set([...buyers, ...(rows.customers ?? []).map((row) => row.id)]);
  const orderIds = new Set([
    ...(rows.orders ?? []).map((row) => row.id),
    ...[rows.contacts, rows.returns, rows.fulfillments, rows.fulfillmentOrders].flatMap((own) =>
      (own ?? []).map((row) => row.orderId),
    ),
  ]);
  if (customerIds.size === 0 && orderIds.size === 0) return { rows, graves: [...graves] };
  // Raw, with arrays: Prisma would plan a parameter for each id.
  const buried = await tx.$queryRaw<Pick<Grave, 'kind' | 'id'>[]>`
    SELECT "kind", "id" FROM "Tombstone"
    WHERE ("kind" = 'Customer' AND "id" = ANY(${[...customerIds]}))
      OR ("kind" = 'OrderContact' AND "id" = ANY(${[...orderIds]}))`;
  const idsOf = (kind: Grave['kind']) =>
    new Set([...buried, ...graves].filter((grave) => grave.kind === kind).map((grave) => grave.id));
  const people = idsOf('Customer');
  const erased = idsOf('OrderContact');
  if (people.size === 0 && erased.size === 0) return { rows, graves: [...graves] };
  const isGone = (customerId: string | null) => customerId !== null && people.has(customerId);
  const late = (rows.orders ?? []).filter((order) => isGone(order.customerId) && !erased.has(order.id));
  for (const order of late) erased.add(order.id);
  /** The list with `bare` made of the rows of erased orders. */
  const cleaned = <T extends { orderId: string }>(own: T[] | undefined, bare: (row: T) => T) =>
    own?.map((row) => (erased.has(row.orderId) ? bare(row) : row));
  const clean = {
    customers: rows.customers?.filter((row) => !isGone(row.id)),
    orders: rows.orders?.map((row) => (isGone(row.customerId) ? { ...row, customerId: null } : row)),
    contacts: rows.contacts?.filter((row) => !isGone(row.customerId) && !erased.has(row.orderId)),
    returns: cleaned(rows.returns, (row) => ({
      ...row,
      lines: row.lines.map((line) => ({ ...line, reasonNote: null })),
    })),
    fulfillments: cleaned(rows.fulfillments, (row) => ({ ...row, trackingNumbers: [], trackingUrls: [] })),
    fulfillmentOrders: cleaned(rows.fulfillmentOrders, (row) => ({
      ...row,
      holds: row.holds.map((hold) => ({ ...hold, reasonNotes: null })),
    })),
  };
  return {
    rows: { ...rows, ...(Object.fromEntries(Object.entries(clean).filter(([, own]) => own)) as Rows) },
    graves: [
      ...graves,
      ...late.map((order): Grave => ({ kind: 'OrderContact', id: order.id, deletedAt: order.heardAt })),
    ],
  };
}
