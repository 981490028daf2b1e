import { type Job, nudge } from '../lib/queue.server.ts';
import { foldInbox } from '../mirror/fold-inbox.server.ts';
import { react } from './events.react.server.ts';

export const foldInboxJob: Job = {
  queue: 'mirror.fold-inbox',
  every: '* * * * *',
  removedShopsToo: true,
  run: async (work) => {
    const done = await foldInbox(work.shop, work.signal);
    if (done.more && !work.signal.aborted) nudge('mirror.fold-inbox', work.shop);
    if (done.asked > 0) nudge('mirror.read-again', work.shop);
    if (done.folded > 0) await react(work.shop);
  },
};
