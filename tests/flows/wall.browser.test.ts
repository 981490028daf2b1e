// The put wall: a wave is picked all together with a phone, and sorted into its orders at a tablet, by two people. The tests follow
// one another.
import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { filmOf } from '../film.ts';
import { type House, startHouse } from '../house.ts';
import { openInAdmin, whenListed, whenRead } from '../in-admin.ts';
import { addPicker, button, PIN, pairingCode, scan } from '../on-the-floor.ts';

const tablet = { width: 1180, height: 820 };
const phone = { width: 375, height: 812 };

let house: House;
let browser: Browser;
let desk: Page;
let ana: { page: Page; context: BrowserContext };
let ben: { page: Page; context: BrowserContext };
const complaints: string[] = [];

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '10'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
  ({ page: desk } = await newPage(browser));
});
afterAll(() => browser?.close());

async function paired(name: string, size: typeof tablet) {
  await addPicker(desk, name);
  const code = await pairingCode(desk, name);
  const { page, complaints: own } = await newPage(browser, size);
  page.on('close', () => complaints.push(...own));
  await page.goto(`${house.appUrl}/floor/pair#${code}`);
  await page.getByLabel('Your PIN').fill(PIN);
  await button(page, 'Pair this phone').click();
  await page.getByRole('heading', { name: `Hello, ${name}` }).waitFor();
  return { page, context: page.context() };
}

type Item = { sku: string; units: number };
/** What the wave holds, by SKU. */
let items: Item[] = [];
let wave = '';

test('waves of a cart that sorts after are planned; the wall is said to have three rows of four', async () => {
  await openInAdmin(desk, '/app');
  await whenRead(desk);
  await whenListed(desk, '/app/orders?tab=ready', 'tbody tr a');
  let frame = await openInAdmin(desk, '/app/waves/carts');
  await button(frame, 'Add cart').first().click();
  await frame.getByLabel('Name', { exact: true }).fill('Big cart');
  await frame.getByLabel('How orders ride').selectOption('sort');
  await button(frame, 'Save').click();
  await button(frame, 'Big cart').waitFor();
  const saves = button(frame, /^Save the put wall of /);
  const walls = await saves.count();
  for (let wall = 0; wall < walls; wall++) {
    await frame.getByLabel('Columns').nth(wall).fill('4');
    await frame.getByLabel('Rows').nth(wall).fill('30');
    await saves.nth(wall).click();
    const problem = frame.getByText('Enter how many rows it has, from 1 to 10');
    await problem.waitFor();
    await frame.getByLabel('Rows').nth(wall).fill('3');
    await saves.nth(wall).click();
    await problem.waitFor({ state: 'detached' });
  }

  frame = await openInAdmin(desk, '/app/waves/rules');
  await button(frame, 'Add rule').first().click();
  await frame.getByLabel('Name', { exact: true }).fill('Together');
  await frame.getByLabel('Cart', { exact: true }).selectOption({ label: 'Big cart' });
  await button(frame, 'Save').click();
  await frame.getByText('Every order · Big cart').waitFor();

  frame = await openInAdmin(desk, '/app/waves/new');
  await button(frame, 'Plan all waves').click();
  await button(frame, /^Plan \d+ waves?$/).waitFor({ timeout: 60_000 });
  await frame
    .getByLabel(/^Select wave/)
    .first()
    .check();
  await button(frame, 'Plan and release 1 wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  wave = new URL(frame.url()).pathname.split('/').at(-1) ?? '';
}, 240_000);

test('the wave is walked into one tote, which nobody has to scan', async () => {
  ana = await paired('Ana', phone);
  const { page } = ana;
  await button(page, 'Take the next wave').click();
  const stop = page.locator('.stop');
  for (;;) {
    await page.locator('.stop, .over').first().waitFor();
    if (await page.locator('.over').isVisible()) break;
    const there = button(page, 'I am there');
    if (await there.isVisible()) await there.click();
    const units = Number(await stop.locator('.count strong').textContent());
    const sku = ((await stop.locator('.sku').first().textContent()) ?? '').split(' · ')[0] ?? '';
    const before = await page.locator('.walk .head .quiet').textContent();
    const known = items.find((item) => item.sku === sku);
    if (known) known.units += units;
    else items.push({ sku, units });
    await button(page, /^I have /).click();
    await page.waitForFunction((was) => document.querySelector('.walk .head .quiet')?.textContent !== was, before);
  }
  await button(page, 'Wave is picked').click();
  await page.getByText('Bring the cart to the put wall.').waitFor();
  items = items.sort((a, b) => b.units - a.units);
}, 180_000);

/** Scans one unit, and answers which pigeonhole lit up. */
async function putOne(page: Page, sku: string): Promise<string> {
  const before = await page.locator('.wall .head .quiet').textContent();
  await scan(page, sku);
  await page.waitForFunction((was) => document.querySelector('.wall .head .quiet')?.textContent !== was, before);
  return (await page.locator('.slot-name, .put-back .way').first().textContent()) ?? '';
}

/** Carries every complete order away. */
async function carryAll(page: Page): Promise<void> {
  const complete = page.locator('.slot.complete');
  for (let before = await complete.count(); before > 0; before = await complete.count()) {
    await page
      .locator('.ready')
      .or(button(page, /^Carry it to packing: /))
      .first()
      .click();
    await page.waitForFunction((was) => document.querySelectorAll('.slot.complete').length < was, before);
  }
}

/** Nothing has to be scrolled to; what is long scrolls in its own part of the screen. */
async function isOneScreen(page: Page, { width, height }: typeof tablet): Promise<void> {
  const size = await page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return { scrollWidth, scrollHeight };
  });
  expect(size).toEqual({ scrollWidth: width, scrollHeight: height });
}

const told = async (page: Page) => {
  const text = (await page.locator('.wall .head .quiet').textContent()) ?? '';
  return Number(/^(\d+) of/.exec(text)?.[1]);
};

test('at the wall an item that is scanned lights up a slot; a wrong one is said; a scan is undone', async () => {
  ben = await paired('Ben', tablet);
  const { page } = ben;
  await page.getByRole('link', { name: 'To the put wall' }).click();
  await page.getByRole('link', { name: 'Sort' }).click();
  await page.getByText('Scan an item').waitFor();
  await scan(page, 'NO-SUCH-SKU');
  await page.getByRole('alert').getByText('NO-SUCH-SKU is not of this wave. Lay it aside.').waitFor();
  await scan(page, 'B2');
  await page.getByRole('alert').getByText('B2 is empty').waitFor();
  const [first] = items as [Item];
  const slot = await putOne(page, first.sku);
  expect(slot).toMatch(/^[A-C][1-4]$/);
  const lit = page.locator('.slot.lit');
  expect(await lit.count()).toBe(1);
  expect(await page.locator('.wall-picture .slot').count()).toBe(12);
  expect(await lit.locator('strong').textContent()).toBe(slot);
  await isOneScreen(page, tablet);
  await page.setViewportSize({ width: 1280, height: 800 });
  await isOneScreen(page, { width: 1280, height: 800 });
  await page.setViewportSize(tablet);
  expect(await told(page)).toBe(1);
  await button(page, 'Undo').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^1 × .* into ${slot}$`) })
    .click();
  await page.locator('.slot.lit').waitFor({ state: 'detached' });
  expect(await told(page)).toBe(0);
}, 120_000);

test('without a connection the wall says so and takes nothing', async () => {
  const { page, context } = ben;
  await context.setOffline(true);
  await page.getByText('No connection. The wall needs one').first().waitFor();
  await scan(page, items[0]?.sku ?? '');
  await page.getByRole('alert').getByText('put nothing until it is back').waitFor();
  await context.setOffline(false);
  await page.locator('.banner').waitFor({ state: 'detached' });
  expect(await told(page)).toBe(0);
}, 60_000);

test('two people sort one wave; each sees what the other put, and no unit is counted twice', async () => {
  await ana.page.getByRole('link', { name: 'To the put wall' }).click();
  await ana.page.getByText('Scan an item').waitFor();
  await isOneScreen(ana.page, phone);
  const [a, b] = items as [Item, Item];
  await Promise.all([scan(ana.page, a.sku), scan(ben.page, b.sku)]);
  a.units--;
  b.units--;
  for (const { page } of [ana, ben]) await page.locator('.wall .head .quiet', { hasText: /^2 of/ }).waitFor();
}, 60_000);

test('an order that is canceled while it is sorted is put back out of its slot, by instruction, and the slot is free', async () => {
  const { page } = ben;
  const slot = page.locator('.slot.begun, .slot.complete').first();
  const [, name = '', order = ''] =
    /^Slot ([A-C]\d), (.+?), /.exec((await slot.getAttribute('aria-label')) ?? '') ?? [];
  const [found] = await rowsOf<{ orderId: string }>(
    'SELECT "orderId" FROM "WaveOrder" WHERE "waveId" = $1 AND "orderName" = $2',
    [wave, order],
  );
  await cancelOrder(found!.orderId);
  const back = page.locator('.put-back', { hasText: `Out of slot ${name}` });
  await back.waitFor({ timeout: 90_000 });
  expect(await back.textContent()).toContain(`Order ${order} was canceled`);
  expect(await back.textContent()).toMatch(/Put back1 × /);
  expect(await page.locator(`.slot.owing:not(.lit)`).count()).toBe(1);
  // Both see it; who does it says so, once.
  await ana.page.locator('.put-back', { hasText: `Out of slot ${name}` }).waitFor();
  expect(await ana.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  await button(page, 'It is back').click();
  await page.getByRole('button', { name: `Slot ${name}, Free` }).waitFor();
  await ana.page.locator('.put-back').waitFor({ state: 'detached' });
  expect(await told(page)).toBe(2);
  const [counts] = await rowsOf<{ dropped: number }>(
    'SELECT sum("dropped")::int AS dropped FROM "WaveLine" WHERE "waveId" = $1 AND "orderId" = $2',
    [wave, found!.orderId],
  );
  expect(counts).toEqual({ dropped: 1 });
}, 180_000);

test('the camera stays open from one item to the next, and says on its picture what became of each', async () => {
  const once = items.filter((item) => item.units === 1).slice(0, 2);
  expect(once).toHaveLength(2);
  const before = await told(ben.page);
  const skus = once.map((item) => item.sku);
  const seeing = await launchChromium({ tlsPort: house.tlsPort, film: filmOf('backroom-wall.y4m', skus) });
  const { page, complaints: own } = await newPage(seeing, phone);
  // The same tablet: its key is its cookie.
  await page.context().addCookies(await ben.context.cookies());
  await page.goto(ben.page.url());
  await button(page, 'Camera').click();
  for (const item of once) item.units--;
  await expect.poll(() => told(page), { timeout: 30_000 }).toBe(before + once.length);
  await page.getByRole('dialog').locator('.camera').waitFor();
  await page.getByRole('dialog').locator('.notice').waitFor();
  await seeing.close();
  complaints.push(...own);
}, 120_000);

test('at the pack station a slot’s label opens the order that lies in it; once it is packed the slot is free', async () => {
  const { page } = ben;
  const complete = page.locator('.slot.complete').first();
  for (let item = items.find((one) => one.units > 0); item && !(await complete.isVisible()); ) {
    await putOne(page, item.sku);
    item.units--;
    item = items.find((one) => one.units > 0);
  }
  const [, name = '', order = ''] =
    /^Slot ([A-C]\d), (.+?), /.exec((await complete.getAttribute('aria-label')) ?? '') ?? [];
  const { page: station } = ana;
  // Below what is to be carried the whole wall can be reached on a phone.
  await station.setViewportSize({ width: 375, height: 560 });
  await station.locator('.ready').first().waitFor();
  const cut = await station.locator('.wall-front').evaluate((front) => front.scrollHeight - front.clientHeight);
  expect(cut).toBe(0);
  await station.setViewportSize(phone);
  await station.goto(`${house.appUrl}/floor/pack`);
  await station.getByText('Scan a tote, an order or an item').waitFor();
  // The next order is one that is sorted.
  await button(station, 'Pack the next order').click();
  await station.getByText(/Wall, slot [A-C]\d$/).waitFor();
  await station.goto(`${house.appUrl}/floor/pack`);
  await station.getByText('Scan a tote, an order or an item').waitFor();
  await scan(station, name.toLowerCase());
  await station.getByRole('heading', { name: `Order ${order}` }).waitFor();
  await station.getByText(`Wall, slot ${name}`).waitFor();
  // In German the words are longer, and stay beside the menu.
  await station.evaluate(() => localStorage.setItem('floor-language', 'de'));
  await station.reload();
  const where = station.getByText(`Sortierwand, Fach ${name}`);
  await where.waitFor();
  expect(await where.evaluate((words) => words.scrollWidth - words.clientWidth)).toBe(0);
  await station.evaluate(() => localStorage.setItem('floor-language', 'en'));
  await station.reload();
  const lines = await rowsOf<{ sku: string; picked: number }>(
    'SELECT "sku", "picked" FROM "WaveLine" WHERE "waveId" = $1 AND "orderName" = $2 AND "picked" > 0',
    [wave, order],
  );
  await station.locator('.pack-lines').waitFor();
  for (const { sku, picked } of lines) for (let unit = 0; unit < picked; unit++) await scan(station, sku);
  await button(station, 'Seal the parcel').click();
  await station.locator('.sealed .card').waitFor();
  await page.getByRole('button', { name: `Slot ${name}, Free` }).waitFor({ timeout: 30_000 });
}, 180_000);

test('what is missing is said, complete orders are carried away, slots serve again, and all is sorted', async () => {
  const { page } = ben;
  const last = items.findLast((item) => item.units > 0)!;
  last.units--;
  for (let item = items.find((one) => one.units > 0); item; item = items.find((one) => one.units > 0)) {
    await putOne(page, item.sku);
    item.units--;
    await carryAll(page);
  }
  await button(page, 'What is left').click();
  await button(page, 'Not there').click();
  await page.getByRole('dialog').getByText('Everything is in the wall.').waitFor();
  await button(page, 'Close').click();
  await carryAll(page);
  await page.getByText('Every order is at packing, 1 missing.').waitFor();
  const short = await rowsOf('SELECT sum("short")::int AS short FROM "WaveLine" WHERE "waveId" = $1', [wave]);
  expect(short).toEqual([{ short: 1 }]);
  await ana.page.close();
  await page.close();
  expect(complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED/.test(one))).toEqual([]);
}, 240_000);

async function rowsOf<Row extends pg.QueryResultRow>(query: string, values: string[]): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<Row>(query, values);
  await owner.end();
  return rows;
}

/** As the merchant does it in the admin. */
async function cancelOrder(id: string): Promise<void> {
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({
      query:
        'mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { orderCancelUserErrors { message } } }',
      variables: { id: `gid://shopify/Order/${id}` },
    }),
  });
  const said = (await answer.json()) as { data?: { orderCancel: { orderCancelUserErrors: unknown[] } } };
  expect(said.data?.orderCancel.orderCancelUserErrors).toEqual([]);
}
