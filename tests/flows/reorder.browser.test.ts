// The reorder room in Chromium: from the list to a number, its receipt and what would change it, and settings from a file.
import type { Browser, Frame, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { startHouse } from '../house.ts';
import { follow, openInAdmin, whenListed, whenRead } from '../in-admin.ts';

let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const house = await startHouse({ furnished: true, store: ['--days', '120'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
  ({ page } = await newPage(browser));
  await whenRead(page);
  const frame = await openInAdmin(page, '/app/reorder');
  await button(frame, 'Compute again').click();
  await frame
    .getByText(/^Computed .* places? in/)
    .first()
    .waitFor({ timeout: 60_000 });
  await whenListed(page, '/app/reorder?tab=all', 'tbody a[href*="/app/reorder/"]');
}, 240_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

const button = (frame: Frame, name: string) => frame.getByRole('button', { name, exact: true });
const shoot = async (name: string) => {
  if (!process.env.SHOTS) return;
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true });
};

test('the list is filtered, and what is shown is saved as a view', async () => {
  const frame = await openInAdmin(page, '/app/reorder?tab=all');
  await frame.locator('tbody tr').first().waitFor();
  await shoot('list-all');
  const before = await frame.locator('tbody tr').count();
  await button(frame, 'Search and filter results').click();
  await frame.getByPlaceholder(/^Search by product/).fill('a');
  await frame.waitForURL((url) => url.searchParams.get('q') === 'a');
  await button(frame, 'Views').click();
  await frame.getByRole('menuitem', { name: 'Save what is shown' }).click();
  await button(frame, 'Save view').click();
  await frame.getByText('Give the view a name').waitFor();
  await frame.getByLabel('Name', { exact: true }).fill('With an a');
  await shoot('view-save');
  await button(frame, 'Save view').click();
  await button(frame, 'View: With an a').waitFor();
  const again = await openInAdmin(page, '/app/reorder');
  await button(again, 'Views').click();
  await again.getByRole('menuitem', { name: 'With an a' }).click();
  await again.waitForURL((url) => url.searchParams.get('q') === 'a' && url.searchParams.get('tab') === 'all');
  expect(before).toBeGreaterThan(1);
  expect(complaints).toEqual([]);
});

test('what if changes the number as it is typed, without a word to the server, and can be kept', async () => {
  const list = await openInAdmin(page, '/app/reorder?sort=units');
  await shoot('list-buy');
  await list.locator('tbody a[href*="/app/reorder/"]').first().waitFor();
  const frame = list;
  await follow(frame, 'tbody a[href*="/app/reorder/"]', /\/app\/reorder\/\d+-\d+$/);
  await frame.getByText('Recomputed here just now: same number ✓').waitFor();
  await page.waitForLoadState('networkidle');
  await shoot('sku');
  const asked: string[] = [];
  const note = (request: Request) => asked.push(`${request.method()} ${request.url()}`);
  page.on('request', note);
  const said = () =>
    frame
      .getByText(/^(Buy [\d,]+ units?|Nothing to buy)$/)
      .first()
      .textContent();
  const was = await said();
  const cover = frame.getByRole('slider', { name: /^Pack size/ });
  await cover.focus();
  for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowRight');
  await expect.poll(said).not.toBe(was);
  expect(asked).toEqual([]);
  page.off('request', note);
  await shoot('sku-what-if');
  const imagined = await said();
  await button(frame, 'Save as setting').click();
  await frame.getByText('Saved as a setting and computed again').waitFor();
  await frame.getByText('Recomputed here just now: same number ✓').waitFor();
  expect(await said()).toBe(imagined);
  expect(complaints).toEqual([]);
});

test('a file of settings is shown before it is taken, bad rows with what to do', async () => {
  const frame = await openInAdmin(page, '/app/reorder?tab=all');
  await frame.locator('tbody tr').first().waitFor();
  const sku = (await frame.locator('tbody tr').first().locator('td').nth(1).locator('span').nth(1).textContent()) ?? '';
  const into = await openInAdmin(page, '/app/reorder/import');
  await shoot('import');
  await into.locator('input[type=file]').setInputFiles({
    name: 'settings.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`SKU,Lead time (days),Target (%)\n${sku},9,97.5\nNOT-HERE,9,95\n${sku}-x,"1,000",95\n`),
  });
  await into.getByText('Line 4, Lead time (days) (1,000): Write 1000 without a thousands separator').waitFor();
  await into.getByText('No product has the SKU NOT-HERE').waitFor();
  await shoot('import-preview');
  await button(into, 'Take 1 row').click();
  await into.getByText(/^1 row taken, and computed again/).waitFor();
  expect(complaints).toEqual([]);
});

test('settings of a class inherit from the shop, and say so', async () => {
  const frame = await openInAdmin(page, '/app/reorder/settings?level=class&key=B');
  await frame
    .getByText(/Empty: .*the shop's/)
    .first()
    .waitFor();
  await shoot('settings-class');
  await frame.getByLabel('Lead time').fill('soon');
  await page.click('#save');
  await frame.getByText('Enter a whole number of days from 0 to 365').waitFor();
  expect(await frame.getByLabel('Lead time').inputValue()).toBe('soon');
  await frame.getByLabel('Lead time').fill('21');
  await page.click('#save');
  await frame.getByText('Saved; what inherits from it is being computed again').waitFor();
  expect(complaints).toEqual([]);
});

test('shots on a phone', async () => {
  if (!process.env.SHOTS) return;
  await page.setViewportSize({ width: 375, height: 812 });
  let frame = await openInAdmin(page, '/app/reorder');
  await shoot('list-phone');
  const link = await frame.locator('tbody a[href*="/app/reorder/"]').first().getAttribute('href');
  frame = await openInAdmin(page, link ?? '');
  await frame.getByText('Recomputed here just now').waitFor();
  await shoot('sku-phone');
  const inner = await frame.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 375, height: inner + 80 });
  await shoot('sku-phone-whole');
  await page.setViewportSize({ width: 1280, height: 860 });
  frame = await openInAdmin(page, link ?? '');
  const whole = await frame.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 1280, height: whole + 80 });
  await shoot('sku-whole');
});
