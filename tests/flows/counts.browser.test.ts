// A count, from the plan to Shopify's own stock: drawn in the admin, counted with a phone, approved, and booked once, while the
// shop goes on selling. The tests follow one another.
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse, until } from '../house.ts';
import { appFrame, openInAdmin, whenRead } from '../in-admin.ts';

const phone = { width: 375, height: 812 };

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

type Stock = { item: string; location: string; title: string; sku: string; onHand: number; available: number };

/** Asks the dev store's own Admin API. */
async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

type Level = { location: { id: string; name: string }; quantities: { name: string; quantity: number }[] };
type Variants = {
  productVariants: { nodes: { sku: string; inventoryItem: { id: string; inventoryLevels: { nodes: Level[] } } }[] };
};

/** How the store's stock of an SKU stands at its locations. */
async function stockOf(sku: string): Promise<Stock[]> {
  const { productVariants } = await ask<Variants>(
    `query($q: String!) { productVariants(first: 1, query: $q) { nodes { displayName sku inventoryItem { id inventoryLevels(first: 5) {
      nodes { location { id name } quantities(names: ["on_hand", "available"]) { name quantity } } } } } } }`,
    { q: `sku:${sku}` },
  );
  const of = (level: Level, name: string) => level.quantities.find((one) => one.name === name)?.quantity ?? 0;
  const variant = productVariants.nodes[0]!;
  return variant.inventoryItem.inventoryLevels.nodes.map((level) => ({
    item: variant.inventoryItem.id,
    location: level.location.id,
    title: level.location.name,
    sku: variant.sku,
    onHand: of(level, 'on_hand'),
    available: of(level, 'available'),
  }));
}

/** As a sale does: units are no longer available, and on hand until they are shipped. */
async function sell(stock: Stock, units: number): Promise<void> {
  const { inventoryMoveQuantities } = await ask<{ inventoryMoveQuantities: { userErrors: unknown[] } }>(
    `mutation($input: InventoryMoveQuantitiesInput!) { inventoryMoveQuantities(input: $input) @idempotent(key: "${crypto.randomUUID()}") { userErrors { message } } }`,
    {
      input: {
        reason: 'other',
        referenceDocumentUri: 'logistics://test/sale',
        changes: [
          {
            inventoryItemId: stock.item,
            quantity: units,
            from: { locationId: stock.location, name: 'available', changeFromQuantity: null },
            to: {
              locationId: stock.location,
              name: 'reserved',
              ledgerDocumentUri: 'logistics://test/sale',
              changeFromQuantity: null,
            },
          },
        ],
      },
    },
  );
  expect(inventoryMoveQuantities.userErrors).toEqual([]);
}

let count = '';
let location = '';
/** What was counted of each SKU, and how Shopify stood when it was. */
const counted = new Map<string, { units: number; before: Stock }>();

/** Two, unless the record of the line meant to be right cannot be: a shelf does not hold less than nothing. */
const corrections = () => [...counted.values()].filter(({ units, before }) => units !== before.onHand).length;
const bookingOf = (frame: Frame) => button(frame, `Book ${corrections()} corrections`);

const standing = async (sku: string) => {
  const found = (await stockOf(sku)).find((stock) => stock.title === location);
  if (!found) throw new Error(`${sku} is not stocked at ${location}`);
  return found;
};

test('a spot check is planned in the admin', async () => {
  await openInAdmin(page, '/app');
  await whenRead(page);
  const frame = await openInAdmin(page, '/app/reorder/counts/new?size=3');
  await frame.getByText(/^Drawn from /).waitFor();
  location = (await frame.getByLabel('Location').locator('option:checked').textContent()) ?? '';
  expect(location, 'where most goes out').toBe('Bristol warehouse');
  await button(frame, 'Plan this spot check').click();
  await frame.waitForURL((url) => /\/app\/reorder\/counts\/[0-9a-f-]{36}$/.test(url.pathname));
  await frame.getByText('0 of 3 lines done').waitFor();
  count = new URL(frame.url()).pathname;
  expect(complaints).toEqual([]);
}, 180_000);

test('a phone counts it blind, by scan and by thumb, and goes on after a reload', async () => {
  await page.setViewportSize(phone);
  let frame = await openInAdmin(page, `${count}/count`);
  await frame.getByText('0 of 3 lines counted').waitFor();
  const skus = await frame
    .locator('.floor-line')
    .evaluateAll((lines) =>
      lines.map(
        (line) => / · ([^·]+)$/.exec(line.querySelector('span')?.innerText.split('\n').at(-1) ?? '')?.[1] ?? '',
      ),
    );
  expect(skus.filter(Boolean)).toHaveLength(3);

  const scan = frame.getByLabel('Scan a barcode, or search');
  await scan.fill('no such thing');
  await scan.press('Enter');
  await frame.getByText('“no such thing” is not part of this count.').waitFor();

  for (const [index, sku] of skus.entries()) {
    const before = await standing(sku);
    // One is short, one is over, one is right; a shelf said to hold nothing, or less, cannot be short or right.
    const units = Math.max(0, before.onHand + [before.onHand > 0 ? -1 : 1, 2, 0][index]!);
    counted.set(sku, { units, before });
    const field = frame.getByLabel('Scan a barcode, or search');
    await field.fill(sku);
    await field.press('Enter');
    const number = frame.getByLabel(/^Units of /);
    await number.waitFor();
    expect(await number.inputValue()).toBe('1');
    expect(await frame.locator('body').innerText()).not.toMatch(/should be/i);
    await number.fill(String(Math.max(0, units - 1)));
    if (units > 0) await button(frame, 'One more').click();
    if (index === 0) {
      await page.reload();
      frame = await appFrame(page);
      const again = frame.getByLabel(/^Units of /);
      await again.waitFor();
      expect(await again.inputValue()).toBe(String(units));
    }
    await button(frame, 'Save').click();
    await frame.getByText(`${index + 1} of 3 lines counted`).waitFor();
  }
  const { scrollWidth, clientWidth } = await frame.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    clientWidth: document.documentElement.clientWidth,
  }));
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  await button(frame, 'Finish counting').click();
  await frame.waitForURL((url) => url.pathname === count);
  await bookingOf(frame).waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

test('what differs is approved and booked once; a sale in between is not lost', async () => {
  const sold = 2;
  const [first] = [...counted.values()];
  await sell(first!.before, sold);
  const frame = await openInAdmin(page, count);
  await frame
    .getByLabel(/^Reason for /)
    .first()
    .selectOption('shrinkage');
  await bookingOf(frame).dblclick();
  await frame.getByText('Shopify was asked to change its stock by what was approved.').waitFor();
  await until(async () => (await frame.locator('tbody >> text=Confirmed').count()) === corrections(), {
    what: `${corrections()} confirmed bookings`,
    deadline: 60_000,
    every: 500,
  });
  for (const [sku, { units, before }] of counted) {
    const now = await standing(sku);
    const took = before === first!.before ? sold : 0;
    expect(now.onHand, sku).toBe(units);
    expect(now.available, sku).toBe(before.available - took + (units - before.onHand));
  }
  expect(complaints).toEqual([]);
}, 120_000);

test('the list shows record accuracy, and overstock computes in the browser', async () => {
  let frame = await openInAdmin(page, '/app/reorder/counts?tab=booked');
  const right = (((3 - corrections()) / 3) * 100).toFixed(1);
  await frame.getByText(`${right} % of 3 counted lines were right`).waitFor();
  frame = await openInAdmin(page, '/app/reorder');
  await button(frame, 'Compute again').click();
  await frame.getByText(/^Asked for: Computed /).waitFor({ state: 'attached' });
  frame = await openInAdmin(page, '/app/reorder/overstock');
  await frame
    .getByText(/ tied up in /)
    .first()
    .waitFor();
  await button(frame, 'Change').click();
  const markdown = frame.locator('text=Markdown >> .. >> .. >> span').nth(1);
  await markdown.waitFor();
  const head = () =>
    frame
      .getByText(/ tied up in /)
      .first()
      .textContent();
  const before = await head();
  await frame.getByLabel('No overstock up to').fill('0');
  await until(async () => (await head()) !== before, { what: 'another sum', deadline: 5_000, every: 50 });
  expect(complaints).toEqual([]);
}, 120_000);
