import { log } from '../lib/log.server.ts';
import type { Job } from '../lib/queue.server.ts';
import { forgetTries } from '../lib/tries.server.ts';
import { forget } from '../mirror/personal-data-retention.server.ts';

export const forgetJob: Job = {
  queue: 'mirror.forget',
  every: '30 2 * * *',
  removedShopsToo: true,
  run: async ({ shop, signal }) => {
    const now = new Date();
    const gone = await forget(shop, now, signal);
    await forgetTries(now);
    log.info({ shop, ...gone }, 'What was kept long enough is gone');
  },
};
