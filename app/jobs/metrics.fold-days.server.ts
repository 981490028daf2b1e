import type { Job } from '../lib/queue.server.ts';
import { foldDays } from '../metrics/fold-days.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';

export const foldDaysJob: Job = {
  queue: 'metrics.fold-days',
  every: '*/10 * * * *',
  run: async ({ shop }) => {
    const { timeZone } = await readShop(shop);
    await foldDays(shop, timeZone);
  },
};
