// The shop goes on while people walk: what it wants no more, or wants again, is said to the walk, and the phones show it.
import { inShop } from '../../db.server.ts';
import { readStanding } from '../../mirror/read-pickable.server.ts';
import { hasParcels } from '../hand-off/store.server.ts';
import type { WhyHeld } from '../plan-wave.server.ts';
import { isBegun } from '../put-wall/store.server.ts';
import { loadReleased } from '../store/queues.server.ts';
import { loadEndedWalks } from './store.server.ts';
import { hearShop, holdWalk, saveWalk } from './walk.server.ts';
import { changesAfter, changesOf, dealtOut, wantedNow } from './wanted.ts';

/** So long a phone may have been without a connection when its wave ended elsewhere. */
const lateForMs = 3 * 86_400_000;

/** Compares every walk that is going, or ended lately, with what its orders want now. Returns how many walks heard news. */
export async function followOrders(shop: string, whyHeld: WhyHeld, now: Date): Promise<number> {
  const waves = await inShop(shop, async (tx) => [
    ...(await loadReleased(tx)),
    ...(await loadEndedWalks(tx, new Date(now.getTime() - lateForMs))),
  ]);
  let told = 0;
  for (const waveId of waves) if (await followWave(shop, waveId, whyHeld, now)) told++;
  return told;
}

async function followWave(shop: string, waveId: string, whyHeld: WhyHeld, now: Date): Promise<boolean> {
  return inShop(shop, async (tx) => {
    const walk = await holdWalk(tx, shop, waveId);
    if (!walk) return false;
    const { lines, walk: allocations, state, locationId } = walk.wave;
    if (state === 'planned') return false;
    // What the wall or the pack station misses or puts back of what was brought is its own affair: no tote of the walk owes it.
    const over = state === 'picked' || state === 'shipped';
    if (over && ((await isBegun(tx, waveId)) || (await hasParcels(tx, waveId)))) return false;
    let changes = changesAfter(walk.state, allocations, state);
    if (state === 'released') {
      const orderIds = [...new Set(lines.map((line) => line.orderId))];
      // The shelf does not matter: whoever walks sees it.
      const held = new Set((await whyHeld(tx, orderIds, true)).keys());
      const ofLines = wantedNow(lines, await readStanding(tx, orderIds), held, locationId);
      changes = changesOf(walk.state, dealtOut(ofLines, allocations, walk.state));
    }
    hearShop(walk, changes, now);
    await saveWalk(tx, shop, walk, now);
    return walk.fresh.length > 0;
  });
}
