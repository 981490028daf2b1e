// The orders room's lists, ready for a page.
import { inShop } from '../db.server.ts';
import type { OrderState } from './check.ts';
import { type CheckedOrder, countChecks, listChecks, loadChecks, type OrdersPage } from './store.server.ts';

export async function readOrdersPage(
  shop: string,
  filter: { state: OrderState | null; search: string; skip: number; take: number },
): Promise<OrdersPage & { counts: Record<OrderState, number> }> {
  return inShop(shop, async (tx) => ({ ...(await listChecks(tx, filter)), counts: await countChecks(tx) }));
}

export async function readCheck(shop: string, orderId: string): Promise<CheckedOrder | null> {
  return inShop(shop, async (tx) => (await loadChecks(tx, [orderId])).get(orderId) ?? null);
}

export async function readOrderCounts(shop: string): Promise<Record<OrderState, number>> {
  return inShop(shop, countChecks);
}
