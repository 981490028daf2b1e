// Checks the orders that the diary has news of: their own, stock that they wait for, and older orders that wait for it too.
import { inShop } from '../db.server.ts';
import { readOn } from '../events/read.server.ts';
import type { EventType } from '../events/vocabulary.ts';
import { ordersBehind, ordersWaitingFor } from '../mirror/order-facts.server.ts';
import { checkOrders } from './check-orders.server.ts';

const PAGE = 500;

/** What makes an order want more or less of a shelf. Our own verdicts do not: the queue for stock goes by age alone. */
const MOVES_THE_QUEUE = new Set<EventType>([
  'order.placed',
  'order.changed',
  'order.canceled',
  'fulfillment-order.changed',
]);

/** Reads the diary on until it is through or `signal` aborts. */
export async function checkNews(shop: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // The cursor moves only after the checks are written: whoever dies in between leaves them to the next.
    const read = await inShop(
      shop,
      async (tx) => {
        const events = await readOn(tx, shop, 'orders', PAGE);
        const orders = new Set(events.flatMap((event) => ('orderId' in event.data ? event.data.orderId : [])));
        // What the verdicts quoted of an erased customer's orders goes with the next ones.
        for (const event of events)
          if (event.type === 'customer.redacted') for (const id of event.data.orderIds) orders.add(id);
        const movers = events.filter((event) => MOVES_THE_QUEUE.has(event.type));
        const ahead = new Set(movers.flatMap((event) => ('orderId' in event.data ? event.data.orderId : [])));
        const items = events.flatMap((event) => (event.type === 'stock.changed' ? event.data.inventoryItemId : []));
        for (const id of await ordersWaitingFor(tx, items)) orders.add(id);
        for (const id of await ordersBehind(tx, [...ahead])) orders.add(id);
        await checkOrders(shop, [...orders], new Date());
        return events.length;
      },
      { timeoutMs: 60_000 },
    );
    if (read < PAGE) return;
  }
}
