// When a customer is erased, the numbers of their parcels and the photos go too: a carrier's page tells name and address for them.
import { inShop } from '../db.server.ts';
import { readOn } from '../events/read.server.ts';
import { CONTACT_DAYS } from '../mirror/personal-data.ts';
import { forgetParcels } from './hand-off/store.server.ts';
import { deletePhotos, forgetPhotos } from './packing/station/store.server.ts';
import { emptyTracking } from './store/forget.server.ts';

/** Erases for every customer.redacted that was not heeded yet. */
export async function forgetCustomers(shop: string): Promise<void> {
  await inShop(shop, async (tx) => {
    const events = await readOn(tx, shop, 'picking.forget-customer', 100, ['customer.redacted']);
    const orderIds = events.flatMap((event) => (event.type === 'customer.redacted' ? event.data.orderIds : []));
    await emptyTracking(tx, orderIds);
    await forgetParcels(tx, orderIds);
    await forgetPhotos(tx, orderIds);
  });
}

const page = 200;

/** Photos are kept as long as an order's contact. Answers how many went. */
export async function forgetOldPhotos(shop: string, now: Date, signal?: AbortSignal): Promise<number> {
  const before = new Date(now.getTime() - CONTACT_DAYS * 86_400_000);
  let total = 0;
  for (let count = page; count >= page && !signal?.aborted; total += count)
    count = await inShop(shop, (tx) => deletePhotos(tx, before, page));
  return total;
}
