// What the portal's pages carry from step to step instead of a session: signed, short-lived, for one shop, order and purpose.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { KeyRing } from '../lib/seal.server.ts';
import type { RequestedLine } from './request.ts';

const chosen = z.object({
  fulfillmentLineItemId: z.string(),
  orderLineId: z.string(),
  title: z.string(),
  quantity: z.number().int().positive(),
  reasonId: z.string(),
  reason: z.string(),
  note: z.string(),
});

const content = z.object({
  /** choose: look at the order; file: ask for these lines; status: see what became of it */
  purpose: z.enum(['choose', 'file', 'status']),
  shop: z.string(),
  orderId: z.string(),
  /** names the one request that may come of it */
  nonce: z.uuid(),
  /** Unix time in seconds */
  until: z.number().int(),
  lines: z.array(chosen).optional(),
});

export type TokenContent = Omit<z.infer<typeof content>, 'lines'> & { lines?: RequestedLine[] };
export type Purpose = TokenContent['purpose'];

const keyOf = (key: Buffer) => Buffer.from(hkdfSync('sha256', key, '', 'backroom returns portal', 32));
const mac = (key: Buffer, text: string) => createHmac('sha256', keyOf(key)).update(text).digest();

/** Signs with the ring's first key. */
export function signToken(ring: KeyRing, token: TokenContent): string {
  const current = ring[0];
  if (!current) throw new Error('TOKEN_KEYS is empty: nothing can be signed.');
  const text = Buffer.from(JSON.stringify(token)).toString('base64url');
  return `${text}.${mac(current.key, text).toString('base64url')}`;
}

/** Reads a token signed with any key of the ring, if it is for `purpose` at `shop` and has not run out; otherwise null. */
export function readToken(
  ring: KeyRing,
  text: string,
  expected: { purpose: Purpose; shop: string },
  now: Date,
): TokenContent | null {
  const [body = '', signature = '', ...rest] = text.length <= 20_000 ? text.split('.') : [];
  if (rest.length > 0 || body === '') return null;
  const given = Buffer.from(signature, 'base64url');
  const genuine = ring.some(({ key }) => {
    const wanted = mac(key, body);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  if (!genuine) return null;
  const { lines, ...token } = content.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (token.purpose !== expected.purpose || token.shop !== expected.shop) return null;
  if (token.until * 1000 < now.getTime()) return null;
  return { ...token, ...(lines ? { lines } : {}) };
}
