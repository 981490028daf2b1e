// npm run screenshots [-- --days N --only PART]: the pictures of docs/guide, taken of a furnished house in Chromium at Shopify's own addresses.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import { launchChromium, newPage } from '../tests/chromium.ts';
import { openInAdmin, storefront, whenListed, whenRead } from '../tests/in-admin.ts';
import { sortAtTheWall, tellOfPacking, workTheFloor } from './floor-pictures.ts';
import { type House, startHouse } from './house.ts';
import { placeRole } from './household.ts';
import { Plain, run } from './process.ts';
import { command, step } from './progress.ts';
import { createDatabase, startScratch } from './scratch.ts';

const folder = 'docs/guide/pictures';
/** They are kept in the repository, so they stay small. */
const LARGEST = 200_000;
const wide = { width: 1280, height: 860 };
const phone = { width: 375, height: 812 };
/** Of the made-up past: all 13 months of it take too long to read, and the proof asks for six. */
const DAYS = 210;

/** Takes every picture of a house whose store may be changed: a wave is planned and picked on the way. */
export async function takePictures(house: House, only?: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const browser = await launchChromium({ tlsPort: house.tlsPort });
  try {
    const { page, complaints } = await newPage(browser, wide);
    let taken = 0;
    const file = (name: string) => join(folder, `${name}.png`);
    const shot = async (of: Page, name: string) => {
      await of.screenshot({ path: file(name), animations: 'disabled' });
      const size = statSync(file(name)).size;
      if (size > LARGEST) throw new Plain(`${name}.png has ${size} bytes, more than ${LARGEST}: show less on it`);
      taken += 1;
    };
    const snap = (name: string) => shot(page, name);
    const picture = async (path: string, name: string, prepare?: (frame: Frame) => Promise<void>): Promise<Frame> => {
      const frame = await openInAdmin(page, path);
      await page.waitForLoadState('networkidle');
      await prepare?.(frame);
      await page.waitForLoadState('networkidle');
      await snap(name);
      return frame;
    };

    const studio = { browser, desk: page, appUrl: house.appUrl, shot, picture, file };

    await openInAdmin(page, '/app');
    await whenRead(page, 600_000);
    await whenListed(page, '/app/orders?tab=ready', 'tbody tr a');
    await drawTheFloor(house);
    const failed: string[] = [];
    /** What goes wrong in one room costs no other room its pictures. */
    const part = async (name: string, work: () => Promise<void>) => {
      if (only && name !== only) return;
      try {
        await step(name, work);
      } catch (error) {
        failed.push(`${name}: ${error instanceof Error ? error.message : error}`);
        for (const [at, seen] of browser
          .contexts()
          .flatMap((one) => one.pages())
          .entries())
          await seen.screenshot({ path: `.backroom/screenshots-${failed.length}-${at}.png` });
      }
    };
    let variant = '';
    let order = '';
    let count = '';
    let wave = '';
    let asked = '';

    await part('suppliers and calendar', async () => {
      await nameSuppliers(page, house.storeUrl);
      await planTheCalendar(page);
      await compute(page);
    });
    await part('home and orders', async () => {
      await page.setViewportSize({ ...wide, height: 980 });
      await picture('/app', 'home');
      await page.setViewportSize(wide);
      await picture('/app/orders', 'orders');
      await picture(await firstLink(page, '/app/orders?tab=held', /\/orders\/\d+$/), 'order-held');
    });
    await part('reorder', async () => {
      await picture('/app/reorder', 'reorder', computed);
      variant = await firstLink(page, '/app/reorder?sort=units', /\/reorder\/\d+-\d+$/);
      await picture(variant, 'reorder-variant');
      await picture(variant, 'reorder-receipt', showing('The receipt of this number'));
      await picture('/app/reorder/plan', 'reorder-plan');
      await picture('/app/reorder/settings', 'reorder-settings');
      await picture('/app/reorder/import', 'reorder-import');
      order = await sendOrder(page);
      await picture(order, 'purchase-order');
      await picture('/app/reorder/orders', 'purchase-orders');
      await picture('/app/reorder/suppliers', 'suppliers');
      const supplier = await firstLink(page, '/app/reorder/suppliers', /\/suppliers\/[0-9a-f-]{36}$/);
      await picture(supplier, 'supplier');
      await picture('/app/reorder/counts/new', 'count-new');
      count = await startCount(page);
      await picture(count, 'count');
      await picture('/app/reorder/counts', 'counts');
      await picture('/app/reorder/overstock', 'overstock');
      await picture('/app/reorder/calendar', 'calendar');
    });
    await part('proof', async () => {
      await playAgain(page);
      await picture('/app/reorder/proof', 'proof');
      const proof = await firstLink(page, '/app/reorder/proof', /\/proof\/\d+-\d+$/);
      await picture(proof, 'proof-variant');
    });
    await part('place', async () => {
      await picture('/app/waves/bins', 'bins');
      await page.setViewportSize({ ...wide, height: 980 });
      await picture('/app/waves/layout', 'layout');
      await picture('/app/waves/slotting', 'slotting', showing('Picks of the last 90 days'));
      await page.setViewportSize(wide);
    });
    await part('packing', async () => {
      await tellOfPacking(studio, await skusOf(house.storeUrl));
      wave = await workTheFloor(studio);
    });
    await part('put wall', async () => {
      await sortAtTheWall(studio);
      await picture('/app/waves', 'waves');
    });
    await part('returns', async () => {
      await picture('/app/returns', 'returns');
      asked = await firstLink(page, '/app/returns', /\/returns\/\d+$/);
      await picture(asked, 'return');
      await picture('/app/returns/policy', 'returns-policy');
    });
    await part('metrics and settings', async () => {
      await picture('/app/metrics', 'metrics');
      for (const figure of ['order-cycle', 'returns', 'stock-outs'])
        await picture(`/app/metrics/${figure}`, `metrics-${figure}`);
      await picture('/app/settings', 'settings');
      await picture('/app/settings/sync', 'sync');
      await picture('/app/settings/outbox?tab=done', 'outbox');
    });
    await part('phone', async () => {
      await page.setViewportSize(phone);
      await picture('/app', 'home-phone');
      await picture('/app/orders', 'orders-phone');
      await picture('/app/reorder', 'reorder-phone');
      await picture(variant, 'reorder-variant-phone');
      await picture(order, 'purchase-order-phone');
      await picture(`${order}/receive`, 'receive-phone');
      await picture(`${count}/count`, 'count-phone');
      await picture('/app/reorder/overstock', 'overstock-phone');
      await picture('/app/reorder/calendar', 'calendar-phone');
      await picture('/app/reorder/proof', 'proof-phone');
      await picture(wave, 'wave-phone');
      await picture('/app/returns', 'returns-phone');
      await picture(asked, 'return-phone');
      await picture('/app/metrics', 'metrics-phone');
    });
    await part('portal', async () => {
      await page.setViewportSize(phone);
      await openPortal(page, house.storeUrl);
      await snap('portal-phone');
      await page.setViewportSize(wide);
      await page.goto(`${storefront}/apps/backroom/returns`);
      await snap('portal');
    });
    if (failed.length > 0) throw new Plain(`not all pictures could be taken\n  ${failed.join('\n  ')}`);
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

/** Reorder points follow from all orders and terms, so they are computed once these are here. */
async function compute(page: Page): Promise<void> {
  const frame = await openInAdmin(page, '/app/reorder');
  // One that goes on already is waited for.
  await frame.getByRole('button', { name: /^Compute (again|now)$/ }).click({ timeout: 120_000 });
  await page.waitForLoadState('networkidle');
  await computed(frame);
}

/** The page is scrolled to a heading. */
const showing = (heading: string) => (frame: Frame) =>
  frame.getByRole('heading', { name: heading }).evaluate((title) => title.scrollIntoView());

/** Nothing is being computed any more. */
const computed = (frame: Frame) => frame.getByText(/^Computing/).waitFor({ state: 'detached', timeout: 120_000 });

/** Two suppliers, who sell everything between them. */
async function nameSuppliers(page: Page, storeUrl: string): Promise<void> {
  for (const [name, days, minimum] of [
    ['Northwind Traders', '14', '500'],
    ['Harbour Mills', '28', ''],
  ] as const) {
    const frame = await openInAdmin(page, '/app/reorder/suppliers/new');
    await frame.getByLabel('Name').fill(name);
    await frame.getByLabel('E-mail').fill(`orders@${name.split(' ')[0]?.toLowerCase()}.example`);
    await frame.getByLabel(/^Minimum order value/).fill(minimum);
    await frame.getByLabel('Lead time (days)').fill(days);
    await frame.getByRole('button', { name: 'Add supplier' }).click();
    await frame.waitForURL((url) => /suppliers\/[0-9a-f-]{36}$/.test(url.pathname));
  }
  const skus = await skusOf(storeUrl);
  const rows = skus.map((sku, at) => {
    const northwind = at % 3 > 0;
    return `${northwind ? 'Northwind Traders' : 'Harbour Mills'},${sku},${northwind ? 'NW' : 'HM'}-${1000 + at},${[6, 12, 10][at % 3]}`;
  });
  const frame = await openInAdmin(page, '/app/reorder/suppliers/import');
  await frame.locator('input[type=file]').setInputFiles({
    name: 'items.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`supplier,sku,supplier sku,pack size\n${rows.join('\n')}\n`),
  });
  await frame
    .getByText(/ rows? taken/)
    .first()
    .waitFor();
}

async function planTheCalendar(page: Page): Promise<void> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const rows = [
    'kind,title,first day,last day,applies to,which,percent off,expected demand',
    `promotion,Winter sale,${day(20)},${day(26)},everything,,20,1.8`,
    `flash-sale,Night sale,${day(9)},${day(9)},everything,,30,3`,
    `closed,Stocktaking,${day(33)},${day(34)},everything,,,`,
  ];
  const frame = await openInAdmin(page, '/app/reorder/calendar');
  await frame
    .locator('input[type=file]')
    .setInputFiles({ name: 'calendar.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await frame.getByText(/^3 added/).waitFor();
}

/** From the list: what sells most is put on drafts, and the first is approved and sent. Answers its path. */
async function sendOrder(page: Page): Promise<string> {
  let frame = await openInAdmin(page, '/app/reorder?sort=units');
  await frame.locator('tbody tr').first().waitFor();
  for (const box of (await frame.locator('tbody input[type=checkbox]').all()).slice(0, 6))
    await box.evaluate((input: HTMLElement) => input.click());
  await frame.getByRole('button', { name: 'Create purchase orders' }).click();
  const draft = frame.locator('a[href*="/app/reorder/orders/"]').first();
  await draft.waitFor();
  const path = (await draft.getAttribute('href')) ?? '';
  frame = await openInAdmin(page, path);
  await frame.getByRole('button', { name: 'Approve' }).click();
  await frame.getByRole('button', { name: 'Send to supplier' }).click();
  await frame.getByText(/^Sent to /).waitFor();
  return path;
}

/** A spot check, planned and being counted. Answers its path. */
async function startCount(page: Page): Promise<string> {
  const frame = await openInAdmin(page, '/app/reorder/counts/new?size=10');
  await frame.getByRole('button', { name: 'Plan this spot check' }).click();
  await frame.waitForURL((url) => /\/counts\/[0-9a-f-]{36}$/.test(url.pathname));
  await frame.getByText('0 of 10 lines done').waitFor();
  return new URL(frame.url()).pathname;
}

/** The last twelve months, which are played by themselves only once a week. */
async function playAgain(page: Page): Promise<void> {
  const frame = await openInAdmin(page, '/app/reorder/proof');
  await frame.getByRole('button', { name: /^Play (again|the past again)$/ }).click();
  await frame.getByText(/^Played /).waitFor({ timeout: 240_000 });
}

type Asked = {
  orders: { nodes: { name: string; email: string }[] };
  productVariants: { nodes: { sku: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
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

/** Of all variants of the store, along the alphabet. */
async function skusOf(storeUrl: string): Promise<string[]> {
  const skus: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after ? `, after: "${after}"` : '';
    const { productVariants }: Pick<Asked, 'productVariants'> = await ask<'productVariants'>(
      storeUrl,
      `{ productVariants(first: 250${from}) { nodes { sku } pageInfo { endCursor hasNextPage } } }`,
    );
    skus.push(...productVariants.nodes.flatMap(({ sku }) => sku || []));
    after = productVariants.pageInfo.hasNextPage ? productVariants.pageInfo.endCursor : null;
  }
  return skus.sort();
}

/** The demo's own warehouse: a bin for everything, the floor drawn from their names. */
async function drawTheFloor(house: House): Promise<void> {
  const { command, args, env } = placeRole(house.household);
  await run(command, args, { env });
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
    const { days, only } = parseArgs({
      options: { days: { type: 'string', default: `${DAYS}` }, only: { type: 'string' } },
    }).values;
    const scratch = await startScratch();
    try {
      const database = await createDatabase(scratch.adminUrl, 'screenshots');
      const house = await startHouse({ database, furnished: true, store: ['--days', days] });
      try {
        console.log(`  ${await takePictures(house, only)} pictures in ${folder}`);
      } finally {
        await house.stop();
      }
    } finally {
      await scratch.stop();
    }
  });
}
