import type { Route } from '../../kernel/route.ts';
import { badge, money, plainName, tail, when } from '../format.ts';
import { form, html, Html as Raw, redirect } from '../html.ts';
import { ask, type Data } from '../merchant.ts';
import { type AdminRequest, adminRoute, page } from '../place.ts';
import { ADDRESSES, placeOrder } from '../place-order.ts';

const TABS: [string, string, string][] = [
  ['', 'All', ''],
  ['unfulfilled', 'Unfulfilled', 'fulfillment_status:unfulfilled AND status:open'],
  ['unpaid', 'Unpaid', 'financial_status:pending'],
  ['returns', 'Return requests', 'return_status:return_requested'],
  ['cancelled', 'Cancelled', 'status:cancelled'],
];

const LIST = `query($query: String, $after: String, $before: String, $first: Int, $last: Int) {
  orders(first: $first, last: $last, after: $after, before: $before, query: $query, sortKey: PROCESSED_AT, reverse: true) {
    nodes { id name processedAt cancelledAt displayFinancialStatus displayFulfillmentStatus returnStatus
      currentTotalPriceSet { shopMoney { amount currencyCode } } currentSubtotalLineItemsQuantity
      customer { displayName } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

function list(request: AdminRequest) {
  const { base, world } = request;
  const given = request.url.searchParams;
  const tab = TABS.find(([key]) => key === (given.get('tab') ?? '')) ?? TABS[0]!;
  const text = given.get('q')?.trim() ?? '';
  const before = given.get('before');
  const { data, problems } = ask(request, LIST, {
    query: [tab[2], text].filter(Boolean).join(' AND ') || null,
    ...(before ? { last: 50, before } : { first: 50, after: given.get('after') }),
  });
  const orders: Data[] = data.orders?.nodes ?? [];
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = data.orders?.pageInfo ?? {};
  const turn = (name: string, cursor: string) => {
    const query = new URLSearchParams({
      ...(tab[0] ? { tab: tab[0] } : {}),
      ...(text ? { q: text } : {}),
      [name]: cursor,
    });
    return `${base}/orders?${query}`;
  };
  return page(
    request,
    'orders',
    {
      title: 'Orders',
      full: true,
      problems,
      actions: html`<a class="button primary" href="${base}/orders/new">Create order</a>`,
    },
    html`<div class="card">
<div class="tabs">${TABS.map(([key, label]) => html`<a href="${base}/orders${key && `?tab=${key}`}"${key === tab[0] ? new Raw(' aria-current="page"') : ''}>${label}</a>`)}
<form><input type="hidden" name="tab" value="${tab[0]}"><input type="search" name="q" value="${text}" placeholder="Search: #1001, a tag…" aria-label="Search orders"></form></div>
${
  orders.length === 0
    ? html`<div class="empty"><h2>${text || tab[0] ? 'No such orders' : 'No orders yet'}</h2><p>Orders placed here or in the online store appear in this list.</p></div>`
    : html`<div class="scroll" id="orders" data-refresh="4"><table><thead><tr><th>Order</th><th>Date (UTC)</th><th>Customer</th><th class="right">Total</th><th>Payment</th><th>Fulfillment</th><th class="right">Items</th><th>Return</th></tr></thead>
<tbody>${orders.map(
        (
          order,
        ) => html`<tr><td><a href="${base}/orders/${tail(order.id)}">${order.name}</a></td><td>${when(order.processedAt, world.now())}</td>
<td>${order.customer?.displayName ?? html`<span class="muted">No customer</span>`}</td><td class="right num">${money(order.currentTotalPriceSet)}</td>
<td>${badge(order.displayFinancialStatus)}</td><td>${order.cancelledAt ? badge('VOIDED', 'Cancelled') : badge(order.displayFulfillmentStatus)}</td>
<td class="right num">${order.currentSubtotalLineItemsQuantity}</td><td>${order.returnStatus !== 'NO_RETURN' && badge(order.returnStatus)}</td></tr>`,
      )}</tbody></table></div>`
}
<div class="pages">${hasPreviousPage && html`<a class="button" href="${turn('before', startCursor)}">‹ Newer</a>`}${hasNextPage && html`<a class="button" href="${turn('after', endCursor)}">Older ›</a>`}</div></div>`,
  );
}

const CHOICES = `query($query: String) { productVariants(first: 100, query: $query, sortKey: TITLE) { nodes { id displayName sku price inventoryQuantity product { status } } }
  shop { currencyCode } }`;
const CUSTOMERS = `query { customers(first: 50) { nodes { id displayName } } }`;

function create(request: AdminRequest) {
  const { base } = request;
  const { data, problems } = ask(request, CHOICES, { query: request.url.searchParams.get('q')?.trim() || null });
  const customers: Data[] = ask(request, CUSTOMERS).data.customers?.nodes ?? [];
  const variants: Data[] = (data.productVariants?.nodes ?? []).filter(
    (one: Data) => one.product?.status !== 'ARCHIVED',
  );
  const price = (amount: string) => money({ amount, currencyCode: data.shop?.currencyCode ?? 'USD' });
  return page(
    request,
    'orders',
    { title: 'Create order', back: `${base}/orders`, problems },
    html`<form method="post"><div class="two"><div class="card"><div class="in"><h2>Products</h2>
<input type="search" data-search="#choices" placeholder="Search products" aria-label="Search products"></div>
<div class="rows" id="choices" style="max-height:56dvh">${variants.map(
      (
        one,
      ) => html`<label class="row"><span class="thumb" aria-hidden="true">${one.displayName[0]}</span><span class="grow">${plainName(one.displayName)}<br><span class="muted">${one.sku} · ${one.inventoryQuantity ?? 0} available</span></span>
<span class="num">${price(one.price)}</span><input class="small" type="number" min="0" max="999" name="quantity ${one.id}" placeholder="0" aria-label="Quantity of ${plainName(one.displayName)}"></label>`,
    )}${variants.length === 0 && html`<p class="none">The shop sells nothing yet.</p>`}</div></div>
<div><div class="card"><div class="in">
<label class="field"><span>Customer</span><select name="customer"><option value="">No customer</option>${customers.map((one) => html`<option value="${one.id}">${one.displayName}</option>`)}</select></label>
<fieldset><legend>Payment</legend><label class="choice"><input type="radio" name="payment" value="paid" checked> Paid</label><label class="choice"><input type="radio" name="payment" value="pending"> Payment pending</label></fieldset>
<fieldset><legend>Shipping address</legend>${Object.entries(ADDRESSES).map(
      ([key, { label }], at) =>
        html`<label class="choice"><input type="radio" name="address" value="${key}"${at === 0 ? new Raw(' checked') : ''}> ${label}</label>`,
    )}</fieldset>
<label class="field"><span>Note</span><input name="note"></label>
<button class="button primary">Create order</button></div></div></div></div></form>`,
  );
}

function createPosted(request: AdminRequest) {
  const given = form(request);
  const quantities = new Map<string, number>();
  for (const [name, value] of given)
    if (name.startsWith('quantity ') && Number(value) > 0)
      quantities.set(name.slice('quantity '.length), Number(value));
  const { id, name, problems } = placeOrder(request, {
    quantities,
    customerId: given.get('customer') || undefined,
    paid: given.get('payment') === 'paid',
    address: ADDRESSES[given.get('address') ?? 'good']?.address,
    note: given.get('note') || undefined,
    source: 'dev_store_admin',
    shipping: '4.90',
  });
  const path = id ? `${request.base}/orders/${tail(id)}` : `${request.base}/orders/new`;
  const said = new URLSearchParams(id ? { said: `${name} was created` } : { said: problems.join(' · '), tone: 'bad' });
  return redirect(`${path}?${said}`);
}

export const ordersRoutes: Route[] = [
  adminRoute('GET', '/orders', list),
  adminRoute('GET', '/orders/new', create),
  adminRoute('POST', '/orders/new', createPosted),
];
