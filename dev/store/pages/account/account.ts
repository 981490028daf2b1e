import type { Route, StoreResponse } from '../../kernel/route.ts';
import { money, tail, when, words } from '../format.ts';
import { form, html, redirect } from '../html.ts';
import { ask, type Data } from '../merchant.ts';
import { CUSTOMER_COOKIE, signedIn } from '../storefront/customer.ts';
import { type ShopRequest, shopRoutes, themed } from '../storefront/theme.ts';
import { extensionScript, extensionsAt } from './places.ts';

const MONEY = '{ shopMoney { amount currencyCode } }';

function account(request: ShopRequest): StoreResponse {
  const { base, world } = request;
  const customer = signedIn(request);
  if (!customer) return signIn(request);
  const { data, problems } = ask(
    request,
    `query($query: String!) { orders(first: 50, query: $query, sortKey: PROCESSED_AT, reverse: true) { nodes {
      id name processedAt displayFulfillmentStatus cancelledAt returnStatus currentTotalPriceSet ${MONEY} } } }`,
    { query: `customer_id:${tail(customer.id)}` },
  );
  const orders: Data[] = data.orders?.nodes ?? [];
  const row = (
    order: Data,
  ) => html`<tr><td><a href="${base}/account/orders/${tail(order.id)}">${order.name}</a></td><td>${when(order.processedAt, world.now())}</td>
<td>${order.cancelledAt ? 'Cancelled' : words(order.displayFulfillmentStatus)}${order.returnStatus && order.returnStatus !== 'NO_RETURN' && ` · ${words(order.returnStatus)}`}</td><td class="right">${money(order.currentTotalPriceSet)}</td></tr>`;
  return themed(
    request,
    'Orders',
    html`${extensionsAt(request, 'customer-account.order-index.announcement.render', { customer })}<h1>Orders</h1>${problems.length > 0 && html`<p class="error">${problems.join(' ')}</p>`}
${
  orders.length === 0
    ? html`<p>No orders yet.</p>`
    : html`<table><thead><tr><th>Order</th><th>Date</th><th>Status</th><th class="right">Total</th></tr></thead><tbody>${orders.map(row)}</tbody></table>`
}
${extensionsAt(request, 'customer-account.order-index.block.render', { customer })}
<form method="post" action="${base}/account/sign-out"><p><button class="button plain">Sign out ${customer.displayName}</button></p></form>${extensionScript()}`,
  );
}

/** Shopify mails a code to the customer; here one chooses who to be. */
function signIn(request: ShopRequest): StoreResponse {
  const text = request.url.searchParams.get('q')?.trim() ?? '';
  const { data } = ask(
    request,
    'query($query: String) { customers(first: 50, query: $query, reverse: true) { nodes { id displayName numberOfOrders } } }',
    { query: text || null },
  );
  const people: Data[] = data.customers?.nodes ?? [];
  return themed(
    request,
    'Sign in',
    html`<h1>Sign in</h1><p class="quiet">Shopify would mail a code. In the dev store you choose who to be.</p>
<form class="seek"><input type="search" name="q" value="${text}" placeholder="Search customers" aria-label="Search customers"></form>
<form method="post" action="${request.base}/account"><table><tbody>${people.map(
      (one) =>
        html`<tr><td>${one.displayName}</td><td>${one.numberOfOrders} orders</td><td class="right"><button class="button plain" name="customer" value="${tail(one.id)}">Sign in</button></td></tr>`,
    )}</tbody></table></form>${people.length === 0 && html`<p>The shop has no customers yet.</p>`}`,
  );
}

const remember = (value: string) => ({ 'set-cookie': `${CUSTOMER_COOKIE}=${value}; Path=/; SameSite=Lax` });

export const accountRoutes: Route[] = [
  ...shopRoutes('GET', '/account', account),
  ...shopRoutes('POST', '/account', (request) =>
    redirect(`${request.base}/account`, remember(form(request).get('customer') ?? '')),
  ),
  ...shopRoutes('POST', '/account/sign-out', (request) => redirect(`${request.base}/account`, remember(''))),
];
