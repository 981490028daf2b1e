import type { Route, StoreRequest, StoreResponse } from '../kernel/route.ts';
import { DEFAULT_SHOP } from '../kernel/shops.ts';
import type { World } from '../kernel/world.ts';
import { type Around, adminPage, type Place } from './chrome.ts';
import { framedApps } from './framed-app.ts';
import { type Html, html, respond } from './html.ts';

/** A request for a page of one shop's admin: /store/<name>/… */
export interface AdminRequest extends StoreRequest {
  name: string;
  base: string;
}

/** Whether the browser reached us under Shopify's own names (host mapping) instead of localhost. */
export function mapped(request: StoreRequest): boolean {
  return /(^|\.)(shopify|myshopify)\.com$/.test(hostOf(request));
}

export function hostOf(request: StoreRequest): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
}

/** Where a shop's storefront begins, without a final slash. */
export function storefrontBase(request: StoreRequest, world: World): string {
  return mapped(request) ? `https://${world.shop}` : `/storefront/${shopName(world)}`;
}

export function shopName(world: World): string {
  return world.shop.replace(/\.myshopify\.com$/, '');
}

/** A route below /store/:name; the shop is the one that the path names. */
export function adminRoute(
  method: 'GET' | 'POST',
  path: string,
  handle: (request: AdminRequest) => StoreResponse | Promise<StoreResponse>,
): Route {
  return {
    method,
    pattern: `/store/:name${path}`,
    handle: (request) => {
      const name = request.params.name!;
      const world = request.shops.find(`${name}.myshopify.com`);
      if (!world) {
        const there = DEFAULT_SHOP.replace('.myshopify.com', '');
        return respond(
          html`<!doctype html><title>No such store</title><p>The dev store has no shop named ${name}. <a href="/store/${there}">Open ${there}</a>.</p>`,
          404,
        );
      }
      return handle({ ...request, world, name, base: `/store/${name}` });
    },
  };
}

export function around(request: AdminRequest, place: Place, title: string): Around {
  const { name, world } = request;
  return { name, place, title, apps: framedApps(world), storefront: storefrontBase(request, world) };
}

/** An ordinary admin page: heading with actions, what was just said, content. */
export function page(
  request: AdminRequest,
  place: Place,
  options: {
    title: string;
    heading?: Html | string;
    back?: string;
    actions?: Html;
    full?: boolean;
    problems?: string[];
  },
  content: Html,
): StoreResponse {
  const { title, heading = title, back, actions, full, problems = [] } = options;
  const said = request.url.searchParams.get('said');
  const tone = request.url.searchParams.get('tone') === 'bad' ? 'bad' : 'good';
  return respond(
    adminPage(
      around(request, place, title),
      html`<div class="page${full && ' full'}">
  <div class="head">${back && html`<a class="back" href="${back}" aria-label="Back">‹</a>`}<h1>${heading}</h1>${actions && html`<div class="actions">${actions}</div>`}</div>
  ${said && html`<div class="banner ${tone}" role="status">${said}</div>`}
  ${problems.length > 0 && html`<div class="banner warn" role="alert"><b>The dev store could not answer all of this page.</b><pre>${problems.join('\n')}</pre></div>`}
  ${content}</div>`,
    ),
  );
}

/** Back to a page after a form, with what came of it. */
export function saying(path: string, outcome: string[] | string): StoreResponse {
  const problems = Array.isArray(outcome);
  const location = new URL(path, 'http://here');
  location.searchParams.set('said', problems ? outcome.join(' · ') : outcome);
  if (problems) location.searchParams.set('tone', 'bad');
  return { status: 303, headers: { location: location.pathname + location.search }, body: '' };
}
