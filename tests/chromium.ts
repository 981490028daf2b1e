import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../scripts/chromium.ts';

const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

/**
 * Chromium in which Shopify's names (admin.shopify.com, cdn.shopify.com, *.myshopify.com) lead to the dev store's TLS port, so that the app is
 * framed under its real Content-Security-Policy. Without `tlsPort` it is an ordinary browser. Open pages with `newPage(browser)`.
 * `film`: a file (film.ts) that its camera shows, again and again; without one there is no camera.
 */
export async function launchChromium({ tlsPort, film }: { tlsPort?: number; film?: string } = {}): Promise<Browser> {
  const names = ['admin.shopify.com', 'cdn.shopify.com', '*.myshopify.com'];
  return chromium.launch({
    executablePath: findChromium() ?? '/usr/bin/chromium',
    args: [
      ...(film
        ? [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-video-capture=${film}`,
          ]
        : []),
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(tlsPort
        ? [
            `--host-resolver-rules=${names.map((name) => `MAP ${name} 127.0.0.1:${tlsPort}`).join(', ')}`,
            '--ignore-certificate-errors',
          ]
        : []),
    ],
  });
}

/** Those of this file that were not closed yet. */
export const openPages = new Set<Page>();

/** A page of a fresh profile; its user agent does not say "Headless", which the Shopify library would turn away as a robot. */
export async function newPage(browser: Browser, viewport = { width: 1280, height: 860 }) {
  const context = await browser.newContext({ userAgent: USER_AGENT, viewport, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  openPages.add(page);
  page.on('close', () => openPages.delete(page));
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints };
}
