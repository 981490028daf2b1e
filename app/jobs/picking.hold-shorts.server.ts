import type { Job } from '../lib/queue.server.ts';
import { holdShippedShorts } from '../picking/floor/hold-shorts.server.ts';

export const holdShortsJob: Job = {
  queue: 'picking.hold-shorts',
  every: '*/5 * * * *',
  run: async ({ shop }) => {
    await holdShippedShorts(shop);
  },
};
