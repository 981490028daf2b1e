import { type Job, nudge } from '../lib/queue.server.ts';
import { requestFullCompare } from '../mirror/backfill.server.ts';
import { notReadSince } from '../mirror/sync-run.server.ts';

const TWENTY_HOURS = 20 * 3_600_000;

export const compareAllJob: Job = {
  queue: 'mirror.compare-all',
  every: '0 4 * * *',
  run: async ({ shop }) => {
    if (!(await notReadSince(shop, new Date(Date.now() - TWENTY_HOURS)))) return;
    await requestFullCompare(shop);
    nudge('mirror.backfill', shop);
  },
};
