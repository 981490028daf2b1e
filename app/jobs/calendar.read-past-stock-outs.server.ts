import { addDays, dayAt } from '../calendar/day.ts';
import { noteProblem } from '../calendar/take-discounts.server.ts';
import { pastStockOutsDue, takePastStockOuts } from '../calendar/take-past-stock-outs.server.ts';
import type { Job } from '../lib/queue.server.ts';
import { readPastStockOuts } from '../mirror/read-past-stock-outs.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readDemandAnew } from '../replenishment/refreshed.server.ts';

/** As far back as demand is looked at. */
const DAYS_BACK = 2 * 365;

/** Reads them once; while it does not succeed (no scope, no approval), once a day. */
export async function readPastStockOutsOnce(shop: string, signal: AbortSignal, now: Date): Promise<void> {
  if (!(await pastStockOutsDue(shop))) return;
  const { timeZone } = await readShop(shop);
  const today = dayAt(now, timeZone);
  const read = await readPastStockOuts(shop, addDays(today, -DAYS_BACK), addDays(today, -1), signal);
  if (read.ok) {
    await takePastStockOuts(shop, read.spells, read.unplaced, now);
    if (read.spells.length > 0) await readDemandAnew(shop, now);
  } else await noteProblem(shop, 'past-stock-outs', read, now);
}

export const readPastStockOutsJob: Job = {
  queue: 'calendar.read-past-stock-outs',
  every: '40 1 * * *',
  run: ({ shop, signal }) => readPastStockOutsOnce(shop, signal, new Date()),
};
