// The gateway's door: call a typed operation on a shop, with the real clock, network, tokens and budget.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './answer.ts';
import { reservePoints, settlePoints, takePoints } from './budget.server.ts';
import { type CallOptions, call, type World } from './call.server.ts';
import type { Read, Write } from './operations/operation.ts';
import { shopFetch } from './shop-fetch.server.ts';
import { freshTokens } from './tokens.server.ts';

const world: World = {
  fetch: shopFetch,
  now: () => new Date(),
  sleep: async (ms) => {
    await sleep(ms);
  },
  random: Math.random,
  tokens: freshTokens,
  takePoints,
  reservePoints,
  settlePoints,
  costs: new Map(),
};

/**
 * Calls `operation` on `shop`, waiting for the shop's API budget (60 s at most unless `beginBefore` says otherwise) and
 * repeating what may be repeated. A write that staff will see belongs in the outbox instead (enqueueCommand).
 */
export function callShopify<Data, Variables>(
  shop: string,
  operation: Read<Data, Variables> | Write<Data, Variables>,
  variables: Variables,
  options?: CallOptions,
): Promise<Answer<Data>> {
  return call(world, shop, operation, variables, options);
}
