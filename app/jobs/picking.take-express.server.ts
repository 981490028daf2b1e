import type { Job } from '../lib/queue.server.ts';
import { loadChecks, whyHeld } from '../orders/store.server.ts';
import { takeExpress } from '../picking/express.server.ts';

export const takeExpressJob: Job = {
  queue: 'picking.take-express',
  every: '* * * * *',
  run: async ({ shop }) => {
    await takeExpress(shop, loadChecks, whyHeld, new Date());
  },
};
