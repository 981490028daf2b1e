// The calendar as a merchant uses it: an event typed wrongly and then rightly, a file with a bad row, a discount of Shopify, holidays.
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse, until } from '../house.ts';
import { openInAdmin } from '../in-admin.ts';

const DAY = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const pictures = process.env.PICTURES;

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '20'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

async function picture(name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  writeFileSync(`${pictures}/${name}.png`, await page.screenshot({ fullPage: true }));
}

test('an event typed wrongly loses nothing, and stands in the calendar once it is right', async () => {
  const frame = await openInAdmin(page, '/app/reorder/calendar/new');
  await frame.getByLabel('Title').fill('Winter sale');
  await frame.getByLabel('First day').fill(day(20));
  await frame.getByLabel('Last day').fill(day(10));
  await frame.getByLabel('Expected demand').fill('2.5');
  await frame.getByRole('button', { name: 'Save', exact: true }).click();
  await frame.locator('text=The last day is before the first day').first().waitFor();
  expect(await frame.getByLabel('Title').inputValue()).toBe('Winter sale');
  await picture('calendar-event-wrong');
  await frame.getByLabel('Last day').fill(day(24));
  await frame.getByRole('button', { name: 'Save', exact: true }).click();
  await frame.waitForURL((url) => url.pathname === '/app/reorder/calendar');
  await frame.locator('tbody >> text=Winter sale').waitFor();
  await frame.locator('tbody >> text=×2.5 expected').waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

test('of a file the good rows are taken and the bad one is answered with its line', async () => {
  const frame = await openInAdmin(page, '/app/reorder/calendar');
  const text = [
    'kind,title,first day,last day,applies to,which,percent off,expected demand',
    `flash-sale,Night sale,${day(3)},${day(3)},everything,,40,5`,
    `launch,Nothing like it,${day(30)},${day(31)},variants,NO-SUCH-SKU,,`,
    `promotion,Backwards,${day(9)},${day(8)},everything,,,`,
  ].join('\n');
  await frame
    .locator('input[type=file]')
    .setInputFiles({ name: 'calendar.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await frame.locator('text=1 added, 0 changed, 2 rows not taken').waitFor();
  await frame.locator('text=/Line 3, which: .*NO-SUCH-SKU/').waitFor();
  await frame.locator('text=/Line 4, last day: /').waitFor();
  await frame.locator('tbody >> text=Night sale').waitFor();
  expect(complaints).toEqual([]);
});

test('a discount of Shopify comes by itself, and a closed holiday is one tick', async () => {
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': 'shpat_dev' },
    body: JSON.stringify({
      query: `mutation ($input: DiscountAutomaticBasicInput!) {
        discountAutomaticBasicCreate(automaticBasicDiscount: $input) { userErrors { field message } } }`,
      variables: {
        input: {
          title: 'Twelve days of tea',
          startsAt: new Date(Date.now() + 25 * DAY).toISOString(),
          endsAt: new Date(Date.now() + 37 * DAY).toISOString(),
          customerGets: { value: { percentage: 0.15 }, items: { all: true } },
        },
      },
    }),
  });
  expect(JSON.stringify(await answer.json())).toContain('"userErrors":[]');
  let frame = await openInAdmin(page, '/app/reorder/calendar');
  const allow = () => frame.getByRole('button', { name: 'Allow discounts' });
  await allow().waitFor();
  await picture('calendar-asks');
  // Kept back it costs nothing, and can still be given.
  await allow().click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await frame.locator('text=You kept the permission back').waitFor();
  await allow().click();
  await page.getByRole('button', { name: 'Update', exact: true }).click();
  await frame.locator('text=It is being read').waitFor();
  await until(
    async () => {
      frame = await openInAdmin(page, '/app/reorder/calendar');
      return (await frame.locator('tbody >> text=Twelve days of tea').count()) > 0;
    },
    { what: 'the discount in the calendar', deadline: 30_000, every: 500 },
  );
  const christmas = frame.getByLabel(/^Christmas Day, /).first();
  await christmas.check();
  await frame.getByRole('button', { name: 'Save closed days' }).click();
  await frame.locator('tbody >> text=Christmas Day').first().waitFor();
  await frame.locator('h1').scrollIntoViewIfNeeded();
  await picture('calendar');
  await page.setViewportSize({ width: 375, height: 812 });
  const wide = await frame.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(wide).toBe(0);
  await picture('calendar-phone');
  await frame.locator('ul[aria-label=Events] a').first().click();
  await frame.waitForURL((url) => /calendar\/[0-9a-f-]{36}$/.test(url.pathname));
  await frame.getByLabel('Expected demand').waitFor();
  await picture('calendar-event-phone');
  expect(complaints).toEqual([]);
}, 120_000);
