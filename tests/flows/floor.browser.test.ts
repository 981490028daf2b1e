// The floor: phones of 375 px walk a wave, with a scanner that types, with and without a connection, alone and together, while the
// shop goes on. The tests follow one another.
import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { filmOf } from '../film.ts';
import { type House, startHouse } from '../house.ts';
import { openInAdmin, whenListed, whenRead } from '../in-admin.ts';
import { addPicker, button, PIN, pairingCode, scan } from '../on-the-floor.ts';

const size = { width: 375, height: 812 };

let house: House;
let browser: Browser;
let desk: Page;
const complaints: string[] = [];

type Phone = { page: Page; context: BrowserContext };
let ana: Phone;
let ben: Phone;
let cat: Phone;

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '10'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
  ({ page: desk } = await newPage(browser));
});
afterAll(() => browser?.close());

async function newPhone(): Promise<Phone> {
  const { page, complaints: own } = await newPage(browser, size);
  page.on('close', () => complaints.push(...own));
  return { page, context: page.context() };
}

/** Numbers by which a walk is told: done and wanted units. */
async function progress(page: Page): Promise<[number, number]> {
  const text = (await page.locator('.walk .head .quiet').textContent()) ?? '';
  const [, done = '', all = ''] = /(\d+) of (\d+)/.exec(text) ?? [];
  return [Number(done), Number(all)];
}

const isDone = (page: Page, units: number) =>
  page.locator('.walk .head .quiet', { hasText: new RegExp(`^${units} of `) }).waitFor();

/** Picks the one thing that the phone shows, by scans; answers how many units of which order that were. */
async function pickByScans(page: Page): Promise<{ units: number; order: string }> {
  const [before] = await progress(page);
  const bin = page.locator('.stop .bin');
  await page.locator('.stop').waitFor();
  if (await bin.isVisible()) await scan(page, (await bin.textContent()) ?? '');
  const units = Number(await page.locator('.stop .count strong').textContent());
  const sku = ((await page.locator('.stop .sku').first().textContent()) ?? '').split(' · ')[0] ?? '';
  const order = /#\d+/.exec((await page.locator('.stop .order').textContent()) ?? '')?.[0] ?? '';
  for (let unit = 1; unit <= units; unit++) {
    await scan(page, sku);
    await page.getByText(`${unit} of ${units}`, { exact: true }).first().waitFor();
  }
  const tote = page.locator('.stop .tote');
  await tote.waitFor();
  await scan(page, ((await tote.textContent()) ?? '').replace('Tote ', ''));
  await isDone(page, before + units);
  return { units, order };
}

async function putBack(page: Page): Promise<void> {
  const what = await page.locator('.put-back').textContent();
  await button(page, 'It is back').click();
  await page.waitForFunction((before) => document.querySelector('.put-back')?.textContent !== before, what);
}

let wave = '';
/** The name of an order of which something is in a tote. */
let inTote = '';

test('pickers are added in the admin, and a wave is released', async () => {
  await openInAdmin(desk, '/app');
  await whenRead(desk);
  await whenListed(desk, '/app/orders?tab=ready', 'tbody tr a');
  await nameBins();
  await addPicker(desk, 'Ana');
  await addPicker(desk, 'Ben');
  const frame = await openInAdmin(desk, '/app/waves/new');
  await frame.getByLabel('Orders at most').selectOption('5');
  await button(frame, 'Plan this wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  wave = new URL(frame.url()).pathname;
  await button(frame, 'Release').click();
  await frame
    .getByLabel(/^Picked of /)
    .first()
    .waitFor();
}, 240_000);

test('a phone is paired with code and PIN; a wrong PIN is said', async () => {
  ana = await newPhone();
  const code = await pairingCode(desk, 'Ana');
  await ana.page.goto(`${house.appUrl}/floor/pair#${code}`);
  await ana.page.getByLabel('Your PIN').fill('9999');
  await button(ana.page, 'Pair this phone').click();
  await ana.page
    .getByRole('alert')
    .getByText(/not the PIN/)
    .waitFor();
  await ana.page.getByLabel('Your PIN').fill(PIN);
  await button(ana.page, 'Pair this phone').click();
  await ana.page.getByRole('heading', { name: 'Hello, Ana' }).waitFor();
}, 60_000);

test('a wave is walked by scans; a wrong item is said, a scan is undone, a line is short', async () => {
  const { page } = ana;
  await button(page, 'Take the next wave').click();
  await page.getByRole('heading', { name: /^Wave \d+$/ }).waitFor();
  const bin = (await page.locator('.stop .bin').textContent()) ?? '';
  await scan(page, 'Z-99');
  await page.getByRole('alert').getByText(`Wrong bin: Z-99. Go to ${bin}.`).waitFor();
  await scan(page, bin);
  await page.getByRole('alert').getByText('Right bin').waitFor();
  await scan(page, 'NO-SUCH-SKU');
  await page.getByRole('alert').getByText('Wrong item: NO-SUCH-SKU. Put it back.').waitFor();
  const { units } = await pickByScans(page);
  await button(page, 'Undo').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`^${units} × `) })
    .click();
  await isDone(page, 0);
  inTote = (await pickByScans(page)).order;
  await button(page, 'Short').click();
  const less = page.getByRole('dialog').getByRole('button', { name: 'One less' });
  while ((await less.count()) > 0 && (await less.isEnabled())) await less.click();
  await button(page, 'Not found').click();
  await isDone(page, units + 1);
}, 120_000);

test('the phone speaks three languages, and is never wider than its screen', async () => {
  const { page } = ana;
  await button(page, 'Menu').click();
  for (const [language, close, says] of [
    ['de', 'Schließen', /Geh zu Fach|Nimm/],
    ['fr', 'Fermer', /Allez au casier|Prenez/],
    ['en', 'Close', /Go to bin|Take/],
  ] as const) {
    await page.locator('dialog select').first().selectOption(language);
    await button(page, close).waitFor();
    expect(await page.locator('.stop .step').textContent()).toMatch(says);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
  }
  await button(page, 'Close').click();
}, 30_000);

test('without a connection the walk goes on, through a reload, and is sent when it is back', async () => {
  const { page, context } = ana;
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => (await caches.match(location.pathname)) !== undefined);
  await page.locator('.sending').waitFor({ state: 'detached' });
  const [before, all] = await progress(page);
  await context.setOffline(true);
  await page.locator('.banner').waitFor();
  const { units } = await pickByScans(page);
  await page.getByText('Offline: 1 scan kept here').waitFor();
  await page.reload();
  await page.getByText('Offline: 1 scan kept here').waitFor();
  expect(await progress(page)).toEqual([before + units, all]);
  await context.setOffline(false);
  await page.locator('.banner').waitFor({ state: 'detached' });
  await page.locator('.sending').waitFor({ state: 'detached' });
  expect(await progress(page)).toEqual([before + units, all]);
}, 120_000);

test('a second phone on the wave is seen, led elsewhere, and follows', async () => {
  ben = await newPhone();
  const code = await pairingCode(desk, 'Ben');
  await ben.page.goto(`${house.appUrl}/floor/pair`);
  await ben.page.getByLabel('Code').fill(code.toLowerCase());
  await ben.page.getByLabel('Your PIN').fill(PIN);
  await button(ben.page, 'Pair this phone').click();
  await ben.page.getByText('Walked by Ana').waitFor();
  await button(ben.page, 'Join').click();
  await ana.page.getByText('Walked by Ben').waitFor();
  const stops = await Promise.all([ana.page, ben.page].map((page) => page.locator('.stop').textContent()));
  expect(stops[0]).not.toBe(stops[1]);
  const [done] = await progress(ben.page);
  const { units } = await pickByScans(ben.page);
  await isDone(ana.page, done + units);
}, 120_000);

test('where there is no camera the phone says so, and the code is typed; what was counted is taken back', async () => {
  await addPicker(desk, 'Cat');
  cat = await newPhone();
  const { page } = cat;
  await page.goto(`${house.appUrl}/floor/pair#${await pairingCode(desk, 'Cat')}`);
  await page.getByLabel('Your PIN').fill(PIN);
  await button(page, 'Pair this phone').click();
  await button(page, 'Join').click();
  const bin = (await page.locator('.stop .bin').textContent()) ?? '';
  await button(page, 'Camera').click();
  await page
    .getByRole('alert')
    .getByText(/^The camera cannot be used here/)
    .waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.getByLabel('Scan, or type here').fill(bin);
  await button(page, 'Enter').click();
  await page.getByRole('alert').getByText('Right bin').waitFor();
  await button(page, /^I have /).click();
  await page.locator('.stop .tote').waitFor();
  await button(page, 'Undo').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /counted, not in a tote yet$/ })
    .click();
  await page.locator('.stop.at-item').waitFor();
}, 120_000);

const EAN = '4006381333931';

test('a line is taken by the camera alone, without a connection: its bin, each unit and its tote come into the picture', async () => {
  const stop = cat.page.locator('.stop');
  const bin = (await stop.locator('.where').first().textContent()) ?? '';
  const units = Number(await stop.locator('.count strong').textContent());
  const [sku = ''] = ((await stop.locator('.sku').textContent()) ?? '').split(' · ');
  const tote = ((await stop.locator('.order .where').textContent()) ?? '').replace('Tote ', 'T-');
  await giveBarcode(sku, EAN);
  const film = filmOf('backroom-shelf.y4m', [bin, ...Array<string>(units).fill(EAN), tote]);
  const seeing = await launchChromium({ tlsPort: house.tlsPort, film });
  const { page, complaints: own } = await newPage(seeing, { width: 375, height: 667 });
  // The same phone: its key is its cookie.
  await page.context().addCookies(await cat.context.cookies());
  await cat.page.close();
  await page.addInitScript(() => {
    const request = async () => {
      document.documentElement.dataset.awake = 'yes';
      return { released: false, release: async () => delete document.documentElement.dataset.awake };
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    navigator.storage.persist = async () => {
      document.documentElement.dataset.kept = 'yes';
      return true;
    };
  });
  await page.goto(`${house.appUrl}/floor`);
  await button(page, 'Go on').click();
  await page.locator('.stop .bin', { hasText: bin }).waitFor();
  await page.locator('html[data-awake][data-kept]').waitFor();
  await page.waitForFunction(async () =>
    (await (await caches.open('floor')).keys()).some((request) => request.url.endsWith('.wasm')),
  );
  await page.locator('.sending').waitFor({ state: 'detached' });
  const [before] = await progress(page);
  await page.context().setOffline(true);
  await page.locator('.banner').waitFor();
  await button(page, 'Camera').click();
  await isDone(page, before + units);
  // On the way to another bin it is closed.
  expect(await page.getByRole('dialog').count()).toBe((await page.locator('.stop .bin').count()) > 0 ? 0 : 1);
  await page.context().setOffline(false);
  await isDone(ana.page, before + units);
  await page.goto(`${house.appUrl}/floor/pack`);
  await page.locator('html:not([data-awake])').waitFor();
  await seeing.close();
  complaints.push(...own);
}, 120_000);

test('an express order joins the walk: what to take as well, its bin and its tote are said, and it is picked with the rest', async () => {
  const frame = await openInAdmin(desk, '/app/waves/rules');
  await button(frame, 'Add rule').first().click();
  await frame.getByLabel('Name', { exact: true }).fill('Express');
  await frame.getByLabel('Order tags').fill('express');
  await frame.getByLabel('When an order comes').selectOption('join');
  await button(frame, 'Save').click();
  await frame.getByText('tagged express · express').waitFor();
  const { page } = ana;
  const [, all] = await progress(page);
  const { id, name } = await readyOrder();
  await inStore('mutation($id: ID!) { tagsAdd(id: $id, tags: ["express"]) { userErrors { message } } }', id);
  const says = page.getByRole('alert').getByText(`Express order ${name} rides along.`);
  await says.waitFor({ timeout: 90_000 });
  expect(await says.textContent()).toMatch(/Also take \d+ × .+: bin A-\d+, tote \d+\./);
  expect((await progress(page))[1]).toBeGreaterThan(all);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
  let mine: string[] = [];
  for (let stops = 0; stops < 40 && !mine.includes(name); stops++) {
    if (await page.locator('.put-back').isVisible()) await putBack(page);
    else mine = [...mine, (await pickByScans(page)).order];
  }
  expect(mine).toContain(name);
  inTote = name;
}, 240_000);

test('an order that is canceled has to be put back, by whoever walks', async () => {
  const { page } = ana;
  const frame = await openInAdmin(desk, wave);
  const link = frame.getByRole('link', { name: inTote, exact: true }).first();
  const [, id = ''] = /orders\/(\d+)/.exec((await link.getAttribute('href')) ?? '') ?? [];
  await cancelOrder(id);
  const back = page.locator('.put-back');
  await back.waitFor({ timeout: 60_000 });
  expect(await back.textContent()).toContain('was canceled');
  await button(ben.page, 'It is back').or(ben.page.locator('.stop')).first().waitFor();
  while (await back.isVisible()) await putBack(page);
}, 120_000);

test('the walk ends, and the wave is picked in the admin', async () => {
  const { page } = ana;
  await ben.page.close();
  for (;;) {
    await page.locator('.stop, .over').first().waitFor();
    if (await page.locator('.over').isVisible()) break;
    if (await page.locator('.put-back').isVisible()) await putBack(page);
    else await pickByScans(page);
  }
  await button(page, 'Wave is picked').click();
  await page.getByText('The wave is picked. Bring the cart to packing.').waitFor();
  const frame = await openInAdmin(desk, wave);
  await button(frame, 'Ship').waitFor();
  expect(await frame.locator('tbody').first().textContent()).toContain('1');
}, 240_000);

test('a phone that is revoked is turned out, and told so', async () => {
  const frame = await openInAdmin(desk, '/app/waves/pickers');
  await button(frame, /^Revoke .* of Ana$/)
    .first()
    .click();
  await ana.page
    .getByRole('alert')
    .getByText(/This phone was turned out/)
    .waitFor();
  await ana.page.close();
  expect(complaints.filter((one) => !/ERR_INTERNET_DISCONNECTED|status of 40[13]/.test(one))).toEqual([]);
}, 60_000);

/** A bin for everything, in some order. */
async function nameBins(): Promise<void> {
  const owner = new pg.Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  await owner.query(`
    WITH named AS (
      SELECT "shop", "locationId", "inventoryItemId", 'A-' || lpad((row_number() OVER (ORDER BY "inventoryItemId"))::text, 3, '0') AS "name"
      FROM "InventoryLevel"
    ), bins AS (
      INSERT INTO "Bin" ("shop", "locationId", "name") SELECT "shop", "locationId", "name" FROM named ON CONFLICT DO NOTHING
    )
    INSERT INTO "BinStock" ("shop", "locationId", "bin", "inventoryItemId") SELECT "shop", "locationId", "name", "inventoryItemId" FROM named`);
  await owner.end();
}

async function giveBarcode(sku: string, barcode: string): Promise<void> {
  const owner = new pg.Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  await owner.query('UPDATE "Variant" SET "barcode" = $1 WHERE "sku" = $2', [barcode, sku]);
  await owner.end();
}

/** An order that is ready where the wave is walked, and rides in none. */
async function readyOrder(): Promise<{ id: string; name: string }> {
  const owner = new pg.Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query(`
    SELECT o."id", o."name" FROM "Order" o
    JOIN "OrderCheck" c ON c."shop" = o."shop" AND c."orderId" = o."id" AND c."state" = 'ready'
    JOIN "FulfillmentOrder" f ON f."shop" = o."shop" AND f."orderId" = o."id" AND f."status" = 'OPEN'
    JOIN "Wave" w ON w."shop" = o."shop" AND w."locationId" = f."locationId" AND w."state" = 'released'
    WHERE f."deliveryMethod" = 'SHIPPING' AND NOT EXISTS (
      SELECT FROM "FulfillmentOrder" g WHERE g."shop" = o."shop" AND g."orderId" = o."id" AND g."id" <> f."id")
    AND NOT EXISTS (SELECT FROM "WaveLine" l WHERE l."shop" = o."shop" AND l."orderId" = o."id")
    ORDER BY o."id" LIMIT 1`);
  await owner.end();
  return rows[0];
}

/** Says something of an order to the store, as the merchant does in the admin. */
async function inStore(query: string, id: string): Promise<void> {
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query, variables: { id: `gid://shopify/Order/${id}` } }),
  });
  const { data, errors } = (await answer.json()) as {
    data?: Record<string, { userErrors?: unknown[]; orderCancelUserErrors?: unknown[] }>;
    errors?: unknown;
  };
  expect(errors).toBeUndefined();
  for (const said of Object.values(data ?? {})) expect(said.userErrors ?? said.orderCancelUserErrors).toEqual([]);
}

const cancelOrder = (id: string) =>
  inStore(
    'mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) { job { id } orderCancelUserErrors { message } } }',
    id,
  );
