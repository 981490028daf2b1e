import { nextEvents } from '../events/read.server.ts';
import { type Job, nudge } from '../lib/queue.server.ts';
import { REACTIONS } from './reactions.ts';

const PAGE = 1000;

/** Reads the diary on and nudges what reactions.ts names for each kind of event. */
export async function react(shop: string): Promise<void> {
  for (;;) {
    const events = await nextEvents(shop, 'reactions', PAGE);
    const queues = new Set(events.flatMap((event) => REACTIONS[event.type] ?? []));
    for (const queue of queues) nudge(queue, shop);
    if (events.length < PAGE) return;
  }
}

export const reactJob: Job = {
  queue: 'events.react',
  every: '* * * * *',
  run: ({ shop }) => react(shop),
};
