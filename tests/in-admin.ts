// Backroom as a merchant meets it: framed by the emulated admin at Shopify's own address.
import type { Frame, Page } from 'playwright-core';
import { until } from '../scripts/process.ts';

export const admin = 'https://admin.shopify.com/store/backroom-demo';
export const storefront = 'https://backroom-demo.myshopify.com';

/** Opens a page of the app as a document of its own, so that its loading can be measured. Answers the app's frame. */
export async function openInAdmin(page: Page, path: string): Promise<Frame> {
  await page.goto(`${admin}/apps/backroom${path}`);
  return appFrame(page, path);
}

/** The frame once the app stands at `path` (or where it leads) and has drawn a page. */
export async function appFrame(page: Page, path?: string): Promise<Frame> {
  const frame = await (await page.waitForSelector('#frame iframe')).contentFrame();
  if (!frame) throw new Error('the admin shows no frame');
  if (path) await frame.waitForURL((url) => url.pathname === path.split('?')[0]);
  await frame.waitForSelector('h1');
  // React has taken over once the app's menu stands in the admin; before that a press would go nowhere.
  await page.waitForSelector('#app-nav a', { state: 'attached' });
  return frame;
}

/** Follows a link inside the app to a page whose path matches. */
export async function follow(frame: Frame, link: string, path: RegExp): Promise<void> {
  await frame.locator(link).first().click();
  await frame.waitForURL((url) => path.test(url.pathname));
  await frame.waitForSelector('h1');
}

/** Waits at the sync page, which refreshes itself, until the store has been read whole. */
export async function whenRead(page: Page, timeout = 150_000): Promise<void> {
  const frame = await openInAdmin(page, '/app/settings/sync');
  await frame.locator('text=Read the whole store >> .. >> text=Done').waitFor({ timeout });
}

/** Opens the list of orders until `ready` says that it shows what is awaited; a list does not refresh itself. */
export async function whenListed(page: Page, path: string, shows: string): Promise<Frame> {
  return until(
    async () => {
      const frame = await openInAdmin(page, path);
      return (await frame.locator(shows).count()) > 0 && frame;
    },
    { what: `${shows} at ${path}`, deadline: 60_000, every: 500 },
  );
}
