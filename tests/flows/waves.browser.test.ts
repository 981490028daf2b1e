// A backlog becomes waves: rules and windows are said, all that is ready is planned, looked at, released and seen on the floor's map.
// The tests follow one another.
import { execFileSync } from 'node:child_process';
import pg from 'pg';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { placeRole } from '../../scripts/household.ts';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse } from '../house.ts';
import { openInAdmin, whenListed, whenRead } from '../in-admin.ts';

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

const button = (frame: Frame, name: string | RegExp) =>
  frame.getByRole('button', { name, exact: typeof name === 'string' });

/** Bins for everything, and a floor drawn from their names. */
function furnish(): void {
  const { command, args, env } = placeRole({
    databaseUrl: house.database.url,
    storePort: 1,
    appUrl: house.appUrl,
    ...{ apiKey: house.apiKey, apiSecret: house.apiSecret, tokenKeys: Buffer.alloc(32, 7).toString('base64') },
    ...{ logLevel: 'warn', smtpUrl: 'smtp://localhost:1', mode: 'production' },
  });
  execFileSync(command, args, { env, timeout: 120_000 });
}

test('a cart, a rule and a cut-off are said; what is wrong is named and nothing typed is lost', async () => {
  await openInAdmin(page, '/app');
  await whenRead(page);
  await whenListed(page, '/app/orders?tab=ready', 'tbody tr a');
  furnish();

  let frame = await openInAdmin(page, '/app/waves/carts');
  await button(frame, 'Add cart').first().click();
  await frame.getByLabel('Name', { exact: true }).fill('Blue trolley');
  await frame.getByLabel('Totes', { exact: true }).fill('0');
  await button(frame, 'Save').click();
  await frame.getByText('Enter how many totes it carries, from 1 to 100').waitFor();
  expect(await frame.getByLabel('Name', { exact: true }).inputValue()).toBe('Blue trolley');
  await frame.getByLabel('Totes', { exact: true }).fill('8');
  await button(frame, 'Save').click();
  await button(frame, 'Blue trolley').waitFor();

  frame = await openInAdmin(page, '/app/waves/rules');
  await button(frame, 'Add rule').first().click();
  await frame.getByLabel('Name', { exact: true }).fill('Small orders');
  await frame.getByLabel('Countries').fill('England');
  await button(frame, 'Save').click();
  await frame.getByText('Enter country codes of two letters, for example GB, IE').waitFor();
  await frame.getByLabel('Countries').fill('');
  await frame.getByLabel('to', { exact: true }).first().fill('1');
  await frame.getByLabel('Cart', { exact: true }).selectOption({ label: 'Blue trolley' });
  await button(frame, 'Save').click();
  await frame.getByText('1 lines or fewer · Blue trolley').waitFor();

  await frame.getByLabel('Cut-off').first().fill('25:00');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await frame.getByText('Enter the cut-off as hours and minutes, for example 16:30').waitFor();
  await frame.getByLabel('Cut-off').first().fill('23:59');
  for (const day of ['Sat', 'Sun']) await frame.getByLabel(day).first().check();
  // One carrier's parcels have to be ready earlier; its name is one that open orders have.
  await button(frame, 'Add window').click();
  await frame.getByLabel('Window 2', { exact: true }).fill('Courier');
  await frame.getByLabel('Cut-off').nth(1).fill('23:58');
  for (const day of ['Sat', 'Sun']) await frame.getByLabel(day).nth(1).check();
  await button(frame, 'Add UPS Standard to Shipping methods of window 2').click();
  await button(frame, 'Add DHL Express to Shipping methods of window 2').click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('#save-bar').waitFor({ state: 'hidden' });
  frame = await openInAdmin(page, '/app/waves/rules');
  // Earliest first.
  expect(
    await frame.getByLabel('Cut-off').evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
  ).toEqual(['23:58', '23:59']);
  expect(await frame.getByLabel('Shipping methods of window 1', { exact: true }).inputValue()).toBe(
    'UPS Standard, DHL Express',
  );
  expect(complaints).toEqual([]);
}, 240_000);

test('all that is ready is planned with metres and finish times, one wave is released, and its walk is drawn', async () => {
  let frame = await openInAdmin(page, '/app/waves/new');
  await button(frame, 'Plan all waves').click();
  await button(frame, /^Plan \d+ waves?$/).waitFor({ timeout: 60_000 });
  await frame.getByText(/ on foot: \d+ % less than order by order/).waitFor();
  await frame.getByText('Small orders').first().waitFor();
  await frame
    .getByText(/23:58.* · Courier$/)
    .first()
    .waitFor();
  await frame
    .getByLabel(/^Select wave/)
    .first()
    .check();
  await button(frame, 'Plan and release 1 wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  await frame.getByRole('img', { name: /^The walk: \d+ stops?/ }).waitFor();
  await frame.getByText('As planned').waitFor();
  await frame
    .getByText(/^Tote \d+$/)
    .first()
    .waitFor();
  await frame
    .getByLabel(/^Picked of /)
    .first()
    .waitFor();

  frame = await openInAdmin(page, '/app/waves?tab=not-in-waves');
  await frame.getByText('It rides in wave 1.').first().waitFor();
  await frame.getByRole('link', { name: 'See wave 1' }).first().click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  expect(complaints).toEqual([]);
}, 180_000);

test('a line that no bin holds alone stands at each of them, and is counted at each', async () => {
  const owner = new pg.Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  await owner.query(`
    WITH more AS (SELECT "shop", "locationId", "bin" || '-b' AS "name", "inventoryItemId" FROM "BinStock"),
    added AS (INSERT INTO "Bin" ("shop", "locationId", "name") SELECT "shop", "locationId", "name" FROM more)
    INSERT INTO "BinStock" ("shop", "locationId", "bin", "inventoryItemId") SELECT "shop", "locationId", "name", "inventoryItemId" FROM more`);
  await owner.query('UPDATE "BinStock" SET "quantity" = 1');
  await owner.query(`
    UPDATE "FulfillmentOrderLine" f SET "remainingQuantity" = 2, "totalQuantity" = 2
    WHERE "remainingQuantity" = 1 AND NOT EXISTS (SELECT FROM "WaveLine" l WHERE l."fulfillmentOrderLineId" = f."id")`);
  await owner.end();
  const frame = await openInAdmin(page, '/app/waves/new');
  await frame.getByLabel('Orders at most').selectOption('20');
  await button(frame, 'Plan this wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  await frame
    .getByText(/Also 1 from \S+-b/)
    .first()
    .waitFor();
  const parts = await frame.getByText(/^1 of \d$/).count();
  expect(parts).toBeGreaterThan(0);
  await button(frame, 'Release').click();
  const there = frame.getByLabel(/ from \S+-b \(units\)$/).first();
  await there.waitFor();
  await there.fill('0');
  await button(frame, 'Mark as picked').click();
  await frame.getByRole('columnheader', { name: 'Short' }).waitFor();
  expect(await frame.getByText(/^1 of \d$/).count()).toBe(parts);
  expect(complaints).toEqual([]);
}, 180_000);
