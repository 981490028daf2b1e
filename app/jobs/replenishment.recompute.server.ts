import type { Job } from '../lib/queue.server.ts';
import { recomputeNews } from '../replenishment/recompute-news.server.ts';

export const recomputeJob: Job = {
  queue: 'replenishment.recompute',
  every: '*/15 * * * *',
  run: ({ shop, signal }) => recomputeNews(shop, signal),
};
