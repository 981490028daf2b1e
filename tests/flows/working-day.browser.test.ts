// A merchant's day in Chromium: the production build in the emulated admin at Shopify's own addresses, with the app's own
// Content-Security-Policy and Shopify's script address in force. The tests follow one another, as the day does.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse } from '../house.ts';
import { admin, appFrame, follow, whenListed, whenRead } from '../in-admin.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  house = await startHouse({ furnished: true });
  browser = await launchChromium({ tlsPort: house.tlsPort });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

test('the merchant installs Backroom, and it reads the store', async () => {
  await fetch(`${house.storeUrl}/_store/apps/${house.apiKey}/uninstall`, { method: 'POST' });
  await page.goto(`${admin}/apps/backroom`);
  await page.getByRole('button', { name: 'Install' }).click();
  const frame = await appFrame(page, '/app');
  expect(await frame.textContent('h1')).toBe('Today in the back room');
  await whenRead(page);
  await whenListed(page, '/app/orders?tab=ready', 'tbody tr a');
  expect(complaints).toEqual([]);
});

test('an order placed in the admin arrives in Backroom by itself', async () => {
  await page.goto(`${admin}/orders/new`);
  await page.locator('#choices input[type=number]').first().fill('1');
  await page.getByRole('button', { name: 'Create order' }).click();
  await page.waitForURL(/\/orders\/\d+/);
  const name = (await page.textContent('h1'))?.match(/#\d+/)?.[0] ?? '';
  const frame = await whenListed(page, `/app/orders?q=${encodeURIComponent(name)}`, `tbody >> text=${name}`);
  await follow(frame, `tbody a:has-text("${name}")`, /\/app\/orders\/\d+$/);
  expect(await frame.textContent('h1')).toBe(name);
  await frame.locator('text=/^1 of 1 to ship$/').waitFor();
  expect(complaints).toEqual([]);
});
