import { append } from '../events/append.server.ts';
import { type Job, nudge } from '../lib/queue.server.ts';
import { sendCommands } from '../shopify/outbox.server.ts';

/** Sends what rooms asked Shopify to change; enqueueCommand nudges it once its transaction has committed. */
export const sendCommandsJob: Job = {
  queue: 'shopify.send-commands',
  every: '* * * * *',
  run: async ({ shop }) => {
    const moved = await sendCommands(shop, (tx, ofShop, event) => append(tx, ofShop, [event]));
    if (moved > 0) nudge('events.react', shop);
  },
};
