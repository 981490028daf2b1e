import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type House, startHouse } from '../house.ts';

let house: House;
beforeAll(async () => {
  house = await startHouse();
});

const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36' };

describe('the returns portal in the online store', () => {
  const visit = (init: RequestInit = {}, path = '/apps/backroom/returns/') =>
    fetch(`${house.storeUrl}${path}`, {
      ...init,
      headers: { ...BROWSER, 'x-emulated-host': house.shop },
    });

  test('opens through the app proxy, framed by the shop', async () => {
    for (const path of ['/apps/backroom', '/apps/backroom/returns']) {
      const answer = await visit({}, path);
      expect(answer.status).toBe(200);
      const page = await answer.text();
      // the library ends the paths of forms with a slash, which spares a redirect
      expect(page).toContain('<form method="post" action="/apps/backroom/returns/">');
      expect(page).toContain('E-mail used for the order');
    }
  });

  test('answers a form without script, and a wrong guess with the one constant answer', async () => {
    const body = new URLSearchParams({ step: 'find', order_name: '#1001', email: 'nobody@example.com' });
    const page = await (await visit({ method: 'POST', body })).text();
    expect(page).toContain('No order matches this number and e-mail.');
    expect(page).toContain('value="nobody@example.com"');
  });

  test('is shut to whoever does not come through Shopify, or smuggles in a parameter twice', async () => {
    const direct = (query: string) => fetch(`${house.appUrl}/proxy/returns?${query}`, { headers: BROWSER });
    expect((await direct(`shop=${house.shop}`)).status).toBe(400);
    const given = `path_prefix=/apps/backroomshop=${house.shop},${house.shop}timestamp=${Math.floor(Date.now() / 1000)}`;
    const signature = createHmac('sha256', house.apiSecret).update(given).digest('hex');
    const query = new URLSearchParams([
      ['path_prefix', '/apps/backroom'],
      ['shop', house.shop],
      ['shop', house.shop],
      ['timestamp', String(Math.floor(Date.now() / 1000))],
      ['signature', signature],
    ]);
    expect((await direct(query.toString())).status).toBe(400);
  });
});

describe('the door of the customer account extension', () => {
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  /** A session token as Shopify signs it for an extension; `over` replaces claims. */
  function token(over: object = {}, secret = house.apiSecret): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      dest: house.shop,
      aud: house.apiKey,
      sub: 'gid://shopify/Customer/1',
      iat: now,
      nbf: now,
      exp: now + 300,
    };
    const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ ...claims, jti: 'x', ...over })}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  }
  const ask = (bearer: string | null, init: RequestInit = {}) =>
    fetch(`${house.appUrl}/api/returns?order_id=gid://shopify/Order/1`, {
      ...init,
      headers: {
        ...BROWSER,
        origin: 'https://extensions.example',
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      },
    });

  test('knows nobody without a token, with a forged one, or with one meant for another app', async () => {
    expect((await ask(null)).status).toBe(401);
    expect((await ask(token({}, 'somebody else'))).status).toBe(401);
    expect((await ask(token({ aud: 'another-app' }))).status).toBe(401);
    expect((await ask(token({ sub: undefined }))).status).toBe(401);
  });

  test('tells a signed-in customer that an order is not theirs, readable from any origin', async () => {
    const answer = await ask(token());
    expect(answer.status).toBe(404);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await answer.json()).toEqual({ ok: false, problem: 'This order was not found in your account.' });
    expect((await ask(token(), { method: 'POST', body: 'nonsense' })).status).toBe(400);
  });
});
