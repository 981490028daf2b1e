// A warehouse is told to Backroom: names are pasted, the floor is drawn and corrected, goods are put away and moved. The tests follow
// one another.
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse } from '../house.ts';
import { openInAdmin, whenRead } from '../in-admin.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '10'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

const button = (frame: Frame, name: string | RegExp) =>
  frame.getByRole('button', { name, exact: typeof name === 'string' });

/** App Bridge's bar over the frame. */
const saveBar = () => page.getByRole('button', { name: 'Save', exact: true });

async function fitsPhone(frame: Frame): Promise<void> {
  const { scrollWidth, clientWidth } = await frame.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    clientWidth: document.documentElement.clientWidth,
  }));
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
}

const names = ['A', 'B', 'C'].flatMap((aisle) =>
  Array.from({ length: 10 }, (_, bay) =>
    [1, 2].map((level) => `${aisle}-${String(bay + 1).padStart(2, '0')}-${level}`),
  ).flat(),
);

test('pasted names are read, drawn, corrected by hand and by keyboard, and saved', async () => {
  await openInAdmin(page, '/app');
  await whenRead(page);
  let frame = await openInAdmin(page, '/app/waves/layout');
  await frame.getByText('Draw the warehouse once, walk less every day').waitFor();
  await frame.getByLabel('Paste bin names, one a line').fill([...names, 'D#1', 'see note'].join('\n'));
  // Back to the names, nothing of them is lost.
  await button(frame, 'Read names').click();
  await button(frame, 'Back').click();
  await button(frame, 'Read names').click();
  await frame.getByText('61 understood').waitFor();
  await button(frame, 'Leave it out').click();
  await frame.getByText('60 understood').waitFor();
  await frame.getByText('2 not understood').waitFor();
  await frame.getByText(/The sign “#” says nothing of a place/).waitFor();
  await frame.getByText(/like A-01-1: Aisle A, bay 01, level 1/).waitFor();
  await button(frame, 'Draw the floor').click();

  const end = frame.getByRole('slider', { name: 'End of aisle B of Main' });
  await end.waitFor();
  expect(await end.getAttribute('aria-valuetext')).toBe('12 m');
  await end.focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => end.getAttribute('aria-valuetext')).toBe('11.5 m');
  await button(frame, 'Undo').click();
  await expect.poll(() => end.getAttribute('aria-valuetext')).toBe('12 m');

  const box = (await end.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 60, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Number(await end.getAttribute('aria-valuenow'))).toBeLessThan(11);
  await button(frame, 'Undo').click();

  const length = frame.getByLabel('Aisle length');
  await length.fill('0');
  await length.blur();
  await frame.getByText('Enter metres, 0.5 to 1000').waitFor();
  await length.fill('9');
  await length.press('Enter');
  await expect.poll(() => end.getAttribute('aria-valuetext')).toBe('9 m');

  await frame.getByRole('tab', { name: 'Stations' }).click();
  await button(frame, 'Remove Carts').click();
  await frame.getByText(/No station says where walks start/).waitFor();
  await button(frame, 'Undo').click();
  await saveBar().click();
  await frame.getByText('Saved as version 1').waitFor();

  frame = await openInAdmin(page, '/app/waves/layout');
  await frame.getByRole('slider', { name: 'End of aisle B of Main' }).waitFor();
  await frame.getByText(/^Version 1/).waitFor();
  expect(complaints).toEqual([]);
}, 180_000);

test('an item is put away where it is suggested, and moved; too many are refused without losing what was typed', async () => {
  let frame = await openInAdmin(page, '/app/waves/bins');
  await frame.locator('tbody a').first().click();
  await frame.waitForURL((url) => /\/app\/waves\/bins\/items\/\d+$/.test(url.pathname));
  await frame
    .getByText(/from packing: the part of the floor for/)
    .first()
    .waitFor();
  await frame.getByLabel('To bin').fill('A-01-1');
  await frame.getByLabel('Units', { exact: true }).fill('5');
  await button(frame, 'Put away').click();
  await frame.getByText('5 units put away in A-01-1.').waitFor();
  await frame.locator('label', { hasText: /^Move$/ }).click();
  await frame.getByLabel('To bin').fill('B-02-1');
  await frame.getByLabel('Units', { exact: true }).fill('9');
  await button(frame, 'Move').click();
  await frame.getByText('A-01-1 holds 5 units of it. Count that bin if there are more.').waitFor();
  expect(await frame.getByLabel('To bin').inputValue()).toBe('B-02-1');
  await frame.getByLabel('Units', { exact: true }).fill('2');
  await button(frame, 'Move').click();
  await frame.getByText('2 units moved from A-01-1 to B-02-1.').waitFor();
  await frame.getByText(/Moved 2 units from A-01-1 to B-02-1/).waitFor();
  await frame.getByText('The bins and Shopify differ').waitFor();

  frame = await openInAdmin(page, '/app/waves/bins?tab=bins&q=B-02-1');
  await frame.getByRole('link', { name: 'B-02-1' }).click();
  await frame.getByText(/Aisle B, bay 02, level 1/).waitFor();
  await frame.getByLabel('Units that fit').fill('none');
  await button(frame, 'Save').click();
  await frame.getByText(/The capacity is a whole number of units/).waitFor();
  await frame.getByLabel('Units that fit').fill('1');
  await button(frame, 'Save').click();
  await frame.getByText('Saved').waitFor();
  frame = await openInAdmin(page, '/app/waves/bins?tab=bins&state=over');
  await frame.locator('tbody').getByText('Over capacity').waitFor();
  expect(await frame.locator('tbody a').allTextContents()).toEqual(['B-02-1']);
  expect(complaints).toEqual([]);
}, 120_000);

test('the last weeks are walked again while the page stays in hand: stopped, begun anew, and said what to move', async () => {
  const orders = 'orders(first: 60, reverse: true, query: "fulfillment_status:shipped")';
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query: `{ ${orders} { nodes { lineItems(first: 5) { nodes { sku } } } } }` }),
  });
  const { data } = (await answer.json()) as {
    data: { orders: { nodes: { lineItems: { nodes: { sku: string | null }[] } }[] } };
  };
  const skus = new Set(data.orders.nodes.flatMap(({ lineItems }) => lineItems.nodes.flatMap(({ sku }) => sku || [])));
  // From the far end of the last aisle.
  const rows = [...skus].slice(0, 40).map((sku, at) => `${sku},${names.at(-1 - at)}`);
  let frame = await openInAdmin(page, '/app/waves/bins');
  const file = { name: 'bins.csv', mimeType: 'text/csv', buffer: Buffer.from(['sku,bin', ...rows].join('\n')) };
  await frame.locator('input[type=file]').setInputFiles(file);
  await frame
    .getByText(new RegExp(`^${rows.length} `))
    .first()
    .waitFor();

  // Held back, so that there is time to stop it.
  const held = Promise.withResolvers<void>();
  await page.route('**/app/waves/slotting/found?**', async (route) => {
    await held.promise;
    await route.continue().catch(() => {});
  });
  frame = await openInAdmin(page, '/app/waves/slotting');
  await frame.getByRole('progressbar', { name: /walking the last 90 days again/ }).waitFor();
  await button(frame, 'Stop with the best so far').click();
  await frame.getByText('Stopped before any change was found').waitFor();
  await page.unroute('**/app/waves/slotting/found?**');
  held.resolve();
  // The button beside what was typed begins anew as well, whatever the address.
  await button(frame, 'Walk it again').first().click();
  await frame.getByText('with everything placed by how often it is picked').waitFor();
  await expect.poll(() => frame.getByRole('progressbar').count()).toBe(0);
  await frame
    .getByText(/: C-\d\d-\d → A-\d\d-\d/)
    .first()
    .waitFor();

  // What breaks off is said, with a way on.
  await page.route('**/app/waves/slotting/found?**', (route) => route.abort());
  await frame.getByLabel('Orders to a walk').fill('6');
  await button(frame, 'Walk it again').first().click();
  await frame.getByText('The last 90 days could not be walked to the end').waitFor();
  await page.unroute('**/app/waves/slotting/found?**');
  await button(frame, 'Walk it again').last().click();
  await frame.getByText('with everything placed by how often it is picked').waitFor();
  // What the browser says of the answers that were broken off here.
  expect(complaints.filter((one) => !/ERR_FAILED|ERR_ABORTED/.test(one))).toEqual([]);
}, 120_000);

test('on a phone nothing is cut off', async () => {
  await page.setViewportSize({ width: 375, height: 812 });
  for (const path of ['/app/waves/layout', '/app/waves/bins', '/app/waves/bins?tab=bins', '/app/waves/slotting'])
    await fitsPhone(await openInAdmin(page, path));
  const frame = await openInAdmin(page, '/app/waves/bins?tab=bins&q=B-02-1');
  await frame.getByRole('link', { name: 'B-02-1' }).click();
  await frame.getByLabel('Units that fit').waitFor();
  await fitsPhone(frame);
  expect(complaints).toEqual([]);
}, 120_000);
