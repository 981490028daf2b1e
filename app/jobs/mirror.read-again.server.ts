import { type Job, nudge } from '../lib/queue.server.ts';
import { readAgain } from '../mirror/read-again.server.ts';

export const readAgainJob: Job = {
  queue: 'mirror.read-again',
  every: '* * * * *',
  run: async ({ shop, signal }) => {
    if ((await readAgain(shop, signal)) > 0) nudge('events.react', shop);
  },
};
