import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerApp } from '../auth/app.ts';
import { installApp } from '../auth/install.ts';
import { deliveriesOf } from '../delivery/deliveries.ts';
import { api } from '../domains.ts';
import { Shops } from '../kernel/shops.ts';
import { createStoreServer } from '../server.ts';
import { act, ask } from './merchant.ts';
import { startSmallApp } from './small-app.ts';

const shops = new Shops(api);
const world = shops.open();
const at = { shops, world };
let small: Awaited<ReturnType<typeof startSmallApp>>;
let server: Server;
let origin: string;
let variant: string;

beforeAll(async () => {
  small = await startSmallApp();
  const subscriptions = ['orders/create', 'orders/paid', 'returns/approve'].map((topic) => ({
    topic,
    uri: '/webhooks',
    filter: null,
    includeFields: [],
    name: null,
  }));
  const scopes = ['read_orders', 'read_returns'];
  installApp(world, registerApp(world, { ...small.definition, scopes, subscriptions }));
  const made = act(
    at,
    'mutation { productCreate(product: { title: "Stoneware mug", status: ACTIVE }) { product { id variants(first: 1) { nodes { id inventoryItem { id inventoryLevels(first: 1) { nodes { location { id } } } } } } } userErrors { message } } }',
  ).payload.product;
  const [one] = made.variants.nodes;
  variant = one.id;
  act(
    at,
    'mutation($id: ID!, $v: [ProductVariantsBulkInput!]!) { productVariantsBulkUpdate(productId: $id, variants: $v) { userErrors { message } } }',
    { id: made.id, v: [{ id: variant, price: '12.50', inventoryItem: { sku: 'MUG', tracked: true } }] },
  );
  stock(one.inventoryItem.id, one.inventoryItem.inventoryLevels.nodes[0].location.id, 20);
  server = createStoreServer(shops);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server?.close().closeAllConnections();
  await small?.close();
});

function stock(inventoryItemId: string, locationId: string, quantity: number): void {
  const input = {
    name: 'available',
    reason: 'correction',
    quantities: [{ inventoryItemId, locationId, quantity, changeFromQuantity: null }],
  };
  const { problems } = act(
    at,
    'mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) @idempotent(key: "first") { userErrors { message } } }',
    { input },
  );
  expect(problems).toEqual([]);
}

/** Opens a page, or sends a form and follows where it leads. */
async function visit(path: string, fields?: Record<string, string>): Promise<{ text: string; path: string }> {
  const sent = fields ? { method: 'POST', body: new URLSearchParams(fields) } : {};
  const response = await fetch(new URL(path, origin), sent);
  expect(response.status, path).toBe(200);
  const text = await response.text();
  expect(text, path).not.toContain('could not answer all of this page');
  return { text, path: new URL(response.url).pathname };
}

/** The value of the first hidden field of that name on a page. */
const hidden = (text: string, name: string) => text.match(new RegExp(`name="${name}" value="([^"]*)"`))![1]!;
const badges = (text: string) => [...text.matchAll(/class="badge[^>]*>([^<]*)/g)].map(([, badge]) => badge);

test('every page of the admin opens without a gap', async () => {
  for (const page of ['', '/orders', '/orders/new', '/products', '/inventory', '/customers', '/webhooks', '/_knobs'])
    await visit(`/store/backroom-demo${page}`);
});

test('an order is placed, paid, fulfilled, sent back and paid back by hand, and the app hears of it', async () => {
  const placed = await visit('/store/backroom-demo/orders/new', {
    [`quantity ${variant}`]: '2',
    payment: 'pending',
    address: 'good',
  });
  expect(badges(placed.text)).toContain('Unfulfilled');
  const here = placed.path;
  expect(badges((await visit(`${here}/pay`, {})).text)).toContain('Paid');
  const work = hidden(placed.text, 'work');
  expect(badges((await visit(`${here}/fulfill`, { work, tracking: 'JD0146' })).text)).toContain('Fulfilled');
  const asked = await visit(`${here}/return`);
  const line = asked.text.match(/name="(line [^"]*)"/)![1]!;
  const reason = asked.text.match(/<option value="([^"]*)"/)![1]!;
  const requested = await visit(`${here}/return`, { [line]: '1', reason, kind: 'request' });
  expect(badges(requested.text)).toContain('Return requested');
  const returned = { return: hidden(requested.text, 'return') };
  await visit(`${here}/return-approve`, returned);
  const settled = await visit(`${here}/return-process`, returned);
  expect(badges(settled.text)).toEqual(expect.arrayContaining(['Partially refunded', 'Returned', 'Closed']));
  const level = ask(at, 'query($id: ID!) { productVariant(id: $id) { inventoryQuantity } }', { id: variant });
  expect(level.data.productVariant.inventoryQuantity).toBe(19);
  await deliveriesOf(world).idle();
  const heard = small.seen.map(({ headers }) => headers['x-shopify-topic']);
  expect(heard).toEqual(expect.arrayContaining(['orders/create', 'orders/paid', 'returns/approve']));
  expect((await visit('/store/backroom-demo/webhooks')).text).toContain('returns/approve');
});

test('what the shop refuses is said on the page, in its own words', async () => {
  const nothing = await visit('/store/backroom-demo/orders/new', { payment: 'paid', address: 'good' });
  expect(nothing.text).toContain('Choose at least one product.');
});

test('a visitor buys in the online store', async () => {
  const shop = '/storefront/backroom-demo';
  expect((await visit(`${shop}/`)).text).toContain('Stoneware mug');
  const cookie = `dev_store_cart=${variant.split('/').at(-1)}x3`;
  const checkout = await fetch(`${origin}${shop}/checkout`, { headers: { cookie } });
  expect(await checkout.text()).toContain('3 × Stoneware mug');
  const answer = await fetch(`${origin}${shop}/checkout`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams({
      email: 'ada@example.com',
      firstName: 'Ada',
      lastName: 'Brandt',
      address1: 'Lindenstrasse 12',
      zip: '10969',
      city: 'Berlin',
      countryCode: 'DE',
      payment: 'paid',
    }),
  });
  expect(await answer.text()).toContain('is confirmed');
  const { data } = ask(
    at,
    'query { orders(first: 1, reverse: true, sortKey: CREATED_AT) { nodes { email displayFinancialStatus lineItems(first: 5) { nodes { quantity } } } } }',
  );
  expect(data.orders.nodes[0]).toMatchObject({ email: 'ada@example.com', displayFinancialStatus: 'PAID' });
  expect(data.orders.nodes[0].lineItems.nodes).toEqual([{ quantity: 3 }]);
});
