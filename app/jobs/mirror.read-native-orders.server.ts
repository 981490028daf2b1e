import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import type { Job } from '../lib/queue.server.ts';
import { readNativeOrders } from '../mirror/read-native-orders.server.ts';

/** Before the night's run over all reorder points, which learns lead times from what it finds. */
export const readNativeOrdersJob: Job = {
  queue: 'mirror.read-native-orders',
  every: '20 0 * * *',
  run: async ({ shop, signal }) => {
    if (env.NATIVE_PURCHASE_ORDERS !== '1') return;
    const read = await readNativeOrders(shop, signal);
    if (!read.ok) log.warn({ shop, problem: read.says }, 'Purchase orders kept in Shopify could not be read');
  },
};
