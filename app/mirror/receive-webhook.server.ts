// The door for everything Shopify tells: raw bytes, signature, one row, 200. No session, no call to Shopify, no JSON.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import { nudge } from '../lib/queue.server.ts';
import { type Parcel, takeIn } from './inbox.server.ts';
import { microsecond } from './times.ts';

const MEGABYTE = 1024 * 1024;
/** Greater payloads are not kept: the delivery is noted as a dead letter and the reconcile brings what it said. */
const KEPT_BYTES = 5 * MEGABYTE;
/** Beyond this nobody is listened to, signed or not. */
const HEARD_BYTES = 32 * MEGABYTE;

export const FOLD = 'mirror.fold-inbox';

/** What a delivery looks like, whichever server took it in. */
export type Incoming = {
  method: string;
  header: (name: string) => string | null | undefined;
  body: AsyncIterable<Uint8Array> | null;
};

export type Outcome = { status: number; says: string };

/**
 * 200 once the delivery is stored (or noted, when its payload is too great to keep), 401 when the signature is not ours, 400
 * when it breaks off or does not say what and from where, 413 when it is too great to be heard, 503 when it could not be stored
 * (Shopify tries again).
 */
export async function receiveWebhook({ method, header, body }: Incoming): Promise<Outcome> {
  if (method !== 'POST') return { status: 405, says: 'Webhooks are POSTed' };
  let heard: Heard | null;
  try {
    heard = await listen(body);
  } catch {
    // Whoever spoke hung up in the middle; there is mostly nobody left to read this.
    return { status: 400, says: 'The payload ended before it was whole' };
  }
  if (!heard) return { status: 413, says: `More than ${HEARD_BYTES / MEGABYTE} MB` };
  if (!signedByUs(heard.digests, header('x-shopify-hmac-sha256')))
    return { status: 401, says: 'The signature does not belong to this payload and secret' };
  const shop = header('x-shopify-shop-domain')?.toLowerCase() ?? '';
  if (!/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(shop))
    return { status: 400, says: 'X-Shopify-Shop-Domain names no shop' };
  const topic = header('x-shopify-topic')?.toLowerCase();
  if (!topic) return { status: 400, says: 'X-Shopify-Topic is missing' };
  const tooGreat = heard.bytes > KEPT_BYTES;
  const parcel: Parcel = {
    shop,
    topic,
    // Without an id nothing says that two are the same; each is then its own.
    webhookId: header('x-shopify-webhook-id') ?? randomUUID(),
    eventId: header('x-shopify-event-id') ?? null,
    apiVersion: header('x-shopify-api-version') ?? null,
    triggeredAt: triggeredAt(header('x-shopify-triggered-at')),
    body: tooGreat ? null : heard.body,
    ...(tooGreat
      ? {
          problem: `The payload has ${heard.bytes} bytes, more than the ${KEPT_BYTES} that are kept; the reconcile reads the store itself`,
        }
      : {}),
  };
  try {
    await takeIn(parcel);
  } catch (error) {
    log.error({ shop, topic, problem: (error as Error).message }, 'A delivery could not be stored; Shopify will retry');
    return { status: 503, says: 'Not stored, please deliver again' };
  }
  // To repeat it would not make it smaller: it is taken, so that Shopify does not try eight times and drop the subscription.
  if (tooGreat) return { status: 200, says: `More than ${KEPT_BYTES / MEGABYTE} MB: noted as a dead letter, not kept` };
  nudge(FOLD, shop);
  return { status: 200, says: '' };
}

function secrets(): string[] {
  return [env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_PREVIOUS ?? ''].filter((secret) => secret !== '');
}

type Heard = { digests: Buffer[]; bytes: number; body: Buffer };

/** Reads the body once, signing as it goes, and stops keeping it when it grows too great. Null beyond HEARD_BYTES. */
async function listen(body: Incoming['body']): Promise<Heard | null> {
  const signers = secrets().map((secret) => createHmac('sha256', secret));
  let kept: Uint8Array[] = [];
  let bytes = 0;
  if (body) {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > HEARD_BYTES) return null;
      for (const signer of signers) signer.update(chunk);
      if (bytes <= KEPT_BYTES) kept.push(chunk);
      else kept = [];
    }
  }
  return { digests: signers.map((signer) => signer.digest()), bytes, body: Buffer.concat(kept) };
}

function signedByUs(digests: Buffer[], header: string | null | undefined): boolean {
  if (!header) return false;
  const given = Buffer.from(header, 'base64');
  return digests.some((digest) => digest.length === given.length && timingSafeEqual(digest, given));
}

/** Absent or unreadable, the moment of arrival stands in: later than the truth, never earlier than what it tells. */
function triggeredAt(header: string | null | undefined): string {
  const now = new Date().toISOString();
  if (!header) return microsecond(now);
  try {
    return microsecond(header);
  } catch {
    return microsecond(now);
  }
}
