import { append } from '../events/append.server.ts';
import { type Job, nudge } from '../lib/queue.server.ts';
import { sendCommands } from '../shopify/outbox.server.ts';

export const sendCommandsJob: Job = {
  queue: 'outbox.send-commands',
  every: '* * * * *',
  run: async ({ shop }) => {
    const moved = await sendCommands(shop, (tx, of, event) => append(tx, of, [event]));
    if (moved > 0) nudge('events.react', shop);
  },
};
