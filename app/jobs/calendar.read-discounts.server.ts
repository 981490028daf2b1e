import { addDays, dayAt } from '../calendar/day.ts';
import { noteProblem, takeDiscounts } from '../calendar/take-discounts.server.ts';
import { append } from '../events/append.server.ts';
import type { Job } from '../lib/queue.server.ts';
import { readDiscounts } from '../mirror/read-discounts.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { subscribeTo } from '../shopify/subscribe.server.ts';

/** As far back as demand is looked at. */
const DAYS_BACK = 2 * 365;

/**
 * Reads the discounts of the store into the calendar; safe to run again at any time. Where they may be read, their news may be
 * heard: after the first reading they come at once, and the hourly look is only for what was lost.
 */
export async function readScheduledDiscounts(shop: string, signal: AbortSignal, now: Date): Promise<void> {
  const { timeZone } = await readShop(shop);
  const since = addDays(dayAt(now, timeZone), -DAYS_BACK);
  const read = await readDiscounts(shop, since, signal);
  if (read.ok) {
    await takeDiscounts(shop, read.discounts, since, timeZone, append, now);
    await subscribeTo(shop, ['DISCOUNTS_CREATE', 'DISCOUNTS_UPDATE', 'DISCOUNTS_DELETE']);
  } else await noteProblem(shop, 'discounts', read, now);
}

export const readDiscountsJob: Job = {
  queue: 'calendar.read-discounts',
  every: '25 * * * *',
  run: ({ shop, signal }) => readScheduledDiscounts(shop, signal, new Date()),
};
