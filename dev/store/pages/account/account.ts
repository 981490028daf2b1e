import type { Route, StoreResponse } from '../../kernel/route.ts';
import { money, tail, when, words } from '../format.ts';
import { form, html, redirect } from '../html.ts';
import { ask, type Data } from '../merchant.ts';
import { CUSTOMER_COOKIE, signedIn } from '../storefront/customer.ts';
import { type ShopRequest, shopRoutes, themed } from '../storefront/theme.ts';

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
    html`<h1>Orders</h1>${problems.length > 0 && html`<p class="error">${problems.join(' ')}</p>`}
${
  orders.length === 0
    ? html`<p>No orders yet.</p>`
    : html`<table><thead><tr><th>Order</th><th>Date</th><th>Status</th><th class="right">Total</th></tr></thead><tbody>${orders.map(row)}</tbody></table>`
}
<form method="post" action="${base}/account/sign-out"><p><button class="button plain">Sign out ${customer.displayName}</button></p></form>`,
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

const ORDER = `query($id: ID!) { order(id: $id) { id name processedAt cancelledAt displayFulfillmentStatus customer { id } currentTotalPriceSet ${MONEY}
  lineItems(first: 100) { nodes { id title variantTitle currentQuantity originalUnitPriceSet ${MONEY} } }
  fulfillments(first: 10) { id createdAt trackingInfo(first: 1) { company number } } } }`;
const RETURNS = 'query($id: ID!) { order(id: $id) { returns(first: 10) { nodes { id name status totalQuantity } } } }';

function order(request: ShopRequest): StoreResponse {
  const { base, params, world } = request;
  const customer = signedIn(request);
  if (!customer) return redirect(`${base}/account`);
  const { data, problems } = ask(request, ORDER, { id: `gid://shopify/Order/${params.order}` });
  const found: Data = data.order;
  if (!found || found.customer?.id !== customer.id)
    return themed(request, 'Not found', html`<h1>Order not found</h1><p>${problems.join(' ')}</p>`, 404);
  const returns: Data[] = ask(request, RETURNS, { id: found.id }).data.order?.returns?.nodes ?? [];
  const title = (line: Data) => [line.title, line.variantTitle].filter(Boolean).join(' – ');
  return themed(
    request,
    found.name,
    html`<p class="quiet"><a href="${base}/account">‹ Orders</a></p><h1>Order ${found.name}</h1>
<div class="checkout"><div>
<div class="card"><h2>${found.cancelledAt ? 'Cancelled' : words(found.displayFulfillmentStatus)}</h2><p>Confirmed ${when(found.processedAt, world.now())}</p>
${(found.fulfillments ?? []).map((one: Data) => html`<p>Shipped ${when(one.createdAt, world.now())} ${one.trackingInfo?.[0] && html`with ${one.trackingInfo[0].company} <code>${one.trackingInfo[0].number}</code>`}</p>`)}</div>
${returns.map((one) => html`<div class="card"><h2>Return ${one.name}</h2><p>${words(one.status)}, ${one.totalQuantity} item${one.totalQuantity !== 1 && 's'}</p></div>`)}
</div><aside>${found.lineItems.nodes.map((line: Data) => html`<p><span>${line.currentQuantity} × ${title(line)}</span><b>${money(line.originalUnitPriceSet)}</b></p>`)}<p class="total"><span>Total</span><b>${money(found.currentTotalPriceSet)}</b></p></aside></div>`,
  );
}

const remember = (value: string) => ({ 'set-cookie': `${CUSTOMER_COOKIE}=${value}; Path=/; SameSite=Lax` });

export const accountRoutes: Route[] = [
  ...shopRoutes('GET', '/account', account),
  ...shopRoutes('POST', '/account', (request) =>
    redirect(`${request.base}/account`, remember(form(request).get('customer') ?? '')),
  ),
  ...shopRoutes('POST', '/account/sign-out', (request) => redirect(`${request.base}/account`, remember(''))),
  ...shopRoutes('GET', '/account/orders/:order(\\d+)', order),
];
