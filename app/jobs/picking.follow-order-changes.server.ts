import type { Job } from '../lib/queue.server.ts';
import { whyHeld } from '../orders/store.server.ts';
import { followOrders } from '../picking/floor/follow-orders.server.ts';
import { followOrdersAtWall } from '../picking/put-wall/follow-wall.server.ts';

export const followOrderChangesJob: Job = {
  queue: 'picking.follow-order-changes',
  every: '*/2 * * * *',
  run: async ({ shop }) => {
    await followOrders(shop, whyHeld, new Date());
    await followOrdersAtWall(shop, whyHeld, new Date());
  },
};
