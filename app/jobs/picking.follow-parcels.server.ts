import type { Job } from '../lib/queue.server.ts';
import { FOLLOWER, followParcels } from '../picking/hand-off/follow-parcels.server.ts';

export const followParcelsJob: Job = {
  queue: FOLLOWER,
  every: '* * * * *',
  run: ({ shop, signal }) => followParcels(shop, signal, new Date()),
};
