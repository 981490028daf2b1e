import type { Job } from '../lib/queue.server.ts';
import { loadChecks } from '../orders/store.server.ts';
import { workOutPlans } from '../picking/plans.server.ts';

/** Looks every minute, so that a plan whose worker died is worked out by another one. */
export const planBacklogJob: Job = {
  queue: 'picking.plan-backlog',
  every: '* * * * *',
  run: async ({ shop, signal }) => {
    await workOutPlans(shop, loadChecks, signal, () => new Date());
  },
};
