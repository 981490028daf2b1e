// A merchant's day in Chromium: the production build in the emulated admin at Shopify's own addresses, with the app's own
// Content-Security-Policy and Shopify's script address in force. The tests follow one another, as the day does.
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildExtensions } from '../../scripts/extensions.ts';
import { launchChromium, newPage } from '../chromium.ts';
import { type House, startHouse, until } from '../house.ts';
import { admin, appFrame, follow, openInAdmin, storefront, whenListed, whenRead } from '../in-admin.ts';

let house: House;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  house = await startHouse({ furnished: true, store: ['--days', '40'] });
  browser = await launchChromium({ tlsPort: house.tlsPort });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  await page?.context().close();
  ({ page, complaints } = await newPage(browser));
});

/** The order's page of the emulated admin shows this badge. */
const badge = (text: string) => page.locator('h1 .badge', { hasText: text });
const button = (frame: Frame, name: string) => frame.getByRole('button', { name, exact: true });

test('the merchant installs Backroom, and it reads the store', async () => {
  await fetch(`${house.storeUrl}/_store/apps/${house.apiKey}/uninstall`, { method: 'POST' });
  await page.goto(`${admin}/apps/backroom`);
  await page.getByRole('button', { name: 'Install' }).click();
  const frame = await appFrame(page, '/app');
  expect(await frame.textContent('h1')).toBe('Today in the back room');
  await whenRead(page);
  await whenListed(page, '/app/orders?tab=ready', 'tbody tr a');
  expect(complaints).toEqual([]);
}, 120_000);

test('an order placed in the admin arrives in Backroom by itself', async () => {
  await page.goto(`${admin}/orders/new`);
  await page.locator('#choices input[type=number]').first().fill('1');
  await page.getByRole('button', { name: 'Create order' }).click();
  await page.waitForURL(/\/orders\/\d+/);
  const name = (await page.textContent('h1'))?.match(/#\d+/)?.[0] ?? '';
  const frame = await whenListed(page, `/app/orders?q=${encodeURIComponent(name)}`, `tbody >> text=${name}`);
  await follow(frame, `tbody a:has-text("${name}")`, /\/app\/orders\/\d+$/);
  expect(await frame.textContent('h1')).toBe(name);
  await frame.locator('text=/^1 of 1 to ship$/').waitFor();
  expect(complaints).toEqual([]);
});

/** What is typed here is not lost without a word: leaving asks first, and the save bar keeps it. */
async function holdsBack(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await page.locator('#save-bar').waitFor();
  await page.getByRole('link', { name: 'Orders', exact: true }).first().click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await page.click('#save');
  await page.locator('#save-bar').waitFor({ state: 'hidden' });
}

/** Orders of the shipped wave: their names, and where the admin shows them. */
let shipped: { name: string; url: string }[] = [];

test('a wave is planned, released, picked and shipped, and its orders are fulfilled in the admin', async () => {
  let frame = await openInAdmin(page, '/app/waves/new');
  await frame.getByLabel('Orders at most').selectOption('3');
  await button(frame, 'Plan this wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  await button(frame, 'Release').click();
  await frame
    .getByLabel(/^Picked of /)
    .first()
    .waitFor();
  await holdsBack(frame.getByLabel(/^Picked of /).first(), '0');
  for (const field of await frame.getByLabel(/^Picked of /).all()) {
    const most = (await field.getAttribute('max')) ?? '';
    await field.fill(most);
  }
  await button(frame, 'Mark as picked').click();
  await frame.getByLabel('Carrier').first().waitFor();
  await holdsBack(frame.getByLabel('Carrier').first(), 'DHL');
  await frame.getByLabel('Tracking number').first().fill('JD014600004');
  await button(frame, 'Ship').click();
  await frame.locator('h1:has-text("Wave 1") >> .. >> .. >> text=Shipped').waitFor();
  const address = page.url();
  // The page shows each order's shipment; it is Shopify's word that it is confirmed.
  await until(
    async () => {
      await page.goto(address);
      frame = await appFrame(page);
      return (await frame.locator('text=Confirmed').count()) === 3;
    },
    { what: 'three confirmed shipments', deadline: 30_000, every: 500 },
  );
  const links = await frame.locator('a[href*="/app/orders/"]').all();
  const orders = new Map<string, string>();
  for (const link of links) {
    const id = (await link.getAttribute('href'))?.match(/orders\/(\d+)/)?.[1] ?? '';
    orders.set((await link.textContent()) ?? '', `${admin}/orders/${id}`);
  }
  shipped = [...orders].map(([name, url]) => ({ name, url }));
  expect(shipped).toHaveLength(3);
  for (const order of shipped) {
    await page.goto(order.url);
    await badge('Fulfilled').waitFor();
  }
  expect(complaints).toEqual([]);
});

test('a customer asks for a return on the shop’s own page, and the merchant approves it', async () => {
  const [order] = shipped;
  await page.goto(order!.url);
  const email = (await page.locator('text=/@example\\.com$/').first().textContent()) ?? '';
  await page.goto(`${storefront}/apps/backroom/returns`);
  await page.getByLabel('Order number').fill(order!.name);
  await page.getByLabel('E-mail used for the order').fill(email);
  await page.getByRole('button', { name: 'Find my order' }).click();
  await page
    .getByLabel(/^How many to return/)
    .first()
    .selectOption('1');
  await page.getByLabel('Reason').first().selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Ask for this return' }).click();
  await page.getByRole('status').waitFor();

  const frame = await whenListed(
    page,
    `/app/returns?q=${encodeURIComponent(order!.name)}`,
    `tbody >> text=${order!.name}`,
  );
  await follow(frame, 'tbody a[href*="/app/returns/"]', /\/app\/returns\/\d+$/);
  await button(frame, 'Approve').click();
  await button(frame, 'Approve').waitFor({ state: 'detached' });
  await until(
    async () => {
      await page.goto(order!.url);
      const answered = page.locator('.card h2', { hasText: 'Return ' }).locator('.badge');
      return (await answered.count()) === 1 && (await answered.textContent()) === 'Open';
    },
    { what: 'the return to be open in the admin', deadline: 30_000, every: 500 },
  );
  expect(complaints).toEqual([]);
});

test('a customer asks for a return in the account, with the extension as Shopify’s own tool builds it', async () => {
  await buildExtensions(house.appUrl);
  const order = shipped[1]!;
  await page.goto(order.url);
  const email = (await page.locator('text=/@example\\.com$/').first().textContent()) ?? '';
  await page.goto(`${storefront}/account?q=${encodeURIComponent(email)}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: order.name }).click();
  await page.getByRole('button', { name: 'Return items' }).click();
  await page
    .getByLabel(/^How many to return/)
    .first()
    .fill('1');
  await page.keyboard.press('Tab');
  await page.getByLabel('Reason').first().selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Ask for this return' }).click();
  await page.getByText('We have received your request').waitFor();

  const listed = `tbody >> text=${order.name}`;
  const frame = await whenListed(page, `/app/returns?q=${encodeURIComponent(order.name)}`, listed);
  await follow(frame, 'tbody a[href*="/app/returns/"]', /\/app\/returns\/\d+$/);
  await button(frame, 'Approve').waitFor();
  expect(complaints).toEqual([]);
}, 180_000);

const VITALS = '.backroom/vitals.json';
/** `moved`: what shifted, from where to where, for whoever has to mend it. */
type Vitals = { page: string; LCP: number; CLS: number; INP: number; moved: string[] };

/** Where every page of the app was seen. */
const everyPage = new Set<string>();

test('every page opens in the frame without a complaint and stands still', async () => {
  const seen: Vitals[] = [];
  const look = async (path: string, name = path): Promise<Frame> => {
    const frame = await openInAdmin(page, path);
    everyPage.add(path);
    expect((await frame.textContent('h1'))?.trim(), name).toBeTruthy();
    // A press ends the measuring of the largest paint, so it comes after.
    const drawn = await drawing(frame);
    seen.push({ page: name, ...drawn, INP: await pressToPaint(frame) });
    expect(complaints, name).toEqual([]);
    return frame;
  };
  const first = async (list: string, kind: RegExp): Promise<string> => {
    const frame = await look(list);
    const link = frame.locator('tbody a[href]');
    for (const each of await link.all()) {
      const path = (await each.getAttribute('href'))?.split('?')[0] ?? '';
      if (kind.test(path)) return path;
    }
    throw new Error(`${list} lists nothing to open`);
  };
  await look('/app');
  await look(await first('/app/orders', /^\/app\/orders\/\d+$/), '/app/orders/:id');
  const place = await first('/app/reorder?tab=all', /^\/app\/reorder\/\d+-\d+$/);
  await look(place, '/app/reorder/:id');
  await look('/app/reorder/plan');
  await look('/app/reorder/settings');
  await look('/app/reorder/settings?level=class&key=A');
  await look('/app/reorder/import');
  const { order, count } = await furnishReorder();
  await look(
    await first('/app/reorder/suppliers', /^\/app\/reorder\/suppliers\/[0-9a-f-]{36}$/),
    '/app/reorder/suppliers/:id',
  );
  await look('/app/reorder/suppliers/new');
  await look('/app/reorder/suppliers/import');
  await look('/app/reorder/orders');
  await look('/app/reorder/orders/new');
  await look(order, '/app/reorder/orders/:id');
  await look('/app/reorder/counts');
  await look('/app/reorder/counts/new');
  await look('/app/reorder/counts/terms');
  await look(count, '/app/reorder/counts/:id');
  await look(`${count}/count`, '/app/reorder/counts/:id/count');
  await look('/app/reorder/overstock');
  await look(
    await first('/app/reorder/calendar', /^\/app\/reorder\/calendar\/[0-9a-f-]{36}$/),
    '/app/reorder/calendar/:id',
  );
  await look('/app/reorder/calendar/new');
  await look('/app/reorder/proof');
  await look(await first('/app/waves?tab=shipped', /^\/app\/waves\/[0-9a-f-]{36}$/), '/app/waves/:id');
  await look('/app/waves/new');
  await look('/app/waves/rules');
  await look('/app/waves/carts');
  await look('/app/waves?tab=not-in-waves');
  await look('/app/waves/bins');
  await look('/app/waves/layout');
  await look('/app/waves/slotting');
  await look('/app/waves/pickers');
  await look('/app/waves/boxes');
  await look('/app/waves/sizes');
  await look('/app/waves/sizes/import');
  await look('/app/waves/packing');
  await look('/app/waves/parcels');
  await look('/app/waves/parcels/import');
  await look('/app/waves/manifest');
  await look(await first('/app/returns', /^\/app\/returns\/\d+$/), '/app/returns/:id');
  await look('/app/returns/policy');
  const metrics = await look('/app/metrics');
  const figures = new Set<string>();
  for (const link of await metrics.locator('a[href*="/app/metrics/"]').all())
    figures.add((await link.getAttribute('href')) ?? '');
  expect(figures.size).toBe(3);
  for (const figure of figures) await look(figure);
  await look('/app/settings');
  await look('/app/settings/sync');
  await look('/app/settings/outbox');
  await look('/app/settings/personal-data');

  mkdirSync('.backroom', { recursive: true });
  writeFileSync(VITALS, `${JSON.stringify(seen, null, 2)}\n`);
  console.table(
    seen.map(({ page, LCP, CLS, INP }) => ({
      page,
      'LCP ms': Math.round(LCP),
      CLS: CLS.toFixed(3),
      'INP ms': INP,
    })),
  );
  for (const { page, CLS, moved } of seen) expect(CLS, `CLS of ${page}: ${moved.join('\n')}`).toBeLessThanOrEqual(0.1);
}, 300_000);

/** A supplier with a draft order, a spot check and an event, so that the reorder room's pages have something to show. */
async function furnishReorder(): Promise<{ order: string; count: string }> {
  let frame = await openInAdmin(page, '/app/reorder/suppliers/new');
  await frame.getByLabel('Name').fill('Northwind Traders');
  await button(frame, 'Add supplier').click();
  await frame.waitForURL((url) => /suppliers\/[0-9a-f-]{36}$/.test(url.pathname));
  frame = await openInAdmin(page, '/app/reorder/orders/new');
  await button(frame, 'Create draft').click();
  await frame.waitForURL((url) => /orders\/[0-9a-f-]{36}$/.test(url.pathname));
  const order = new URL(frame.url()).pathname;
  frame = await openInAdmin(page, '/app/reorder/counts/new?size=5');
  await button(frame, 'Plan this spot check').click();
  await frame.waitForURL((url) => /counts\/[0-9a-f-]{36}$/.test(url.pathname));
  const count = new URL(frame.url()).pathname;
  frame = await openInAdmin(page, '/app/reorder/calendar/new');
  const soon = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  await frame.getByLabel('Title').fill('Winter sale');
  await frame.getByLabel('First day').fill(soon);
  await frame.getByLabel('Last day').fill(soon);
  await button(frame, 'Save').click();
  await frame.waitForURL((url) => url.pathname === '/app/reorder/calendar');
  return { order, count };
}

test('whoever has no mouse gets from a list to an order and sends it on', async () => {
  const frame = await openInAdmin(page, '/app/orders?tab=held');
  const name = (await frame.locator('tbody a').first().textContent()) ?? '';
  await tabTo(frame, name);
  await page.keyboard.press('Enter');
  await frame.waitForURL((url) => /\/app\/orders\/\d+$/.test(url.pathname));
  await frame.locator('h1', { hasText: name }).waitFor();
  await tabTo(frame, 'Ship it anyway');
  await page.keyboard.press('Enter');
  await frame.getByText('It goes: you overruled the checks').waitFor();
  expect(complaints).toEqual([]);
});

/** Presses Tab until what has this text has the focus. */
async function tabTo(frame: Frame, text: string): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < 150; press += 1) {
    await page.keyboard.press('Tab');
    const reached = await frame.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    if (reached === text) return;
    passed.push(reached.slice(0, 30));
  }
  throw new Error(`Tab never reaches "${text}": it passed ${passed.join(' | ')}`);
}

test('on a phone no page is wider than the screen', async () => {
  let frame = await openInAdmin(page, '/app/waves/new');
  await button(frame, 'Plan this wave').click();
  await frame.waitForURL((url) => /\/app\/waves\/[0-9a-f-]{36}$/.test(url.pathname));
  await button(frame, 'Release').click();
  await frame
    .getByLabel(/^Picked of /)
    .first()
    .waitFor();
  everyPage.add(new URL(frame.url()).pathname);
  await page.setViewportSize({ width: 375, height: 812 });
  const tooWide: string[] = [];
  for (const path of everyPage) {
    frame = await openInAdmin(page, path);
    for (const within of [frame, page.mainFrame()])
      tooWide.push(...(await sticksOut(within)).map((what) => `${path}: ${what}`));
  }
  expect(everyPage.size).toBeGreaterThan(40);
  expect(tooWide).toEqual([]);
  expect(complaints).toEqual([]);
}, 300_000);

/** What makes the document wider than its window; nothing when it fits. */
async function sticksOut(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [`${scrollWidth} px of ${clientWidth}: ${beyond.at(-1)?.outerHTML.slice(0, 200)}`];
  });
}

/** Milliseconds from a press on the page's first field, or its title, to the next paint. */
async function pressToPaint(frame: Frame): Promise<number> {
  const painted = frame.evaluate(
    () =>
      new Promise<number>((done) => {
        const after = (event: Event) =>
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => done(performance.now() - event.timeStamp);
            port2.postMessage(null);
          });
        addEventListener('click', after, { once: true, capture: true });
      }),
  );
  const field = frame.locator('input[type=text]:visible, input[type=number]:visible').first();
  await ((await field.count()) > 0 ? field : frame.locator('h1')).click();
  return Math.round(await painted);
}

/** What the browser measured of the page just opened. A page without a largest paint of its own counts its first one. */
async function drawing(frame: Frame): Promise<Pick<Vitals, 'LCP' | 'CLS' | 'moved'>> {
  return frame.evaluate(async () => {
    type Moved = { node?: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly };
    const entries = (type: string) =>
      new Promise<(PerformanceEntry & { value?: number; hadRecentInput?: boolean; sources?: Moved[] })[]>((done) => {
        const seen = new PerformanceObserver((list) => done(list.getEntries()));
        seen.observe({ type, buffered: true });
        // Nothing of this type: what was buffered is handed over before the next frame but one.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done([]), 100)));
      });
    const largest = (await entries('largest-contentful-paint')).at(-1);
    const first = performance.getEntriesByName('first-contentful-paint')[0];
    // By the definition of CLS a shift that follows an input or a change of the viewport does not count; a frame in a new process is given its size late.
    const shifts = (await entries('layout-shift')).filter(({ hadRecentInput }) => !hadRecentInput);
    return {
      LCP: (largest ?? first)?.startTime ?? performance.now(),
      CLS: shifts.reduce((sum, shift) => sum + (shift.value ?? 0), 0),
      moved: shifts.flatMap(({ startTime, value, sources }) =>
        (sources ?? []).map(
          ({ node, previousRect: from, currentRect: to }) =>
            `${Math.round(startTime)} ms, ${value?.toFixed(3)}: ${node instanceof Element ? node.outerHTML.slice(0, 100) : node?.textContent} from ${from.x},${from.y},${from.width}x${from.height} to ${to.x},${to.y},${to.width}x${to.height}`,
        ),
      ),
    };
  });
}
