import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Receiver } from '../delivery/receiver.ts';
import { api } from '../domains.ts';
import { Shops } from '../kernel/shops.ts';
import { createStoreServer } from '../server.ts';
import { signSessionToken } from './session-token.ts';

const TOML = `
client_id = "key-1"
name = "Back Office"
application_url = "https://example.com"
embedded = true
[access_scopes]
scopes = "read_orders,write_products"
optional_scopes = ["read_customers"]
[auth]
redirect_urls = ["https://example.com/auth/callback"]
[webhooks]
api_version = "2026-07"
  [[webhooks.subscriptions]]
  topics = ["app/uninstalled", "app/scopes_update"]
  uri = "/webhooks"
  [[webhooks.subscriptions]]
  compliance_topics = ["customers/redact", "customers/data_request", "shop/redact"]
  uri = "/webhooks"
`;
const SECRET = 'shpss_first';

let shops: Shops;
let server: Server;
let store: string;
let app: Receiver;

beforeAll(async () => {
  app = await new Receiver().start();
});
afterAll(() => app.close());

beforeEach(async () => {
  app.received = [];
  app.answer = () => 200;
  server?.close().closeAllConnections();
  shops = new Shops(api);
  shops.open();
  server = createStoreServer(shops);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  store = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await control('/_store/apps', { toml: TOML, secret: SECRET, url: app.url, install: true });
});
afterAll(() => server.close().closeAllConnections());

// biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
async function control(path: string, body?: unknown): Promise<any> {
  const answer = await fetch(store + path, {
    method: body === undefined ? 'GET' : 'POST',
    body: body === undefined ? null : JSON.stringify(body),
  });
  return answer.json();
}

// biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
async function grant(body: Record<string, unknown>): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${store}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: 'key-1', client_secret: SECRET, ...body }),
  });
  return { status: answer.status, body: await answer.json() };
}

function sessionToken(change: Record<string, unknown> = {}, secret = SECRET): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'https://backroom-demo.myshopify.com/admin',
    dest: 'https://backroom-demo.myshopify.com',
    aud: 'key-1',
    sub: '42',
    exp: now + 60,
    nbf: now,
    iat: now,
    jti: 'j',
    sid: 's',
  };
  return signSessionToken({ ...claims, ...change }, secret);
}

const exchange = (change: Record<string, unknown> = {}, token = sessionToken()) =>
  grant({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: token,
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
    ...change,
  });
const refresh = (token: string) => grant({ grant_type: 'refresh_token', refresh_token: token });

async function ask(token: string, query = '{ shop { name } }') {
  const answer = await fetch(`${store}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': token },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
  return { status: answer.status, body: (await answer.json()) as any };
}

test('a session token buys an offline token with its refresh token, good for an hour', async () => {
  const { status, body } = await exchange();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    scope: 'read_orders,write_products',
    expires_in: 3600,
    refresh_token_expires_in: 7776000,
  });
  expect((await ask(body.access_token)).body.data.shop.name).toBe('backroom-demo');
  await control('/_store/clock', { advanceSeconds: 3601 });
  const late = await ask(body.access_token);
  expect(late.status).toBe(401);
  expect(late.body.errors).toContain('Invalid API key or access token');
});

test('an online token names its user', async () => {
  const { body } = await exchange({ requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token' });
  expect(body.associated_user.id).toBe(42);
  expect(body.refresh_token).toBeUndefined();
});

test.each([
  ['signed with a foreign secret', sessionToken({}, 'other')],
  ['out of date', sessionToken({ exp: Math.floor(Date.now() / 1000) - 5 })],
  ['made for another app', sessionToken({ aud: 'key-2' })],
  ['of another shop', sessionToken({ dest: 'https://other.myshopify.com' })],
  ['no token at all', 'abc'],
])('a session token %s is refused', async (_, token) => {
  const { status, body } = await exchange({}, token);
  expect(status).toBe(400);
  expect(body.error).toBe('invalid_subject_token');
});

test('a wrong client secret is refused', async () => {
  expect((await exchange({ client_secret: 'wrong' })).body.error).toBe('invalid_client');
});

test('a refresh token can be used again until its replacement is used', async () => {
  const first = (await exchange()).body;
  const second = (await refresh(first.refresh_token)).body;
  const again = (await refresh(first.refresh_token)).body;
  expect(again.access_token).not.toBe(second.access_token);
  expect((await refresh(second.refresh_token)).status).toBe(200);
  const dead = await refresh(first.refresh_token);
  expect(dead.status).toBe(400);
  expect(dead.body.error).toBe('invalid_grant');
});

test('what the scopes do not cover is denied', async () => {
  const { body } = await exchange();
  const answer = await ask(body.access_token, '{ customers(first: 1) { nodes { id } } }');
  expect(JSON.stringify(answer.body.errors)).toContain('ACCESS_DENIED');
});

test('uninstalling kills the tokens, tells the app, and 48 hours later asks it to redact the shop', async () => {
  const { body } = await exchange();
  await control('/_store/apps/key-1/uninstall', {});
  expect((await ask(body.access_token)).status).toBe(401);
  expect((await exchange()).body.error).toBe('app_not_installed');
  await control('/_store/clock', { advanceSeconds: 47 * 3600 });
  expect(app.received.map((one) => one.headers['x-shopify-topic'])).toEqual(['app/uninstalled']);
  await control('/_store/clock', { advanceSeconds: 3600 });
  const [redact] = app.ofTopic('shop/redact');
  expect(redact?.body.shop_domain).toBe('backroom-demo.myshopify.com');
});

test('an app that comes back in time is not asked to redact', async () => {
  await control('/_store/apps/key-1/uninstall', {});
  await control('/_store/apps/key-1/install', {});
  await control('/_store/clock', { advanceSeconds: 72 * 3600 });
  expect(app.ofTopic('shop/redact')).toHaveLength(0);
  expect((await exchange()).status).toBe(200);
});

test('changed scopes hold for tokens that are out and are told', async () => {
  const { body } = await exchange();
  await control('/_store/apps/key-1/scopes', { scopes: ['read_orders', 'write_products', 'read_customers'] });
  await control('/_store/deliveries/run', {});
  expect(app.ofTopic('app/scopes_update')[0]?.body).toMatchObject({ previous: ['read_orders', 'write_products'] });
  const { data } = (
    await ask(body.access_token, '{ currentAppInstallation { accessScopes { handle } app { title } } }')
  ).body;
  expect(data.currentAppInstallation.app.title).toBe('Back Office');
  expect(data.currentAppInstallation.accessScopes).toContainEqual({ handle: 'read_customers' });
});

test('an app uninstalls itself', async () => {
  const { body } = await exchange();
  const answer = await ask(body.access_token, 'mutation { appUninstall { app { title } userErrors { message } } }');
  expect(answer.body.data.appUninstall).toEqual({ app: { title: 'Back Office' }, userErrors: [] });
  expect((await ask(body.access_token)).status).toBe(401);
});

test('the authorization code flow ends with a signed redirect and a code that is good once', async () => {
  const query = new URLSearchParams({ client_id: 'key-1', redirect_uri: `${app.url}/auth/callback`, state: 'n1' });
  const answer = await fetch(`${store}/admin/oauth/authorize?${query}`, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  const hmac = back.searchParams.get('hmac');
  back.searchParams.delete('hmac');
  back.searchParams.sort();
  const signed = decodeURIComponent(back.searchParams.toString());
  expect(createHmac('sha256', SECRET).update(signed).digest('hex')).toBe(hmac);
  expect(back.searchParams.get('state')).toBe('n1');
  const code = back.searchParams.get('code');
  expect((await grant({ code })).body.access_token).toMatch(/^shpat_/);
  expect((await grant({ code })).status).toBe(400);
});

test('tokens outlive a reset of the shop', async () => {
  const { body } = await exchange();
  await control('/_store/reset', {});
  expect((await ask(body.access_token)).status).toBe(200);
});
