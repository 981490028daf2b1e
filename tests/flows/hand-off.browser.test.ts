// Parcels in the admin: numbers come back in a file, one of them bad; a number is typed; the carrier's manifest is closed.
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse, until } from '../house.ts';
import { openInAdmin } from '../in-admin.ts';
import { pickedWave } from '../picked-wave.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];
let picked: Awaited<ReturnType<typeof pickedWave<'first' | 'second' | 'third'>>>;
let parcels: string[] = [];

beforeAll(async () => {
  house = await startHouse();
  browser = await launchChromium({ tlsPort: house.tlsPort });
  picked = await pickedWave(house, { first: { quantity: 1 }, second: { quantity: 2 }, third: { quantity: 1 } });
  parcels = [
    await picked.pack(picked.orders.first, 1),
    await picked.pack(picked.orders.second, 2),
    await picked.pack(picked.orders.third, 1),
  ];
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await picked?.close();
});
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

const button = (frame: Frame, name: string | RegExp) =>
  frame.getByRole('button', { name, exact: typeof name === 'string' });

async function choose(frame: Frame, text: string): Promise<void> {
  const file = { name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(text) };
  await frame.locator('input[type=file]').setInputFiles(file);
}

test('a file with a bad row ships the good ones; again it ships nothing', async () => {
  let frame = await openInAdmin(page, '/app/waves/parcels');
  await frame.getByText('#1001 · 1').waitFor();
  expect(await frame.locator('tbody tr').count()).toBe(3);

  // On a phone parcels are chosen and shipped together as well.
  await page.setViewportSize({ width: 375, height: 812 });
  await frame.getByLabel('Choose parcel 1 of #1001').check();
  await frame.getByText('1 chosen').waitFor();
  await button(frame, 'Export 1 parcel (CSV)').waitFor();
  await frame.getByLabel('1 chosen').check();
  await button(frame, 'Ship').click();
  await frame.getByRole('heading', { name: 'Ship 3 parcels' }).waitFor();
  await button(frame, 'Cancel').click();
  await page.setViewportSize({ width: 1280, height: 860 });

  frame = await openInAdmin(page, '/app/waves/parcels/import');
  const file = [
    'Order Number,Parcel ID,Carrier,Tracking Number',
    `,${parcels[0]},Royal Mail,RM100`,
    '#1002,,Royal Mail,RM200',
    '#4711,,Royal Mail,RM300',
  ].join('\n');
  await choose(frame, file);
  await frame.getByText('Line 4 (#4711, RM300): Order #4711 has no parcel.').waitFor();
  await button(frame, 'Take 2 rows').click();
  await frame.getByText('2 parcels shipped; 1 row not taken').waitFor();
  frame = await openInAdmin(page, '/app/waves/parcels/import');
  await choose(frame, file);
  await frame.getByText(/Nothing would change, 2 parcels had the number already/).waitFor();

  frame = await openInAdmin(page, '/app/waves/parcels?tab=shipped');
  await frame.getByText('Royal Mail RM200').waitFor();
  await until(
    async () => (await picked.rows(`SELECT 1 FROM "FulfillmentOrder" WHERE "status" = 'CLOSED'`)).length === 2,
    { what: 'Shopify to say that two orders are fulfilled', deadline: 30_000, every: 250 },
  );
  frame = await openInAdmin(page, `/app/waves/${picked.waveId}`);
  await frame.getByRole('link', { name: 'Parcel 1' }).first().waitFor();
  expect(await frame.getByText(/left out/).count(), 'what left in parcels is not left out').toBe(0);
  expect(complaints).toEqual([]);
}, 120_000);

test('a number is typed on a parcel’s page; a wrong link is said and nothing typed is lost', async () => {
  const frame = await openInAdmin(page, `/app/waves/parcels/${parcels[2]}`);
  await frame.getByLabel('Carrier').fill('Bike Ben');
  await frame.getByText('Shopify does not know this carrier.').waitFor();
  await frame.getByLabel('Tracking number').fill('B-7');
  await frame.getByLabel('Tracking link').fill('bike');
  await button(frame, 'Ship').click();
  await frame.getByText('A tracking link begins with https:// or http://.').waitFor();
  expect(await frame.getByLabel('Tracking number').inputValue()).toBe('B-7');
  await frame.getByLabel('Tracking link').fill('https://bike.example/B-7');
  await button(frame, 'Ship').click();
  await frame.getByText('Shipped', { exact: true }).first().waitFor();
  const wave = await openInAdmin(page, `/app/waves/${picked.waveId}`);
  await wave.getByText('Shopify has been asked to fulfill what was picked.').waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

test('the carrier’s manifest is closed, printed, and not opened again', async () => {
  let frame = await openInAdmin(page, '/app/waves/manifest');
  await frame.getByText(/2 parcels · 1\.80 kg/).waitFor();
  await button(frame, /^Close the manifest of Royal Mail/).click();
  await frame.getByRole('heading', { name: 'Manifest 1' }).waitFor();
  await frame.getByText('RM200').waitFor();
  const printed = page.waitForEvent('download');
  await button(frame, 'Print (PDF)').click();
  expect((await printed).suggestedFilename()).toBe('manifest-1.pdf');
  frame = await openInAdmin(page, '/app/waves/manifest');
  await frame.getByRole('link', { name: 'Manifest 1' }).waitFor();
  expect(await button(frame, /^Close the manifest of Royal Mail/).count()).toBe(0);
  expect(complaints).toEqual([]);
}, 120_000);

test('a parcel that Shopify refused after its wave was over loses what is wanted no more, or is given up', async () => {
  const settled = `SELECT 1 FROM "Command" WHERE "operation" = 'fulfillmentCreate' AND "state" IN ('queued', 'sending')`;
  await until(async () => (await picked.rows(settled)).length === 0, {
    what: 'Shopify to have heard of all parcels',
    deadline: 60_000,
    every: 250,
  });
  await until(
    async () => (await picked.rows(`SELECT 1 FROM "FulfillmentOrder" WHERE "status" <> 'CLOSED'`)).length === 0,
    { what: 'the mirror to hear of it', deadline: 60_000, every: 250 },
  );
  // As if Shopify had refused two of them, and one order had lost a unit and the other been canceled.
  const [first, second] = [picked.orders.first, picked.orders.second];
  await picked.rows(`
    UPDATE "Command" SET "state" = 'failed', "problem" = 'Shopify says no.'
      WHERE "id" IN (SELECT "commandId" FROM "Parcel" WHERE "orderId" IN ('${first}', '${second}'));
    UPDATE "Parcel" SET "state" = 'sealed', "shippedAt" = NULL WHERE "orderId" IN ('${first}', '${second}');
    UPDATE "FulfillmentOrder" SET "status" = 'OPEN', "supportedActions" = '{CREATE_FULFILLMENT}' WHERE "orderId" = '${second}';
    UPDATE "FulfillmentOrderLine" SET "remainingQuantity" = 1
      WHERE "fulfillmentOrderId" IN (SELECT "id" FROM "FulfillmentOrder" WHERE "orderId" = '${second}');
    UPDATE "Order" SET "cancelledAt" = now() WHERE "id" = '${first}'`);

  let frame = await openInAdmin(page, `/app/waves/parcels/${parcels[1]}`);
  await frame
    .getByText('It cannot go now: The order was edited: Kettle was 2, and 1 is still to be shipped.')
    .waitFor();
  expect(await button(frame, 'Ship again').count()).toBe(0);
  await button(frame, 'Open it and take that out').click();
  await frame.getByText(/^Take 1 × Kettle out of parcel 1 of #1002 and put it back to its bin\./).waitFor();
  await frame.getByText('It is open. Scan its label at the pack station').waitFor();
  expect((await picked.parcelOf(parcels[1]!)).state).toBe('open');

  frame = await openInAdmin(page, `/app/waves/parcels/${parcels[0]}`);
  await frame.getByText('It cannot go now: The order was canceled. Put its goods back.').waitFor();
  await button(frame, 'Give it up').click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Give it up' }).click();
  await frame.getByText('Parcel 1 of #1001 was given up. Put its goods back to their bins.').waitFor();
  expect((await picked.parcelOf(parcels[0]!)).state).toBe('given-up');

  frame = await openInAdmin(page, `/app/waves/${picked.waveId}/proof/${first}`);
  await frame.getByText('Gave the parcel up: its goods went back').waitFor();
  await frame.getByText('Chain verified').waitFor();
  expect(complaints).toEqual([]);
}, 180_000);
