import { log } from '../lib/log.server.ts';
import type { Job } from '../lib/queue.server.ts';
import { forgetOldWork } from '../picking/forget-old.server.ts';

export const forgetOldWorkJob: Job = {
  queue: 'picking.forget-old',
  every: '45 2 * * *',
  run: async ({ shop, signal }) => {
    const gone = await forgetOldWork(shop, new Date(), signal);
    log.info({ shop, ...gone }, 'What waves and parcels left behind long ago is gone');
  },
};
