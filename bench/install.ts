// Opens the app as Shopify's admin does: with a session token, which the app exchanges for its tokens. That installs it.
import { createHmac, randomUUID } from 'node:crypto';

export type Installed = { shop: string; appUrl: string; apiKey: string; apiSecret: string };

/** Rejects when the app does not let us in. */
export async function openApp({ shop, appUrl, apiKey, apiSecret }: Installed): Promise<void> {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: apiKey,
    sub: '1',
    exp: now + 60,
    nbf: now - 1,
    iat: now,
    jti: randomUUID(),
    sid: randomUUID(),
  };
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  const token = `${unsigned}.${createHmac('sha256', apiSecret).update(unsigned).digest('base64url')}`;
  const query = new URLSearchParams({
    shop,
    host: btoa(`admin.shopify.com/store/${shop.split('.')[0]}`),
    embedded: '1',
  });
  const response = await fetch(`${appUrl}/app?${query}`, {
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'user-agent': 'Mozilla/5.0 Chrome/150' },
  });
  const text = await response.text();
  if (response.status !== 200)
    throw new Error(`the app answers ${response.status} when it is opened: ${text.slice(0, 300)}`);
}
