// From the reorder list to Shopify's stock by clicking, on a desk and on a phone.
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse, until } from '../house.ts';
import { admin, appFrame, follow, openInAdmin, whenListed, whenRead } from '../in-admin.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '3'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
  page = (await newPage(browser)).page;
  await page.goto(`${admin}/apps/backroom`);
  await appFrame(page, '/app');
  await whenRead(page);
}, 300_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

const button = (frame: Frame, name: string) => frame.getByRole('button', { name, exact: true });
const title = async (frame: Frame) => (await frame.textContent('h1'))?.trim();

type Sold = { title: string; sku: string; barcode: string; available: number; item: string; location: string };

async function ask<Data>(query: string): Promise<Data> {
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query }),
  });
  return ((await answer.json()) as { data: Data }).data;
}

/** Two things that are in stock at the first location by name, as Shopify has them. */
async function sold(): Promise<Sold[]> {
  type Level = { location: { id: string; name: string }; quantities: [{ quantity: number }] };
  type Variant = {
    sku: string;
    barcode: string | null;
    product: { title: string };
    inventoryItem: { id: string; inventoryLevels: { nodes: Level[] } };
  };
  const { productVariants } = await ask<{ productVariants: { nodes: Variant[] } }>(
    `{ productVariants(first: 20) { nodes { sku barcode product { title }
      inventoryItem { id inventoryLevels(first: 5) { nodes { location { id name } quantities(names: ["available"]) { quantity } } } } } } }`,
  );
  const all = productVariants.nodes.flatMap((variant) => {
    const [level] = variant.inventoryItem.inventoryLevels.nodes.sort((a, b) =>
      a.location.name.localeCompare(b.location.name),
    );
    if (!level || !variant.sku) return [];
    return {
      title: variant.product.title,
      sku: variant.sku,
      barcode: variant.barcode ?? '',
      available: level.quantities[0].quantity,
      item: variant.inventoryItem.id,
      location: level.location.id,
    };
  });
  const [first] = all.toSorted((a, b) => a.location.localeCompare(b.location));
  return all.filter((one) => one.location === first?.location).slice(0, 2);
}

async function available(one: Sold): Promise<number> {
  const { inventoryItem } = await ask<{
    inventoryItem: { inventoryLevel: { quantities: [{ quantity: number }] } };
  }>(
    `{ inventoryItem(id: "${one.item}") { inventoryLevel(locationId: "${one.location}") { quantities(names: ["available"]) { quantity } } } }`,
  );
  return inventoryItem.inventoryLevel.quantities[0].quantity;
}

/** Types a quantity for an item, which its page finds by SKU. */
async function add(frame: Frame, one: Sold, units: string): Promise<void> {
  await frame.getByLabel('Add an item').fill(one.sku);
  await frame.getByRole('button', { name: /^Add /, disabled: false }).first().click();
  await frame
    .getByLabel(/^Units of /)
    .last()
    .fill(units);
}

let goods: Sold[] = [];
let address = '';

test('a supplier is added with what it sells, and wrong input stays with its reason', async () => {
  goods = await sold();
  expect(goods).toHaveLength(2);
  const frame = await openInAdmin(page, '/app/reorder/suppliers/new');
  await frame.getByLabel('Name').fill('Northwind Traders');
  await frame.getByLabel('E-mail').fill('orders at northwind');
  await button(frame, 'Add supplier').click();
  await frame.getByText('is not an e-mail address').waitFor();
  expect(await frame.getByLabel('Name').inputValue()).toBe('Northwind Traders');
  await frame.getByLabel('E-mail').fill('orders@northwind.example');
  await frame.getByLabel(/^Minimum order value/).fill('5000');
  await button(frame, 'Add supplier').click();
  await frame.waitForURL((url) => /suppliers\/[0-9a-f-]{36}$/.test(url.pathname));

  await openInAdmin(page, '/app/reorder/suppliers/import');
  const imported = await appFrame(page);
  const file = `supplier,sku,supplier sku,cost,pack size\nNorthwind Traders,${goods[0]!.sku},NW-1,2.50,6\nNorthwind Traders,${goods[1]!.sku},NW-2,4.00,\nNorthwind Traders,NO-SUCH-SKU,,1,\n`;
  await imported
    .locator('input[type=file]')
    .setInputFiles({ name: 'items.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await imported.getByText('2 rows taken, 1 not taken').waitFor();
  await imported.getByText('Line 4, sku: No variant has the SKU NO-SUCH-SKU').waitFor();
  expect(complaints).toEqual([]);
});

test('a row of the reorder list becomes a draft, which is edited, approved and sent, and the letter arrives', async () => {
  const [first] = goods;
  const list = `/app/reorder?tab=all&location=${first!.location.split('/').at(-1)}&q=${first!.sku}`;
  const shows = `tbody tr:has(:text-is("${first!.sku}"))`;
  const frame = await whenListed(page, list, shows);
  const row = frame.locator(shows);
  await row.getByLabel(/^Units of /).fill('12');
  await row.locator('input[type=checkbox]').evaluate((box: HTMLElement) => box.click());
  await button(frame, 'Create purchase orders').click();
  await frame.getByText('1 draft made. Nothing is ordered before you send it').waitFor();
  // It is not offered a second time while it stands on the draft.
  await row.getByText('12 on a draft').waitFor();
  expect(await row.locator('input[type=checkbox]').isChecked()).toBe(false);
  await follow(frame, 'a:text-is("PO-1")', /orders\/[0-9a-f-]{36}$/);
  await frame.getByLabel('Add an item').waitFor();
  expect(await title(frame)).toBe('PO-1');
  address = new URL(frame.url()).pathname;
  expect(await frame.getByLabel(/^Units of /).inputValue()).toBe('12');
  await add(frame, goods[1]!, 'ten');
  await frame.getByLabel('Freight').fill('7.00');
  await page.locator('#save-bar').waitFor();
  await page.click('#save');
  await frame.getByText('is not a whole number of units').waitFor();
  expect(
    await frame
      .getByLabel(/^Units of /)
      .last()
      .inputValue(),
  ).toBe('ten');
  await frame
    .getByLabel(/^Units of /)
    .last()
    .fill('10');
  await page.click('#save');
  await page.locator('#save-bar').waitFor({ state: 'hidden' });
  await frame.getByText(/is missing\.$/).waitFor();
  await button(frame, 'Approve').click();
  await button(frame, 'Send to supplier').click();
  await frame.getByText('Sent to orders@northwind.example').waitFor({ timeout: 30_000 });
  expect(house.letters).toHaveLength(1);
  expect(house.letters[0]?.to).toEqual(['orders@northwind.example']);
  expect(complaints).toEqual([]);
});

test('what comes is received on a phone by scanning, in two parts, and Shopify’s stock is up by that', async () => {
  const before = [await available(goods[0]!), await available(goods[1]!)];
  await page.setViewportSize({ width: 375, height: 812 });
  let frame = await openInAdmin(page, `${address}/receive`);
  const scan = frame.getByLabel('Scan or type a barcode or SKU');
  for (const code of [goods[0]!.barcode || goods[0]!.sku, goods[0]!.sku, 'nonsense']) {
    await scan.fill(code);
    await scan.press('Enter');
  }
  await frame.getByText('“nonsense” is on no line').waitFor();
  await frame
    .getByLabel(/^Rejected of /)
    .first()
    .fill('1');
  expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await button(frame, 'Receive').click();
  await frame.waitForURL((url) => url.pathname === address);
  await frame.getByText('2 units received').waitFor();

  // Another person has counted against what was there before: it is told, and books nothing.
  frame = await openInAdmin(page, `${address}/receive`);
  const other = await newPage(browser);
  const theirs = await openInAdmin(other.page, `${address}/receive`);
  await theirs
    .getByRole('button', { name: 'All of it came' })
    .or(theirs.getByRole('button', { name: 'More actions' }))
    .first()
    .click();
  const inMenu = theirs.getByRole('menuitem', { name: 'All of it came' });
  if (await inMenu.count()) await inMenu.click();
  await frame
    .getByLabel(/^Accepted of /)
    .first()
    .fill('3');
  await button(frame, 'Receive').click();
  await frame.waitForURL((url) => url.pathname === address);
  await button(theirs, 'Receive').click();
  await theirs.getByText('6 of 22 units have been received').waitFor();
  expect(
    await theirs
      .getByLabel(/^Accepted of /)
      .first()
      .inputValue(),
  ).toBe('9');
  await theirs
    .getByLabel(/^Accepted of /)
    .first()
    .fill('6');
  await button(theirs, 'Receive').click();
  await theirs.waitForURL((url) => url.pathname === address);
  await theirs.getByText('Nothing more of it will come.').waitFor();
  expect(other.complaints).toEqual([]);
  await other.page.context().close();

  await until(
    async () => (await available(goods[0]!)) === before[0]! + 11 && (await available(goods[1]!)) === before[1]! + 10,
    { what: 'the stock in Shopify', deadline: 40_000, every: 300 },
  );
  await page.setViewportSize({ width: 1280, height: 860 });
  frame = await openInAdmin(page, address);
  await until(async () => (await frame.locator('text=Confirmed').count()) === 4, {
    what: 'four confirmed bookings on the page',
    deadline: 30_000,
    every: 300,
  });
  expect(complaints).toEqual([]);
}, 120_000);

test('on a phone no page of purchasing is wider than the screen', async () => {
  await page.setViewportSize({ width: 375, height: 812 });
  let frame = await openInAdmin(page, '/app/reorder/suppliers');
  const supplier = (await frame.getByRole('link', { name: 'Northwind Traders' }).getAttribute('href')) ?? '';
  for (const path of [
    '/app/reorder/suppliers',
    supplier,
    '/app/reorder/suppliers/new',
    '/app/reorder/suppliers/import',
    '/app/reorder/orders?tab=closed',
    '/app/reorder/orders/new',
    address,
    `${address}/receive`,
  ]) {
    frame = await openInAdmin(page, path);
    expect(await frame.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(375);
  }
  expect(complaints).toEqual([]);
}, 120_000);
