import { type Job, nudge } from '../lib/queue.server.ts';
import { reconcileRecent } from '../mirror/reconcile-recent.server.ts';

export const reconcileRecentJob: Job = {
  queue: 'mirror.reconcile-recent',
  every: '*/10 * * * *',
  run: async ({ shop }) => {
    const { asked } = await reconcileRecent(shop, new Date());
    if (asked > 0) nudge('mirror.read-again', shop);
  },
};
