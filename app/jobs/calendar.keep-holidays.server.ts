import { keepHolidays } from '../calendar/keep-holidays.server.ts';
import { append } from '../events/append.server.ts';
import type { Job } from '../lib/queue.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';

/** Each year the holidays of one more year become closed days. */
export const keepHolidaysJob: Job = {
  queue: 'calendar.keep-holidays',
  every: '50 1 * * *',
  run: async ({ shop }) => {
    const { country, timeZone } = await readShop(shop);
    await keepHolidays(shop, null, country, timeZone, append, new Date());
  },
};
