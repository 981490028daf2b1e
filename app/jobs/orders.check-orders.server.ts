import type { Job } from '../lib/queue.server.ts';
import { checkNews } from '../orders/check-news.server.ts';

export const checkOrdersJob: Job = {
  queue: 'orders.check-orders',
  every: '*/5 * * * *',
  run: ({ shop, signal }) => checkNews(shop, signal),
};
