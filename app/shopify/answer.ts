// What came back from Shopify, understood: one function from HTTP status and body to what it means.
import type { ThrottleStatus } from './budget.ts';

export type UserError = { field: string[] | null; message: string; code: string | null };

/** Why there is no data, and what to do about it. `says` is for people. */
export type Problem =
  /** Shopify's budget did not come back in time. Nothing was done: try again later. */
  | { kind: 'throttled'; says: string }
  /** A scope or an approval is missing: no retry helps until the merchant or Shopify grants it. */
  | { kind: 'denied'; says: string }
  /** Shopify refused the write for reasons of the shop's state. Nothing was done: change the input or drop it. */
  | { kind: 'userErrors'; says: string; errors: UserError[] }
  /** Shopify did not accept the document or its variables: a bug of ours, or an id that never existed. */
  | { kind: 'graphqlErrors'; says: string }
  /** The token is refused, and so was its refresh: someone must open the app in the admin. */
  | { kind: 'unauthorized'; says: string }
  | { kind: 'notInstalled'; says: string }
  /** The shop is frozen, locked or gone (402, 404, 423): try again much later. */
  | { kind: 'shopUnavailable'; says: string }
  /** No answer, and nothing was done (or it was a read): try again later. */
  | { kind: 'unreachable'; says: string }
  /** A write was sent and no answer came: it may have happened. Read before sending it again. */
  | { kind: 'unknown'; says: string };

export type Answer<Data> =
  | {
      ok: true;
      data: Data;
      /** paths that came as null because access to them was denied, for example order.email */
      denied: string[];
    }
  | { ok: false; problem: Problem };

/** How a response reads, before anyone decides whether to try again. */
export type Reading = { cost: Cost | null } & (
  | { kind: 'data'; data: unknown; denied: string[] }
  | { kind: 'problem'; problem: Problem }
  /** over the budget; nothing was executed */
  | { kind: 'throttled' }
  /** 429: too many requests; nothing was executed */
  | { kind: 'tooMany'; afterMs: number | null }
  | { kind: 'tokenRefused' }
  /** 5xx, or a body that is no answer: a write may or may not have been executed */
  | { kind: 'broken'; says: string }
);

/** Points asked for and really spent. Shopify reserves `requested` and refunds the rest. */
export type Cost = { requested: number; actual: number; status: ThrottleStatus | null };

type GraphqlError = { message: string; path?: (string | number)[]; extensions?: { code?: string } };

/** Reads an answer of the GraphQL endpoint to a read or a write. `retryAfter` is the header's text (seconds). */
export function readAnswer(asked: 'read' | 'write', status: number, body: string, retryAfter: string | null): Reading {
  if (status === 401) return { cost: null, kind: 'tokenRefused' };
  if (status === 429) {
    const seconds = Number.parseFloat(retryAfter ?? '');
    return { cost: null, kind: 'tooMany', afterMs: Number.isFinite(seconds) ? seconds * 1000 : null };
  }
  if (status === 403) return problem(null, { kind: 'denied', says: `Shopify answered 403: ${shortly(body)}` });
  if ([402, 404, 423].includes(status))
    return problem(null, { kind: 'shopUnavailable', says: `Shopify answered ${status}: ${shortly(body)}` });
  if (status >= 500) return { cost: null, kind: 'broken', says: `Shopify answered ${status}` };
  if (status !== 200)
    return problem(null, { kind: 'graphqlErrors', says: `Shopify answered ${status}: ${shortly(body)}` });

  let answer: { data?: unknown; errors?: GraphqlError[] | string; extensions?: { cost?: RawCost } };
  try {
    answer = JSON.parse(body);
  } catch {
    return { cost: null, kind: 'broken', says: 'Shopify answered with something that is not JSON' };
  }
  const cost = readCost(answer.extensions?.cost);
  const errors: GraphqlError[] =
    typeof answer.errors === 'string' ? [{ message: answer.errors }] : (answer.errors ?? []);
  const code = (error: GraphqlError) => error.extensions?.code;
  if (errors.some((error) => code(error) === 'THROTTLED')) return { cost, kind: 'throttled' };
  if (errors.some((error) => code(error) === 'INTERNAL_SERVER_ERROR' || code(error) === 'TIMEOUT'))
    return { cost, kind: 'broken', says: `Shopify failed inside: ${messages(errors)}` };

  const denied = errors.filter((error) => code(error) === 'ACCESS_DENIED');
  const others = errors.filter((error) => code(error) !== 'ACCESS_DENIED');
  const roots = Object.values((answer.data ?? {}) as Record<string, unknown>);
  const userErrors = roots.flatMap(userErrorsOf);
  if (others.length > 0 && userErrors.length === 0) {
    // A mutation that has a result was run, though a field of the result failed.
    if (asked === 'write' && roots.some((root) => root !== null))
      return { cost, kind: 'broken', says: `Shopify could not tell all of the result: ${messages(others)}` };
    return problem(cost, { kind: 'graphqlErrors', says: messages(others) });
  }
  // Denied somewhere inside: the rest is good. Denied at the root: there is nothing.
  if (denied.length > 0 && roots.every((root) => root === null))
    return problem(cost, { kind: 'denied', says: messages(denied) });
  if (answer.data == null) return { cost, kind: 'broken', says: 'Shopify answered neither data nor errors' };

  if (userErrors.length > 0)
    return problem(cost, {
      kind: 'userErrors',
      says: userErrors.map((error) => error.message).join(' '),
      errors: userErrors,
    });
  return { cost, kind: 'data', data: answer.data, denied: denied.map((error) => (error.path ?? []).join('.')) };
}

type RawCost = {
  requestedQueryCost?: number;
  actualQueryCost?: number | null;
  throttleStatus?: ThrottleStatus | null;
};

function readCost(raw: RawCost | undefined): Cost | null {
  if (typeof raw?.requestedQueryCost !== 'number') return null;
  return {
    requested: raw.requestedQueryCost,
    actual: raw.actualQueryCost ?? 0,
    status: raw.throttleStatus ?? null,
  };
}

function userErrorsOf(root: unknown): UserError[] {
  const errors = (root as { userErrors?: unknown } | null)?.userErrors;
  if (!Array.isArray(errors)) return [];
  return errors.map((error: { field?: string[] | null; message: string; code?: string | null }) => ({
    field: error.field ?? null,
    message: error.message,
    code: error.code ?? null,
  }));
}

function problem(cost: Cost | null, problem: Problem): Reading {
  return { cost, kind: 'problem', problem };
}

function messages(errors: GraphqlError[]): string {
  return errors.map((error) => error.message).join(' ');
}

function shortly(body: string): string {
  return body.replace(/\s+/g, ' ').slice(0, 200);
}
