// When a customer is erased, the words they wrote in the portal go too: they rest in the commands that carried them to Shopify.
import { inShop } from '../db.server.ts';
import { readOn } from '../events/read.server.ts';
import { emptySettled } from '../shopify/command-outcomes.server.ts';

const READER = 'returns.forget-customer';

/** Erases for every customer.redacted that was not heeded yet. Answers how many there were. */
export async function forgetCustomers(shop: string): Promise<number> {
  return inShop(shop, async (tx) => {
    const events = await readOn(tx, shop, READER, 100, ['customer.redacted']);
    const orderIds = events.flatMap((event) => (event.type === 'customer.redacted' ? event.data.orderIds : []));
    await emptySettled(
      tx,
      'returnRequest',
      orderIds.map((id) => `Order/${id}`),
    );
    return events.length;
  });
}
