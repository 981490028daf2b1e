import type { Job } from '../lib/queue.server.ts';
import { followTransfers } from '../replenishment/moving/follow-transfers.server.ts';

export const followTransfersJob: Job = {
  queue: 'replenishment.follow-transfers',
  every: '*/10 * * * *',
  run: ({ shop, signal }) => followTransfers(shop, signal, new Date()),
};
