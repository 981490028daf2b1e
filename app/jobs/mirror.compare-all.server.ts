import { type Job, nudge } from '../lib/queue.server.ts';
import { requestFullCompare } from '../mirror/backfill.server.ts';

export const compareAllJob: Job = {
  queue: 'mirror.compare-all',
  every: '0 4 * * *',
  run: async ({ shop }) => {
    await requestFullCompare(shop);
    nudge('mirror.backfill', shop);
  },
};
