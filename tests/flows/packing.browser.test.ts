// The pack station at phone size: a picked wave becomes sealed parcels, by scans. The tests follow one another.
import pg from 'pg';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse } from '../house.ts';
import { admin, openInAdmin, whenListed, whenRead } from '../in-admin.ts';
import { addPicker, button, PIN, pairingCode, scan } from '../on-the-floor.ts';

const size = { width: 375, height: 812 };

let house: House;
let browser: Browser;
let desk: Page;
let page: Page;
let complaints: string[];
let wave = '';

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '10'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
  ({ page: desk } = await newPage(browser));
  ({ page, complaints } = await newPage(browser, size));
});
afterAll(() => browser?.close());

async function query<Row extends object>(text: string): Promise<Row[]> {
  const owner = new pg.Client({ connectionString: house.database.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query(text);
  await owner.end();
  return rows as Row[];
}

/** Scans every unit that the order still wants. */
async function scanAll(): Promise<void> {
  for (;;) {
    const { done, all } = await progress();
    if (done === all) return;
    const sku = (await page.locator('.pack-lines li:not(.done) .sku').first().textContent()) ?? '';
    await scan(page, sku.split(' · ')[0] ?? '');
    await page.waitForFunction((next) => document.querySelector('progress')?.value === next, done + 1);
  }
}

/** Units that are in parcels, and all of the order. */
const progress = () =>
  page.evaluate(() => {
    const bar = document.querySelector('progress');
    return { done: bar?.value ?? -1, all: bar?.max ?? -1 };
  });

/** What the scale should show, as the page says it. */
async function expectedGrams(): Promise<number> {
  const says = (await page.locator('.expected').textContent()) ?? '';
  const [, kilos, grams] = /weigh (?:([\d.]+)\s+kg|(\d+)\s+g)/.exec(says) ?? [];
  return kilos ? Math.round(Number(kilos) * 1000) : Number(grams);
}

test('a wave is picked, and the shop has boxes and terms', async () => {
  await openInAdmin(desk, '/app');
  await whenRead(desk);
  await whenListed(desk, '/app/orders?tab=ready', 'tbody tr a');
  await addPicker(desk, 'Ana');
  const frame = await openInAdmin(desk, '/app/waves/new');
  await frame.getByLabel('Orders at most').selectOption('5');
  await button(frame, 'Plan this wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  wave = new URL(frame.url()).pathname.split('/').at(-1) ?? '';
  await button(frame, 'Release').click();
  await button(frame, 'Mark as picked').click();
  await button(frame, 'Ship').waitFor();
  await query(`
    UPDATE "InventoryItem" SET "grams" = 300;
    INSERT INTO "ItemSize" ("shop", "inventoryItemId", "length", "width", "height", "updatedAt")
      SELECT "shop", "id", 120, 80, 60, now() FROM "InventoryItem";
    INSERT INTO "Box" ("shop", "id", "name", "length", "width", "height", "weight")
      SELECT "shop", gen_random_uuid(), b.name, b.l, b.w, b.h, b.g FROM "Shop",
        (VALUES ('S', 200, 150, 100, 90), ('M', 300, 250, 200, 180), ('L', 600, 500, 400, 500)) AS b(name, l, w, h, g);
    INSERT INTO "PackTerms" ("shop", "locationId", "weigh") SELECT "shop", "locationId", true FROM "Wave"`);
}, 240_000);

test('a phone that is paired comes to the station', async () => {
  await page.goto(`${house.appUrl}/floor/pair#${await pairingCode(desk, 'Ana')}`);
  await page.getByLabel('Your PIN').fill(PIN);
  await button(page, 'Pair this phone').click();
  await page.getByRole('link', { name: 'Packing' }).click();
  await page.getByText('0 of ').waitFor();
  await scan(page, 'nothing-like-it');
  await page.getByRole('alert').getByText('nothing-like-it is no tote, order or item').waitFor();
}, 60_000);

test('an order is packed by scans; a wrong item is said loudly, and stays out', async () => {
  const [order] = await query<{ orderName: string }>(
    `SELECT "orderName" FROM "WaveLine" WHERE "waveId" = '${wave}' GROUP BY "orderName" ORDER BY sum("picked") DESC LIMIT 1`,
  );
  await scan(page, order!.orderName);
  await page.getByRole('heading', { name: `Order ${order!.orderName}` }).waitFor();
  await page.locator('.pack-lines').waitFor();
  await scan(page, 'WRONG-ITEM');
  await page.getByRole('alert').getByText('WRONG-ITEM does not belong here. Put it aside.').waitFor();
  expect((await progress()).done).toBe(0);
  await page.locator('.pack-lines button').first().click();
  await page
    .getByRole('alert')
    .getByText(/Packing without a scan is not allowed/)
    .waitFor();
}, 90_000);

test('what is not there is short; it is packed after all once it is found', async () => {
  const { all } = await progress();
  const choose = async (name: RegExp, says: RegExp) => {
    await button(page, 'Not here').click();
    await page.getByRole('dialog').getByRole('button', { name }).first().click();
    await page.getByRole('alert').getByText(says).waitFor();
  };
  await choose(/ is missing$/, /^Missing: /);
  await expect.poll(progress).toEqual({ done: 0, all: all - 1 });
  await expect.poll(() => query(`SELECT sum("short")::int AS units FROM "WaveLine"`)).toEqual([{ units: 1 }]);
  await choose(/ found after all$/, /^Found: /);
  await expect.poll(progress).toEqual({ done: 0, all });
  await expect.poll(() => query(`SELECT sum("short")::int AS units FROM "WaveLine"`)).toEqual([{ units: 0 }]);
}, 60_000);

test('the box is shown with its picture; one that does not fit is not proposed again', async () => {
  await scanAll();
  await page.locator('img.picture').waitFor();
  const first = await page.locator('.stop .bin').textContent();
  await button(page, 'Didn’t fit').click();
  await page.waitForFunction(
    (before) => ![before, undefined].includes(document.querySelector('.stop .bin')?.textContent ?? undefined),
    first,
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
}, 60_000);

test('what is taken out goes into another parcel; a weight that is off is refused and explained', async () => {
  await button(page, 'Take out').click();
  await page.getByRole('dialog').getByRole('button', { name: /^1 × / }).first().click();
  await page
    .getByRole('alert')
    .getByText(/^Taken out: /)
    .waitFor();
  await button(page, 'Close').click();
  await button(page, 'Rest in another parcel').click();
  await button(page, /^Packed in /).click();
  const expected = await expectedGrams();
  await page.getByLabel('Weight in g').fill(String(expected - 300));
  await button(page, 'Weighed').click();
  await page
    .locator('.off')
    .getByText(/300\sg too light\. .* may be missing/)
    .waitFor();
  expect(await button(page, /^Seal/).count()).toBe(0);
  await scan(page, `${(expected / 1000).toFixed(3)} kg`);
  await button(page, 'Seal, and begin the next parcel').click();
  await page.getByText('Parcel 2', { exact: true }).waitFor();
  await scanAll();
  await button(page, /^Packed in /).click();
  await scan(page, String(await expectedGrams()));
  await button(page, 'Seal the parcel').click();
  await page.locator('.sealed .card').nth(1).waitFor();
}, 60_000);

test('sealed parcels are handed off one after the other, and the order is on its way', async () => {
  for (const [index, number] of ['1Z999AA10123456784', '1Z999AA10123456785'].entries()) {
    const card = page.locator('.sealed .card').nth(index);
    await scan(page, number);
    await card.getByLabel('Carrier').fill('UPS');
    await card.getByRole('button', { name: 'Hand it off', exact: true }).click();
    await card.getByText(`On its way: ${number}`).waitFor();
  }
  await page.getByText('The order is on its way').waitFor();
  const parcels = await query<{ state: string; ok: boolean }>(
    `SELECT "state", "expectedGrams" = "weighedGrams" AS ok FROM "Parcel" ORDER BY "number"`,
  );
  expect(parcels).toEqual([
    { state: 'shipped', ok: true },
    { state: 'shipped', ok: true },
  ]);
  const [sums] = await query<{ packed: number; picked: number }>(`
    SELECT (SELECT sum("quantity")::int FROM "ParcelLine") AS packed, sum(l."picked")::int AS picked
    FROM "WaveLine" l WHERE l."orderId" IN (SELECT "orderId" FROM "Parcel")`);
  expect(sums!.packed).toBe(sums!.picked);
  // In Shopify's own admin each parcel is a fulfillment with its number.
  const [order] = await query<{ id: string }>(`SELECT DISTINCT "orderId" AS id FROM "Parcel"`);
  await expect
    .poll(
      async () => {
        await desk.goto(`${admin}/orders/${order!.id}`);
        return desk.getByText('1Z999AA1012345678', { exact: false }).count();
      },
      { timeout: 30_000, interval: 500 },
    )
    .toBe(2);
  await desk.getByText('Fulfilled', { exact: true }).first().waitFor();
}, 90_000);

test('who may force packs without a scan; a photo is taken where the shop wants one', async () => {
  const frame = await openInAdmin(desk, '/app/waves/pickers');
  await frame.getByLabel('May pack without a scan').check();
  await expect.poll(() => query(`SELECT "mayForce" FROM "Picker"`)).toEqual([{ mayForce: true }]);
  await query(`UPDATE "PackTerms" SET "photoFrom" = 0, "weigh" = false`);
  // Who is done scans the next one: no button is pressed on the way.
  const [next] = await query<{ orderName: string }>(`
    SELECT "orderName" FROM "WaveLine" l WHERE "waveId" = '${wave}'
    AND NOT EXISTS (SELECT FROM "Parcel" p WHERE p."orderId" = l."orderId") ORDER BY "position" LIMIT 1`);
  await scan(page, next!.orderName);
  await page.getByRole('heading', { name: `Order ${next!.orderName}` }).waitFor();
  await page.locator('.pack-lines').waitFor();
  while (
    (await page.locator('.pack-lines').count()) > 0 &&
    (await page.locator('.pack-lines li:not(.done)').count()) > 0
  ) {
    const before = await page.locator('.pack-lines').innerHTML();
    await page.locator('.pack-lines li:not(.done) button').first().click();
    await page.getByRole('dialog').getByRole('button', { name: /^Put / }).last().click();
    // Else the same line would be asked for again, of which nothing is left to put.
    await page.waitForFunction((was) => document.querySelector('.pack-lines')?.innerHTML !== was, before);
  }
  await button(page, /^Packed in /).click();
  const png = await page.screenshot();
  await page
    .getByLabel('Use the phone’s camera')
    .and(page.locator('input'))
    .setInputFiles({ name: 'goods.png', mimeType: 'image/png', buffer: png });
  await button(page, 'Use it').click();
  await button(page, 'Seal the parcel').click();
  await page.getByRole('link', { name: 'Packing slip' }).waitFor();
  const [photo] = await query<{ head: string; bytes: number }>(
    `SELECT encode(substring("jpeg" from 1 for 2), 'hex') AS head, length("jpeg") AS bytes FROM "PackPhoto"`,
  );
  expect(photo!.head).toBe('ffd8');
  expect(photo!.bytes).toBeLessThanOrEqual(400 * 1024);
}, 90_000);

test('the admin shows the proof, and that its chain holds', async () => {
  const [proven] = await query<{ orderId: string }>(
    `SELECT "orderId" FROM "PackProof" WHERE "deed"->>'kind' = 'photographed'`,
  );
  const frame = await openInAdmin(desk, `/app/waves/${wave}/proof/${proven!.orderId}`);
  await frame.getByText('Chain verified').waitFor();
  await frame
    .getByText(/^Packed without a scan: /)
    .first()
    .waitFor();
  await button(frame, 'Show photo').click();
  await frame.getByRole('img', { name: /^What was in parcel 1/ }).waitFor();
  await query(`UPDATE "PackProof" SET "at" = "at" - interval '1 hour' WHERE "seq" = 2`);
  const again = await openInAdmin(desk, `/app/waves/${wave}/proof/${proven!.orderId}`);
  await again.getByText('Entry 2 is the first that is not as it was written').waitFor();
  expect(complaints).toEqual([]);
}, 60_000);

test('the pickers’ page says how the packer did, and what each figure means', async () => {
  const [is] = await query<{ parcels: string; wrong: string }>(`
    SELECT (SELECT count(*)::text FROM "Parcel" WHERE "state" IN ('sealed', 'shipped')) AS parcels,
      (SELECT count(*)::text FROM "PackProof" WHERE "deed"->>'kind' = 'wrong') AS wrong`);
  expect(is!.wrong).not.toBe('0');
  const cardOf = (frame: Frame) =>
    frame.locator('.Polaris-Card, .Polaris-ShadowBevel', { hasText: 'Packing in the last 30 days' }).last();
  const told = async (): Promise<Record<string, string>> => {
    const packing = cardOf(await openInAdmin(desk, '/app/waves/pickers'));
    const headings = await packing.locator('thead th').allTextContents();
    const cells = await packing.locator('tbody tr').first().locator('th, td').allTextContents();
    return Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? '']));
  };
  // A job folds what was told: at the latest when the diary is looked at, once a minute.
  await expect
    .poll(told, { timeout: 90_000, interval: 500 })
    .toMatchObject({ Name: 'Ana', Parcels: is!.parcels, 'Wrong scans': is!.wrong });
  const figures = await told();
  expect(figures['Not scanned']).toMatch(/^[1-9]/);
  expect(figures['Parcels an hour']).toMatch(/^[1-9]/);
  const frame = await openInAdmin(desk, '/app/waves/pickers');
  const packing = cardOf(frame);
  await packing.getByText('Opened again').hover();
  await frame.getByText('unless Shopify refused them or their order changed', { exact: false }).waitFor();
  await frame.getByText('Show each day').click();
  await frame.getByText('Half within / nine of ten within.', { exact: false }).waitFor();
  expect(complaints).toEqual([]);
}, 150_000);

test('a parcel that comes back after its wave is over is emptied and given up at the station', async () => {
  const [sealed] = await query<{ id: string; orderId: string }>(
    `SELECT "id", "orderId" FROM "Parcel" WHERE "state" = 'sealed'`,
  );
  await query(`
    UPDATE "Wave" SET "state" = 'shipped';
    UPDATE "Order" SET "cancelledAt" = now() WHERE "id" = '${sealed!.orderId}'`);
  await page.getByText(/^It cannot leave: .* not wanted any more\. Open it again and put that back\.$/).waitFor();
  expect(await button(page, 'Hand it off').count()).toBe(0);
  await button(page, 'Open again').click();
  await page.getByText('Take out and put back').waitFor();
  const putBack = button(page, /^Put back \d+ × /);
  for (let left = await putBack.count(); left > 0; left--) {
    await putBack.first().click();
    await page
      .getByRole('alert')
      .getByText(/^Put back: /)
      .waitFor();
    await expect.poll(() => putBack.count()).toBe(left - 1);
  }
  await button(page, 'Give the parcel up').click();
  await page.getByText('Nothing of this order is packed any more').waitFor();
  await expect
    .poll(() => query(`SELECT "state" FROM "Parcel" WHERE "id" = '${sealed!.id}'`))
    .toEqual([{ state: 'given-up' }]);
  const [{ kinds } = { kinds: '' }] = await query<{ kinds: string }>(
    `SELECT string_agg(DISTINCT "deed"->>'kind', ' ') AS kinds FROM "PackProof" WHERE "parcelId" = '${sealed!.id}'`,
  );
  expect(kinds.split(' ')).toEqual(expect.arrayContaining(['opened-again', 'put-back', 'gave-up']));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
  expect(complaints).toEqual([]);
}, 60_000);
