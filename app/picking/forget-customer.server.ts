// When a customer is erased, the numbers of their parcels go too: a carrier's page tells name and address for them.
import { inShop } from '../db.server.ts';
import { readOn } from '../events/read.server.ts';
import { forgetParcels } from './hand-off/store.server.ts';
import { emptyTracking } from './store.server.ts';

/** Erases for every customer.redacted that was not heeded yet. */
export async function forgetCustomers(shop: string): Promise<void> {
  await inShop(shop, async (tx) => {
    const events = await readOn(tx, shop, 'picking.forget-customer', 100, ['customer.redacted']);
    const orderIds = events.flatMap((event) => (event.type === 'customer.redacted' ? event.data.orderIds : []));
    await emptyTracking(tx, orderIds);
    await forgetParcels(tx, orderIds);
  });
}
