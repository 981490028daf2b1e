// What walks took out of a bin that are not over yet. The ledger takes it off when they are: until then it counts as lying there.
import type { ShopTx } from '../../db.server.ts';
import { holdWalk } from '../floor/walk.server.ts';
import { loadReleased } from '../store/queues.server.ts';
import type { BinMove } from './ledger.ts';
import { uuidOf } from './tell-picks.server.ts';

/**
 * What has to be added to a count of a bin, so that what is on carts is not taken off twice: one move for each walk. What a phone without
 * a connection took is not known yet.
 */
export async function besideCount(tx: ShopTx, shop: string, locationId: string, count: BinMove): Promise<BinMove[]> {
  const moves: BinMove[] = [];
  for (const waveId of (await loadReleased(tx)).toSorted()) {
    const walk = await holdWalk(tx, shop, waveId);
    if (walk?.wave.state !== 'released' || walk.wave.locationId !== locationId) continue;
    const quantity = walk.wave.walk
      .filter(({ bin, inventoryItemId }) => bin === count.to && inventoryItemId === count.inventoryItemId)
      .flatMap(({ id }) => [...(walk.state.tasks.get(id)?.inTotes.values() ?? [])])
      .reduce((sum, units) => sum + units, 0);
    const note = `on the cart of wave ${walk.wave.number} when it was counted`;
    if (quantity > 0) moves.push({ ...count, id: uuidOf(`${count.id}/${waveId}`), kind: 'adjusted', quantity, note });
  }
  return moves;
}
