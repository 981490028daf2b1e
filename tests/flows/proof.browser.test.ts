// The proof as a merchant meets it: played on demand, the winners and losers told, and one variant played again in the browser.
import { readFileSync } from 'node:fs';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { packDays } from '../../app/replenishment/demand/pack.ts';
import { connected } from '../../scripts/database.ts';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse, until } from '../house.ts';
import { appFrame, openInAdmin, whenRead } from '../in-admin.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '40'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

const owned = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  connected(house.database.ownerUrl, async (client) => (await client.query(sql, values)).rows as Row[]);
const button = (frame: Frame, name: string) => frame.getByRole('button', { name, exact: true });
const LENGTH = 500;
const PLACES = 60;

/** A past of a year and a half in place of the dev store's few weeks: some steady, some with a busy autumn, some that sell by fits. */
async function giveAPast(): Promise<void> {
  type Row = { inventoryItemId: string; locationId: string };
  const rows = await until(
    async () => {
      const kept = await owned<Row>(
        `SELECT d."inventoryItemId", d."locationId" FROM "DemandHistory" d
         JOIN "ReorderPoint" r USING ("shop", "inventoryItemId", "locationId") ORDER BY 1, 2 LIMIT ${PLACES}`,
      );
      return kept.length > 5 && kept;
    },
    { what: 'the reorder points', deadline: 180_000, every: 1000 },
  );
  for (const [index, { inventoryItemId, locationId }] of rows.entries()) {
    const units = Float64Array.from({ length: LENGTH }, (_, day) => {
      const noise = (day * 7919 + index * 104_729) % 11;
      if (index % 3 === 0) return noise % 4;
      if (index % 3 === 1) return noise === 0 ? 9 : 0;
      return day % 365 > 270 ? noise : noise % 3;
    });
    const states = Uint8Array.from({ length: LENGTH }, (_, day) => (day % 50 > 46 ? 1 : 0));
    const { units: packed, states: runs } = packDays({ units, states });
    await owned(
      `UPDATE "DemandHistory" SET "firstDay" = "until" - ${LENGTH}, "units" = $1, "states" = $2
       WHERE "inventoryItemId" = $3 AND "locationId" = $4`,
      [Buffer.from(packed), Buffer.from(runs), inventoryItemId, locationId],
    );
  }
}

async function fits(frame: Frame): Promise<void> {
  expect(
    await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
}

/** With PICTURES=FOLDER the pages are kept to be looked at, whole. */
async function picture(name: string): Promise<void> {
  if (!process.env.PICTURES) return;
  const size = page.viewportSize()!;
  await page.setViewportSize({ ...size, height: 2800 });
  await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
  await page.setViewportSize(size);
}

test('the past is played on demand, and winners and losers are told', async () => {
  await openInAdmin(page, '/app');
  await whenRead(page);
  await giveAPast();
  // What was said while the store was still being read is another test's matter.
  complaints.length = 0;
  const frame = await openInAdmin(page, '/app/reorder/proof');
  // The worker may have begun by itself: then there is something to play again already.
  await button(frame, 'Play the past again').or(button(frame, 'Play again')).click();
  await frame.getByText(/^Played /).waitFor({ timeout: 150_000 });
  expect(await frame.getByRole('heading', { name: 'The same demand, under each rule' }).count()).toBe(1);
  const table = frame.getByRole('table').first();
  expect(await table.getByRole('row').allTextContents()).toEqual([
    expect.stringContaining('Served from the shelf'),
    expect.stringMatching(/^Backroom.*%/),
    expect.stringMatching(/^Starter rule with as much stock.*%/),
    expect.stringMatching(/^Starter rule.*%/),
  ]);
  // Which days are scored, and how many of the targets held each.
  await frame.getByText(/^\d+ \w+ \d{4} to \d+ \w+ \d{4}, played again/).waitFor();
  await frame.getByText(/^\d+\.\d % of the volume came within two points of its target$/).waitFor();
  await frame.getByRole('img', { name: /^Promised 95 %, held \d+ of \d+ times/ }).waitFor();
  await picture('proof');

  await frame.getByRole('tab', { name: /We lose/ }).click();
  await frame.waitForURL((url) => url.searchParams.get('tab') === 'lost');

  const arriving = page.waitForEvent('download');
  await button(frame, 'Results (CSV)').click();
  const file = readFileSync(await (await arriving).path(), 'utf8')
    .trim()
    .split('\r\n');
  const [{ count } = { count: 0 }] = await owned<{ count: number }>('SELECT count(*)::int FROM "ReplayResult"');
  expect(file).toHaveLength(count + 1);
  expect(complaints).toEqual([]);
}, 400_000);

test('a page that is gone leads to the last one, and what is sought in vain says so', async () => {
  const frame = await openInAdmin(page, '/app/reorder/proof?page=99&class=A');
  await frame.waitForURL((url) => url.searchParams.get('page') !== '99' && url.searchParams.get('class') === 'A');
  const nowhere = await openInAdmin(page, '/app/reorder/proof?q=nowhere-to-be-found');
  await nowhere.getByText('No variant here').waitFor();
  expect(complaints).toEqual([]);
}, 90_000);

test('one variant is played again in the browser and gives the same numbers', async () => {
  const frame = await openInAdmin(page, '/app/reorder/proof');
  await frame.locator('tbody a[href*="/app/reorder/proof/"]').first().click();
  await frame.waitForURL((url) => /\/app\/reorder\/proof\/\d+-\d+$/.test(url.pathname));
  await button(frame, 'Play it again in this browser').click();
  await frame.getByText('The same numbers, to the unit and the penny.').waitFor();
  await picture('proof-variant');
  expect(complaints).toEqual([]);
}, 90_000);

test('on a phone nothing sticks out', async () => {
  await page.setViewportSize({ width: 375, height: 812 });
  const frame = await openInAdmin(page, '/app/reorder/proof');
  await fits(frame);
  await picture('proof-phone');
  await frame.locator('a[href*="/app/reorder/proof/"]').first().click();
  await frame.waitForURL((url) => /\/app\/reorder\/proof\/\d+-\d+$/.test(url.pathname));
  await button(await appFrame(page), 'Play it again in this browser').waitFor();
  await fits(frame);
  await picture('proof-variant-phone');
  expect(complaints).toEqual([]);
}, 90_000);
