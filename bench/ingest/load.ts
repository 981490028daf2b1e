// An open load: every webhook has its time, fixed in advance, and its wait counts from then, whether or not the server was ready.
import { createHmac, randomUUID } from 'node:crypto';
import { Pool } from 'undici';

/** A webhook before it is sent. */
export type Event = { topic: string; eventId: string; triggeredAt: string; body: string };

export type Signed = { webhookId: string; headers: Record<string, string>; body: string };

export function sign(event: Event, shop: string, secret: string): Signed {
  const webhookId = randomUUID();
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Shopify-Captain-Hook',
    'x-shopify-topic': event.topic,
    'x-shopify-shop-domain': shop,
    'x-shopify-api-version': '2026-07',
    'x-shopify-webhook-id': webhookId,
    'x-shopify-event-id': event.eventId,
    'x-shopify-triggered-at': event.triggeredAt,
    'x-shopify-hmac-sha256': createHmac('sha256', secret).update(event.body).digest('base64'),
  };
  return { webhookId, headers, body: event.body };
}

export type Outcome = {
  sent: number;
  /** milliseconds from the set time to the whole answer, in ascending order; all answers, whatever they say */
  waits: number[];
  acknowledged: string[];
  /** what was not acknowledged, by the reason */
  refused: Record<string, number>;
};

/** How many are on their way at the same time: Shopify opens as many connections as it needs. */
const CONNECTIONS = 128;
const GIVE_UP_MS = 20_000;

/** `at`: when each leaves, milliseconds from now. */
export async function sendAll(url: string, webhooks: Signed[], at: number[]): Promise<Outcome> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    pipelining: 1,
    headersTimeout: GIVE_UP_MS,
    bodyTimeout: GIVE_UP_MS,
  });
  const outcome: Outcome = { sent: webhooks.length, waits: [], acknowledged: [], refused: {} };
  const refuse = (reason: string) => {
    outcome.refused[reason] = (outcome.refused[reason] ?? 0) + 1;
  };
  const send = async ({ webhookId, headers, body }: Signed, due: number) => {
    try {
      const answer = await pool.request({ path, method: 'POST', headers, body });
      await answer.body.dump();
      outcome.waits.push(performance.now() - due);
      if (answer.statusCode === 200) outcome.acknowledged.push(webhookId);
      else refuse(`${answer.statusCode}`);
    } catch (error) {
      outcome.waits.push(performance.now() - due);
      refuse((error as { code?: string }).code ?? (error as Error).message);
    }
  };
  const begin = performance.now();
  const sending: Promise<void>[] = [];
  await new Promise<void>((done) => {
    let next = 0;
    const tick = () => {
      const now = performance.now() - begin;
      while (next < webhooks.length && at[next]! <= now) {
        sending.push(send(webhooks[next]!, begin + at[next]!));
        next += 1;
      }
      if (next === webhooks.length) done();
      else setTimeout(tick, Math.max(0, at[next]! - (performance.now() - begin)));
    };
    tick();
  });
  await Promise.all(sending);
  await pool.close();
  outcome.waits.sort((a, b) => a - b);
  return outcome;
}

/** Evenly spread: `rate` a second. */
export const steady = (rate: number, seconds: number): number[] =>
  Array.from({ length: Math.round(rate * seconds) }, (_, index) => (index * 1000) / rate);

/** In clumps: each second's share at once. */
export const clumped = (count: number, seconds: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor((index * seconds) / count) * 1000);

/** The wait that `share` of all did not exceed. */
export function percentile(ascending: number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN;
}
