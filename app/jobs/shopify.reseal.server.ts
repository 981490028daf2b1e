import { log } from '../lib/log.server.ts';
import type { Job } from '../lib/queue.server.ts';
import { resealShop } from '../shopify/token-rows.server.ts';

/**
 * After TOKEN_KEYS got a new first key: seals the tokens with it. Contacts and inbox payloads keep the key that sealed them until
 * they expire, so the old key stays in the ring as long as mirror/personal-data.ts says.
 */
export const resealJob: Job = {
  queue: 'shopify.reseal',
  every: '45 2 * * *',
  run: async ({ shop }) => {
    const sealed = await resealShop(shop);
    if (sealed > 0) log.info({ shop, sealed }, 'Tokens are sealed with the current key');
  },
};
