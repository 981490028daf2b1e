import type { Job } from '../lib/queue.server.ts';
import { sendMails } from '../replenishment/purchasing/send-mail.server.ts';

export const sendMailJob: Job = {
  queue: 'replenishment.send-mail',
  every: '* * * * *',
  run: async ({ shop, signal }) => {
    await sendMails(shop, { signal });
  },
};
