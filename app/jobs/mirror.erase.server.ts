import type { Job } from '../lib/queue.server.ts';
import { workOffErasures } from '../mirror/personal-data-erasure.server.ts';

export const eraseJob: Job = {
  queue: 'mirror.erase',
  every: '*/10 * * * *',
  removedShopsToo: true,
  run: ({ shop, signal }) => workOffErasures(shop, signal),
};
