import type { Job } from '../lib/queue.server.ts';
import { bookStaleAgain } from '../replenishment/counting/book-count.server.ts';
import { readStanding } from '../replenishment/counting/read-standing.server.ts';

export const bookCountsJob: Job = {
  queue: 'replenishment.book-counts',
  every: '*/15 * * * *',
  run: async ({ shop }) => {
    await bookStaleAgain(shop, readStanding, new Date());
  },
};
