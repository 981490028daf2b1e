// The pictures of phones and of the pack station: a wave is walked, packed and handed off, a second one is sorted at the put wall.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { newPage } from '../tests/chromium.ts';
import { openInAdmin, whenListed } from '../tests/in-admin.ts';
import { addPicker, button, PIN, pairingCode, scan } from '../tests/on-the-floor.ts';
import { run } from './process.ts';

const phone = { width: 375, height: 812 };
const tablet = { width: 1180, height: 820 };
const ORDERS = 8;

type Shot = (page: Page, name: string) => Promise<void>;
type Picture = (path: string, name: string, prepare?: (frame: Frame) => Promise<void>) => Promise<Frame>;
type Studio = {
  browser: Browser;
  desk: Page;
  appUrl: string;
  shot: Shot;
  picture: Picture;
  file: (name: string) => string;
};

/** What is shown in `where` has changed since `before`. */
const changed = (page: Page, where: string, before: string | null) =>
  page.waitForFunction(([at, was]) => document.querySelector(at ?? '')?.textContent !== was, [where, before]);

/** Boxes, sizes of all items, and terms, on the pages where a merchant tells them. */
export async function tellOfPacking({ desk, picture }: Studio, skus: string[]): Promise<void> {
  const boxes = await openInAdmin(desk, '/app/waves/boxes');
  await button(boxes, /^Add \d cartons$/).click();
  await boxes.getByText('30 × 20 × 15 cm').waitFor();
  await picture('/app/waves/boxes', 'boxes');
  const sides = ['120,80,60', '210,150,40', '90,90,110', '180,120,70', '60,60,140', '240,170,30'];
  const rows = skus.map((sku, at) => `${sku},${sides[at % sides.length]},${at % 6 === 2 ? 'yes' : 'no'}`);
  const sizes = await openInAdmin(desk, '/app/waves/sizes/import');
  await sizes.locator('input[type=file]').setInputFiles({
    name: 'sizes.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['sku,length (mm),width (mm),height (mm),fragile', ...rows].join('\n')),
  });
  await sizes.getByText(/ rows? taken/).waitFor();
  await picture('/app/waves/sizes', 'sizes');
  const terms = await openInAdmin(desk, '/app/waves/packing');
  await terms.getByLabel('Every parcel is weighed').check();
  await terms.getByLabel('Photograph the open box from').fill('400');
  await terms.getByLabel('Mark a parcel for insurance from').fill('250');
  const save = desk.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await save.waitFor({ state: 'hidden' });
  await picture('/app/waves/packing', 'packing-rules');
}

/** From an empty list of pickers to a manifest. Answers the wave's path, its orders shipped or still at the station. */
export async function workTheFloor(studio: Studio): Promise<string> {
  const { desk, shot, picture } = studio;
  await picture('/app/waves/new', 'wave-new');
  const wave = await releaseWave(desk);
  await picture(wave, 'wave');
  const ana = await paired(studio, 'Ana', phone, true);
  await ana.getByRole('listitem').first().waitFor();
  await shot(ana, 'floor-waves-phone');
  await walk(ana, shot);
  await pack(studio, ana, wave);
  // The figures are folded by the worker, a moment later.
  await whenListed(
    desk,
    '/app/waves/pickers',
    '.Polaris-Card:has-text("Packing in the last") tbody tr, .Polaris-ShadowBevel:has-text("Packing in the last") tbody tr',
  );
  await picture('/app/waves/pickers', 'pickers');
  await ana.context().close();
  return wave;
}

async function releaseWave(desk: Page): Promise<string> {
  const frame = await openInAdmin(desk, '/app/waves/new');
  await frame.getByLabel('Orders at most').selectOption(`${ORDERS}`);
  await button(frame, 'Plan this wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  await button(frame, 'Release').click();
  await frame
    .getByLabel(/^Picked of /)
    .first()
    .waitFor();
  return new URL(frame.url()).pathname;
}

/** A picker with a phone or tablet of their own. With `shown` the way there is in the pictures. */
async function paired(studio: Studio, name: string, size: typeof phone, shown = false): Promise<Page> {
  const { browser, desk, appUrl, shot } = studio;
  await addPicker(desk, name);
  const code = await pairingCode(desk, name);
  if (shown) await shot(desk, 'picker-pair');
  const { page } = await newPage(browser, size);
  await page.goto(`${appUrl}/floor/pair#${code}`);
  await page.getByLabel('Your PIN').fill(PIN);
  if (shown) await shot(page, 'floor-pair-phone');
  await button(page, 'Pair this phone').click();
  await page.getByRole('heading', { name: `Hello, ${name}` }).waitFor();
  return page;
}

/** Takes the next wave and picks all of it; a shot of one step on the way if there is a camera. Answers the units of each SKU. */
async function walk(page: Page, shot: Shot | null): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  await button(page, 'Take the next wave').click();
  for (let step = 0; ; step += 1) {
    await page.locator('.stop, .over').first().waitFor();
    if (await page.locator('.over').isVisible()) break;
    const there = button(page, 'I am there');
    if (await there.isVisible()) {
      if (shot && step === 1) await shot(page, 'floor-bin-phone');
      await there.click();
    }
    if (shot && step === 1) {
      await shot(page, 'floor-step-phone');
      await button(page, 'Short').click();
      await page.getByRole('dialog').waitFor();
      await shot(page, 'floor-short-phone');
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    }
    const sku = ((await page.locator('.stop .sku').first().textContent()) ?? '').split(' · ')[0] ?? '';
    const wanted = Number(await page.locator('.stop .count strong').textContent());
    units.set(sku, (units.get(sku) ?? 0) + wanted);
    const before = await page.locator('.walk .head .quiet').textContent();
    await button(page, /^I have /).click();
    const tote = page.locator('.stop .tote');
    const done = changed(page, '.walk .head .quiet', before);
    await Promise.race([done, tote.waitFor().catch(() => {})]);
    if (await tote.isVisible()) await scan(page, ((await tote.textContent()) ?? '').replace('Tote ', ''));
    await done;
  }
  await button(page, 'Wave is picked').click();
  await page.getByRole('link').first().waitFor();
  return units;
}

/** Packs the fullest orders of the picked wave, hands two parcels off, and follows them to the manifest. */
async function pack(studio: Studio, page: Page, wave: string): Promise<void> {
  const { desk, shot, picture } = studio;
  await page.goto(`${studio.appUrl}/floor/pack`);
  await page.locator('.cards li').first().waitFor();
  await shot(page, 'pack-orders-phone');
  const packed: string[] = [];
  for (const tracking of ['GB100200301', 'GB100200302', null]) {
    const shown = packed.length === 0;
    await button(page, 'Pack the next order').click();
    await page.locator('.pack-lines').waitFor();
    packed.push(((await page.locator('h1').textContent()) ?? '').replace('Order ', ''));
    if (shown) await shot(page, 'pack-order-phone');
    await putAll(page);
    await page
      .locator('img.picture')
      .or(button(page, /^Packed in /))
      .first()
      .waitFor();
    if (shown) await shot(page, 'pack-box-phone');
    await button(page, /^Packed in /).click();
    await weigh(page);
    if (shown) await shot(page, 'pack-weighed-phone');
    await button(page, 'Seal the parcel').click();
    await page.getByRole('link', { name: 'Packing slip' }).waitFor();
    if (tracking) {
      await scan(page, tracking);
      await page.getByLabel('Carrier').fill('Royal Mail');
      if (shown) await shot(page, 'pack-sealed-phone');
      await button(page, 'Hand it off').click();
      await page.getByText(`On its way: ${tracking}`).waitFor();
    }
    await page.getByRole('link', { name: tracking ? 'Next order' : 'Hand off later' }).click();
    await page.locator('.cards li').first().waitFor();
  }
  const list = await picture('/app/waves/parcels?tab=all', 'parcels', async (frame) => {
    await frame.locator('tbody tr').first().waitFor();
  });
  const parcel = (await list.locator('tbody a[href*="/parcels/"]').first().getAttribute('href')) ?? '';
  const opened = await picture(parcel, 'parcel');
  await paper(studio, opened, parcel, 'slip');
  await paper(studio, opened, parcel, 'label');
  const proof = (await opened.getByRole('link', { name: 'Proof of packing' }).getAttribute('href')) ?? '';
  await picture(proof, 'pack-proof');
  await picture('/app/waves/manifest', 'manifests');
  const frame = await openInAdmin(desk, '/app/waves/manifest');
  await button(frame, /^Close the manifest of Royal Mail/).click();
  await frame.getByRole('heading', { name: 'Manifest 1' }).waitFor();
  await desk.waitForLoadState('networkidle');
  await shot(desk, 'manifest');
  await picture(wave, 'wave-packed');
}

/** Scans every unit that the order still wants. */
async function putAll(page: Page): Promise<void> {
  for (;;) {
    const left = page.locator('.pack-lines li:not(.done) .sku').first();
    if ((await left.count()) === 0) return;
    const at = await page.evaluate(() => document.querySelector('progress')?.value ?? 0);
    await scan(page, ((await left.textContent()) ?? '').split(' · ')[0] ?? '');
    await page.waitForFunction((next) => document.querySelector('progress')?.value === next, at + 1);
  }
}

/** Puts on the scale what is expected, and a little more: paper and tape. */
async function weigh(page: Page): Promise<void> {
  await page.locator('.expected, input').first().waitFor();
  const says = (await page.locator('.expected').first().textContent()) ?? '';
  const [, kilos, grams] = /weigh (?:([\d.,]+)\s+kg|(\d+)\s+g)/.exec(says) ?? [];
  const expected = kilos ? Math.round(Number(kilos) * 1000) : Number(grams);
  await page.getByLabel('Weight in g').fill(`${expected + 8}`);
  await button(page, 'Weighed').click();
  await button(page, 'Seal the parcel').waitFor();
}

/** A paper as it comes out of the printer; without poppler (pdftoppm) the picture that is there stays. */
async function paper(studio: Studio, frame: Frame, parcel: string, name: 'slip' | 'label'): Promise<void> {
  const bytes = await frame.evaluate(async (path) => {
    const answer = await fetch(path);
    return [...new Uint8Array(await answer.arrayBuffer())];
  }, `${parcel}/papers/${name}.pdf`);
  const kept = join(tmpdir(), `backroom-${name}.pdf`);
  writeFileSync(kept, Buffer.from(bytes));
  const to = studio.file(`paper-${name}`).replace(/\.png$/, '');
  await run('pdftoppm', ['-png', '-singlefile', '-gray', '-r', '72', kept, to]).catch((error: unknown) => {
    if (!/ENOENT/.test(String(error))) throw error;
  });
}

/** A wave of a cart that is sorted after: walked into one tote, then half of it put into the wall. */
export async function sortAtTheWall(studio: Studio): Promise<void> {
  const { desk, shot } = studio;
  let frame = await openInAdmin(desk, '/app/waves/carts');
  await button(frame, 'Add cart').first().click();
  await frame.getByLabel('Name', { exact: true }).fill('Big cart');
  await frame.getByLabel('How orders ride').selectOption('sort');
  await button(frame, 'Save').click();
  await button(frame, 'Big cart').waitFor();
  await studio.picture('/app/waves/carts', 'carts');
  frame = await openInAdmin(desk, '/app/waves/rules');
  await button(frame, 'Add rule').first().click();
  await frame.getByLabel('Name', { exact: true }).fill('Together');
  await frame.getByLabel('Cart', { exact: true }).selectOption({ label: 'Big cart' });
  await button(frame, 'Save').click();
  await frame.getByText('Every order · Big cart').waitFor();
  await studio.picture('/app/waves/rules', 'rules');
  frame = await openInAdmin(desk, '/app/waves/new');
  await button(frame, 'Plan all waves').click();
  await button(frame, /^Plan \d+ waves?$/).waitFor({ timeout: 120_000 });
  await desk.waitForLoadState('networkidle');
  await shot(desk, 'waves-planned');
  await frame
    .getByLabel(/^Select wave/)
    .first()
    .check();
  await button(frame, 'Plan and release 1 wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  const page = await paired(studio, 'Ben', tablet);
  const units = await walk(page, null);
  await page.getByRole('link', { name: 'To the put wall' }).click();
  await page.getByText('Scan an item').waitFor();
  let left = [...units.values()].reduce((sum, many) => sum + many, 0) / 2;
  for (const [sku, many] of units)
    for (let unit = 0; unit < many && left > 0; unit += 1, left -= 1) {
      const before = await page.locator('.wall .head .quiet').textContent();
      await scan(page, sku);
      await changed(page, '.wall .head .quiet', before);
    }
  await shot(page, 'wall');
  await page.context().close();
}
