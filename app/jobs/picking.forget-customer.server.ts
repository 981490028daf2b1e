import type { Job } from '../lib/queue.server.ts';
import { forgetCustomers } from '../picking/forget-customer.server.ts';

export const forgetCustomerJob: Job = {
  queue: 'picking.forget-customer',
  every: '7 * * * *',
  run: ({ shop }) => forgetCustomers(shop),
};
