// What the picking room knows of the shelves of a location, for whoever counts them.
import type { ShopTx } from '../db.server.ts';
import { loadBins } from './place/store.server.ts';
import { loadInCarts, loadShorts } from './store/units.server.ts';

export type Shelf = {
  /** bin names by inventory item */
  bins: Map<string, string>;
  /** units that were picked for waves that have not shipped: on hand, yet not on the shelf */
  inCarts: Map<string, number>;
  /** how often a picker found too few there since `since` */
  shorts: Map<string, number>;
};

/** Of all items of a location, or only of `items`. */
export async function readShelfFacts(
  tx: ShopTx,
  locationId: string,
  items: string[] | null,
  since: Date,
): Promise<Shelf> {
  return {
    bins: await loadBins(tx, locationId, items),
    inCarts: await loadInCarts(tx, locationId, items),
    shorts: await loadShorts(tx, locationId, items, since),
  };
}
