import { readFileSync } from 'node:fs';
import { findApp } from '../../auth/app.ts';
import type { Route, StoreResponse } from '../../kernel/route.ts';
import { money, when, words } from '../format.ts';
import { type Html, html, redirect } from '../html.ts';
import { ask, type Data } from '../merchant.ts';
import { type Customer, signedIn } from '../storefront/customer.ts';
import { type ShopRequest, shopRoutes, themed } from '../storefront/theme.ts';
import { builtExtensions, extensionToken } from './extensions.ts';
import { extensionScript, extensionsAt } from './places.ts';

const MONEY = '{ shopMoney { amount currencyCode } }';
const ORDER = `query($id: ID!) { order(id: $id) { id name processedAt cancelledAt displayFulfillmentStatus customer { id }
  currentTotalPriceSet ${MONEY} currentSubtotalPriceSet ${MONEY}
  shippingAddress { name firstName lastName company address1 address2 city zip provinceCode countryCode: countryCodeV2 phone }
  lineItems(first: 100) { nodes { id title variantTitle sku vendor currentQuantity originalUnitPriceSet ${MONEY} variant { id } product { id } } }
  fulfillments(first: 10) { id createdAt trackingInfo(first: 1) { company number } } } }`;
const RETURNS = 'query($id: ID!) { order(id: $id) { returns(first: 10) { nodes { id name status totalQuantity } } } }';
const STATUS = 'customer-account.order-status';

interface OwnOrder {
  customer: Customer;
  order: Data;
  returns: Data[];
}

/** The signed-in customer's own order, or the page that says why not. */
function ownOrder(request: ShopRequest): OwnOrder | { instead: StoreResponse } {
  const customer = signedIn(request);
  if (!customer) return { instead: redirect(`${request.base}/account`) };
  const id = `gid://shopify/Order/${request.params.order}`;
  const { data, problems } = ask(request, ORDER, { id });
  if (data.order?.customer?.id !== customer.id)
    return { instead: themed(request, 'Not found', html`<h1>Order not found</h1><p>${problems.join(' ')}</p>`, 404) };
  return { customer, order: data.order, returns: ask(request, RETURNS, { id }).data.order?.returns?.nodes ?? [] };
}

function orderPage(request: ShopRequest): StoreResponse {
  const found = ownOrder(request);
  if ('instead' in found) return found.instead;
  const { customer, order, returns } = found;
  const { base, world } = request;
  const told = { customer, order };
  const at = (target: string, more: Partial<Parameters<typeof extensionsAt>[2]> = {}) =>
    extensionsAt(request, target, { ...told, ...more });
  const title = (line: Data) => [line.title, line.variantTitle].filter(Boolean).join(' – ');
  const shipped = (
    one: Data,
  ) => html`<p>Shipped ${when(one.createdAt, world.now())} ${one.trackingInfo?.[0] && html`with ${one.trackingInfo[0].company} <code>${one.trackingInfo[0].number}</code>`}</p>
${at(`${STATUS}.fulfillment-details.render-after`, { fulfillmentId: one.id })}`;
  return themed(
    request,
    order.name,
    html`<p class="quiet"><a href="${base}/account">‹ Orders</a></p>${at(`${STATUS}.announcement.render`)}
<div class="title"><h1>Order ${order.name}</h1><div class="buttons">${at('customer-account.order.action.menu-item.render')}</div></div>
<div class="checkout"><div>
<div class="card"><h2>${order.cancelledAt ? 'Cancelled' : words(order.displayFulfillmentStatus)}</h2><p>Confirmed ${when(order.processedAt, world.now())}</p>${(order.fulfillments ?? []).map(shipped)}
${order.displayFulfillmentStatus !== 'FULFILLED' && at(`${STATUS}.unfulfilled-items.render-after`)}</div>
${returns.map((one) => html`<div class="card"><h2>Return ${one.name}</h2><p>${words(one.status)}, ${one.totalQuantity} item${one.totalQuantity !== 1 && 's'}</p>${at(`${STATUS}.return-details.render-after`, { returnId: one.id })}</div>`)}
${at(`${STATUS}.block.render`)}${at(`${STATUS}.customer-information.render-after`)}${at(`${STATUS}.payment-details.render-after`)}
</div><aside>${order.lineItems.nodes.map((line: Data) => html`<p><span>${line.currentQuantity} × ${title(line)}</span><b>${money(line.originalUnitPriceSet)}</b></p>`)}
${at(`${STATUS}.cart-line-list.render-after`)}<p class="total"><span>Total</span><b>${money(order.currentTotalPriceSet)}</b></p></aside></div>
${at('customer-account.footer.render-after')}${extensionScript()}`,
  );
}

/** A whole page that an extension draws: of an order (customer-account.order.page.render), or an action's form. */
function orderExtension(request: ShopRequest): StoreResponse {
  const found = ownOrder(request);
  if ('instead' in found) return found.instead;
  const { handle = '', order } = request.params;
  const targets = ['customer-account.order.page.render', 'customer-account.order.action.render'];
  const boxes = targets.flatMap((target) => extensionsAt(request, target, found, handle)).slice(0, 1);
  return fullPage(request, handle, `${request.base}/account/orders/${order}`, boxes);
}

/** A page of the account that an extension draws (customer-account.page.render). */
function pageExtension(request: ShopRequest): StoreResponse {
  const customer = signedIn(request);
  if (!customer) return redirect(`${request.base}/account`);
  const { handle = '' } = request.params;
  const boxes = extensionsAt(request, 'customer-account.page.render', { customer }, handle);
  return fullPage(request, handle, `${request.base}/account`, boxes);
}

function fullPage(request: ShopRequest, handle: string, back: string, boxes: Html[]): StoreResponse {
  const extension = builtExtensions(request.world).find((one) => one.handle === handle);
  const missing = html`<h1>Nothing to show</h1><p>No built extension with the handle “${handle}” has a page here. Build it with <code>shopify app build</code> and install its app.</p>`;
  return themed(
    request,
    extension?.name ?? handle,
    html`<p class="quiet"><a href="${back}">‹ Back</a></p>${boxes.length ? boxes : missing}${extensionScript()}`,
    boxes.length ? 200 : 404,
  );
}

function bundle(request: ShopRequest): StoreResponse {
  const extension = builtExtensions(request.world).find((one) => one.handle === request.params.handle);
  if (!extension) return { status: 404, body: 'No such extension' };
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' };
  return { headers, body: readFileSync(extension.file) };
}

function token(request: ShopRequest): StoreResponse {
  const customer = signedIn(request);
  const extension = builtExtensions(request.world).find((one) => one.handle === request.params.handle);
  const app = extension && findApp(request.world, extension.apiKey);
  if (!customer || !app) return { status: 403, body: 'Sign in as a customer first' };
  return { body: { token: extensionToken(request.world, app, customer.id, Date.now()) } };
}

export const accountOrderRoutes: Route[] = [
  ...shopRoutes('GET', '/account/orders/:order(\\d+)', orderPage),
  ...shopRoutes('GET', '/account/orders/:order(\\d+)/extensions/:handle{/*}?', orderExtension),
  ...shopRoutes('GET', '/account/extensions/:handle/bundle.js', bundle),
  ...shopRoutes('POST', '/account/extensions/:handle/session-token', token),
  ...shopRoutes('GET', '/account/extensions/:handle{/*}?', pageExtension),
];
