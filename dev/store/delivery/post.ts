import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';

const CONNECT_LIMIT = 1000;
const TOTAL_LIMIT = 5000;

/** How one attempt ended: the status that came back, or why none did. */
export interface Outcome {
  status: number | null;
  error: string | null;
  milliseconds: number;
}

/** Connections of one shop to the apps, kept alive between deliveries. */
export function connections(most: number): Agent {
  return new Agent({ connections: most, pipelining: 1, keepAliveTimeout: 30_000, connect: { timeout: CONNECT_LIMIT } });
}

/** Base64 HMAC-SHA256 over the bytes as they are sent. */
export function sign(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** Sends a delivery: 1 s to connect, 5 s in all. Redirects are not followed. Never throws. */
export async function post(
  agent: Agent,
  address: string,
  headers: Record<string, string>,
  body: Buffer,
): Promise<Outcome> {
  const start = performance.now();
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(new Error('no answer within 5 s')), TOTAL_LIMIT);
  const outcome = (status: number | null, error: string | null): Outcome => ({
    status,
    error,
    milliseconds: Math.round(performance.now() - start),
  });
  try {
    const answer = await request(address, { method: 'POST', headers, body, dispatcher: agent, signal: giveUp.signal });
    await answer.body.dump();
    return outcome(answer.statusCode, null);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return outcome(null, code === 'UND_ERR_CONNECT_TIMEOUT' ? 'no connection within 1 s' : message || String(code));
  } finally {
    clearTimeout(timer);
  }
}
