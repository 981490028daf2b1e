// Planning one wave in a hurry: the most urgent orders that are ready at a location, kept as a wave.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../db.server.ts';
import { type ChecksOf, readBacklog } from './backlog.server.ts';
import { planWave } from './plan.ts';
import { insertWave, LinesTaken, takeTurns } from './store/wave.server.ts';

/**
 * Says of these orders why they must not go now, by order id; those that may go are missing. `picked`: the goods are in hand,
 * so that the shelf does not matter any more. The door passes what the orders room answers.
 */
export type WhyHeld = (tx: ShopTx, orderIds: string[], picked: boolean) => Promise<Map<string, string>>;

export type WaveWish = { locationId: string; size: number };

export type Planned = { ok: true; id: string; number: number } | { ok: false; problem: string };

export const taken: Extract<Planned, { ok: false }> = {
  ok: false,
  problem: 'Someone else planned a wave with some of these orders just now. Look at what is left, then plan again.',
};

/** Keeps the wave that is ready now. Two who plan at the same time get different orders, or one is told to look again. */
export async function planNewWave(shop: string, wish: WaveWish, checksOf: ChecksOf, now: Date): Promise<Planned> {
  try {
    return await inShop(shop, async (tx): Promise<Planned> => {
      await takeTurns(tx, shop);
      const { ready, shelves } = await readBacklog(tx, shop, wish.locationId, checksOf, now);
      const plan = planWave(ready, wish.size, shelves);
      if (plan.walk.length === 0)
        return { ok: false, problem: 'No order is ready at this location now, so no wave was planned.' };
      const id = randomUUID();
      const number = await insertWave(tx, shop, { id, locationId: wish.locationId, walk: plan.walk, createdAt: now });
      return { ok: true, id, number };
    });
  } catch (error) {
    if (!(error instanceof LinesTaken)) throw error;
    return taken;
  }
}
