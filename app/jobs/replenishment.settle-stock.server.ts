import type { Job } from '../lib/queue.server.ts';
import { settleStock } from '../replenishment/purchasing/settle-stock.server.ts';

export const settleStockJob: Job = {
  queue: 'replenishment.settle-stock',
  every: '*/10 * * * *',
  run: ({ shop }) => settleStock(shop),
};
