// A shop tells Backroom its cartons, how large its goods are, and how it packs. The tests follow one another.
import { mkdirSync } from 'node:fs';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse } from '../house.ts';
import { openInAdmin, whenRead } from '../in-admin.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];
/** the one that the tests import */
let sku = '';
const phone = { width: 375, height: 812 };
const pictures = process.env.PICTURES;

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '3'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

async function picture(name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png` });
}

/** The copy of the size of an SKU that the dev store keeps. */
async function copyOf(sku: string): Promise<unknown> {
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({
      query: `{ productVariants(first: 1, query: "sku:${sku}") { nodes { metafields(first: 5) { nodes { key jsonValue } } } } }`,
    }),
  });
  type Kept = { metafields: { nodes: { key: string; jsonValue: unknown }[] } };
  const { data } = (await answer.json()) as { data: { productVariants: { nodes: Kept[] } } };
  return data.productVariants.nodes[0]?.metafields.nodes.find(({ key }) => key === 'packed_size')?.jsonValue ?? null;
}

const button = (frame: Frame, name: string | RegExp) =>
  frame.getByRole('button', { name, exact: typeof name === 'string' });

async function fitsPhone(frame: Frame): Promise<void> {
  await page.setViewportSize(phone);
  await expect
    .poll(() => frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), {
      timeout: 10_000,
    })
    .toBeLessThanOrEqual(0);
}

test('common cartons to begin with, one of its own, a wrong one that keeps what was typed', async () => {
  await openInAdmin(page, '/app');
  await whenRead(page);
  const frame = await openInAdmin(page, '/app/waves/boxes');
  await frame.getByText('Begin with common cartons').waitFor();
  await picture('boxes-empty');
  await frame.getByLabel('Extra large').uncheck();
  await button(frame, 'Add 3 cartons').click();
  await frame.getByText('30 × 20 × 15 cm').waitFor();

  await button(frame, 'Add box').click();
  const dialog = frame.getByRole('dialog');
  const field = (name: string) => dialog.getByLabel(name, { exact: true });
  await field('Name').fill('Medium');
  await field('Length').fill('12 1/4 in');
  await field('Width').fill('wide');
  await field('Height').fill('10');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Enter the inner width in cm, for example 30 or 30.5').waitFor();
  await picture('box-wrong');
  expect(await field('Length').inputValue()).toBe('12 1/4 in');
  await field('Width').fill('20');
  await field('Weighs empty').fill('210');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText(/Another box has this name/).waitFor();
  await field('Name').fill('Bottle carton');
  await field('May hold').fill('12 kg');
  await field('One costs').fill('0.85');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await frame.getByText('31.1 × 20 × 10 cm').waitFor();
  await frame.getByText('£0.85').waitFor();

  await button(frame, 'Small').click();
  await frame.getByRole('dialog').getByRole('button', { name: 'Take out of use' }).click();
  await frame.getByText('Out of use', { exact: true }).waitFor();
  await picture('boxes');
  await fitsPhone(frame);
  await picture('boxes-phone');
  expect(complaints).toEqual([]);
}, 180_000);

test('sizes are typed and imported; bad rows are named, and what lacks a size is found', async () => {
  let frame = await openInAdmin(page, '/app/waves/sizes');
  await frame.getByText('Copy sizes to Shopify').waitFor();
  await frame.locator('tbody button').first().click();
  const dialog = frame.getByRole('dialog');
  await dialog.getByLabel('Length').fill('12');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Enter the width too, or leave all three empty').waitFor();
  await dialog.getByLabel('Width').fill('8');
  await dialog.getByLabel('Height').fill('8.5');
  await dialog.getByLabel('Fragile').check();
  await picture('size-form');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await frame.getByText('12 × 8 × 8.5 cm').waitFor();
  await frame.getByText('Nothing on top').waitFor();
  await frame.getByText(/^1 of [\d,]+ items have a size/).waitFor();
  sku = (await frame.locator('tbody tr').nth(1).locator('p').first().textContent()) ?? '';
  await picture('sizes');
  await fitsPhone(frame);
  await picture('sizes-phone');

  frame = await openInAdmin(page, '/app/waves/sizes/import');
  await frame.locator('input[type=file]').setInputFiles({
    name: 'sizes.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `sku,length (mm),width,height,fragile\n${sku},200,10,10,no\nNOBODY,1,1,1,\n${sku}-x,1,,1,perhaps\n`,
    ),
  });
  await frame.getByText('1 row taken, 2 not taken').waitFor();
  await frame.getByText('Line 3, sku: No product has the SKU NOBODY. Correct it, or leave the row out').waitFor();
  await frame.getByText('Line 4, width: The width is missing. Add it, or empty all three sides').waitFor();
  await frame.getByText('Line 4, fragile: Write yes or no, not “perhaps”').waitFor();
  await picture('sizes-import-phone');
  frame = await openInAdmin(page, `/app/waves/sizes?q=${encodeURIComponent(sku)}`);
  await frame.getByText('20 × 10 × 10 cm').waitFor();
  expect(complaints).toEqual([]);
}, 180_000);

test('once it is allowed, Shopify has a copy of each size, and of each change', async () => {
  let frame = await openInAdmin(page, '/app/waves/sizes');
  await button(frame, 'Copy sizes to Shopify').click();
  await page.getByRole('button', { name: 'Update', exact: true }).click();
  const copy = { unit: 'mm', length: 200, width: 100, height: 100, upright: false, fragile: false };
  await expect.poll(() => copyOf(sku), { timeout: 60_000 }).toEqual(copy);
  frame = await openInAdmin(page, '/app/waves/sizes');
  expect(await frame.getByText('Copy sizes to Shopify').count()).toBe(0);
  await frame.locator('tr', { hasText: '20 × 10 × 10 cm' }).getByRole('button').click();
  const dialog = frame.getByRole('dialog');
  for (const side of ['Length', 'Width', 'Height']) await dialog.getByLabel(side).fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await frame.getByText(/^1 of [\d,]+ items have a size/).waitFor();
  await expect.poll(() => copyOf(sku), { timeout: 60_000 }).toBeNull();
  expect(complaints).toEqual([]);
}, 180_000);

test('a location says what it weighs and photographs; a wrong amount loses nothing', async () => {
  let frame = await openInAdmin(page, '/app/waves/packing');
  const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
  await frame.getByLabel('Every parcel is weighed').check();
  await frame.getByLabel('Photograph the open box from').fill('plenty');
  await save();
  await frame.getByText('Enter an amount, for example 100, or leave it empty for never').waitFor();
  await picture('packing');
  expect(await frame.getByLabel('Every parcel is weighed').isChecked()).toBe(true);
  await frame.getByLabel('Photograph the open box from').fill('99.50');
  await save();
  await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'hidden' });
  frame = await openInAdmin(page, '/app/waves/packing');
  expect(await frame.getByLabel('Photograph the open box from').inputValue()).toBe('99.50');
  await fitsPhone(frame);
  await picture('packing-phone');
  expect(complaints).toEqual([]);
}, 180_000);
