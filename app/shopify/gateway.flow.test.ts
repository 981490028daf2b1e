// The gateway against the dev store, over HTTP: installed by shopify.app.toml with its scopes enforced, on a wire that can be cut.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newDatabase } from '../../tests/database.ts';

const shop = 'backroom-demo.myshopify.com';
let storeUrl = '';
let store: ChildProcess;
let wire: Server;
/** Lets the next request that changes something through and throws its answer away. */
let loseNextAnswer = false;

let client: typeof import('./client.server.ts');
let outbox: typeof import('./outbox.server.ts');
let tokens: typeof import('./tokens.server.ts');
let database: typeof import('../db.server.ts');
let app: typeof import('../shopify.server.ts');
let diary: typeof import('../events/append.server.ts');

async function freePort(): Promise<number> {
  const probe = createTcpServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  storeUrl = `http://127.0.0.1:${port}`;
  const options = ['--app-toml', 'shopify.app.toml', '--app-key', 'backroom-test-key', '--install'];
  store = spawn(process.execPath, ['dev/store/main.ts', '--port', String(port), '--empty', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SHOPIFY_API_SECRET: 'backroom-test-secret' },
  });
  await new Promise((ready) => store.stdout?.once('data', ready));

  wire = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name))
        headers.set(name, value);
    const isRead = request.url?.endsWith('graphql.json') && !Buffer.concat(chunks).includes('mutation ');
    const lost = loseNextAnswer && !isRead;
    if (lost) loseNextAnswer = false;
    const answer = await fetch(storeUrl + request.url, {
      method: request.method ?? 'GET',
      headers,
      body: Buffer.concat(chunks),
    });
    const body = await answer.text();
    if (lost) return void response.destroy();
    response.writeHead(answer.status, { 'Content-Type': 'application/json' }).end(body);
  });
  await new Promise<void>((listening) => wire.listen(0, '127.0.0.1', listening));

  process.env.SHOPIFY_EMULATOR_URL = `http://127.0.0.1:${(wire.address() as AddressInfo).port}`;
  process.env.DATABASE_URL = (await newDatabase()).url;
  app = await import('../shopify.server.ts');
  client = await import('./client.server.ts');
  outbox = await import('./outbox.server.ts');
  tokens = await import('./tokens.server.ts');
  database = await import('../db.server.ts');
  diary = await import('../events/append.server.ts');
  await app.authenticate.admin(openedInAdmin());
});

afterAll(async () => {
  const { stopQueue } = await import('../lib/queue.server.ts');
  await stopQueue();
  await database.prisma.$disconnect();
  wire.close();
  wire.closeAllConnections();
  store.kill('SIGTERM');
});

function openedInAdmin(): Request {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: 'backroom-test-key',
    sub: '42',
    exp: now + 60,
    nbf: now,
    iat: now,
    jti: randomBytes(8).toString('hex'),
    sid: 's',
  })}`;
  const signature = createHmac('sha256', 'backroom-test-secret').update(unsigned).digest('base64url');
  return new Request('http://localhost:3000/app', {
    headers: { Authorization: `Bearer ${unsigned}.${signature}`, 'User-Agent': 'Mozilla/5.0 Chrome/156' },
  });
}

/** What the merchant does, with all rights and on a wire that holds. */
// biome-ignore lint/suspicious/noExplicitAny: each test reads what it asked for
async function merchant(query: string, variables: Record<string, unknown> = {}): Promise<any> {
  const answer = await fetch(`${storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': 'shpat_dev' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function placeOrder(quantity = 2): Promise<{ id: string; fulfillmentOrder: string; lineItem: string }> {
  const { orderCreate } = await merchant(
    `mutation ($quantity: Int!) {
      orderCreate(order: {
        financialStatus: PAID
        shippingAddress: { firstName: "Ada", lastName: "Lovelace", address1: "1 Main St", city: "Ottawa", countryCode: CA, provinceCode: "ON", zip: "K1A 0A1" }
        lineItems: [{ title: "Mug", quantity: $quantity, requiresShipping: true, priceSet: { shopMoney: { amount: "10.00", currencyCode: USD } } }]
        transactions: [{ kind: SALE, status: SUCCESS, gateway: "manual", amountSet: { shopMoney: { amount: "20.00", currencyCode: USD } } }]
      }) {
        order { id lineItems(first: 1) { nodes { id } } fulfillmentOrders(first: 1) { nodes { id } } }
        userErrors { field message }
      }
    }`,
    { quantity },
  );
  expect(orderCreate.userErrors).toEqual([]);
  const { order } = orderCreate;
  return { id: order.id, fulfillmentOrder: order.fulfillmentOrders.nodes[0].id, lineItem: order.lineItems.nodes[0].id };
}

/** Sends until nothing is due; `laterMs` moves the clock on, so that what waits is looked at. */
async function sendAll(laterMs = 0): Promise<void> {
  await outbox.sendCommands(shop, (tx, of, event) => diary.append(tx, of, [event]), {
    lanes: 2,
    outside: { now: () => new Date(Date.now() + laterMs) },
  });
}
const last = async () => (await outbox.listCommands(shop, { limit: 1 })).rows[0];

async function ask<O extends import('./operations/operation.ts').Write>(
  operation: O,
  variables: import('./operations/operation.ts').VariablesOf<O>,
  subject: string,
): Promise<void> {
  const idempotencyKey = randomBytes(8).toString('hex');
  await database.inShop(shop, (tx) =>
    outbox.enqueueCommand(tx, { shop, operation, variables, subject, idempotencyKey }),
  );
}

describe('tokens', () => {
  test('the first request brought expiring tokens, and they are rotated before they end', async () => {
    const first = await tokens.freshTokens(shop);
    if (!first.ok) throw new Error(first.says);
    const minutes = ((first.tokens.expires?.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(50);
    expect(minutes).toBeLessThanOrEqual(60);
    await database.inShop(shop, (tx) => tx.session.updateMany({ data: { expires: new Date(Date.now() + 60_000) } }));
    loseNextAnswer = true;
    const second = await tokens.freshTokens(shop);
    if (!second.ok) throw new Error(second.says);
    expect(second.tokens.accessToken).not.toBe(first.tokens.accessToken);
    expect(second.tokens.refreshToken).not.toBe(first.tokens.refreshToken);
    const { shopRead } = await import('./operations/shop-read.ts');
    expect(await client.callShopify(shop, shopRead, {})).toMatchObject({
      ok: true,
      data: { shop: { myshopifyDomain: shop } },
    });
  });
});

describe('reading', () => {
  test('an order with everything the mirror keeps', async () => {
    const { orderRead } = await import('./operations/order-read.ts');
    const order = await placeOrder();
    expect(await client.callShopify(shop, orderRead, { id: order.id })).toMatchObject({
      ok: true,
      denied: [],
      data: {
        order: {
          id: order.id,
          displayFinancialStatus: 'PAID',
          totalPriceSet: { shopMoney: { amount: '20.0' } },
          shippingAddress: { name: 'Ada Lovelace', countryCodeV2: 'CA' },
          lineItems: { nodes: [{ id: order.lineItem, quantity: 2, currentQuantity: 2 }] },
          fulfillments: [],
          refunds: [],
        },
      },
    });
    expect(await client.callShopify(shop, orderRead, { id: 'gid://shopify/Order/1' })).toMatchObject({
      ok: true,
      data: { order: null },
    });
  });

  test('more than the budget holds is waited for, not refused', async () => {
    const { orderRead } = await import('./operations/order-read.ts');
    const order = await placeOrder();
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => client.callShopify(shop, orderRead, { id: order.id })),
    );
    expect(answers.filter((answer) => !answer.ok)).toEqual([]);
  });

  test('locations and what changed lately', async () => {
    const { locationsList } = await import('./operations/locations-list.ts');
    const { ordersUpdated } = await import('./operations/orders-updated.ts');
    const { fulfillmentOrdersUpdated } = await import('./operations/fulfillment-orders-updated.ts');
    const order = await placeOrder();
    expect(await client.callShopify(shop, locationsList, {})).toMatchObject({ ok: true });
    const since = { query: `updated_at:>='${new Date(Date.now() - 3_600_000).toISOString()}'` };
    const orders = await client.callShopify(shop, ordersUpdated, since);
    expect(orders.ok && orders.data.orders.nodes.map((node) => node.id)).toContain(order.id);
    const shipments = await client.callShopify(shop, fulfillmentOrdersUpdated, since);
    expect(shipments.ok && shipments.data.fulfillmentOrders.nodes.map((node) => node.id)).toContain(
      order.fulfillmentOrder,
    );
  });
});

describe('writing', () => {
  test('holds, releases, reports progress and ships, in order', async () => {
    const { fulfillmentOrderHold } = await import('./operations/fulfillment-order-hold.ts');
    const { fulfillmentOrderReleaseHold } = await import('./operations/fulfillment-order-release-hold.ts');
    const { fulfillmentOrderReportProgress } = await import('./operations/fulfillment-order-report-progress.ts');
    const { fulfillmentCreate } = await import('./operations/fulfillment-create.ts');
    const { fulfillmentOrderRead } = await import('./operations/fulfillment-order-read.ts');
    const { id: order, fulfillmentOrder: id } = await placeOrder();
    const state = async () => {
      const answer = await client.callShopify(shop, fulfillmentOrderRead, { id });
      if (!answer.ok) throw new Error(answer.problem.says);
      return answer.data.fulfillmentOrder;
    };
    await ask(fulfillmentOrderHold, { id, fulfillmentHold: { reason: 'INCORRECT_ADDRESS', handle: 'backroom' } }, id);
    await sendAll();
    const held = await state();
    expect(held).toMatchObject({
      status: 'ON_HOLD',
      fulfillmentHolds: [{ handle: 'backroom', heldByRequestingApp: true }],
    });
    await ask(fulfillmentOrderReleaseHold, { id, holdIds: held?.fulfillmentHolds.map((hold) => hold.id) ?? [] }, id);
    await ask(fulfillmentOrderReportProgress, { id, progressReport: {} }, id);
    await sendAll();
    expect(await state()).toMatchObject({ status: 'IN_PROGRESS', fulfillmentHolds: [] });
    await ask(fulfillmentCreate, { fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id }] } }, id);
    await sendAll();
    expect(await last()).toMatchObject({ state: 'confirmed', problem: null });
    const { orderRead } = await import('./operations/order-read.ts');
    expect(await client.callShopify(shop, orderRead, { id: order })).toMatchObject({
      ok: true,
      data: { order: { displayFulfillmentStatus: 'FULFILLED', fulfillments: [{ status: 'SUCCESS' }] } },
    });
  });

  test('what is held under a name is released by that name alone, and its lost answer is found', async () => {
    const { fulfillmentOrderHold } = await import('./operations/fulfillment-order-hold.ts');
    const { fulfillmentOrderReleaseHold } = await import('./operations/fulfillment-order-release-hold.ts');
    const { fulfillmentOrderRead } = await import('./operations/fulfillment-order-read.ts');
    const { fulfillmentOrder: id } = await placeOrder();
    for (const handle of ['backroom-wave-1', 'backroom-checks'])
      await ask(fulfillmentOrderHold, { id, fulfillmentHold: { reason: 'OTHER', handle, externalId: handle } }, id);
    await sendAll();
    await ask(fulfillmentOrderReleaseHold, { id, externalId: 'backroom-wave-1' }, id);
    loseNextAnswer = true;
    await sendAll();
    expect(await last()).toMatchObject({ state: 'unknown' });
    await sendAll(60_000);
    expect(await last()).toMatchObject({ state: 'confirmed', attempts: 1 });
    const answer = await client.callShopify(shop, fulfillmentOrderRead, { id });
    expect(answer.ok && answer.data.fulfillmentOrder).toMatchObject({
      status: 'ON_HOLD',
      fulfillmentHolds: [{ handle: 'backroom-checks' }],
    });
  });

  test('what the shop refuses is in the list in its words', async () => {
    const { fulfillmentCreate } = await import('./operations/fulfillment-create.ts');
    const id = 'gid://shopify/FulfillmentOrder/1';
    await ask(fulfillmentCreate, { fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id }] } }, id);
    await sendAll();
    expect(await last()).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('Fulfillment order does not exist.'),
    });
  });

  test.each(['with tracking', 'without tracking'])('a shipment %s whose answer was lost goes out once', async (how) => {
    const { fulfillmentCreate } = await import('./operations/fulfillment-create.ts');
    const { id: order, fulfillmentOrder: id } = await placeOrder();
    const tracking = how === 'with tracking' ? { trackingInfo: { company: 'Canada Post', number: 'CP1' } } : {};
    const fulfillment = { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: id }], ...tracking };
    await ask(fulfillmentCreate, { fulfillment }, id);
    loseNextAnswer = true;
    await sendAll();
    expect(await last()).toMatchObject({ state: 'unknown' });
    await sendAll(60_000);
    expect(await last()).toMatchObject({ state: 'confirmed', attempts: 1 });
    const { order: shipped } = await merchant('query ($id: ID!) { order(id: $id) { fulfillments { id } } }', {
      id: order,
    });
    expect(shipped.fulfillments).toHaveLength(1);
  });

  test('a refund whose answer was lost is paid once', async () => {
    const { refundCreate } = await import('./operations/refund-create.ts');
    const { id: orderId, lineItem } = await placeOrder();
    const refundLineItems = [{ lineItemId: lineItem, quantity: 1, restockType: 'NO_RESTOCK' as const }];
    await ask(refundCreate, { input: { orderId, refundLineItems } }, orderId);
    loseNextAnswer = true;
    await sendAll();
    expect(await last()).toMatchObject({ state: 'confirmed', attempts: 1 });
    const { order } = await merchant('query ($id: ID!) { order(id: $id) { refunds { id } } }', { id: orderId });
    expect(order.refunds).toHaveLength(1);
  });

  test('a tag is added', async () => {
    const { tagsAdd } = await import('./operations/tags-add.ts');
    const { id } = await placeOrder();
    await ask(tagsAdd, { id, tags: ['check address'] }, id);
    await sendAll();
    const { order } = await merchant('query ($id: ID!) { order(id: $id) { tags } }', { id });
    expect(order.tags).toEqual(['check address']);
  });
});

describe('returns', () => {
  /** An order that arrived, and what of it can come back. */
  async function shipped() {
    const order = await placeOrder();
    const { fulfillmentCreate } = await merchant(
      `mutation ($id: ID!) {
        fulfillmentCreate(fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: $id }] }) {
          fulfillment { fulfillmentLineItems(first: 1) { nodes { id } } }
          userErrors { message }
        }
      }`,
      { id: order.fulfillmentOrder },
    );
    return {
      ...order,
      fulfillmentLineItemId: fulfillmentCreate.fulfillment.fulfillmentLineItems.nodes[0].id as string,
    };
  }
  const returnsOf = async (id: string) =>
    (
      await merchant(
        `query ($id: ID!) {
          order(id: $id) { returns(first: 5) { nodes { id status returnLineItems(first: 5) { nodes { id processedQuantity } } } } }
        }`,
        { id },
      )
    ).order.returns.nodes;

  test('what can come back, and why', async () => {
    const { orderReturnableFulfillments } = await import('./operations/order-returnable-fulfillments.ts');
    const { returnReasons } = await import('./operations/return-reasons.ts');
    const order = await shipped();
    const answer = await client.callShopify(shop, orderReturnableFulfillments, { orderId: order.id });
    expect(answer).toMatchObject({
      ok: true,
      data: { returnableFulfillments: { nodes: [{ returnableFulfillmentLineItems: { nodes: [{ quantity: 2 }] } }] } },
    });
    const reasons = await client.callShopify(shop, returnReasons, {});
    expect(reasons.ok && reasons.data.returnReasonDefinitions.nodes.length).toBeGreaterThan(0);
  });

  test('a request whose answer was lost is filed once, approved, processed once and closed', async () => {
    const { returnRequest } = await import('./operations/return-request.ts');
    const { returnApproveRequest } = await import('./operations/return-approve-request.ts');
    const { returnProcess } = await import('./operations/return-process.ts');
    const { returnClose } = await import('./operations/return-close.ts');
    const { id: orderId, fulfillmentLineItemId } = await shipped();
    const returnLineItems = [
      { fulfillmentLineItemId, quantity: 1, returnReason: 'COLOR' as const, customerNote: 'Too blue' },
    ];
    await ask(returnRequest, { input: { orderId, returnLineItems } }, orderId);
    loseNextAnswer = true;
    await sendAll();
    expect(await last()).toMatchObject({ state: 'unknown' });
    await sendAll(60_000);
    expect(await last()).toMatchObject({ state: 'confirmed', attempts: 1 });
    const [requested, ...more] = await returnsOf(orderId);
    expect([requested.status, more]).toEqual(['REQUESTED', []]);

    const { id } = requested;
    await ask(returnApproveRequest, { input: { id } }, id);
    loseNextAnswer = true;
    await sendAll();
    await sendAll(60_000);
    expect(await last()).toMatchObject({ state: 'confirmed', attempts: 1 });

    const line = requested.returnLineItems.nodes[0].id;
    await ask(returnProcess, { input: { returnId: id, returnLineItems: [{ id: line, quantity: 1 }] } }, id);
    // The state before is read first; the answer that is lost is the write's.
    await sendAll();
    expect(await last()).toMatchObject({ state: 'confirmed', problem: null });
    await ask(returnClose, { id }, id);
    await sendAll();
    expect(await returnsOf(orderId)).toMatchObject([
      { status: 'CLOSED', returnLineItems: { nodes: [{ processedQuantity: 1 }] } },
    ]);
  });

  test('a request is declined with its reason', async () => {
    const { returnRequest } = await import('./operations/return-request.ts');
    const { returnDeclineRequest } = await import('./operations/return-decline-request.ts');
    const { id: orderId, fulfillmentLineItemId } = await shipped();
    const returnLineItems = [{ fulfillmentLineItemId, quantity: 2, returnReason: 'UNWANTED' as const }];
    await ask(returnRequest, { input: { orderId, returnLineItems } }, orderId);
    await sendAll();
    const [{ id }] = await returnsOf(orderId);
    await ask(returnDeclineRequest, { input: { id, declineReason: 'RETURN_PERIOD_ENDED' } }, id);
    await sendAll();
    expect(await last()).toMatchObject({ state: 'confirmed', problem: null });
    expect(await returnsOf(orderId)).toMatchObject([{ status: 'DECLINED' }]);
  });
});

describe('stock', () => {
  test('an adjustment whose answer was lost is booked once; one from a stale count is refused', async () => {
    const { inventoryAdjustQuantities } = await import('./operations/inventory-adjust-quantities.ts');
    const { inventorySetQuantities } = await import('./operations/inventory-set-quantities.ts');
    const { inventoryItemRead } = await import('./operations/inventory-item-read.ts');
    const { productCreate } = await merchant(
      `mutation {
        productCreate(product: { title: "Mug" }) {
          product { variants(first: 1) { nodes { inventoryItem { id inventoryLevels(first: 1) { nodes { location { id } } } } } } }
          userErrors { message }
        }
      }`,
    );
    expect(productCreate.userErrors).toEqual([]);
    const { inventoryItem } = productCreate.product.variants.nodes[0];
    const inventoryItemId = inventoryItem.id as string;
    const locationId = inventoryItem.inventoryLevels.nodes[0].location.id as string;
    const quantities = [{ inventoryItemId, locationId, quantity: 5, changeFromQuantity: null }];
    const counted = { name: 'available', reason: 'cycle_count_available', quantities };
    await ask(inventorySetQuantities, { input: counted }, inventoryItemId);
    await sendAll();
    expect(await last()).toMatchObject({ state: 'confirmed', problem: null });
    const adjustment = (delta: number, changeFromQuantity: number) => ({
      input: {
        name: 'available',
        reason: 'received',
        changes: [{ inventoryItemId, locationId, delta, changeFromQuantity }],
      },
    });
    const available = async () => {
      const answer = await client.callShopify(shop, inventoryItemRead, { id: inventoryItemId });
      if (!answer.ok) throw new Error(answer.problem.says);
      const level = answer.data.inventoryItem?.inventoryLevels.nodes.find((one) => one.location.id === locationId);
      return level?.quantities.find((one) => one.name === 'available')?.quantity;
    };
    await ask(inventoryAdjustQuantities, adjustment(7, 5), inventoryItemId);
    loseNextAnswer = true;
    await sendAll();
    expect(await last()).toMatchObject({ state: 'confirmed' });
    expect(await available()).toBe(12);
    await ask(inventoryAdjustQuantities, adjustment(7, 5), inventoryItemId);
    await sendAll();
    expect(await last()).toMatchObject({ state: 'failed' });
    expect(await available()).toBe(12);
  });
});

test('removed from the shop, a call says so, and opening the app again heals it', async () => {
  const { shopRead } = await import('./operations/shop-read.ts');
  await fetch(`${storeUrl}/_store/apps/backroom-test-key/uninstall`, { method: 'POST', body: '{}' });
  expect(await client.callShopify(shop, shopRead, {})).toMatchObject({ ok: false, problem: { kind: 'unauthorized' } });
  await fetch(`${storeUrl}/_store/apps/backroom-test-key/install`, { method: 'POST', body: '{}' });
  await app.authenticate.admin(openedInAdmin());
  expect(await client.callShopify(shop, shopRead, {})).toMatchObject({ ok: true });
});
