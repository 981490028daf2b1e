import type { Route, StoreRequest, StoreResponse } from '../../kernel/route.ts';
import { asset } from '../assets.ts';
import { cookie, type Html, html, respond } from '../html.ts';
import { ask } from '../merchant.ts';
import { hostOf, mapped } from '../place.ts';
import { signedIn } from './customer.ts';

const CART_COOKIE = 'dev_store_cart';

/** A request for the shop's public side. `base` stands before each of its addresses: '' on the shop's own host, else /storefront/<name>. */
export interface ShopRequest extends StoreRequest {
  base: string;
}

/** The shop's page at `path`, on its own host and below /storefront/:name of the dev store. */
export function shopRoutes(
  method: string,
  path: string,
  handle: (request: ShopRequest) => StoreResponse | Promise<StoreResponse>,
): Route[] {
  return [
    { method, pattern: path, handle: (request) => handle({ ...request, base: '' }) },
    {
      method,
      pattern: `/storefront/:name${path === '/' ? '{/}?' : path}`,
      handle: (request) => {
        const name = request.params.name!;
        const world = request.shops.find(`${name}.myshopify.com`);
        if (!world) return { status: 404, body: `The dev store has no shop named ${name}` };
        return handle({ ...request, world, base: `/storefront/${name}` });
      },
    },
  ];
}

/** Whether the request came to the shop's own name rather than to the dev store's. */
export function onOwnHost(request: StoreRequest): boolean {
  return mapped(request) && hostOf(request).endsWith('.myshopify.com');
}

export function shopTitle(request: StoreRequest): string {
  return ask(request, 'query { shop { name } }').data.shop?.name ?? request.world.shop;
}

/** Units by variant number, as the browser remembers them. */
export function readCart(request: StoreRequest): Map<string, number> {
  const cart = new Map<string, number>();
  for (const entry of (cookie(request, CART_COOKIE) ?? '').split('.')) {
    const [, variant, quantity] = entry.match(/^(\d+)x(\d+)$/) ?? [];
    if (variant && Number(quantity) > 0) cart.set(variant, Number(quantity));
  }
  return cart;
}

export function cartHeader(cart: Map<string, number>): Record<string, string> {
  const entries = [...cart]
    .filter(([, quantity]) => quantity > 0)
    .map(([variant, quantity]) => `${variant}x${quantity}`);
  return { 'set-cookie': `${CART_COOKIE}=${entries.join('.')}; Path=/; SameSite=Lax` };
}

/** The theme's layout around a page. */
export function themed(request: ShopRequest, title: string, content: Html, status = 200): StoreResponse {
  const { base, world } = request;
  const name = shopTitle(request);
  const units = [...readCart(request).values()].reduce((sum, quantity) => sum + quantity, 0);
  const customer = signedIn(request);
  const proxied = world.all('App').filter((app) => app.appProxy);
  return respond(
    html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${name}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${asset('shop.css')}"></head><body>
<header class="shop"><a class="name" href="${base}/">${name}</a><nav aria-label="Shop"><a href="${base}/">Catalog</a>
${proxied.map((app) => html`<a href="${base}/${app.appProxy!.prefix}/${app.appProxy!.subpath}">Returns</a>`)}
<a href="${base}/account">${customer ? customer.displayName : 'Account'}</a><a href="${base}/cart">Cart${units > 0 && html` <b>${units}</b>`}</a></nav></header>
<main>${content}</main><footer>${name} · played by the dev store</footer></body></html>`,
    status,
  );
}
