import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, newPage } from '../../../../tests/chromium.ts';
import { registerApp } from '../../auth/app.ts';
import { installApp } from '../../auth/install.ts';
import { readSessionToken } from '../../auth/session-token.ts';
import { api } from '../../domains.ts';
import { Shops } from '../../kernel/shops.ts';
import { createStoreServer } from '../../server.ts';
import { act } from '../merchant.ts';
import { SMALL_SECRET, startSmallApp } from '../small-app.ts';
import { knowExtensions } from './extensions.ts';

const TOML = `api_version = "2026-07"
[[extensions]]
name = "t:name"
handle = "back"
type = "ui_extension"
[[extensions.targeting]]
module = "./src/Block.jsx"
target = "customer-account.order-status.block.render"
[[extensions.targeting]]
module = "./src/Page.jsx"
target = "customer-account.order.page.render"
`;
// As a build leaves it: one script that extends each target. Written by hand against the document, so that the test needs no build.
const BUNDLE = `
const add = (parent, name, attributes = {}, text = '') => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.append(text);
  parent.append(element);
  return element;
};
shopify.extend('customer-account.order-status.block.render', () => {
  const banner = add(document.body, 's-banner', { heading: shopify.i18n.translate('hello', { order: shopify.order.value.name }) });
  add(banner, 's-button', { href: 'extension:back/' }, 'Return items');
});
shopify.extend('customer-account.order.page.render', () => {
  const form = add(document.body, 's-form');
  const reason = add(form, 's-select', { label: 'Reason', placeholder: 'Choose' });
  add(reason, 's-option', { value: 'broken' }, 'Broken');
  const note = add(form, 's-text-field', { label: 'Note' });
  add(form, 's-button', { type: 'submit', variant: 'primary' }, 'Send');
  const said = add(document.body, 's-text');
  let typed = '';
  note.addEventListener('input', (event) => { typed = event.currentTarget.value; });
  let chosen = '';
  reason.addEventListener('change', (event) => { chosen = event.currentTarget.value; });
  form.addEventListener('submit', async () => {
    said.replaceChildren(JSON.stringify({ typed, chosen, token: await shopify.sessionToken.get(), window: typeof window }));
  });
});`;

let folder: string;
let browser: Browser;
let server: Server;
let small: Awaited<ReturnType<typeof startSmallApp>>;
let shop: string;
let order: string;
let customer: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'extensions-'));
  for (const part of ['dist', 'locales']) mkdirSync(join(folder, 'back', part), { recursive: true });
  writeFileSync(join(folder, 'back', 'shopify.extension.toml'), TOML);
  writeFileSync(join(folder, 'back', 'dist', 'back.js'), BUNDLE);
  writeFileSync(
    join(folder, 'back', 'locales', 'en.default.json'),
    '{"name":"Returns","hello":"Not happy with {{order}}?"}',
  );
  small = await startSmallApp();
  const shops = new Shops(api);
  const world = shops.open();
  installApp(world, registerApp(world, small.definition));
  knowExtensions('small-key', folder);
  const at = { shops, world };
  customer = act(
    at,
    'mutation { customerCreate(input: { firstName: "Ada", email: "ada@example.com" }) { customer { id } userErrors { message } } }',
  ).payload.customer.id;
  order = act(
    at,
    `mutation($id: ID!) { orderCreate(order: { currency: USD, customer: { toAssociate: { id: $id } }, lineItems: [
      { title: "Mug", quantity: 1, priceSet: { shopMoney: { amount: "12.50", currencyCode: USD } } }] }) { order { id } userErrors { message } } }`,
    { id: customer },
  ).payload.order.id;
  server = createStoreServer(shops);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  shop = `http://localhost:${(server.address() as AddressInfo).port}/storefront/backroom-demo`;
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  server?.close().closeAllConnections();
  await small?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a built extension draws in the customer's order, opens its own page, takes input and proves who the customer is", async () => {
  const { page, complaints } = await newPage(browser);
  await page.goto(`${shop}/account`);
  await page.click('button:has-text("Sign in")');
  await page.goto(`${shop}/account/orders/${order.split('/').at(-1)}`);
  expect(await page.textContent('s-banner h2')).toBe('Not happy with #1001?');
  await page.click('s-button >> text=Return items');
  await page.waitForURL('**/extensions/back');
  await page.locator('s-select select').selectOption('broken');
  await page.locator('s-text-field input').fill('the handle came off');
  await page.click('s-button >> text=Send');
  await page.waitForSelector('s-text:has-text("{")');
  const said = JSON.parse((await page.textContent('s-text'))!);
  expect(said).toMatchObject({ typed: 'the handle came off', chosen: 'broken', window: 'undefined' });
  const claims = readSessionToken(said.token, [SMALL_SECRET])!;
  expect(claims).toMatchObject({ sub: customer, aud: 'small-key', dest: 'backroom-demo.myshopify.com' });
  expect(complaints).toEqual([]);
});

test("another customer's order stays closed", async () => {
  const { page } = await newPage(browser);
  const answer = await page.goto(`${shop}/account/orders/${order.split('/').at(-1)}`);
  expect(answer!.url()).toBe(`${shop}/account`);
});
