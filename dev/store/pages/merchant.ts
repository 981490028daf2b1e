import { execute } from '../kernel/execute.ts';
import { DEV_TOKEN, type Shops } from '../kernel/shops.ts';
import type { World } from '../kernel/world.ts';

/** The API version that the admin's own pages speak. */
const VERSION = '2026-07';

/** Never null-checked field by field: an answer with errors holds null where something is missing. */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the query's
export type Data = any;

export interface Answer {
  data: Data;
  problems: string[];
}

/** Asks the shop's own Admin API as the merchant would: all scopes, no bucket. */
export function ask(
  { shops, world }: { shops: Shops; world: World },
  query: string,
  variables: Record<string, unknown> = {},
): Answer {
  const answer = execute(shops.api, world, { version: VERSION, token: DEV_TOKEN }, { query, variables });
  return { data: answer.data ?? {}, problems: [...new Set((answer.errors ?? []).map((error) => error.message))] };
}

/** Runs a mutation of one root field; answers its payload, or what the shop objects to. */
export function act(
  at: { shops: Shops; world: World },
  query: string,
  variables: Record<string, unknown> = {},
): { payload: Data; problems: string[] } {
  const { data, problems } = ask(at, query, variables);
  const payload = Object.values(data)[0] as Data;
  const errors: { message: string; field?: string[] | null }[] =
    payload?.userErrors ?? payload?.orderCancelUserErrors ?? [];
  return { payload: payload ?? {}, problems: [...problems, ...errors.map((error) => error.message)] };
}
