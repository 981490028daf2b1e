// Subscriptions of single shops. shopify.app.toml declares those of every shop; a topic that needs an optional scope can only be
// heard where the scope was granted, so it is asked for there.

import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import { callShopify } from './client.server.ts';
import type { VariablesOf } from './operations/operation.ts';
import { webhookSubscriptionCreate } from './operations/webhook-subscription-create.ts';
import { webhookSubscriptionsList } from './operations/webhook-subscriptions-list.ts';

export type Topic = VariablesOf<typeof webhookSubscriptionCreate>['topic'];

/**
 * Sees to it that the shop tells us of these topics; asking again changes nothing. True when it does. What cannot be had is
 * logged and no more: whoever asks must look by itself from time to time anyway.
 */
export async function subscribeTo(shop: string, topics: readonly Topic[]): Promise<boolean> {
  const uri = new URL('/webhooks', env.SHOPIFY_APP_URL).href;
  // Shopify delivers to nothing else; an app at home on somebody's machine does without.
  if (!uri.startsWith('https:')) return false;
  const there = await callShopify(shop, webhookSubscriptionsList, { topics: [...topics], uri });
  if (!there.ok) return false;
  const heard = new Set<string>(there.data.webhookSubscriptions.nodes.map(({ topic }) => topic));
  let all = true;
  for (const topic of topics.filter((each) => !heard.has(each))) {
    const answer = await callShopify(shop, webhookSubscriptionCreate, { topic, webhookSubscription: { uri } });
    if (answer.ok) continue;
    all = false;
    log.warn({ shop, topic, problem: answer.problem.says }, 'A topic could not be subscribed to');
  }
  return all;
}
