// npm run screenshots: the pictures of docs/guide, taken of a furnished house in Chromium at Shopify's own addresses.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { launchChromium, newPage } from '../tests/chromium.ts';
import { appFrame, openInAdmin, storefront, whenListed, whenRead } from '../tests/in-admin.ts';
import { startHouse } from './house.ts';
import { Plain } from './process.ts';
import { command, step } from './progress.ts';
import { createDatabase, startScratch } from './scratch.ts';

const folder = 'docs/guide/pictures';
/** They are kept in the repository, so they stay small. */
const LARGEST = 200_000;
const wide = { width: 1280, height: 860 };
const phone = { width: 375, height: 812 };

type House = { tlsPort: number; storeUrl: string };

/** Takes every picture of a house whose store may be changed: a wave is planned and picked on the way. */
export async function takePictures(house: House): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const browser = await launchChromium({ tlsPort: house.tlsPort });
  try {
    const { page, complaints } = await newPage(browser, wide);
    let taken = 0;
    const snap = async (name: string) => {
      await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
      const size = statSync(join(folder, `${name}.png`)).size;
      if (size > LARGEST) throw new Plain(`${name}.png has ${size} bytes, more than ${LARGEST}: show less on it`);
      taken += 1;
    };
    const picture = async (path: string, name: string, prepare?: (frame: Frame) => Promise<void>): Promise<Frame> => {
      const frame = await openInAdmin(page, path);
      await prepare?.(frame);
      await page.waitForLoadState('networkidle');
      await snap(name);
      return frame;
    };

    await openInAdmin(page, '/app');
    await whenRead(page);
    await whenListed(page, '/app/orders?tab=ready', 'tbody tr a');
    await compute(page);
    await nameBins(page, house.storeUrl);
    await page.setViewportSize({ ...wide, height: 980 });
    await picture('/app', 'home');
    await page.setViewportSize(wide);
    await picture('/app/orders', 'orders');
    await picture(await firstLink(page, '/app/orders?tab=held', /\/orders\/\d+$/), 'order-held');
    await picture('/app/reorder', 'reorder');
    await picture(await firstLink(page, '/app/reorder?tab=all', /\/reorder\/\d+-\d+$/), 'reorder-variant');
    await picture('/app/reorder/settings', 'reorder-settings');
    await picture('/app/waves/bins', 'bins');
    await picture('/app/waves/new', 'wave-new');
    const wave = await releaseWave(page);
    await picture(wave, 'wave');
    await picture('/app/waves', 'waves');
    await picture('/app/returns', 'returns');
    const asked = await firstLink(page, '/app/returns', /\/returns\/\d+$/);
    await picture(asked, 'return');
    await picture('/app/returns/policy', 'returns-policy');
    await picture('/app/metrics', 'metrics');
    for (const figure of ['order-cycle', 'returns', 'stock-outs'])
      await picture(`/app/metrics/${figure}`, `metrics-${figure}`);
    await picture('/app/settings', 'settings');
    await picture('/app/settings/sync', 'sync');
    await picture('/app/settings/outbox?tab=done', 'outbox');

    await page.setViewportSize(phone);
    await picture('/app', 'home-phone');
    await picture('/app/orders', 'orders-phone');
    await picture('/app/reorder', 'reorder-phone');
    await picture(wave, 'wave-phone');
    await picture('/app/returns', 'returns-phone');
    await picture(asked, 'return-phone');
    await picture('/app/metrics', 'metrics-phone');
    await openPortal(page, house.storeUrl);
    await snap('portal-phone');
    await page.setViewportSize(wide);
    await page.goto(`${storefront}/apps/backroom/returns`);
    await snap('portal');
    if (complaints.length > 0) throw new Plain(`the browser complained while pictures were taken: ${complaints[0]}`);
    return taken;
  } finally {
    await browser.close();
  }
}

/** The path of the first link of a list that leads to one of the things it lists. */
async function firstLink(page: Page, list: string, kind: RegExp): Promise<string> {
  const frame = await openInAdmin(page, list);
  await frame.locator('tbody tr').first().waitFor();
  for (const link of await frame.locator('tbody a[href]').all()) {
    const path = (await link.getAttribute('href'))?.split('?')[0] ?? '';
    if (kind.test(path)) return path;
  }
  throw new Plain(`${list} lists nothing to take a picture of`);
}

/** Reorder points follow from all orders, so they are computed once these are here. */
async function compute(page: Page): Promise<void> {
  const frame = await openInAdmin(page, '/app/reorder');
  await frame.getByRole('button', { name: 'Compute again' }).click();
  await frame.locator('text=/^Computed .* to buy$/').waitFor();
}

async function releaseWave(page: Page): Promise<string> {
  let frame = await openInAdmin(page, '/app/waves/new');
  await frame.getByRole('button', { name: 'Plan this wave' }).click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  frame = await appFrame(page);
  await frame.getByRole('button', { name: 'Release' }).click();
  await frame
    .getByLabel(/^Picked of /)
    .first()
    .waitFor();
  return new URL(frame.url()).pathname;
}

type Asked = {
  orders: { nodes: { name: string; email: string }[] };
  productVariants: { nodes: { sku: string }[] };
};

/** Asks the dev store's own Admin API. */
async function ask<Field extends keyof Asked>(storeUrl: string, query: string): Promise<Pick<Asked, Field>> {
  const answer = await fetch(`${storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query }),
  });
  return ((await answer.json()) as { data: Asked }).data;
}

/** Imports a bin for every variant: aisle, bay and shelf along the alphabet of SKUs. */
async function nameBins(page: Page, storeUrl: string): Promise<void> {
  const { productVariants } = await ask<'productVariants'>(
    storeUrl,
    '{ productVariants(first: 250) { nodes { sku } } }',
  );
  const skus = productVariants.nodes.map(({ sku }) => sku).filter(Boolean);
  const rows = skus.sort().map((sku, at) => {
    const aisle = String.fromCharCode(65 + Math.floor(at / 60));
    return `${sku},${aisle}-${String(Math.floor((at % 60) / 4) + 1).padStart(2, '0')}-${(at % 4) + 1}`;
  });
  const frame = await openInAdmin(page, '/app/waves/bins');
  await frame
    .locator('input[type=file]')
    .setInputFiles({ name: 'bins.csv', mimeType: 'text/csv', buffer: Buffer.from(`sku,bin\n${rows.join('\n')}\n`) });
  await frame
    .getByText(/ items placed/)
    .first()
    .waitFor();
}

/** The second step of the portal, for an order that was shipped lately. */
async function openPortal(page: Page, storeUrl: string): Promise<void> {
  const { orders } = await ask<'orders'>(
    storeUrl,
    '{ orders(first: 1, reverse: true, sortKey: PROCESSED_AT, query: "fulfillment_status:shipped") { nodes { name email } } }',
  );
  const [order] = orders.nodes;
  if (!order) throw new Plain('the store has shipped nothing that could come back');
  await page.goto(`${storefront}/apps/backroom/returns`);
  await page.getByLabel('Order number').fill(order.name);
  await page.getByLabel('E-mail used for the order').fill(order.email);
  await page.getByRole('button', { name: 'Find my order' }).click();
  await page
    .getByLabel(/^How many to return/)
    .first()
    .waitFor();
}

if (import.meta.main) {
  await command('screenshots', async () => {
    const scratch = await startScratch();
    try {
      const database = await createDatabase(scratch.adminUrl, 'screenshots');
      const house = await startHouse({ database, furnished: true });
      try {
        await step('take the pictures', async () => `${await takePictures(house)} in ${folder}`);
      } finally {
        await house.stop();
      }
    } finally {
      await scratch.stop();
    }
  });
}
