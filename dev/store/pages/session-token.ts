import { createHmac, randomUUID } from 'node:crypto';
import { signSessionToken } from '../auth/session-token.ts';

/** What the admin must know of an app to frame it. */
export interface TokenApp {
  apiKey: string;
  secret: string;
}

/** The member of staff who sits before the emulated admin. */
export const STAFF = {
  id: '902541635',
  name: 'Robin Alder',
  email: 'robin@backroom-demo.example',
  accountAccess: 'full',
};

/** Seconds a session token lives. */
const LIFE = 60;

/** A fresh session token for the member of staff, good for one minute. `now` in ms. */
export function sessionToken(shop: string, app: TokenApp, now: number): string {
  const seconds = Math.floor(now / 1000);
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: app.apiKey,
    sub: STAFF.id,
    exp: seconds + LIFE,
    nbf: seconds,
    iat: seconds,
    jti: randomUUID(),
    sid: sessionId(shop),
  };
  return signSessionToken(claims, app.secret);
}

function sessionId(shop: string): string {
  return createHmac('sha256', 'staff session').update(shop).digest('hex');
}

/** base64("admin.shopify.com/store/<name>"), as the `host` parameter carries it. */
export function hostParameter(shop: string): string {
  return Buffer.from(`admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, '')}`).toString('base64');
}

/** The address of the framed app with all the parameters that the admin adds, signed as the app expects (`hmac`). */
export function framedUrl(page: URL, shop: string, app: TokenApp, now: number): URL {
  const url = new URL(page);
  const parameters: Record<string, string> = {
    embedded: '1',
    host: hostParameter(shop),
    id_token: sessionToken(shop, app, now),
    locale: 'en-US',
    session: sessionId(shop),
    shop,
    timestamp: String(Math.floor(now / 1000)),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  url.searchParams.delete('hmac');
  const signed = [...url.searchParams]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  url.searchParams.set('hmac', createHmac('sha256', app.secret).update(signed).digest('hex'));
  return url;
}
