import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { addProduct } from '../admin/products/adding.ts';
import { api } from '../domains.ts';
import { Shops } from '../kernel/shops.ts';
import type { World } from '../kernel/world.ts';
import { createStoreServer } from '../server.ts';
import { Receiver } from './receiver.ts';

const SECRET = 'shpss_first';
const TOML = `
client_id = "key-1"
name = "Ears"
application_url = "https://example.com"
[access_scopes]
scopes = "read_products"
[webhooks]
api_version = "2026-07"
  [[webhooks.subscriptions]]
  topics = ["shop/update"]
  uri = "/webhooks"
  name = "the-shop"
`;

let world: World;
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
  const shops = new Shops(api);
  world = shops.open();
  server = createStoreServer(shops);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  store = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await register();
});
afterEach(() => server.close().closeAllConnections());

// biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
async function control(path: string, body?: unknown): Promise<any> {
  const post = body !== undefined;
  const answer = await fetch(store + path, { method: post ? 'POST' : 'GET', body: post ? JSON.stringify(body) : null });
  return answer.json();
}

const register = (more = '') =>
  control('/_store/apps', { toml: TOML + more, secret: SECRET, url: app.url, install: true });

async function ask(query: string) {
  const answer = await fetch(`${store}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are read by each test
  return ((await answer.json()) as any).data;
}

const shopId = 'gid://shopify/Shop/68000000001';
const happen = () => world.emit('shop/update', shopId);
const arrived = () => control('/_store/deliveries/run', {});

test('a delivery carries its headers and a signature over the bytes that were sent', async () => {
  happen();
  await arrived();
  const [{ headers, raw, path, body }] = app.received as [(typeof app.received)[0]];
  expect(path).toBe('/webhooks');
  expect(headers['x-shopify-hmac-sha256']).toBe(createHmac('sha256', SECRET).update(raw).digest('base64'));
  expect(headers).toMatchObject({
    'x-shopify-topic': 'shop/update',
    'x-shopify-shop-domain': 'backroom-demo.myshopify.com',
    'x-shopify-api-version': '2026-07',
    'x-shopify-name': 'the-shop',
  });
  expect(headers['x-shopify-webhook-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers['x-shopify-triggered-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
  expect(body.myshopify_domain).toBe('backroom-demo.myshopify.com');
});

test('two subscriptions hear the same event under two webhook ids; include_fields and filter are honoured', async () => {
  await register(`
  [[webhooks.subscriptions]]
  topics = ["shop/update"]
  uri = "/cut"
  include_fields = ["id", "updated_at"]
  [[webhooks.subscriptions]]
  topics = ["shop/update"]
  uri = "/deaf"
  filter = "country:US"`);
  happen();
  await arrived();
  const cut = app.received.find((one) => one.path === '/cut');
  const whole = app.received.find((one) => one.path === '/webhooks');
  expect(app.received).toHaveLength(2);
  expect(Object.keys(cut?.body).sort()).toEqual(['id', 'updated_at']);
  expect(cut?.headers['x-shopify-event-id']).toBe(whole?.headers['x-shopify-event-id']);
  expect(cut?.headers['x-shopify-webhook-id']).not.toBe(whole?.headers['x-shopify-webhook-id']);
});

test('a subscription hears the metafields it asks for; one that wants XML is told it gets none', async () => {
  const product = addProduct(world, { title: 'Salt Pig' });
  const metafields = ['size', 'color']
    .map(
      (key) =>
        `{ ownerId: "${product.id}", namespace: "custom", key: "${key}", type: "single_line_text_field", value: "x" }`,
    )
    .join(' ');
  const subscribe = (path: string, more: string) =>
    ask(`mutation { webhookSubscriptionCreate(topic: PRODUCTS_UPDATE, webhookSubscription: {
      uri: "${app.url.replace('http:', 'https:')}/${path}" ${more} }) { webhookSubscription { id } userErrors { message } } }`);
  const { webhookSubscription } = (
    await subscribe('some', 'includeFields: ["id"], metafields: [{ namespace: "custom", key: "size" }]')
  ).webhookSubscriptionCreate;
  const all = (await subscribe('all', 'metafieldNamespaces: ["custom"]')).webhookSubscriptionCreate.webhookSubscription;
  await subscribe('xml', 'format: XML');
  // Shopify takes https addresses alone; the receiver of this test speaks http.
  for (const { id } of [webhookSubscription, all]) {
    const made = world.get('WebhookSubscription', id)!;
    world.patch('WebhookSubscription', made, { uri: made.uri.replace('https:', 'http:') });
  }
  await ask(`mutation { metafieldsSet(metafields: [${metafields}]) { userErrors { message } } }`);
  await arrived();
  const heard = (path: string) => app.received.find((one) => one.path === path)?.body;
  expect(Object.keys(heard('/some'))).toEqual(['id', 'metafields']);
  expect(heard('/some').metafields).toMatchObject([{ namespace: 'custom', key: 'size', value: 'x' }]);
  expect(heard('/all').metafields).toHaveLength(2);
  const { deliveries } = await control('/_store/deliveries?status=dropped');
  expect(deliveries).toMatchObject([{ note: 'the dev store writes bodies in JSON only' }]);
});

test('a refused delivery is tried again 8 times within 4 hours, unchanged, and then given up; a declared subscription stays', async () => {
  app.answer = () => 500;
  happen();
  world.patch('Shop', world.get('Shop', shopId)!, { name: 'Renamed' });
  await control('/_store/clock', { advanceSeconds: 4 * 3600 + 120 });
  expect(app.received).toHaveLength(9);
  expect(new Set(app.received.map((one) => one.headers['x-shopify-webhook-id'])).size).toBe(1);
  expect(new Set(app.received.map((one) => String(one.raw))).size).toBe(1);
  const { counts } = await control('/_store/deliveries?status=failed');
  expect(counts.failed).toBe(1);
  app.answer = () => 200;
  happen();
  await arrived();
  expect(app.received).toHaveLength(10);
});

test('a redirect is a failure; the retry arrives when its time has come', async () => {
  app.answer = () => 302;
  happen();
  await control('/_store/clock', { advanceSeconds: 1 });
  app.answer = () => 200;
  await control('/_store/clock', { advanceSeconds: 20 });
  expect(app.received).toHaveLength(1);
  await control('/_store/clock', { advanceSeconds: 60 });
  expect(app.received).toHaveLength(2);
});

test('an API-made subscription whose delivery failed for good is removed', async () => {
  await ask(`mutation { webhookSubscriptionCreate(topic: SHOP_UPDATE, webhookSubscription: { uri: "https://127.0.0.1:1/gone" }) {
    webhookSubscription { id } userErrors { message } } }`);
  happen();
  await control('/_store/clock', { advanceSeconds: 3600 });
  expect((await ask('{ webhookSubscriptionsCount { count } }')).webhookSubscriptionsCount.count).toBe(1);
  await control('/_store/clock', { advanceSeconds: 4 * 3600 });
  expect((await ask('{ webhookSubscriptionsCount { count } }')).webhookSubscriptionsCount.count).toBe(0);
});

test('an app that does not answer in 5 s has failed', async () => {
  app.answer = () => new Promise<number>((resolve) => setTimeout(() => resolve(200), 5500).unref());
  happen();
  const start = performance.now();
  await arrived();
  expect(performance.now() - start).toBeLessThan(5400);
  const { deliveries } = await control('/_store/deliveries');
  expect(deliveries[0]).toMatchObject({
    status: 'pending',
    attempts: [{ status: null, error: 'no answer within 5 s' }],
  });
}, 10_000);

test('chaos is the same for the same seed: drops, duplicates and a new order', async () => {
  const storm = async (seed: number) => {
    app.received = [];
    await control('/_store/reset', {});
    await control('/_store/chaos', { duplicate: 0.3, drop: 0.05, reorder: 'hold', seed, concurrency: 1 });
    for (let at = 0; at < 400; at++) world.emit('shop/update', shopId, { extra: { at }, eventId: `event-${at}` });
    await arrived();
    return app.received.map((one) => one.headers['x-shopify-event-id']);
  };
  const first = await storm(7);
  const events = new Set(first);
  expect(events.size).toBeGreaterThan(360);
  expect(events.size).toBeLessThan(395);
  expect(first.length / events.size).toBeGreaterThan(1.2);
  expect(first.length / events.size).toBeLessThan(1.4);
  const inOrder = first.filter((event, at) => at === 0 || Number(event!.slice(6)) >= Number(first[at - 1]!.slice(6)));
  expect(inOrder.length).toBeLessThan(first.length * 0.7);
  expect(await storm(7)).toEqual(first);
  expect(await storm(8)).not.toEqual(first);
});

test('duplicates carry the same webhook id', async () => {
  await control('/_store/chaos', { duplicate: 1 });
  happen();
  await arrived();
  expect(app.received).toHaveLength(2);
  expect(app.received[0]?.headers['x-shopify-webhook-id']).toBe(app.received[1]?.headers['x-shopify-webhook-id']);
});

test('after a rotation deliveries are signed with the old secret until the switch', async () => {
  const signedWith = (secret: string) => {
    const { headers, raw } = app.received.at(-1)!;
    return headers['x-shopify-hmac-sha256'] === createHmac('sha256', secret).update(raw).digest('base64');
  };
  const { secret } = await control('/_store/secret/rotate', { switchAfterSeconds: 1800 });
  happen();
  await arrived();
  expect(signedWith(SECRET)).toBe(true);
  await control('/_store/clock', { advanceSeconds: 1801 });
  happen();
  await arrived();
  expect(signedWith(secret)).toBe(true);
});

test('a delivery can be looked at and sent once more', async () => {
  happen();
  await arrived();
  const { deliveries } = await control('/_store/deliveries?topic=shop/update');
  const whole = await control(`/_store/deliveries/${deliveries[0].number}`);
  expect(whole.body.name).toBe('backroom-demo');
  await control(`/_store/deliveries/${deliveries[0].number}/redeliver`, {});
  expect(app.received).toHaveLength(2);
});

test('without approval for protected data the personal fields are null', async () => {
  await control('/_store/protected-data', { hidden: true });
  happen();
  await arrived();
  expect(app.received[0]?.body).toMatchObject({ email: null, name: 'backroom-demo' });
  const made = await ask(
    'mutation { customerCreate(input: { firstName: "Ada", email: "ada@example.com" }) { customer { id firstName email displayName } } }',
  );
  expect(made.customerCreate.customer).toMatchObject({ firstName: null, email: null, displayName: '' });
});

test('a wrong knob is named', async () => {
  expect((await control('/_store/chaos', { duplicte: 1 })).error).toContain('duplicte');
  expect((await control('/_store/chaos', { drop: 2 })).error).toBe('drop must be a number from 0 to 1');
});

test('deliveries go out side by side: one that is slow holds up none of the others', async () => {
  for (let at = 0; at < 200; at++) world.emit('shop/update', shopId, { extra: { at } });
  const others = Promise.withResolvers<number>();
  app.answer = () => {
    if (app.received.length === 200) others.resolve(200);
    return app.received.length === 1 ? others.promise : 200;
  };
  await arrived();
  expect(app.received).toHaveLength(200);
});

/** A mutation as an app sends it; what became of the connection, and how many customers there are then. */
async function asApp(): Promise<{ answered: boolean; customers: number }> {
  const app = world.all('App').find((one) => one.apiKey === 'key-1')!.id;
  const id = 'shpat_of_the_app';
  if (!world.get('AccessToken', id))
    world.insert('AccessToken', { id, app, scopes: ['*'], expiresAt: null, user: null });
  const answered = await fetch(`${store}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': id },
    body: JSON.stringify({
      query: '#graphql\n mutation { customerCreate(input: { lastName: "Alder" }) { customer { id } } }',
    }),
  }).then(
    (answer) => answer.ok,
    () => false,
  );
  return { answered, customers: world.all('Customer').length };
}

test('the answer to a mutation can be cut off after the work is done, or the connection before it', async () => {
  expect(await asApp()).toEqual({ answered: true, customers: 1 });
  await control('/_store/chaos', { cutAnswer: 1 });
  expect(await asApp()).toEqual({ answered: false, customers: 2 });
  await control('/_store/chaos', { cutAnswer: 0, cutRequest: 1 });
  expect(await asApp()).toEqual({ answered: false, customers: 2 });
  // The development token is spared: whoever plays the merchant is not part of the trouble.
  expect(await ask('mutation { customerCreate(input: { lastName: "Birch" }) { customer { id } } }')).toBeTruthy();
});

test('one app can be given the points of a greater plan', async () => {
  await control('/_store/limits', { app: 'development', maximumAvailable: 20_000, restoreRate: 1000 });
  const cost = async () => {
    const answer = await fetch(`${store}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
      body: JSON.stringify({ query: '{ shop { name } }' }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the answer's extensions
    return ((await answer.json()) as any).extensions.cost.throttleStatus;
  };
  expect(await cost()).toMatchObject({ maximumAvailable: 20_000, restoreRate: 1000 });
  await control('/_store/reset', {});
  expect(await cost()).toMatchObject({ maximumAvailable: 2000, restoreRate: 100 });
});
