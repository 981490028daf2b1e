import type { World } from '../kernel/world.ts';
import type { History } from './history.ts';
import { loadHistory } from './load-history.ts';
import { makeUpShop } from './made-up-shop.ts';
import { readOnlineRetail } from './online-retail.ts';

const WEEK = 7 * 86_400_000;

/**
 * Gives an empty shop a past: that of a transaction file, or a made-up one. `until` 'now' moves a file's times forward by
 * whole weeks, so that weekdays and hours stay true and the last day is within the last week. Says what it does on `tell`.
 */
export async function givePast(
  world: World,
  wanted: { file?: string | undefined; until: 'then' | 'now'; seed: number; days?: number | undefined },
  tell: (line: string) => void,
): Promise<void> {
  let history = wanted.file ? await readOnlineRetail(wanted.file) : makeUpShop(wanted.seed, Date.now(), wanted.days);
  if (wanted.file && wanted.until === 'now') history = broughtForward(history, Date.now());
  let said = 0;
  loadHistory(world, history, (done, of) => {
    const share = Math.floor((done / of) * 10);
    if (wanted.file && share > said) {
      said = share;
      tell(`reading the past: ${done} of ${of} orders, parcels and returns`);
    }
  });
  const lines = history.orders.reduce((sum, order) => sum + order.lines.length, 0);
  tell(`a past of ${history.orders.length} orders with ${lines} lines and ${history.returns.length} returns`);
  for (const { reason, rows } of history.setAside) tell(`rows set aside: ${rows} ${reason}`);
}

function broughtForward(history: History, now: number): History {
  const last = Date.parse(history.orders.at(-1)?.at ?? new Date(now).toISOString());
  const by = Math.floor((now - last) / WEEK) * WEEK;
  const move = (at: string) => new Date(Date.parse(at) + by).toISOString();
  return {
    ...history,
    products: history.products.map((one) => ({ ...one, createdAt: move(one.createdAt) })),
    customers: history.customers.map((one) => ({ ...one, createdAt: move(one.createdAt) })),
    orders: history.orders.map((one) => {
      const shippedAt = one.shippedAt && move(one.shippedAt);
      return { ...one, at: move(one.at), shippedAt: shippedAt && Date.parse(shippedAt) < now ? shippedAt : null };
    }),
    returns: history.returns.map((one) => ({ ...one, at: move(one.at) })).filter((one) => Date.parse(one.at) < now),
  };
}
