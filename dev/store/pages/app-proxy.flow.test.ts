import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerApp } from '../auth/app.ts';
import { installApp } from '../auth/install.ts';
import { api } from '../domains.ts';
import { Shops } from '../kernel/shops.ts';
import { createStoreServer } from '../server.ts';
import { act } from './merchant.ts';
import { startSmallApp } from './small-app.ts';

const shops = new Shops(api);
const world = shops.open();
let small: Awaited<ReturnType<typeof startSmallApp>>;
let server: Server;
let origin: string;

beforeAll(async () => {
  small = await startSmallApp();
  installApp(world, registerApp(world, small.definition));
  server = createStoreServer(shops);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server?.close().closeAllConnections();
  await small?.close();
});

const SHOP = { 'x-emulated-host': world.shop };

test('the app gets the request below its own address, with the parameters of the proxy and a signature over all of them', async () => {
  const answer = await fetch(`${origin}/apps/small/returns/new?item=7&item=9&shop=evil.myshopify.com`, {
    headers: SHOP,
  });
  const { signature, body: _, ...given } = (await answer.json()) as Record<string, string>;
  const { url } = small.seen.at(-1)!;
  expect(url.pathname).toBe('/proxy/returns/new');
  expect(given).toMatchObject({ shop: world.shop, path_prefix: '/apps/small', logged_in_customer_id: '' });
  expect(url.searchParams.getAll('shop')).toEqual([world.shop]);
  const names = [...new Set(url.searchParams.keys())].filter((name) => name !== 'signature').sort();
  const text = names.map((name) => `${name}=${url.searchParams.getAll(name).join(',')}`).join('');
  expect(text).toContain('item=7,9');
  expect(signature).toBe(createHmac('sha256', 'small-secret').update(text).digest('hex'));
});

test('a posted form arrives whole; cookies stay with the shop', async () => {
  await fetch(`${origin}/storefront/backroom-demo/apps/small/returns`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: 'secret=1' },
    body: 'order=1001&email=a%40b.example',
  });
  const { method, body, headers } = small.seen.at(-1)!;
  expect({ method, body, cookie: headers.cookie }).toEqual({
    method: 'POST',
    body: 'order=1001&email=a%40b.example',
    cookie: undefined,
  });
});

test('a customer who is signed in is named by number', async () => {
  const { payload } = act(
    { shops, world },
    'mutation { customerCreate(input: { firstName: "Ada", email: "ada@example.com" }) { customer { id } userErrors { message } } }',
  );
  const number = payload.customer.id.split('/').at(-1);
  const answer = await fetch(`${origin}/apps/small/who`, {
    headers: { ...SHOP, cookie: `dev_store_customer=${number}` },
  });
  expect(((await answer.json()) as Record<string, string>).logged_in_customer_id).toBe(number);
});

test('Liquid is shown inside the theme', async () => {
  const answer = await fetch(`${origin}/storefront/backroom-demo/apps/small/page`);
  expect(answer.headers.get('content-type')).toMatch('text/html');
  const text = await answer.text();
  expect(text).toContain('<h2>Return an item</h2>');
  expect(text).toContain('<header class="shop">');
});

test('an app that does not answer is named, and so is an address without an app', async () => {
  const app = world.where('App', 'handle', 'small')[0]!;
  world.patch('App', app, { appProxy: { url: 'http://127.0.0.1:9', prefix: 'apps', subpath: 'small' } });
  const answer = await fetch(`${origin}/apps/small/page`, { headers: SHOP });
  expect(answer.status).toBe(502);
  expect(await answer.text()).toContain('Small did not answer at http://127.0.0.1:9');
  expect((await fetch(`${origin}/apps/nobody/page`, { headers: SHOP })).status).toBe(404);
});
