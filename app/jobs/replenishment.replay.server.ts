import type { Job } from '../lib/queue.server.ts';
import { replayShop } from '../replenishment/replay/replay-shop.server.ts';

/** Looks often, so that a run whose worker died goes on; begins one itself once a week. */
export const replayJob: Job = {
  queue: 'replenishment.replay',
  every: '*/10 * * * *',
  run: async ({ shop, signal }) => {
    await replayShop(shop, signal, () => new Date());
  },
};
