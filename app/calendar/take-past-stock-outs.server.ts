// Days out of stock from before we listened, kept once they were told.
import { inShop } from '../db.server.ts';
import { loadReadings, replacePastStockOuts, type Spell, saveReading } from './store.server.ts';

/** Whether they are still to be read: not yet, or not with success. */
export async function pastStockOutsDue(shop: string): Promise<boolean> {
  const reading = (await inShop(shop, loadReadings))['past-stock-outs'];
  return !reading || reading.problem !== null;
}

/** `unplaced`: months that were out of stock on some days, of which nobody can say which. */
export async function takePastStockOuts(
  shop: string,
  spells: readonly Spell[],
  unplaced: number,
  now: Date,
): Promise<void> {
  await inShop(
    shop,
    async (tx) => {
      await replacePastStockOuts(tx, shop, spells);
      await saveReading(tx, shop, 'past-stock-outs', {
        readAt: now,
        problem: null,
        denied: false,
        taken: spells.length,
        leftOut: unplaced,
      });
    },
    { timeoutMs: 120_000 },
  );
}
