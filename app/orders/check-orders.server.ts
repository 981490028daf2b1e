// Looks at orders again whenever something they depend on was heard of, and writes the verdicts down.
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import type { DiaryEvent } from '../events/vocabulary.ts';
import { readOrderFacts } from '../mirror/order-facts.server.ts';
import { checkOrder, type Verdict } from './check.ts';
import { loadChecks, saveOverride, saveVerdicts } from './store.server.ts';

/** Checks these orders as they stand in the mirror now. Doing it twice changes nothing. Returns how many it looked at. */
export async function checkOrders(shop: string, orderIds: string[], now: Date): Promise<number> {
  if (orderIds.length === 0) return 0;
  return inShop(shop, async (tx) => {
    const facts = await readOrderFacts(tx, orderIds);
    const before = await loadChecks(
      tx,
      facts.map((order) => order.orderId),
    );
    const verdicts = facts.map((order) => {
      const known = before.get(order.orderId);
      return { ...order, known, verdict: checkOrder(order, known?.overridden ?? false) };
    });
    await saveVerdicts(tx, shop, verdicts, now);
    await append(
      tx,
      shop,
      verdicts.flatMap(({ orderId, known, verdict }) => turn(orderId, known?.state ?? null, verdict, now)),
    );
    return facts.length;
  });
}

/** A person says: ship it anyway (or takes that back). The verdict follows at once. */
export async function overruleChecks(shop: string, orderId: string, overridden: boolean, now: Date): Promise<void> {
  await inShop(shop, (tx) => saveOverride(tx, shop, orderId, overridden));
  await checkOrders(shop, [orderId], now);
}

/** The diary hears when an order is stopped and when it goes again, not each time it is looked at. */
function turn(orderId: string, before: string | null, verdict: Verdict, now: Date): DiaryEvent[] {
  if (verdict.state === before) return [];
  const at = now.toISOString();
  const subject = `Order/${orderId}`;
  if (verdict.state === 'held')
    return [
      {
        type: 'order.held',
        key: `order.held:${orderId}:${at}`,
        subject,
        at,
        // The diary outlives the hold: staff's own words about a customer stay out of it.
        data: {
          orderId,
          reasons: verdict.reasons.map(({ check, says }) => (check === 'hold' ? 'Shopify holds it.' : says)),
        },
      },
    ];
  if (before === 'held' && verdict.state === 'ready')
    return [{ type: 'order.released', key: `order.released:${orderId}:${at}`, subject, at, data: { orderId } }];
  return [];
}
