import type { Route, StoreResponse } from '../../kernel/route.ts';
import { framedApps, grantedScopes } from '../framed-app.ts';
import { html } from '../html.ts';
import { ask } from '../merchant.ts';
import { type AdminRequest, adminRoute, page, storefrontBase } from '../place.ts';

function home(request: AdminRequest): StoreResponse {
  const { base, world } = request;
  const { data, problems } = ask(
    request,
    'query { shop { name } ordersCount { count } productsCount { count } toShip: ordersCount(query: "fulfillment_status:unfulfilled AND status:open") { count } }',
  );
  const tile = (href: string, value: unknown, label: string) =>
    html`<a class="tile" href="${href}"><b class="num">${value === undefined ? '–' : String(value)}</b>${label}</a>`;
  return page(
    request,
    'home',
    { title: data.shop?.name ?? request.name, problems },
    html`<div class="tiles">${tile(`${base}/orders?tab=unfulfilled`, data.toShip?.count, 'orders to ship')}${tile(`${base}/orders`, data.ordersCount?.count, 'orders')}${tile(`${base}/products`, data.productsCount?.count, 'products')}</div>
<div class="card"><div class="in"><h2>Apps</h2>${framedApps(world).map(
      (app) =>
        html`<p><a href="${base}/apps/${app.handle}">${app.title}</a> <span class="muted">${grantedScopes(world, app) ? 'installed' : 'not installed'} · ${app.url}</span></p>`,
    )}${framedApps(world).length === 0 && html`<p class="muted">None yet. dev/store/README.md says how to make one known.</p>`}</div>
<div class="in"><h2>The customer's side</h2><p><a href="${storefrontBase(request, world)}/">Online store</a> · <a href="${storefrontBase(request, world)}/account">Customer account</a></p></div>
<div class="in"><h2>The dev store itself</h2><p><a href="${base}/orders/new">Place an order</a> · <a href="${base}/webhooks">Webhooks sent</a> · <a href="${base}/_knobs">Knobs: lose, repeat and shuffle webhooks</a></p></div></div>`,
  );
}

export const homeRoutes: Route[] = [adminRoute('GET', '', home), adminRoute('GET', '/', home)];
