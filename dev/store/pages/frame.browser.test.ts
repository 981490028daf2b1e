import { createHmac } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../../../tests/chromium.ts';
import { registerApp } from '../auth/app.ts';
import { installApp } from '../auth/install.ts';
import { api } from '../domains.ts';
import { Shops } from '../kernel/shops.ts';
import { createStoreServer } from '../server.ts';
import { SMALL_SECRET, startSmallApp } from './small-app.ts';
import { overTls } from './tls.ts';
import { createTunnel } from './tunnel.ts';

const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

let browser: Browser;
let small: Awaited<ReturnType<typeof startSmallApp>>;
let plain: Server;
let secure: Server;
let page: Page;
let complaints: string[];
const shops = new Shops(api);
const world = shops.open();

beforeAll(async () => {
  small = await startSmallApp();
  installApp(world, registerApp(world, small.definition));
  plain = createStoreServer(shops);
  secure = await overTls(plain);
  const [, tlsPort] = await Promise.all([listen(plain), listen(secure)]);
  browser = await launchChromium({ tlsPort });
});

afterAll(async () => {
  await browser?.close();
  for (const server of [plain, secure]) server?.close().closeAllConnections();
  await small?.close();
});

beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

async function openApp(path = ''): Promise<Frame> {
  await page.goto(`https://admin.shopify.com/store/backroom-demo/apps/small${path}`);
  return appFrame();
}
async function appFrame(): Promise<Frame> {
  const frame = await (await page.waitForSelector('#frame iframe')).contentFrame();
  await frame!.waitForSelector('#said', { state: 'attached' });
  await page.waitForSelector('#app-nav a', { state: 'attached' });
  return frame!;
}

test('the app is framed under its own frame-ancestors, with every parameter of the admin and a signature that holds', async () => {
  const frame = await openApp('/waves?view=late');
  expect(await frame.textContent('#path')).toBe('/waves');
  const request = small.seen.findLast(({ url }) => url.pathname === '/waves')!;
  const given = Object.fromEntries(request.url.searchParams);
  expect(given).toMatchObject({ view: 'late', embedded: '1', shop: 'backroom-demo.myshopify.com', locale: 'en-US' });
  expect(Buffer.from(given.host!, 'base64').toString()).toBe('admin.shopify.com/store/backroom-demo');
  const { hmac, ...rest } = given;
  const text = Object.keys(rest)
    .sort()
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(rest[name]!)}`)
    .join('&');
  expect(hmac).toBe(createHmac('sha256', SMALL_SECRET).update(text).digest('hex'));
  const [head, claims, signature] = given.id_token!.split('.');
  expect(createHmac('sha256', SMALL_SECRET).update(`${head}.${claims}`).digest('base64url')).toBe(signature);
  const { iss, dest, aud, exp, iat } = JSON.parse(Buffer.from(claims!, 'base64url').toString());
  expect({ iss, dest, aud, life: exp - iat }).toEqual({
    iss: 'https://backroom-demo.myshopify.com/admin',
    dest: 'https://backroom-demo.myshopify.com',
    aud: 'small-key',
    life: 60,
  });
  expect(complaints).toEqual([]);
});

test('requests of the app carry a fresh session token, and one that is refused is sent again with another', async () => {
  const frame = await openApp();
  const ask = () =>
    frame.evaluate(() => fetch('/data').then((response) => response.json() as Promise<{ authorization: string }>));
  const first = (await ask()).authorization;
  expect(first).toMatch(/^Bearer ey/);
  small.refuseOnce();
  const before = small.seen.length;
  const again = (await ask()).authorization;
  expect(again).not.toBe(first);
  expect(small.seen.slice(before).map(({ url }) => url.pathname)).toEqual(['/data', '/data']);
});

test('a page that lost its token bounces over App Bridge and comes back with one', async () => {
  const frame = await openApp('/bounced');
  await frame.waitForFunction(() => location.pathname === '/bounced');
  expect(await frame.textContent('#path')).toBe('/bounced');
});

test("the app's menu stands in the admin; a click, the back button and a reload keep the place", async () => {
  await openApp();
  expect(await page.locator('#app-nav a').allTextContents()).toEqual(['Waves', 'Returns']);
  await page.click('#app-nav >> text=Waves');
  await page.waitForURL('**/apps/small/waves');
  await expect.poll(async () => (await appFrame()).textContent('#path')).toBe('/waves');
  await page.waitForSelector('#app-nav a[aria-current]:has-text("Waves")');
  const frame = await appFrame();
  await frame.evaluate(() => history.pushState(null, '', '/waves/7?tab=picked'));
  await page.waitForURL('**/apps/small/waves/7?tab=picked');
  await page.goBack();
  await page.waitForURL('**/apps/small/waves');
  await page.goForward();
  await page.waitForURL('**/apps/small/waves/7?tab=picked');
  await page.reload();
  expect(await (await appFrame()).textContent('#path')).toBe('/waves/7');
});

test('title bar, save bar, modal and toast of the app work from the admin', async () => {
  const frame = await openApp();
  const said = () => frame.textContent('#said');
  expect(await page.textContent('#title')).toBe('Small title');
  await page.click('#actions >> text=Plan a wave');
  await expect.poll(said).toBe('primary pressed');

  await frame.evaluate(() => shopify.saveBar.show('bar'));
  await page.click('#discard');
  await expect.poll(said).toBe('discarded');
  await page.waitForSelector('#save-bar', { state: 'hidden' });

  await frame.evaluate(() => shopify.modal.show('modal'));
  await frame.click('dialog >> text=Done');
  await expect.poll(said).toBe('modal done');

  const pressed = frame.evaluate(
    () =>
      new Promise((resolve) => {
        shopify.toast.show('Wave planned', { action: 'Undo', onAction: () => resolve('undone') });
      }),
  );
  expect(await page.textContent('.toast span')).toBe('Wave planned');
  await page.click('.toast >> text=Undo');
  expect(await pressed).toBe('undone');
});

test('unsaved changes hold the merchant back until leaving is confirmed', async () => {
  const frame = await openApp();
  await frame.fill('input[name=name]', 'new name');
  await page.waitForSelector('#save-bar:visible');
  await page.click('#nav >> text=Waves');
  await page.click('dialog >> text=Stay');
  expect(page.url()).toMatch(/apps\/small$/);
  await page.click('#save');
  await expect.poll(() => frame.textContent('#said')).toBe('form sent');
  await page.waitForSelector('#save-bar', { state: 'hidden' });
});

test('a link to the admin leaves the frame', async () => {
  const frame = await openApp();
  await frame.click('#orders');
  await page.waitForURL('https://admin.shopify.com/store/backroom-demo/orders');
});

test('the global has every member that the published types name', async () => {
  const frame = await openApp();
  // Typed so that a member which Shopify adds to the types is missed here by the compiler.
  const members: Record<keyof typeof shopify, string> = {
    config: 'object',
    origin: 'string',
    ready: 'object',
    setSignals: 'function',
    environment: 'object',
    loading: 'function',
    idToken: 'function',
    user: 'function',
    toast: 'object',
    resourcePicker: 'function',
    scanner: 'object',
    modal: 'object',
    saveBar: 'object',
    pos: 'object',
    intents: 'object',
    webVitals: 'object',
    support: 'object',
    reviews: 'object',
    scopes: 'object',
    picker: 'function',
    app: 'object',
    shopifyQL: 'object',
    tools: 'object',
  };
  const names = Object.keys(members);
  const kinds = await frame.evaluate(
    (keys) => keys.map((key) => typeof (window as unknown as { shopify: Record<string, unknown> }).shopify[key]),
    names,
  );
  expect(Object.fromEntries(names.map((name, at) => [name, kinds[at]]))).toEqual(members);
  expect(await frame.evaluate(() => shopify.user())).toMatchObject({ accountAccess: 'full' });
});

test('an ordinary browser reaches the app through the tunnel, which lets the dev store frame it and nobody else', async () => {
  const origin = `http://localhost:${(plain.address() as AddressInfo).port}`;
  const local = await startSmallApp(`${origin}/shopifycloud/app-bridge.js`);
  const tunnel = createTunnel({ to: [local.url], admin: origin });
  const tunnelUrl = `http://localhost:${await listen(tunnel)}`;
  const app = world.where('App', 'handle', 'small')[0]!;
  const ordinary = await launchChromium();
  try {
    world.patch('App', app, { url: tunnelUrl });
    const visit = await newPage(ordinary);
    await visit.page.goto(`${origin}/store/backroom-demo/apps/small/waves`);
    const frame = await (await visit.page.waitForSelector('#frame iframe')).contentFrame();
    await expect.poll(() => frame!.textContent('#path')).toBe('/waves');
    const answer = await fetch(`${tunnelUrl}/?shop=backroom-demo.myshopify.com`);
    expect(answer.headers.get('content-security-policy')).toBe(
      `frame-ancestors https://backroom-demo.myshopify.com https://admin.shopify.com ${origin};`,
    );
    expect((await fetch(`${tunnelUrl}/`)).headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect(visit.complaints).toEqual([]);
  } finally {
    world.patch('App', app, { url: small.url });
    await ordinary.close();
    tunnel.close().closeAllConnections();
    await local.close();
  }
});
