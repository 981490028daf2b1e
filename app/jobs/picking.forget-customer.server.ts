import type { Job } from '../lib/queue.server.ts';
import { forgetCustomers, forgetOldPhotos } from '../picking/forget-customer.server.ts';

export const forgetCustomerJob: Job = {
  queue: 'picking.forget-customer',
  every: '7 * * * *',
  run: async ({ shop, signal }) => {
    await forgetCustomers(shop);
    await forgetOldPhotos(shop, new Date(), signal);
  },
};
