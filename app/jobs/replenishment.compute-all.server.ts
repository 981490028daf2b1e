import type { Job } from '../lib/queue.server.ts';
import { computeReorderPoints } from '../replenishment/compute-reorder-points.server.ts';
import { runIsDue } from '../replenishment/runs.server.ts';

/** Looks every hour, so that each shop has its run soon after its own midnight. */
export const computeAllJob: Job = {
  queue: 'replenishment.compute-all',
  every: '15 * * * *',
  run: async ({ shop, signal }) => {
    if (await runIsDue(shop, new Date())) await computeReorderPoints(shop, new Date(), signal);
  },
};
