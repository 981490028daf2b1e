// The only file that knows the table OrderCheck.
import type { ShopTx } from '../db.server.ts';
import type { OrderState, Reason, Verdict } from './check.ts';

export type CheckedOrder = {
  orderId: string;
  orderName: string;
  placedAt: Date;
  state: OrderState;
  reasons: Reason[];
  overridden: boolean;
  checkedAt: Date;
};

export async function loadChecks(tx: ShopTx, orderIds: string[]): Promise<Map<string, CheckedOrder>> {
  const rows = await tx.orderCheck.findMany({ where: { orderId: { in: orderIds } } });
  return new Map(rows.map((row) => [row.orderId, toCheckedOrder(row)]));
}

/** Writes many verdicts in one statement. */
export async function saveVerdicts(
  tx: ShopTx,
  shop: string,
  verdicts: { orderId: string; orderName: string; placedAt: Date; verdict: Verdict }[],
  checkedAt: Date,
): Promise<void> {
  if (verdicts.length === 0) return;
  const rows = JSON.stringify(
    verdicts.map(({ orderId, orderName, placedAt, verdict }) => ({
      orderId,
      orderName,
      placedAt,
      state: verdict.state,
      reasons: verdict.reasons,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO "OrderCheck" ("shop", "orderId", "orderName", "placedAt", "state", "reasons", "checkedAt")
    SELECT ${shop}, r."orderId", r."orderName", r."placedAt", r."state", r."reasons", ${checkedAt}
    FROM jsonb_to_recordset(${rows}::jsonb)
      AS r("orderId" text, "orderName" text, "placedAt" timestamptz, "state" text, "reasons" jsonb)
    ON CONFLICT ("shop", "orderId") DO UPDATE SET
      "orderName" = excluded."orderName", "placedAt" = excluded."placedAt", "state" = excluded."state",
      "reasons" = excluded."reasons", "checkedAt" = excluded."checkedAt"`;
}

export async function saveOverride(tx: ShopTx, shop: string, orderId: string, overridden: boolean): Promise<void> {
  await tx.orderCheck.update({ where: { shop_orderId: { shop, orderId } }, data: { overridden } });
}

export type OrdersPage = { orders: CheckedOrder[]; total: number };

/** One page of the list, oldest first (the one that waits longest is on top); `state` null means all that are not done. */
export async function listChecks(
  tx: ShopTx,
  filter: { state: OrderState | null; search: string; skip: number; take: number },
): Promise<OrdersPage> {
  const where = {
    ...(filter.state ? { state: filter.state } : { state: { not: 'done' } }),
    ...(filter.search ? { orderName: { contains: filter.search, mode: 'insensitive' as const } } : {}),
  };
  const [rows, total] = await Promise.all([
    tx.orderCheck.findMany({
      where,
      orderBy: [{ placedAt: filter.state === 'done' ? 'desc' : 'asc' }, { orderId: 'asc' }],
      skip: filter.skip,
      take: filter.take,
    }),
    tx.orderCheck.count({ where }),
  ]);
  return { orders: rows.map(toCheckedOrder), total };
}

/** How many orders are in each state. */
export async function countChecks(tx: ShopTx): Promise<Record<OrderState, number>> {
  const groups = await tx.orderCheck.groupBy({ by: ['state'], _count: { _all: true } });
  const counts: Record<OrderState, number> = { ready: 0, held: 0, done: 0 };
  for (const group of groups) counts[group.state as OrderState] = group._count._all;
  return counts;
}

/**
 * Why these orders must not go now, in the checks' words, by order id; those that may go are missing. Of goods that were
 * `picked` the shelf does not matter any more.
 */
export async function whyHeld(tx: ShopTx, orderIds: string[], picked: boolean): Promise<Map<string, string>> {
  const checks = await loadChecks(tx, orderIds);
  const held = new Map<string, string>();
  for (const id of orderIds) {
    const check = checks.get(id);
    if (!check) held.set(id, 'It was not checked yet. Try again in a moment.');
    if (check?.state === 'done') held.set(id, 'It is closed, or nothing of it is left to ship.');
    if (check?.state !== 'held') continue;
    const reasons = check.reasons.filter((reason) => !(picked && reason.check === 'stock'));
    if (reasons.length > 0) held.set(id, reasons.map((reason) => reason.says).join(' '));
  }
  return held;
}

function toCheckedOrder(row: {
  orderId: string;
  orderName: string;
  placedAt: Date;
  state: string;
  reasons: unknown;
  overridden: boolean;
  checkedAt: Date;
}): CheckedOrder {
  return { ...row, state: row.state as OrderState, reasons: row.reasons as Reason[] };
}
