// The Sync page keeps up with what the worker does, from before its first reading on. The tests follow one another.
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connected } from '../../scripts/database.ts';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse } from '../house.ts';
import { openInAdmin } from '../in-admin.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '3'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

const done = (frame: Frame, reading: string) => frame.locator(`text=${reading} >> .. >> text=Done`);

test('opened before the worker has begun to read, it says so, and shows the reading when it comes', async () => {
  await house.kill('worker');
  await connected(house.database.ownerUrl, (client) => client.query('DELETE FROM "SyncRun"'));
  const frame = await openInAdmin(page, '/app/settings/sync');
  await frame.locator('text=The first reading of the store begins by itself').waitFor();
  await house.start('worker 1');
  await done(frame, 'Read the whole store').waitFor({ timeout: 60_000 });
  expect(await frame.locator('text=The first reading of the store begins').count()).toBe(0);
  expect(complaints).toEqual([]);
}, 150_000);

test('the store is compared, and read again, at a press', async () => {
  const frame = await openInAdmin(page, '/app/settings/sync');
  await frame.getByRole('button', { name: 'Compare all now', exact: true }).click();
  await done(frame, 'Compared with the whole store').waitFor({ timeout: 60_000 });
  await frame.getByRole('button', { name: 'Read the store again', exact: true }).click();
  await done(frame, 'Read the whole store').nth(1).waitFor({ timeout: 60_000 });
  expect(complaints).toEqual([]);
}, 150_000);
