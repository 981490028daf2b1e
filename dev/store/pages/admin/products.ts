import type { Route, StoreResponse } from '../../kernel/route.ts';
import { badge, money, plainName, tail } from '../format.ts';
import { form, html } from '../html.ts';
import { act, ask, type Data } from '../merchant.ts';
import { type AdminRequest, adminRoute, page, saying } from '../place.ts';

const PRODUCTS = `query($query: String, $after: String) { shop { currencyCode }
  products(first: 50, after: $after, query: $query, sortKey: TITLE) {
    nodes { id title status vendor productType totalInventory variants(first: 3) { nodes { price } } }
    pageInfo { hasNextPage endCursor } } }`;

function list(request: AdminRequest): StoreResponse {
  const { base } = request;
  const text = request.url.searchParams.get('q')?.trim() ?? '';
  const { data, problems } = ask(request, PRODUCTS, {
    query: text || null,
    after: request.url.searchParams.get('after'),
  });
  const products: Data[] = data.products?.nodes ?? [];
  const { hasNextPage, endCursor } = data.products?.pageInfo ?? {};
  const currencyCode = data.shop?.currencyCode ?? 'USD';
  return page(
    request,
    'products',
    { title: 'Products', full: true, problems },
    html`<div class="card"><div class="tabs"><a href="${base}/products" aria-current="page">All</a><form><input type="search" name="q" value="${text}" placeholder="Search products" aria-label="Search products"></form></div>
${
  products.length === 0
    ? html`<div class="empty"><h2>${text ? 'No such products' : 'The shop sells nothing yet'}</h2><p>Start the dev store with its simulated shop, or make products through the API.</p></div>`
    : html`<div class="scroll"><table><thead><tr><th>Product</th><th>Status</th><th class="right">Available</th><th>Vendor</th><th>Type</th><th class="right">Price</th></tr></thead><tbody>${products.map(
        (one) =>
          html`<tr><td><a href="${base}/products/${tail(one.id)}">${one.title}</a></td><td>${badge(one.status)}</td><td class="right num">${one.totalInventory}</td><td>${one.vendor}</td><td>${one.productType}</td><td class="right num">${one.variants?.nodes[0] && money({ amount: one.variants.nodes[0].price, currencyCode })}</td></tr>`,
      )}</tbody></table></div>`
}
<div class="pages">${hasNextPage && html`<a class="button" href="${base}/products?${new URLSearchParams({ ...(text ? { q: text } : {}), after: endCursor })}">Next ›</a>`}</div></div>`,
  );
}

const PRODUCT = `query($id: ID!) { shop { currencyCode } product(id: $id) { id title status vendor productType descriptionHtml
  variants(first: 60) { nodes { id title sku barcode price inventoryItem { id tracked } } } } }`;
const LEVELS = `query($id: ID!) { inventoryItem(id: $id) { inventoryLevels(first: 10) { nodes { location { id name }
  quantities(names: ["available", "committed", "on_hand", "incoming", "reserved"]) { name quantity } } } } }`;

interface Stock {
  location: { id: string; name: string };
  [state: string]: unknown;
}

function stockOf(request: AdminRequest, inventoryItemId: string): Stock[] {
  const levels: Data[] = ask(request, LEVELS, { id: inventoryItemId }).data.inventoryItem?.inventoryLevels?.nodes ?? [];
  return levels.map((level) => ({
    location: level.location,
    ...Object.fromEntries(level.quantities.map((one: Data) => [one.name, one.quantity])),
  }));
}

function detail(request: AdminRequest): StoreResponse {
  const { base, params } = request;
  const { data, problems } = ask(request, PRODUCT, { id: `gid://shopify/Product/${params.product}` });
  const product: Data = data.product;
  if (!product)
    return {
      ...page(
        request,
        'products',
        { title: 'Product', back: `${base}/products`, problems },
        html`<div class="card empty"><h2>No such product</h2></div>`,
      ),
      status: 404,
    };
  const currencyCode = data.shop.currencyCode;
  return page(
    request,
    'products',
    {
      title: product.title,
      heading: html`${product.title} ${badge(product.status)}`,
      back: `${base}/products`,
      problems,
    },
    html`${product.variants.nodes.map(
      (
        variant: Data,
      ) => html`<div class="card"><div class="in"><h2>${variant.title === 'Default Title' ? 'Stock' : variant.title} <code>${variant.sku}</code> <span class="muted">${money({ amount: variant.price, currencyCode })}</span></h2></div>
<div class="scroll"><table><thead><tr><th>Location</th><th class="right">Available</th><th class="right">Committed</th><th class="right">On hand</th><th class="right">Incoming</th><th class="right">Reserved</th><th>Adjust available</th></tr></thead><tbody>${stockOf(
        request,
        variant.inventoryItem.id,
      ).map(
        (
          stock,
        ) => html`<tr><td>${stock.location.name}</td>${['available', 'committed', 'on_hand', 'incoming', 'reserved'].map((state) => html`<td class="right num">${String(stock[state] ?? 0)}</td>`)}
<td><form class="inline" method="post" action="${base}/products/${params.product}/adjust"><input type="hidden" name="item" value="${variant.inventoryItem.id}"><input type="hidden" name="location" value="${stock.location.id}"><input type="number" name="delta" placeholder="±0" aria-label="Change at ${stock.location.name}" required><select name="reason" aria-label="Reason" style="width:auto"><option value="correction">Correction</option><option value="received">Received</option><option value="damaged">Damaged</option><option value="cycle_count_available">Count</option><option value="shrinkage">Shrinkage</option></select><button class="button">Adjust</button></form></td></tr>`,
      )}</tbody></table></div></div>`,
    )}
<div class="card"><div class="in"><h2>Webhooks sent</h2><p><a href="${base}/webhooks?subject=${encodeURIComponent(product.id)}">What the apps were told about this product</a></p></div></div>`,
  );
}

function adjust(request: AdminRequest): StoreResponse {
  const given = form(request);
  const { problems } = act(
    request,
    'mutation($input: InventoryAdjustQuantitiesInput!, $key: String!) { inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { id } userErrors { field message } } }',
    {
      key: crypto.randomUUID(),
      input: {
        name: 'available',
        reason: given.get('reason'),
        referenceDocumentUri: 'logistics://dev-store/admin',
        changes: [
          {
            inventoryItemId: given.get('item'),
            locationId: given.get('location'),
            delta: Number(given.get('delta')),
            changeFromQuantity: null,
          },
        ],
      },
    },
  );
  return saying(
    `${request.base}/products/${request.params.product}`,
    problems.length ? problems : 'The stock was adjusted',
  );
}

const INVENTORY = `query($query: String, $after: String) { productVariants(first: 40, after: $after, query: $query, sortKey: SKU) {
  nodes { id displayName sku inventoryItem { id } product { id } } pageInfo { hasNextPage endCursor } } locations(first: 10) { nodes { id name } } }`;

function inventory(request: AdminRequest): StoreResponse {
  const { base } = request;
  const text = request.url.searchParams.get('q')?.trim() ?? '';
  const { data, problems } = ask(request, INVENTORY, {
    query: text || null,
    after: request.url.searchParams.get('after'),
  });
  const variants: Data[] = data.productVariants?.nodes ?? [];
  const locations: Data[] = data.locations?.nodes ?? [];
  const { hasNextPage, endCursor } = data.productVariants?.pageInfo ?? {};
  return page(
    request,
    'inventory',
    { title: 'Inventory', full: true, problems },
    html`<div class="card"><div class="tabs"><a href="${base}/inventory" aria-current="page">Available at each location</a><form><input type="search" name="q" value="${text}" placeholder="Search: sku:…" aria-label="Search inventory"></form></div>
${
  variants.length === 0
    ? html`<div class="empty"><h2>Nothing in stock</h2></div>`
    : html`<div class="scroll"><table><thead><tr><th>Product</th><th>SKU</th>${locations.map((one) => html`<th class="right">${one.name}</th>`)}</tr></thead><tbody>${variants.map(
        (variant) => {
          const stock = stockOf(request, variant.inventoryItem.id);
          return html`<tr><td><a href="${base}/products/${tail(variant.product.id)}">${plainName(variant.displayName)}</a></td><td><code>${variant.sku}</code></td>${locations.map(
            (one) => {
              const level = stock.find(({ location }) => location.id === one.id);
              return html`<td class="right num">${level ? String(level.available ?? 0) : html`<span class="muted">–</span>`}</td>`;
            },
          )}</tr>`;
        },
      )}</tbody></table></div>`
}
<div class="pages">${hasNextPage && html`<a class="button" href="${base}/inventory?${new URLSearchParams({ ...(text ? { q: text } : {}), after: endCursor })}">Next ›</a>`}</div></div>`,
  );
}

const CUSTOMERS = `query($query: String, $after: String) { customers(first: 50, after: $after, query: $query) { nodes { id displayName numberOfOrders createdAt }
  pageInfo { hasNextPage endCursor } } }`;

function customers(request: AdminRequest): StoreResponse {
  const { base } = request;
  const text = request.url.searchParams.get('q')?.trim() ?? '';
  const { data, problems } = ask(request, CUSTOMERS, {
    query: text || null,
    after: request.url.searchParams.get('after'),
  });
  const people: Data[] = data.customers?.nodes ?? [];
  const { hasNextPage, endCursor } = data.customers?.pageInfo ?? {};
  return page(
    request,
    'customers',
    { title: 'Customers', problems },
    html`<div class="card">${
      people.length === 0
        ? html`<div class="empty"><h2>No customers yet</h2></div>`
        : html`<div class="scroll"><table><thead><tr><th>Customer</th><th class="right">Orders</th></tr></thead><tbody>${people.map(
            (one) =>
              html`<tr><td><a href="${base}/orders?q=${encodeURIComponent(`customer_id:${tail(one.id)}`)}">${one.displayName}</a></td><td class="right num">${one.numberOfOrders}</td></tr>`,
          )}</tbody></table></div>`
    }<div class="pages">${hasNextPage && html`<a class="button" href="${base}/customers?${new URLSearchParams({ after: endCursor })}">Next ›</a>`}</div></div>`,
  );
}

export const productsRoutes: Route[] = [
  adminRoute('GET', '/products', list),
  adminRoute('GET', '/products/:product(\\d+)', detail),
  adminRoute('POST', '/products/:product(\\d+)/adjust', adjust),
  adminRoute('GET', '/inventory', inventory),
  adminRoute('GET', '/customers', customers),
];
