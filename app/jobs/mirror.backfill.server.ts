import { type Job, nudge } from '../lib/queue.server.ts';
import { backfill } from '../mirror/backfill.server.ts';

export const backfillJob: Job = {
  queue: 'mirror.backfill',
  every: '* * * * *',
  run: async ({ shop, signal }) => {
    if (!(await backfill(shop, signal))) return;
    nudge('events.react', shop);
    // Stock is read before the orders: until these are here a reorder point knows no demand.
    nudge('replenishment.compute-all', shop);
  },
};
