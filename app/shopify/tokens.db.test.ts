import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Session } from '@shopify/shopify-api';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { testDatabase } from '../../tests/database.ts';

const apiKey = 'backroom-test-key';
const apiSecret = 'backroom-test-secret';
const oldKey = randomBytes(32).toString('base64');
const freshKey = randomBytes(32).toString('base64');

/** A stand-in for Shopify's token endpoint: answers what the test says, and keeps what it was asked. */
type Asked = { shop: string; body: Record<string, string> };
const asked: Asked[] = [];
let answer: (request: Asked, response: ServerResponse) => void = () => {};
const shopify = createServer(async (request: IncomingMessage, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const one = { shop: String(request.headers['x-emulated-host']), body: JSON.parse(text) };
  asked.push(one);
  answer(one, response);
});
const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

let tokens: typeof import('./tokens.server.ts');
let storage: Pick<typeof import('../shopify.server.ts')['default'], 'sessionStorage'>;
let rows: typeof import('./token-rows.server.ts');
let database: typeof import('../db.server.ts');
let owner: Client;

beforeAll(async () => {
  await new Promise<void>((listening) => shopify.listen(0, '127.0.0.1', listening));
  process.env.SHOPIFY_EMULATOR_URL = `http://127.0.0.1:${(shopify.address() as AddressInfo).port}`;
  process.env.TOKEN_KEYS = oldKey;
  owner = new Client({ connectionString: (await testDatabase()).ownerUrl });
  await owner.connect();
  await load();
});

async function load() {
  tokens = await import('./tokens.server.ts');
  storage = { sessionStorage: (await import('../shopify.server.ts')).default.sessionStorage };
  rows = await import('./token-rows.server.ts');
  database = await import('../db.server.ts');
}

afterEach(() => {
  asked.length = 0;
});

afterAll(async () => {
  shopify.close();
  await database.prisma.$disconnect();
  await owner.end();
});

let count = 0;
const newShop = () => `shop-${++count}.myshopify.com`;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

async function installed(shop: string, minutes: number | undefined) {
  await storage.sessionStorage.storeSession(
    new Session({
      id: `offline_${shop}`,
      shop,
      state: '',
      isOnline: false,
      scope: 'read_orders',
      accessToken: 'shpat_first',
      refreshToken: 'shprt_first',
      refreshTokenExpires: inMinutes(90 * 24 * 60),
      ...(minutes === undefined ? {} : { expires: inMinutes(minutes) }),
    }),
  );
}

const pair = { access_token: 'shpat_second', refresh_token: 'shprt_second', scope: 'read_orders' };
const wholePair = { ...pair, expires_in: 3600, refresh_token_expires_in: 7_776_000 };

describe('sessions at rest', () => {
  test('a session comes back as it was stored, and its tokens cannot be read in the table', async () => {
    const shop = newShop();
    await installed(shop, 60);
    const session = await storage.sessionStorage.loadSession(`offline_${shop}`);
    expect(session).toMatchObject({ shop, accessToken: 'shpat_first', refreshToken: 'shprt_first', isOnline: false });
    const { rows: found } = await owner.query('SELECT * FROM "Session" WHERE shop = $1', [shop]);
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain('first');
  });

  test('all sessions of a shop are found, and none of another', async () => {
    const [shop, other] = [newShop(), newShop()];
    const online = (of: string, userId: number) =>
      new Session({
        id: `${of}_${userId}`,
        shop: of,
        state: '',
        isOnline: true,
        accessToken: `shpat_${userId}`,
        expires: inMinutes(60),
        onlineAccessInfo: {
          expires_in: 3600,
          associated_user_scope: '',
          associated_user: {
            id: userId,
            first_name: 'Ada',
            last_name: 'Lovelace',
            email: 'ada@example.com',
            email_verified: true,
            account_owner: true,
            locale: 'en',
            collaborator: false,
          },
        },
      });
    for (let user = 1; user <= 30; user++) await storage.sessionStorage.storeSession(online(shop, user));
    await storage.sessionStorage.storeSession(online(other, 99));
    expect(await storage.sessionStorage.findSessionsByShop(shop)).toHaveLength(30);
    const { rows: found } = await owner.query('SELECT * FROM "Session" WHERE shop = $1', [shop]);
    expect(JSON.stringify(found)).not.toMatch(/Lovelace|ada@/);
    await storage.sessionStorage.deleteSessions([`${shop}_1`, `${other}_99`]);
    expect(await storage.sessionStorage.loadSession(`${other}_99`)).toBeUndefined();
    await storage.sessionStorage.deleteSession(`${shop}_2`);
    expect(await storage.sessionStorage.findSessionsByShop(shop)).toHaveLength(28);
  });

  test('after a rotation of the key all is sealed anew and still opens', async () => {
    const shop = newShop();
    await installed(shop, 60);
    process.env.TOKEN_KEYS = `${freshKey},${oldKey}`;
    vi.resetModules();
    await load();
    expect(await rows.resealShop(shop)).toBe(1);
    expect(await rows.resealShop(shop)).toBe(0);
    process.env.TOKEN_KEYS = freshKey;
    vi.resetModules();
    await load();
    expect(await tokens.freshTokens(shop)).toMatchObject({ ok: true, tokens: { accessToken: 'shpat_first' } });
    process.env.TOKEN_KEYS = oldKey;
    vi.resetModules();
    await load();
  });
});

describe('refreshing', () => {
  test('a token that lives long enough is used as it is', async () => {
    const shop = newShop();
    await installed(shop, 10);
    expect(await tokens.freshTokens(shop)).toMatchObject({ ok: true, tokens: { accessToken: 'shpat_first' } });
    expect(asked).toEqual([]);
  });

  test('a token that ends within five minutes is traded, and the whole pair replaced', async () => {
    const shop = newShop();
    await installed(shop, 4);
    answer = (_request, response) => json(response, 200, wholePair);
    expect(await tokens.freshTokens(shop)).toMatchObject({ ok: true, tokens: { accessToken: 'shpat_second' } });
    expect(asked).toEqual([
      {
        shop,
        body: {
          client_id: apiKey,
          client_secret: apiSecret,
          grant_type: 'refresh_token',
          refresh_token: 'shprt_first',
        },
      },
    ]);
    const session = await storage.sessionStorage.loadSession(`offline_${shop}`);
    expect(session).toMatchObject({ accessToken: 'shpat_second', refreshToken: 'shprt_second', scope: 'read_orders' });
  });

  test('however many ask at once, in however many processes, Shopify is asked once', async () => {
    const shop = newShop();
    await installed(shop, 1);
    answer = (_request, response) => void setTimeout(() => json(response, 200, wholePair), 150);
    const first = tokens.freshTokens;
    const firstDatabase = database.prisma;
    vi.resetModules();
    await load(); // as another process would: no memory shared, another pool of connections
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? first(shop) : tokens.freshTokens(shop))),
    );
    expect(all.map((one) => one.ok && one.tokens.accessToken)).toEqual(Array(20).fill('shpat_second'));
    expect(asked).toHaveLength(1);
    await firstDatabase.$disconnect();
  });

  test('a token that Shopify refused is traded though it should live on, but only while it is the stored one', async () => {
    const shop = newShop();
    await installed(shop, 50);
    answer = (_request, response) => json(response, 200, wholePair);
    expect(await tokens.freshTokens(shop, 'shpat_first')).toMatchObject({ tokens: { accessToken: 'shpat_second' } });
    expect(await tokens.freshTokens(shop, 'shpat_first')).toMatchObject({ tokens: { accessToken: 'shpat_second' } });
    expect(asked).toHaveLength(1);
  });

  test('an answer without expires_in does not make a token that never ends (shopify-app-js #3400)', async () => {
    const shop = newShop();
    await installed(shop, 1);
    answer = (_request, response) => json(response, 200, pair);
    await tokens.freshTokens(shop);
    const session = await storage.sessionStorage.loadSession(`offline_${shop}`);
    const minutes = ((session?.expires?.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(58);
    expect(minutes).toBeLessThanOrEqual(60);
  });

  test('a row that was stored so before is refreshed (shopify-app-js #3400)', async () => {
    const shop = newShop();
    await installed(shop, 60);
    await owner.query('UPDATE "Session" SET expires = NULL WHERE shop = $1', [shop]);
    answer = (_request, response) => json(response, 200, wholePair);
    expect(await tokens.freshTokens(shop)).toMatchObject({ tokens: { accessToken: 'shpat_second' } });
  });

  test('when the answer is lost the old refresh token is used again', async () => {
    const shop = newShop();
    await installed(shop, 1);
    answer = (_request, response) => {
      if (asked.length === 1) response.destroy();
      else json(response, 200, wholePair);
    };
    expect(await tokens.freshTokens(shop)).toMatchObject({ ok: true, tokens: { accessToken: 'shpat_second' } });
    expect(asked.map(({ body }) => body.refresh_token)).toEqual(['shprt_first', 'shprt_first']);
  });

  test.each([
    ['Shopify is down', 503, {}],
    ['our secret is wrong', 401, { error: 'invalid_client' }],
    ['a proxy says no', 403, '<html>'],
    ['the shop is not found', 404, {}],
    ['our app is not known', 400, { error: 'application_cannot_be_found' }],
  ])('while %s the old pair is kept for later', async (_what, status, body) => {
    const shop = newShop();
    await installed(shop, 1);
    answer = (_request, response) => json(response, status, body);
    expect(await tokens.freshTokens(shop, 'shpat_first')).toMatchObject({ ok: false, reason: 'unreachable' });
    answer = (_request, response) => json(response, 200, wholePair);
    expect(await tokens.freshTokens(shop)).toMatchObject({ ok: true });
  });
});

describe('a shop whose tokens are dead', () => {
  const dead = async () => {
    const shop = newShop();
    await installed(shop, -1);
    answer = (_request, response) => json(response, 400, { error: 'invalid_grant' });
    return shop;
  };

  test('a call says what to do instead of throwing a Response', async () => {
    const { callShopify } = await import('./client.server.ts');
    const { shopRead } = await import('./operations/shop-read.ts');
    expect(await callShopify(await dead(), shopRead, {})).toMatchObject({
      ok: false,
      problem: { kind: 'unauthorized' },
    });
    expect(await callShopify(newShop(), shopRead, {})).toMatchObject({ ok: false, problem: { kind: 'notInstalled' } });
  });

  test("the library's webhook door does not answer 500 for it (shopify-app-js #3360)", async () => {
    const shop = await dead();
    const { default: app } = await import('../shopify.server.ts');
    const body = JSON.stringify({ id: 1 });
    const request = new Request('http://localhost:3000/webhooks', {
      method: 'POST',
      body,
      headers: {
        'X-Shopify-Topic': 'app/uninstalled',
        'X-Shopify-Shop-Domain': shop,
        'X-Shopify-API-Version': '2026-07',
        'X-Shopify-Webhook-Id': '1',
        'X-Shopify-Hmac-Sha256': createHmac('sha256', apiSecret).update(body).digest('base64'),
      },
    });
    expect(await app.authenticate.webhook(request)).toMatchObject({ shop, topic: 'APP_UNINSTALLED' });
  });
});

describe('installation', () => {
  const opened = (shop: string) => {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = {
      iss: `https://${shop}/admin`,
      dest: `https://${shop}`,
      aud: apiKey,
      sub: '1',
      exp: now + 60,
      nbf: now,
      iat: now,
      jti: randomBytes(8).toString('hex'),
      sid: '1',
    };
    const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
    const token = `${unsigned}.${createHmac('sha256', apiSecret).update(unsigned).digest('base64url')}`;
    return new Request('http://localhost:3000/app', {
      headers: { Authorization: `Bearer ${token}`, 'User-Agent': 'Mozilla/5.0 Chrome/156' },
    });
  };
  const untold = async () => {
    throw new Error('no command waits, so there is nothing to tell');
  };
  const directory = async (shop: string) =>
    (await owner.query('SELECT * FROM "ShopDirectory" WHERE shop = $1', [shop])).rows;
  const diary = async (shop: string) =>
    (await owner.query('SELECT type FROM "Event" WHERE shop = $1 ORDER BY seq', [shop])).rows.map((row) => row.type);

  test('the first request trades its session token for expiring tokens and is written in the diary, once', async () => {
    const shop = newShop();
    answer = (_request, response) => json(response, 200, wholePair);
    const { authenticate } = await import('../shopify.server.ts');
    expect((await authenticate.admin(opened(shop))).session).toMatchObject({ shop, accessToken: 'shpat_second' });
    await authenticate.admin(opened(shop));
    expect(asked).toHaveLength(1);
    expect(asked[0]?.body).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
      expiring: '1',
    });
    expect(await directory(shop)).toMatchObject([{ installed: true, removedAt: null }]);
    expect(await diary(shop)).toEqual(['app.installed']);
  });

  test('a process that dies right after the tokens were stored leaves the shop installed all the same', async () => {
    const shop = newShop();
    await installed(shop, 60);
    expect(await directory(shop)).toMatchObject([{ installed: true, removedAt: null }]);
    expect(await diary(shop)).toEqual(['app.installed']);
  });

  test('with the key of its tokens lost, a shop that opens the app gets new tokens', async () => {
    const shop = newShop();
    await installed(shop, 60);
    answer = (_request, response) => json(response, 200, wholePair);
    process.env.TOKEN_KEYS = freshKey;
    vi.resetModules();
    await load();
    expect(await tokens.freshTokens(shop)).toMatchObject({ ok: false, reason: 'dead' });
    expect(await rows.resealShop(shop)).toBe(0);
    const { authenticate } = await import('../shopify.server.ts');
    expect((await authenticate.admin(opened(shop))).session).toMatchObject({ shop, accessToken: 'shpat_second' });
    expect(await tokens.freshTokens(shop)).toMatchObject({ ok: true, tokens: { accessToken: 'shpat_second' } });
    process.env.TOKEN_KEYS = oldKey;
    vi.resetModules();
    await load();
  });

  test('removed and installed again, it is installed anew; a late uninstall of the first time changes nothing', async () => {
    const shop = newShop();
    answer = (_request, response) => json(response, 200, wholePair);
    const { authenticate } = await import('../shopify.server.ts');
    const { noteUninstall } = await import('./install.server.ts');
    await authenticate.admin(opened(shop));
    const removedAt = new Date();
    expect(await database.inShop(shop, (tx) => noteUninstall(tx, shop, removedAt, untold))).toBe(true);
    expect(await directory(shop)).toMatchObject([{ installed: false }]);
    expect(await storage.sessionStorage.loadSession(`offline_${shop}`)).toBeUndefined();
    await authenticate.admin(opened(shop));
    expect(await database.inShop(shop, (tx) => noteUninstall(tx, shop, removedAt, untold))).toBe(false);
    expect(await directory(shop)).toMatchObject([{ installed: true }]);
    expect(await diary(shop)).toEqual(['app.installed', 'app.installed']);
  });

  test('installed again before its uninstall was heard of, it stays installed and keeps its tokens', async () => {
    const shop = newShop();
    const { noteUninstall } = await import('./install.server.ts');
    await installed(shop, 60);
    const removedAt = new Date(Date.now() - 1);
    await owner.query('UPDATE "ShopDirectory" SET "installedAt" = now() - interval \'1 day\' WHERE shop = $1', [shop]);
    await installed(shop, 60);
    expect(await database.inShop(shop, (tx) => noteUninstall(tx, shop, removedAt, untold))).toBe(false);
    expect(await directory(shop)).toMatchObject([{ installed: true }]);
    expect(await storage.sessionStorage.loadSession(`offline_${shop}`)).toMatchObject({ accessToken: 'shpat_first' });
    expect(await diary(shop)).toEqual(['app.installed']);
  });
});
