import { type Job, nudge } from '../lib/queue.server.ts';
import { backfill } from '../mirror/backfill.server.ts';

export const backfillJob: Job = {
  queue: 'mirror.backfill',
  every: '* * * * *',
  run: async ({ shop, signal }) => {
    if (await backfill(shop, signal)) nudge('events.react', shop);
  },
};
