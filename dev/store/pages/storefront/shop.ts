import type { Route, StoreResponse } from '../../kernel/route.ts';
import { money, plainName, tail } from '../format.ts';
import { form, html, redirect } from '../html.ts';
import { ask, type Data } from '../merchant.ts';
import { shopName } from '../place.ts';
import { placeOrder } from '../place-order.ts';
import { signedIn } from './customer.ts';
import { cartHeader, onOwnHost, readCart, type ShopRequest, shopRoutes, themed } from './theme.ts';

const SHIPPING = 490;
const variantGid = (number: string) => `gid://shopify/ProductVariant/${number}`;
const price = (cents: number, currencyCode: string) => money({ amount: (cents / 100).toFixed(2), currencyCode });
const cents = (amount: string) => Math.round(Number(amount) * 100);

const CATALOG = `query($query: String, $after: String) { shop { currencyCode } products(first: 24, after: $after, query: $query, sortKey: TITLE) {
  nodes { id title handle variants(first: 10) { nodes { price inventoryQuantity inventoryPolicy } } } pageInfo { hasNextPage endCursor } } }`;

/** A picture for a product that has none: its initial on a colour of its own. */
function picture(title: string) {
  const hue = [...title].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return html`<span class="picture" style="--hue:${hue}" aria-hidden="true">${title[0]}</span>`;
}

const buyable = (variant: Data): boolean => variant.inventoryPolicy === 'CONTINUE' || variant.inventoryQuantity > 0;

function catalog(request: ShopRequest): StoreResponse {
  // The dev store's own front door is the admin; the shop's is its catalog.
  if (request.base === '' && !onOwnHost(request)) return redirect(`/store/${shopName(request.world)}`);
  const { base } = request;
  const text = request.url.searchParams.get('q')?.trim();
  const { data } = ask(request, CATALOG, {
    query: ['status:active', text].filter(Boolean).join(' AND '),
    after: request.url.searchParams.get('after'),
  });
  const products: Data[] = data.products?.nodes ?? [];
  const { hasNextPage, endCursor } = data.products?.pageInfo ?? {};
  const currency = data.shop?.currencyCode ?? 'USD';
  return themed(
    request,
    'Catalog',
    html`<h1>Catalog</h1><form class="seek"><input type="search" name="q" value="${text}" placeholder="Search" aria-label="Search products"></form>
${products.length === 0 && html`<p>${text ? 'Nothing found.' : 'Nothing to sell yet.'}</p>`}
<div class="grid">${products.map(
      (
        one,
      ) => html`<a class="product" href="${base}/products/${one.handle}">${picture(one.title)}<span>${one.title}</span>
<b>${one.variants?.nodes[0] && price(cents(one.variants.nodes[0].price), currency)}</b>${!one.variants?.nodes.some(buyable) && html`<i>Sold out</i>`}</a>`,
    )}</div>
${hasNextPage && html`<p><a class="button" href="${base}/?${new URLSearchParams({ ...(text ? { q: text } : {}), after: endCursor })}">More products</a></p>`}`,
  );
}

const PRODUCT = `query($handle: String!) { shop { currencyCode } productByHandle(handle: $handle) { id title vendor
  variants(first: 60) { nodes { id title price inventoryQuantity inventoryPolicy } } } }`;

function product(request: ShopRequest): StoreResponse {
  const { data, problems } = ask(request, PRODUCT, { handle: request.params.handle });
  const found: Data = data.productByHandle;
  if (!found) return themed(request, 'Not found', html`<h1>Page not found</h1><p>${problems.join(' ')}</p>`, 404);
  const currency = data.shop.currencyCode;
  const variants: Data[] = found.variants.nodes;
  const any = variants.some(buyable);
  return themed(
    request,
    found.title,
    html`<div class="detail">${picture(found.title)}<div><p class="quiet">${found.vendor}</p><h1>${found.title}</h1>
<form method="post" action="${request.base}/cart/add"><label>${variants.length > 1 ? 'Choose' : 'Price'}<select name="id">${variants.map(
      (one) =>
        html`<option value="${tail(one.id)}"${!buyable(one) && html` disabled`}>${one.title !== 'Default Title' && `${one.title} – `}${price(cents(one.price), currency)}${!buyable(one) && ' (sold out)'}</option>`,
    )}</select></label><label>Quantity<input type="number" name="quantity" value="1" min="1" max="999"></label>
<button class="button"${!any && html` disabled`}>${any ? 'Add to cart' : 'Sold out'}</button></form></div></div>`,
  );
}

interface Cart {
  lines: { id: string; displayName: string; cents: number; quantity: number }[];
  total: number;
  currency: string;
}

function cartOf(request: ShopRequest): Cart {
  const cart = readCart(request);
  const { data } = ask(
    request,
    'query($ids: [ID!]!) { shop { currencyCode } nodes(ids: $ids) { ... on ProductVariant { id displayName price } } }',
    { ids: [...cart.keys()].map(variantGid) },
  );
  const lines = (data.nodes ?? []).filter(Boolean).map((variant: Data) => {
    const quantity = cart.get(tail(variant.id)) ?? 0;
    return {
      id: tail(variant.id),
      displayName: plainName(variant.displayName),
      cents: cents(variant.price) * quantity,
      quantity,
    };
  });
  const total = lines.reduce((sum: number, line: Cart['lines'][number]) => sum + line.cents, 0);
  return { lines, total, currency: data.shop?.currencyCode ?? 'USD' };
}

function cart(request: ShopRequest): StoreResponse {
  const { base } = request;
  const { lines, total, currency } = cartOf(request);
  if (lines.length === 0)
    return themed(
      request,
      'Cart',
      html`<h1>Your cart is empty</h1><p><a class="button" href="${base}/">Continue shopping</a></p>`,
    );
  return themed(
    request,
    'Cart',
    html`<h1>Your cart</h1><form method="post" action="${base}/cart"><table><tbody>${lines.map(
      (line) =>
        html`<tr><td>${line.displayName}</td><td><input type="number" name="${line.id}" value="${line.quantity}" min="0" aria-label="Quantity of ${line.displayName}"></td><td class="right">${price(line.cents, currency)}</td></tr>`,
    )}</tbody></table><p class="right">Subtotal <b>${price(total, currency)}</b></p>
<p class="right"><button class="button plain">Update</button> <a class="button" href="${base}/checkout">Check out</a></p></form>`,
  );
}

function addToCart(request: ShopRequest): StoreResponse {
  const given = form(request);
  const cart = readCart(request);
  const id = given.get('id') ?? '';
  cart.set(id, (cart.get(id) ?? 0) + Math.max(1, Number(given.get('quantity') ?? 1)));
  return redirect(`${request.base}/cart`, cartHeader(cart));
}

function updateCart(request: ShopRequest): StoreResponse {
  const quantities = [...form(request)].map(([id, quantity]): [string, number] => [id, Number(quantity)]);
  return redirect(`${request.base}/cart`, cartHeader(new Map(quantities)));
}

const COUNTRIES = ['DE', 'FR', 'GB', 'US', 'AT', 'NL', 'CH'];

function checkout(request: ShopRequest, problems: string[] = [], given = new URLSearchParams()): StoreResponse {
  const { base } = request;
  const { lines, total, currency } = cartOf(request);
  if (lines.length === 0) return redirect(`${base}/cart`);
  const field = (name: string, label: string, value: string, autocomplete: string) =>
    html`<label>${label}<input name="${name}" value="${given.get(name) ?? value}" autocomplete="${autocomplete}"></label>`;
  return themed(
    request,
    'Checkout',
    html`<h1>Checkout</h1>${problems.length > 0 && html`<p class="error" role="alert">${problems.join(' ')}</p>`}
<form method="post" action="${base}/checkout" class="checkout"><div><h2>Contact</h2>${field('email', 'E-mail', signedIn(request)?.email ?? 'ada@example.com', 'email')}
<h2>Delivery</h2><div class="pair">${field('firstName', 'First name', 'Ada', 'given-name')}${field('lastName', 'Last name', 'Brandt', 'family-name')}</div>
${field('address1', 'Address', 'Lindenstrasse 12', 'address-line1')}<div class="pair">${field('zip', 'Postal code', '10969', 'postal-code')}${field('city', 'City', 'Berlin', 'address-level2')}</div>
<label>Country<select name="countryCode">${COUNTRIES.map((code) => html`<option${code === given.get('countryCode') && html` selected`}>${code}</option>`)}</select></label>
<h2>Payment</h2><label class="choice"><input type="radio" name="payment" value="paid" checked> Card (the dev store's bank always says yes)</label><label class="choice"><input type="radio" name="payment" value="pending"> Invoice, to be paid later</label>
<p><button class="button">Place order</button></p></div>
<aside>${lines.map((line) => html`<p><span>${line.quantity} × ${line.displayName}</span><b>${price(line.cents, currency)}</b></p>`)}<p><span>Shipping</span><b>${price(SHIPPING, currency)}</b></p><p class="total"><span>Total</span><b>${price(total + SHIPPING, currency)}</b></p></aside></form>`,
    problems.length ? 422 : 200,
  );
}

function checkoutPosted(request: ShopRequest): StoreResponse {
  const given = form(request);
  const written = ['firstName', 'lastName', 'address1', 'zip', 'city', 'countryCode'].flatMap((name) => {
    const value = given.get(name)?.trim();
    return value ? [[name, value]] : [];
  });
  const { id, name, problems } = placeOrder(request, {
    quantities: new Map([...readCart(request)].map(([number, quantity]) => [variantGid(number), quantity])),
    customerId: signedIn(request)?.id,
    email: given.get('email') || undefined,
    paid: given.get('payment') !== 'pending',
    address: Object.fromEntries(written),
    source: 'web',
    shipping: (SHIPPING / 100).toFixed(2),
  });
  if (!id) return checkout(request, problems, given);
  return redirect(`${request.base}/thank-you?${new URLSearchParams({ order: name! })}`, cartHeader(new Map()));
}

function thanks(request: ShopRequest): StoreResponse {
  return themed(
    request,
    'Thank you',
    html`<h1>Thank you, your order ${request.url.searchParams.get('order')} is confirmed</h1>
<p><a class="button" href="${request.base}/">Continue shopping</a> <a class="button plain" href="${request.base}/account">Your orders</a></p>`,
  );
}

export const shopPages: Route[] = [
  ...shopRoutes('GET', '/', catalog),
  ...shopRoutes('GET', '/products/:handle', product),
  ...shopRoutes('GET', '/cart', cart),
  ...shopRoutes('POST', '/cart', updateCart),
  ...shopRoutes('POST', '/cart/add', addToCart),
  ...shopRoutes('GET', '/checkout', (request) => checkout(request)),
  ...shopRoutes('POST', '/checkout', checkoutPosted),
  ...shopRoutes('GET', '/thank-you', thanks),
];
