// What one place sold day by day and how much of it came back, read when a page asks: no number rests on it, so nothing keeps it.
import type { ShopTx } from '../../db.server.ts';
import { readDemandDays } from '../../mirror/read-demand-days.server.ts';
import { type Place, placeKey } from '../reorder-point.ts';
import { explode, kin, type Sale } from './explode.ts';
import { loadParts } from './store.server.ts';

/**
 * The days with a sale, rising, from day `from` to the day before `until` (counted from 1 January 1970). A unit that came back counts
 * on the day it was sold, not when it came. Bundles count as in the kept demand: as units of their components.
 */
export async function soldAndReturned(
  tx: ShopTx,
  shop: string,
  place: Place,
  span: { timeZone: string; from: number; until: number },
): Promise<Sale[]> {
  const parts = await loadParts(tx, shop);
  const sales: Sale[] = [];
  const items = [place.inventoryItemId, ...kin([place.inventoryItemId], parts).bundles];
  for await (const page of readDemandDays(tx, shop, { ...span, items: [...new Set(items)] }))
    for (const { inventoryItemId, locationId, days, units, returned } of page)
      if (locationId === place.locationId)
        days.forEach((day, i) => {
          sales.push({ inventoryItemId, locationId, day, units: units[i]!, returned: returned[i]! });
        });
  return explode(sales, parts).filter((sale) => placeKey(sale) === placeKey(place));
}
