import type { Job } from '../lib/queue.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { readShelfFacts } from '../picking/shelf.server.ts';
import { countShorts } from '../replenishment/counting/count-shorts.server.ts';

export const countShortsJob: Job = {
  queue: 'replenishment.count-shorts',
  every: '*/5 * * * *',
  run: async ({ shop }) => {
    await countShorts(shop, await readShop(shop), readShelfFacts, new Date());
  },
};
