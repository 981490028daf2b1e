// What is free on the shelves of a location: what its bins hold, less what live waves are to take from them.
import type { ShopTx } from '../db.server.ts';
import { loadLying } from './place/store.server.ts';
import { without } from './place/take-from.ts';
import type { Shelves } from './shelves.ts';
import { loadPromised } from './store/units.server.ts';

/** Items that lie in no bin are missing. Whoever makes a wave of it must have taken turns before (store.server.ts). */
export async function loadShelves(tx: ShopTx, locationId: string, items: string[]): Promise<Shelves> {
  const shelves: Shelves = await loadLying(tx, locationId, items);
  for (const { inventoryItemId, bin, units } of await loadPromised(tx, locationId, items)) {
    const lying = shelves.get(inventoryItemId);
    if (lying) shelves.set(inventoryItemId, without(lying, bin, units));
  }
  return shelves;
}
