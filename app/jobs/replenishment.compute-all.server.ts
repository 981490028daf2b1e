import type { Job } from '../lib/queue.server.ts';
import { computeReorderPoints } from '../replenishment/compute-reorder-points.server.ts';

export const computeAllJob: Job = {
  queue: 'replenishment.compute-all',
  every: '15 3 * * *',
  run: async ({ shop }) => {
    await computeReorderPoints(shop, new Date());
  },
};
