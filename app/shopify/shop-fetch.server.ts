// How every request to a shop leaves this process: straight to Shopify, or to the dev store where one is set. The shop's domain
// stays what it is; only the connection goes elsewhere.
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import { env } from '../env.server.ts';

type Fetch = typeof globalThis.fetch;

/** A fetch that sends *.myshopify.com to `emulator`, with the domain meant in x-emulated-host. Other addresses are left alone. */
export function redirected(emulator: string, fetch: Fetch): Fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!url.hostname.endsWith('.myshopify.com')) return fetch(input, init);
    const given = init?.headers ?? (input instanceof Request ? input.headers : undefined);
    const headers = new Headers(given);
    headers.set('x-emulated-host', url.host);
    return fetch(new URL(url.pathname + url.search, emulator), {
      ...(input instanceof Request ? { method: input.method, body: await input.clone().arrayBuffer() } : {}),
      ...init,
      headers,
    });
  };
}

export const shopFetch: Fetch = env.SHOPIFY_EMULATOR_URL
  ? redirected(env.SHOPIFY_EMULATOR_URL, globalThis.fetch)
  : globalThis.fetch;

/** Makes Shopify's library use the same way out. Call it after the library was imported: its adapter sets a fetch of its own. */
export function letLibraryUseShopFetch(): void {
  setAbstractFetchFunc(shopFetch);
}
