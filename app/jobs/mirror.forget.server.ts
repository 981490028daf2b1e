import { log } from '../lib/log.server.ts';
import type { Job } from '../lib/queue.server.ts';
import { forget } from '../mirror/personal-data.server.ts';

export const forgetJob: Job = {
  queue: 'mirror.forget',
  every: '30 2 * * *',
  removedShopsToo: true,
  run: async ({ shop }) => {
    const gone = await forget(shop, new Date());
    log.info({ shop, ...gone }, 'What was kept long enough is gone');
  },
};
