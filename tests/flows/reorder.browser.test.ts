// The reorder room in Chromium: from the list to a number, its receipt and what would change it, and settings from a file.
import type { Browser, Frame, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { startHouse, until } from '../house.ts';
import { follow, openInAdmin } from '../in-admin.ts';

let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const house = await startHouse({ furnished: true, store: ['--days', '40'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
  ({ page } = await newPage(browser));
  // Everything is computed by itself once the store has been read.
  await until(
    async () => {
      const frame = await openInAdmin(page, '/app/reorder');
      return (await frame.locator('tbody a[href*="/app/reorder/"]').count()) > 0;
    },
    { what: 'something to buy', deadline: 200_000, every: 1000 },
  );
}, 240_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

const button = (frame: Frame, name: string) => frame.getByRole('button', { name, exact: true });

test('the list is filtered, and what is shown is saved as a view', async () => {
  const frame = await openInAdmin(page, '/app/reorder?tab=all');
  await frame.locator('tbody tr').first().waitFor();
  const before = await frame.locator('tbody tr').count();
  await button(frame, 'Search and filter results').click();
  await frame.getByPlaceholder(/^Search by product/).fill('a');
  await frame.waitForURL((url) => url.searchParams.get('q') === 'a');
  await button(frame, 'Views').click();
  await frame.getByRole('menuitem', { name: 'Save what is shown' }).click();
  await button(frame, 'Save view').click();
  await frame.getByText('Give the view a name').waitFor();
  await frame.getByLabel('Name', { exact: true }).fill('With an a');
  await button(frame, 'Save view').click();
  await button(frame, 'View: With an a').waitFor();
  const again = await openInAdmin(page, '/app/reorder');
  await button(again, 'Views').click();
  await again.getByRole('menuitem', { name: 'With an a' }).click();
  await again.waitForURL((url) => url.searchParams.get('q') === 'a' && url.searchParams.get('tab') === 'all');
  // It is everybody's, so deleting it asks first.
  await button(again, 'View: With an a').click();
  await again.getByRole('menuitem', { name: 'Rename or delete' }).click();
  await button(again, 'Delete With an a').click();
  await button(again, 'Delete With an a for everybody').click();
  await again.getByText('No view is left.').waitFor();
  expect(before).toBeGreaterThan(1);
  expect(complaints).toEqual([]);
});

test('an open page of the list that is gone leads to the last one', async () => {
  const frame = await openInAdmin(page, '/app/reorder?tab=all&page=999');
  await frame.locator('tbody tr').first().waitFor();
  expect(await frame.getByText(/^Page (\d+) of \1$/).count()).toBe(1);
  expect(complaints).toEqual([]);
});

test('what if changes the number as it is typed, without a word to the server, and can be kept', async () => {
  const list = await openInAdmin(page, '/app/reorder?sort=units');
  await list.locator('tbody a[href*="/app/reorder/"]').first().waitFor();
  const frame = list;
  await follow(frame, 'tbody a[href*="/app/reorder/"]', /\/app\/reorder\/\d+-\d+$/);
  await frame.getByText('Recomputed here just now: same number ✓').waitFor();
  const asked: string[] = [];
  // What the app asks of the server; what its pages still load, and the admin's own measurements, are no question.
  const note = (request: Request) => {
    if (request.frame() === frame && ['fetch', 'xhr', 'document'].includes(request.resourceType()))
      asked.push(request.url());
  };
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
  const sku =
    (await frame
      .locator('tbody tr')
      .first()
      .getByText(/^[A-Z]{2}-[A-Z0-9.-]+$/)
      .textContent()) ?? '';
  const into = await openInAdmin(page, '/app/reorder/import');
  await into.locator('input[type=file]').setInputFiles({
    name: 'settings.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`SKU,Lead time (days),Target (%)\n${sku},9,97.5\nNOT-HERE,9,95\n${sku}-x,"1,000",95\n`),
  });
  await into.getByText('Line 4, Lead time (days) (1,000): Write 1000 without a thousands separator').waitFor();
  await into.getByText('No product has the SKU NOT-HERE').waitFor();
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
  await frame.getByLabel('Lead time').fill('soon');
  await page.click('#save');
  await frame.getByText('Enter a whole number of days from 0 to 365').waitFor();
  expect(await frame.getByLabel('Lead time').inputValue()).toBe('soon');
  await frame.getByLabel('Lead time').fill('21');
  await page.click('#save');
  await frame.getByText('Saved; what inherits from it is being computed again').waitFor();
  expect(complaints).toEqual([]);
});

test('on a phone rows are chosen and ordered as well, and what could not be ordered stays as it was', async () => {
  await page.setViewportSize({ width: 375, height: 812 });
  const frame = await openInAdmin(page, '/app/reorder');
  await frame.getByLabel('Choose all').waitFor();
  expect(await button(frame, 'Create purchase orders').isDisabled()).toBe(true);
  // The list may be computed anew meanwhile and stand in another order: the row is found again by its name.
  const label = await frame
    .getByLabel(/^Choose .+ at /)
    .first()
    .evaluate((box: HTMLInputElement) => box.labels?.[0]?.textContent ?? box.ariaLabel ?? '');
  const row = label.replace(/^Choose /, '');
  expect(row).toMatch(/ at /);
  const box = frame.getByLabel(`Choose ${row}`, { exact: true });
  const units = frame.getByLabel(`Units of ${row}`, { exact: true });
  await box.check();
  await frame.getByText('1 chosen').waitFor();
  await units.fill('12');
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/reorder-phone-chosen.png` });
  await button(frame, 'Create purchase orders').click();
  // Nobody has said yet who sells it: what was typed stays until somebody has.
  await frame.getByText('1 row could not be put on an order').waitFor();
  expect(await box.isChecked()).toBe(true);
  expect(await units.inputValue()).toBe('12');
  expect(complaints).toEqual([]);
});
