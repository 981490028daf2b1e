// One call to a shop's Admin API: pays from the shared budget, waits out THROTTLED, repeats what may be repeated, and says
// honestly when nobody knows whether a write took effect. Everything that waits or varies is passed in.
import { type Answer, type Problem, type Reading, readAnswer } from './answer.ts';
import type { ThrottleStatus } from './budget.ts';
import type { Read, Write } from './operations/operation.ts';
import type { TokenAnswer } from './tokens.server.ts';
import { API_VERSION } from './version.ts';

/** What a call needs of the world. Times in milliseconds. */
export type World = {
  fetch: typeof globalThis.fetch;
  now: () => Date;
  sleep: (ms: number) => Promise<void>;
  /** 0 ≤ x < 1 */
  random: () => number;
  tokens: (shop: string, refused: string | null) => Promise<TokenAnswer>;
  takePoints: (shop: string, points: number, now: Date) => Promise<{ taken: boolean; waitMs: number }>;
  reservePoints: (shop: string, points: number, now: Date) => Promise<number>;
  settlePoints: (
    shop: string,
    points: { reserved: number; spent: number },
    status: ThrottleStatus | null,
    now: Date,
  ) => Promise<void>;
  /** what each operation asked for when it was last sent, by name: a better guess than the operation's own */
  costs: Map<string, number>;
};

export type CallOptions = {
  /** required for writes with @idempotent; the same key is applied once within 24 hours */
  idempotencyKey?: string;
  /** points to reserve, when the caller knows better than the operation */
  estimatedCost?: number;
  /** no request is begun later than this (default: 60 s from now) */
  beginBefore?: Date;
};

const ATTEMPTS = 5;
const ANSWER_WITHIN = 30_000;

/** Calls `operation` on `shop`. Never throws for what Shopify answers; throws when our own database fails. */
export async function call<Data, Variables>(
  world: World,
  shop: string,
  operation: Read<Data, Variables> | Write<Data, Variables>,
  variables: Variables,
  options: CallOptions = {},
): Promise<Answer<Data>> {
  const keyed = operation.kind === 'write' && operation.repeat.how === 'same-key';
  if (keyed && !options.idempotencyKey) throw new Error(`${operation.name} must be given an idempotencyKey.`);
  const repeatable = operation.kind === 'read' || operation.repeat.how !== 'after-check';
  const body = JSON.stringify({
    query: operation.document,
    variables: keyed ? { ...variables, idempotencyKey: options.idempotencyKey } : variables,
  });
  const beginBefore = options.beginBefore?.getTime() ?? world.now().getTime() + 60_000;
  const what = `${operation.name} on ${shop}`;

  let points = options.estimatedCost ?? world.costs.get(operation.name) ?? operation.cost;
  let refused: string | null = null;
  let says = '';
  // Once a write's answer was lost, no later refusal undoes what it may have done. Only Shopify's own answer to the same write does.
  let lost = false;
  const end = (problem: Problem): Answer<Data> => ({
    ok: false,
    problem:
      lost && operation.kind === 'write' && problem.kind !== 'userErrors'
        ? { kind: 'unknown', says: `${problem.says} (the answer to an earlier attempt was lost)` }
        : problem,
  });
  const givenUp = (kind: 'throttled' | 'unreachable'): Answer<Data> => end({ kind, says: `${what}: ${says}` });

  for (let attempt = 1; ; attempt++) {
    const token = await world.tokens(shop, refused);
    if (!token.ok) {
      if (token.reason === 'dead') return end({ kind: 'unauthorized', says: token.says });
      if (token.reason === 'not-installed') return end({ kind: 'notInstalled', says: token.says });
      says = token.says;
      return givenUp('unreachable');
    }

    if (!(await pay(world, shop, points, beginBefore))) {
      says ||= `the API budget of ${points} points did not come back in time`;
      return givenUp('throttled');
    }

    const version = (operation.kind === 'read' && operation.version) || API_VERSION;
    const sent = await send(world, shop, version, operation.kind, token.tokens.accessToken, body);
    const cost = sent.kind === 'cut' || sent.kind === 'notSent' ? null : sent.cost;
    // Without word from Shopify the points may be spent; a call that was not executed spent none.
    const spent = sent.kind === 'notSent' || sent.kind === 'throttled' || sent.kind === 'tooMany' ? 0 : points;
    await world.settlePoints(
      shop,
      { reserved: points, spent: cost && sent.kind !== 'throttled' ? cost.actual : spent },
      cost?.status ?? null,
      world.now(),
    );
    if (cost) {
      world.costs.set(operation.name, cost.requested);
      points = cost.requested;
    }

    let pauseMs = backoff(attempt, world.random());
    let countsAs: 'throttled' | 'unreachable' = 'unreachable';
    switch (sent.kind) {
      case 'data':
        return { ok: true, data: sent.data as Data, denied: sent.denied };
      case 'problem':
        return end({ ...sent.problem, says: `${what}: ${sent.problem.says}` });
      case 'tokenRefused':
        if (refused !== null)
          return end({ kind: 'unauthorized', says: `${what}: Shopify refuses the access token, even a fresh one` });
        refused = token.tokens.accessToken;
        continue;
      case 'throttled':
        // The bucket now knows what Shopify has left; reserving again tells how long that takes.
        says = 'Shopify throttles the shop';
        attempt -= 1;
        pauseMs = cost ? 50 + world.random() * 200 : 1000;
        countsAs = 'throttled';
        break;
      case 'tooMany':
        says = 'Shopify answered 429';
        pauseMs = Math.max(pauseMs, sent.afterMs ?? 0);
        countsAs = 'throttled';
        break;
      case 'notSent':
        says = sent.says;
        break;
      case 'broken':
      case 'cut':
        says = sent.says;
        lost = true;
        if (!repeatable) return givenUp('unreachable');
        break;
    }
    if (attempt >= ATTEMPTS || world.now().getTime() + pauseMs >= beginBefore) return givenUp(countsAs);
    await world.sleep(pauseMs);
  }
}

/** So long a call looks again for points that others give back, before it reserves them. */
const PATIENCE = 2000;

/** Waits for `points` of the shop's budget and takes them. False when they will not be there before `end`; then none are taken. */
async function pay(world: World, shop: string, points: number, end: number): Promise<boolean> {
  const patientUntil = world.now().getTime() + PATIENCE;
  while (world.now().getTime() < Math.min(patientUntil, end)) {
    const { taken, waitMs } = await world.takePoints(shop, points, world.now());
    if (taken) return true;
    await world.sleep(Math.min(waitMs, 500) * (0.5 + world.random() / 2));
  }
  const waitMs = await world.reservePoints(shop, points, world.now());
  if (world.now().getTime() + waitMs >= end) {
    await world.settlePoints(shop, { reserved: points, spent: 0 }, null, world.now());
    return false;
  }
  await world.sleep(waitMs);
  return true;
}

type Sent = Reading | { kind: 'cut'; says: string } | { kind: 'notSent'; says: string };

async function send(
  world: World,
  shop: string,
  version: string,
  asked: 'read' | 'write',
  accessToken: string,
  body: string,
): Promise<Sent> {
  try {
    const response = await world.fetch(`https://${shop}/admin/api/${version}/graphql.json`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'X-Shopify-Access-Token': accessToken,
      },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    return readAnswer(asked, response.status, await response.text(), response.headers.get('retry-after'));
  } catch (error) {
    return whyNoAnswer(error);
  }
}

/** Errors that come before a single byte of the request has left. After any other, Shopify may have worked on it. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function whyNoAnswer(error: unknown): Sent {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as { code?: string }).code ?? (error instanceof Error ? error.name : 'unknown error');
  return BEFORE_SENDING.has(code)
    ? { kind: 'notSent', says: `Shopify cannot be reached (${code})` }
    : { kind: 'cut', says: `the connection was cut before an answer came (${code})` };
}

/** 0.5 s, 1 s, 2 s, … up to 16 s, each between half and the whole of it: many waiters do not come back at once. */
function backoff(attempt: number, random: number): number {
  return Math.min(16_000, 500 * 2 ** (attempt - 1)) * (0.5 + random / 2);
}
