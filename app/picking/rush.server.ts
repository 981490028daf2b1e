// The flash sales that picking must be ready for, as the calendar announces them.
import { addDays, dayAt } from '../calendar/day.ts';
import { loadEvents } from '../calendar/store.server.ts';
import { inShop } from '../db.server.ts';
import { ordersADay } from '../mirror/read-orders-a-day.server.ts';
import { type Rush, rushOf } from './rush.ts';

/** A week is time to plan people and waves; earlier it is only a date. */
const AHEAD_DAYS = 7;
/** A usual day is the mean of so many. */
const USUAL_DAYS = 28;

/** Those that run today or begin within a week, the nearest first; one that was taken out of the calendar is none any more. */
export async function readRushes(shop: string, timeZone: string, now: Date): Promise<Rush[]> {
  const today = dayAt(now, timeZone);
  return inShop(shop, async (tx) => {
    const sales = await loadEvents(tx, { firstDay: today, lastDay: addDays(today, AHEAD_DAYS) }, ['flash-sale']);
    const rushes: Rush[] = [];
    for (const sale of sales)
      rushes.push(rushOf(sale, await ordersADay(tx, shop, sale, { timeZone, today, days: USUAL_DAYS })));
    return rushes;
  });
}
