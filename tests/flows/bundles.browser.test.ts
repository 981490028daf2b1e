// A bundle said, corrected and removed by clicking, on a phone.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse } from '../house.ts';
import { admin, appFrame, openInAdmin, whenRead } from '../in-admin.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '3'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
  ({ page, complaints } = await newPage(browser));
  await page.goto(`${admin}/apps/backroom`);
  await appFrame(page, '/app');
  await whenRead(page);
  complaints.length = 0;
}, 300_000);
afterAll(() => browser?.close());

async function skus(): Promise<string[]> {
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query: '{ productVariants(first: 20) { nodes { sku } } }' }),
  });
  const { data } = (await answer.json()) as { data: { productVariants: { nodes: { sku: string }[] } } };
  return data.productVariants.nodes.map(({ sku }) => sku).filter(Boolean);
}

test('a bundle is said, corrected, found again and removed, and a file names its bad rows', async () => {
  const [bundle, part] = await skus();
  await page.setViewportSize({ width: 375, height: 812 });
  let frame = await openInAdmin(page, '/app/reorder/bundles');
  await frame.getByText('need nothing here').waitFor();
  const button = (name: string | RegExp) => frame.getByRole('button', { name, exact: true });
  await button('Add bundle').first().click();
  await frame.getByLabel('Sold as').fill(bundle!);
  await button(/^Add (?!bundle)/)
    .first()
    .click();
  await frame.getByLabel('Add a component').fill(part!);
  await button(/^Add (?!bundle)/)
    .first()
    .click();
  await frame.getByLabel(/^Units of /).fill('two');
  await button('Save').click();
  await frame.getByText('Type a whole number from 1 to 1000.').waitFor();
  expect(await frame.getByLabel(/^Units of /).inputValue()).toBe('two');
  await frame.getByLabel(/^Units of /).fill('2');
  await button('Save').click();
  await frame.getByText(/2 × /).waitFor();
  expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);

  await button(/^Change /).click();
  expect(await frame.getByLabel(/^Units of /).inputValue()).toBe('2');
  await button('Remove bundle').click();
  await frame.getByText('need nothing here').waitFor();

  frame = await openInAdmin(page, '/app/reorder/bundles/import');
  const file = `bundle sku,component sku,quantity\n${bundle},${part},3\n${bundle},NO-SUCH-SKU,1\n`;
  await frame
    .locator('input[type=file]')
    .setInputFiles({ name: 'bundles.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await frame.getByText('1 row taken, 1 not taken').waitFor();
  await frame.getByText('Line 3, component sku: No variant has the SKU NO-SUCH-SKU').waitFor();
  expect(complaints).toEqual([]);
});
