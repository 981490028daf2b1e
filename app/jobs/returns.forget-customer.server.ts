import type { Job } from '../lib/queue.server.ts';
import { forgetCustomers } from '../returns/forget-customer.server.ts';

export const forgetCustomerJob: Job = {
  queue: 'returns.forget-customer',
  every: '7 * * * *',
  run: async ({ shop }) => {
    await forgetCustomers(shop);
  },
};
