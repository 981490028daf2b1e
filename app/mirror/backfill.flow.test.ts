// The mirror against the dev store, over HTTP: read wholly, held against it, healed.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newDatabase } from '../../tests/database.ts';
import { open, readKeyRing, seal } from '../lib/seal.server.ts';

const shop = 'backroom-demo.myshopify.com';
const never = new AbortController().signal;
let storeUrl = '';
let store: ChildProcess;
let between: Server;
/** What Shopify answers to the app instead, given what the app asked and what the dev store says; as it is when undefined. */
let instead: (asked: string, said: string) => { status: number; body: string } | undefined = () => undefined;
let database: typeof import('../db.server.ts');
let mirror: typeof import('./backfill.server.ts');
let apply: typeof import('./apply.server.ts');
let again: typeof import('./read-again.server.ts');
let recent: typeof import('./reconcile-recent.server.ts');
let sync: typeof import('./read-sync.server.ts');

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

// biome-ignore lint/suspicious/noExplicitAny: each test reads what it asked for
async function merchant(query: string, variables: Record<string, unknown> = {}): Promise<any> {
  const answer = await fetch(`${storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': 'shpat_dev' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as {
    data: Record<string, { userErrors?: unknown[] }>;
    errors?: unknown;
  };
  if (errors) throw new Error(JSON.stringify(errors));
  for (const part of Object.values(data))
    if (part?.userErrors?.length) throw new Error(JSON.stringify(part.userErrors));
  return data;
}

const ring = readKeyRing(process.env.TOKEN_KEYS ?? '');
let productId = '';
let variantId = '';

async function placeOrder(lines: number, quantity = 2): Promise<string> {
  const { orderCreate } = await merchant(
    `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { field message } } }`,
    {
      order: {
        financialStatus: 'PAID',
        email: 'ada@example.com',
        tags: ['wholesale', 'b'],
        shippingLines: [
          { title: 'DHL Express', code: 'EXP', priceSet: { shopMoney: { amount: '0.00', currencyCode: 'USD' } } },
        ],
        shippingAddress: {
          firstName: 'Ada',
          lastName: 'L',
          address1: '1 Main St',
          city: 'Ottawa',
          countryCode: 'CA',
          provinceCode: 'ON',
          zip: 'K1A 0A1',
        },
        lineItems: Array.from({ length: lines }, (_, n) =>
          n === 0
            ? { variantId, quantity }
            : {
                title: `Mug ${n}`,
                quantity,
                requiresShipping: true,
                priceSet: { shopMoney: { amount: '10.00', currencyCode: 'USD' } },
              },
        ),
        transactions: [
          {
            kind: 'SALE',
            status: 'SUCCESS',
            gateway: 'manual',
            amountSet: { shopMoney: { amount: '20.00', currencyCode: 'USD' } },
          },
        ],
      },
    },
  );
  return orderCreate.order.id;
}

async function ship(orderId: string): Promise<void> {
  const { order } = await merchant(
    `query ($id: ID!) { order(id: $id) { fulfillmentOrders(first: 1) { nodes { id } } } }`,
    { id: orderId },
  );
  await merchant(
    `mutation ($id: ID!) { fulfillmentCreate(fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: $id }],
      trackingInfo: { company: "UPS", number: "1Z1" } }) { fulfillment { id } userErrors { field message } } }`,
    { id: order.fulfillmentOrders.nodes[0].id },
  );
}

beforeAll(async () => {
  const port = await freePort();
  storeUrl = `http://127.0.0.1:${port}`;
  store = spawn(
    process.execPath,
    [
      'dev/store/main.ts',
      '--port',
      String(port),
      '--empty',
      '--app-toml',
      'shopify.app.toml',
      '--app-key',
      'backroom-test-key',
      '--app-url',
      'http://127.0.0.1:9',
      '--install',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, SHOPIFY_API_SECRET: 'backroom-test-secret' } },
  );
  await new Promise((ready) => store.stdout?.once('data', ready));
  between = createHttpServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(`${storeUrl}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const said = await answer.text();
    const other = instead(Buffer.concat(chunks).toString(), said);
    response.writeHead(other?.status ?? answer.status, { 'Content-Type': 'application/json' });
    response.end(other?.body ?? said);
  });
  await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening));
  process.env.SHOPIFY_EMULATOR_URL = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  process.env.DATABASE_URL = (await newDatabase()).url;
  database = await import('../db.server.ts');
  mirror = await import('./backfill.server.ts');
  apply = await import('./apply.server.ts');
  again = await import('./read-again.server.ts');
  recent = await import('./reconcile-recent.server.ts');
  sync = await import('./read-sync.server.ts');
  const app = await import('../shopify.server.ts');
  await app.authenticate.admin(openedInAdmin());

  const { productSet } = await merchant(
    `mutation ($input: ProductSetInput!) { productSet(input: $input, synchronous: true) { product { id variants(first: 2) { nodes { id inventoryItem { id } } } } userErrors { field message } } }`,
    {
      input: {
        title: 'Cup',
        productOptions: [{ name: 'Size', values: [{ name: 'S' }, { name: 'M' }] }],
        variants: [
          {
            optionValues: [{ optionName: 'Size', name: 'S' }],
            price: '9.50',
            sku: 'CUP-S',
            inventoryItem: { tracked: true },
          },
          {
            optionValues: [{ optionName: 'Size', name: 'M' }],
            price: '11.00',
            sku: 'CUP-M',
            inventoryItem: { tracked: true },
          },
        ],
      },
    },
  );
  productId = productSet.product.id;
  variantId = productSet.product.variants.nodes[0].id;
  const first = await placeOrder(3);
  await placeOrder(60);
  await placeOrder(1);
  await ship(first);
  const { order } = await merchant(
    `query ($id: ID!) { order(id: $id) { lineItems(first: 3) { nodes { id } } fulfillments { fulfillmentLineItems(first: 3) { nodes { id } } } } }`,
    { id: first },
  );
  await merchant(
    `mutation ($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id } userErrors { field message } } }`,
    {
      input: {
        orderId: first,
        returnLineItems: [
          {
            fulfillmentLineItemId: order.fulfillments[0].fulfillmentLineItems.nodes[0].id,
            quantity: 1,
            returnReason: 'DEFECTIVE',
          },
        ],
      },
    },
  );
  await merchant(
    `mutation ($input: RefundInput!) { refundCreate(input: $input) @idempotent(key: "r1") { refund { id } userErrors { field message } } }`,
    {
      input: {
        orderId: first,
        refundLineItems: [{ lineItemId: order.lineItems.nodes[1].id, quantity: 1, restockType: 'NO_RESTOCK' }],
      },
    },
  );
});

afterAll(async () => {
  const { stopQueue } = await import('../lib/queue.server.ts');
  await stopQueue();
  await database.prisma.$disconnect();
  between.close();
  store.kill('SIGTERM');
});

function openedInAdmin(): Request {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: `https://${shop}/admin`, dest: `https://${shop}`, aud: 'backroom-test-key', sub: '42', exp: now + 60, nbf: now, iat: now, jti: randomBytes(8).toString('hex'), sid: 's' })}`;
  const signature = createHmac('sha256', 'backroom-test-secret').update(unsigned).digest('base64url');
  return new Request('http://localhost:3000/app', {
    headers: { Authorization: `Bearer ${unsigned}.${signature}`, 'User-Agent': 'Mozilla/5.0 Chrome/156' },
  });
}

afterEach(() => {
  instead = () => undefined;
});

const look = <T>(read: (tx: import('../db.server.ts').ShopTx) => Promise<T>) => database.inShop(shop, read);
const wholly = async () => {
  expect(await mirror.backfill(shop, never)).toBe(true);
};

describe.sequential('the mirror and the store', () => {
  test('the first reading brings everything, with its events', async () => {
    await wholly();
    const state = await sync.readSync(shop);
    expect(state.run).toMatchObject({ kind: 'backfill', state: 'done', problem: null });
    const orders = await look((tx) => tx.order.findMany({ include: { lines: true }, orderBy: { id: 'asc' } }));
    expect(orders.map((order) => order.lines.length)).toEqual([3, 60, 1]);
    expect(orders[0]).toMatchObject({ fulfillmentStatus: 'FULFILLED', tags: ['b', 'wholesale'], shipCountry: 'CA' });
    expect(await look((tx) => tx.product.findMany({ include: { variants: true } }))).toMatchObject([
      { title: 'Cup', variants: [{ sku: 'CUP-S', price: 950n }, { sku: 'CUP-M' }] },
    ]);
    expect(await look((tx) => tx.fulfillment.findMany({ include: { lines: true } }))).toMatchObject([
      { trackingNumbers: ['1Z1'], lines: [{}, {}, {}] },
    ]);
    expect(await look((tx) => tx.refund.findMany({ include: { lines: true } }))).toMatchObject([
      { lines: [{ quantity: 1 }] },
    ]);
    expect(await look((tx) => tx.return.findMany({ include: { lines: true } }))).toMatchObject([
      { status: 'OPEN', lines: [{ quantity: 1 }] },
    ]);
    expect(await look((tx) => tx.fulfillmentOrder.groupBy({ by: ['shippingMethod'], _count: true }))).toEqual([
      { shippingMethod: 'DHL Express', _count: 3 },
    ]);
    expect(await look((tx) => tx.reread.count())).toBe(0);
    const events = await look((tx) => tx.event.groupBy({ by: ['type'], _count: true }));
    const count = Object.fromEntries(events.map((row) => [row.type, row._count]));
    expect(count).toMatchObject({
      'order.placed': 3,
      'order.fulfilled': 1,
      'fulfillment.created': 1,
      'refund.created': 1,
      'return.opened': 1,
    });
    expect(count['order.changed']).toBeUndefined();
  });

  test('held against the store at once, nothing differs', async () => {
    await pretendLongAgo();
    await mirror.requestFullCompare(shop);
    await wholly();
    expect(await look((tx) => tx.drift.findMany())).toEqual([]);
  });

  test('what was lost, forged or never told is found per field and healed', async () => {
    const [first, second] = await look((tx) => tx.order.findMany({ orderBy: { id: 'asc' } }));
    await look(async (tx) => {
      await tx.order.update({ where: { shop_id: { shop, id: first!.id } }, data: { tags: ['forged'] } });
      await tx.orderLine.deleteMany({ where: { orderId: second!.id, position: 7 } });
      await tx.product.deleteMany({});
      await tx.inventoryLevel.updateMany({ data: { available: 777 } });
      await tx.shop.updateMany({ data: { name: 'Forged', sourceUpdatedAt: new Date('2099-01-01') } });
      const { id: place } = await tx.location.findFirstOrThrow();
      await tx.location.updateMany({
        where: { id: place },
        data: { name: 'Forged', sourceUpdatedAt: new Date('2099-01-01') },
      });
      await tx.orderContact.deleteMany({ where: { orderId: first!.id } });
      const other = await tx.orderContact.findFirstOrThrow({ where: { orderId: { not: second!.id } } });
      const { sealed } = other;
      const contact = JSON.parse(open(ring, Buffer.from(sealed)).toString());
      await tx.orderContact.update({
        where: { shop_orderId: { shop, orderId: second!.id } },
        data: { sealed: seal(ring, JSON.stringify({ ...contact, name: 'Forged' })) },
      });
    });
    await pretendLongAgo();
    await mirror.requestFullCompare(shop);
    await wholly();
    const drift = await look((tx) => tx.drift.findMany());
    expect(drift.map((row) => `${row.kind} ${row.field.replace(/\d+/, 'N')}`).sort()).toEqual([
      'InventoryLevel available',
      'InventoryLevel available',
      'Location name',
      'Order lines/N',
      'Order tags',
      'OrderContact (all of it)',
      'OrderContact contact',
      'Product (all of it)',
      'Shop name',
    ]);
    expect(JSON.stringify(drift)).not.toContain('Ottawa');
    expect(drift.every((row) => row.healedAt)).toBe(true);
    await look((tx) => tx.drift.deleteMany({}));
    await pretendLongAgo();
    await mirror.requestFullCompare(shop);
    await wholly();
    expect(await look((tx) => tx.drift.findMany())).toEqual([]);
  });

  test('what an earlier version did not keep comes when it is asked for, and for the rest with the next comparison', async () => {
    const methods = () =>
      look((tx) =>
        tx.fulfillmentOrder.findMany({ select: { id: true, shippingMethod: true }, orderBy: { id: 'asc' } }),
      );
    await look((tx) => tx.fulfillmentOrder.updateMany({ data: { shippingMethod: null } }));
    const [first] = await methods();
    await look((tx) => apply.ask(tx, shop, [{ kind: 'FulfillmentOrder', id: first!.id }], new Date()));
    await again.readAgain(shop);
    expect((await methods()).map((one) => one.shippingMethod)).toEqual(['DHL Express', null, null]);
    await pretendLongAgo();
    await mirror.requestFullCompare(shop);
    await wholly();
    expect((await methods()).map((one) => one.shippingMethod)).toEqual(['DHL Express', 'DHL Express', 'DHL Express']);
    const drift = await look((tx) => tx.drift.findMany());
    expect(drift.map((row) => row.field)).toEqual(['shippingMethod', 'shippingMethod']);
    await look((tx) => tx.drift.deleteMany({}));
  });

  test('a change that nobody told is found by the recent look, a deletion by the full one', async () => {
    await merchant(`mutation ($id: ID!) { tagsAdd(id: $id, tags: ["untold"]) { userErrors { field message } } }`, {
      id: `gid://shopify/Order/${(await look((tx) => tx.order.findFirstOrThrow({ orderBy: { id: 'desc' } }))).id}`,
    });
    await merchant(
      `mutation ($id: ID!) { productDelete(input: { id: $id }) { deletedProductId userErrors { field message } } }`,
      { id: productId },
    );
    expect((await recent.reconcileRecent(shop, new Date())).asked).toBeGreaterThan(0);
    await again.readAgain(shop);
    expect(await look((tx) => tx.order.findFirstOrThrow({ orderBy: { id: 'desc' } }))).toMatchObject({
      tags: ['b', 'untold', 'wholesale'],
    });
    await pretendLongAgo();
    await mirror.requestFullCompare(shop);
    await wholly();
    expect(await look((tx) => tx.product.count())).toBe(1);
    await doubtIsOver();
    await again.readAgain(shop);
    expect(await look((tx) => tx.product.count())).toBe(0);
    expect(await look((tx) => tx.tombstone.findMany({ where: { kind: 'Product' } }))).toHaveLength(1);
  });

  test('what Shopify does not know yet is asked for once more, and a burial by mistake is taken back', async () => {
    const { id } = await look((tx) => tx.order.findFirstOrThrow({ orderBy: { id: 'asc' } }));
    const ask = () => look((tx) => apply.ask(tx, shop, [{ kind: 'Order', id }], new Date(0)));
    const orders = () => look((tx) => tx.order.findMany({ where: { id } }));
    const lagging = (asked: string, said: string) =>
      asked.includes('query OrdersByIds')
        ? { status: 200, body: said.replace(/"nodes":\[.*\](?=\})/s, '"nodes":[null]') }
        : undefined;
    await ask();
    instead = lagging;
    await again.readAgain(shop);
    await ask();
    await again.readAgain(shop);
    expect(await orders()).toHaveLength(1);
    instead = () => undefined;
    await doubtIsOver();
    await again.readAgain(shop);
    expect(await orders()).toHaveLength(1);
    expect(await look((tx) => tx.reread.count({ where: { goneAt: { not: null } } }))).toBe(0);

    instead = lagging;
    await ask();
    await again.readAgain(shop);
    await doubtIsOver();
    await again.readAgain(shop);
    expect(await orders()).toHaveLength(0);
    instead = () => undefined;
    await look((tx) => tx.$executeRaw`UPDATE "Tombstone" SET "deletedAt" = "deletedAt" - interval '1 minute'`);
    await mirror.requestFullCompare(shop);
    await wholly();
    expect(await orders()).toHaveLength(1);

    // Shopify's own word is another matter: it stays deleted, and that is no difference worth a line every night.
    await look(async (tx) => {
      await apply.takeTurn(tx, shop);
      await apply.apply(tx, shop, { graves: [{ kind: 'Order', id, deletedAt: '2026-01-01T00:00:00Z' }] });
      await tx.drift.deleteMany({});
    });
    await mirror.requestFullCompare(shop);
    await wholly();
    expect(await orders()).toHaveLength(0);
    expect(await look((tx) => tx.drift.findMany({ where: { kind: 'Order' } }))).toEqual([]);
    await look((tx) => tx.tombstone.deleteMany({ where: { kind: 'Order' } }));
    await mirror.requestBackfill(shop);
    await wholly();
  });

  test('a reading that was broken off goes on where it stood', async () => {
    await look((tx) => tx.order.deleteMany({}));
    await mirror.requestBackfill(shop);
    const stop = new AbortController();
    stop.abort();
    expect(await mirror.backfill(shop, stop.signal)).toBe(false);
    expect(await sync.readSync(shop)).toMatchObject({ run: { kind: 'backfill', state: 'running' } });
    await wholly();
    expect(await look((tx) => tx.order.count())).toBe(3);
  });

  test('a result that is gone is asked for anew; only a count of nothing is nothing', async () => {
    await look((tx) => tx.order.deleteMany({}));
    let lost = 0;
    const lose = (from: string, to: string) => (asked: string, said: string) => {
      if (!asked.includes('BulkOperationRead') || !/"status":"COMPLETED"/.test(said) || lost > 0) return undefined;
      if (!said.includes('"rootObjectCount":"3"')) return undefined;
      lost += 1;
      return { status: 200, body: said.replace(new RegExp(from), to) };
    };
    instead = lose('"url":"[^"]*"', '"url":null');
    await mirror.requestBackfill(shop);
    await wholly();
    expect(lost).toBe(1);
    expect(await look((tx) => tx.order.count())).toBe(3);

    await look((tx) => tx.order.deleteMany({}));
    lost = 0;
    instead = lose('"url":"[^"]*"', `"url":"${storeUrl}/no-such-result"`);
    await mirror.requestBackfill(shop);
    expect(await mirror.backfill(shop, never)).toBe(false);
    expect(lost).toBe(1);
    await wholly();
    expect(await look((tx) => tx.order.count())).toBe(3);
    expect((await sync.readSync(shop)).run).toMatchObject({ state: 'done', problem: null });
  });

  test('what PostgreSQL refuses stays out with its reason; its neighbours come in', async () => {
    const names = ['Pot', 'nul \u0000', 'Pan'];
    for (const title of names) await newProduct(title);
    const titles = async () =>
      (await look((tx) => tx.product.findMany({ orderBy: { id: 'asc' } }))).map((one) => one.title);
    const refused = () =>
      look((tx) => tx.reread.findMany({ where: { problem: { not: null } }, select: { kind: true, problem: true } }));
    await mirror.requestBackfill(shop);
    await wholly();
    expect(await titles()).toEqual(['Pot', 'Pan']);
    expect(await refused()).toEqual([{ kind: 'Product', problem: expect.stringContaining('The database refused it') }]);

    await look(async (tx) => {
      const products = await tx.tombstone.findMany({ where: { kind: 'Product' } });
      expect(products).toHaveLength(1);
      await tx.product.deleteMany({});
    });
    await recent.reconcileRecent(shop, new Date());
    await again.readAgain(shop);
    expect(await titles()).toEqual(['Pot', 'Pan']);
    expect(await refused()).toEqual([{ kind: 'Product', problem: expect.stringContaining('The database refused it') }]);
    expect(await again.dropRereads(shop, 'Product')).toBe(1);
    expect(await refused()).toEqual([]);
  });

  test('stock that moved unheard and a location renamed or closed unheard are found by the recent look', async () => {
    await newProduct('Jar');
    const { locations, products } = await merchant(
      `{ locations(first: 1) { nodes { id } } products(first: 1, query: "Jar") { nodes { variants(first: 1) { nodes { inventoryItem { id } } } } } }`,
    );
    const inventoryItemId = products.nodes[0].variants.nodes[0].inventoryItem.id;
    const locationId = locations.nodes[0].id;
    await merchant(
      `mutation ($item: ID!, $at: ID!) { inventoryActivate(inventoryItemId: $item, locationId: $at, available: 1) @idempotent(key: "stock") { userErrors { field message } } }`,
      { item: inventoryItemId, at: locationId },
    );
    const { locationAdd } = await merchant(
      `mutation { locationAdd(input: { name: "Shed", address: { countryCode: US } }) { location { id } userErrors { field message } } }`,
    );
    const settle = async () => {
      const { asked } = await recent.reconcileRecent(shop, new Date());
      await again.readAgain(shop);
      return asked;
    };
    await settle();
    expect((await look((tx) => tx.location.findMany())).map((one) => one.name)).toContain('Shed');
    // As if all of it had been read a while ago, and the change that follows had not been told.
    await look(
      (tx) =>
        tx.$executeRaw`UPDATE "InventoryLevel" SET "available" = 0, "sourceUpdatedAt" = now() - interval '5 minutes'`,
    );
    await look(
      (tx) => tx.$executeRaw`UPDATE "Location" SET "name" = 'Old name', "heardAt" = now() - interval '5 minutes'`,
    );
    // As in a shop that was connected before streets were kept.
    const streets = async () =>
      (await look((tx) => tx.location.findMany({ orderBy: { id: 'asc' } }))).map((one) => [one.address1, one.zip]);
    const known = await streets();
    expect(known).toContainEqual(['150 Elgin Street', 'K2P 1L4']);
    await look((tx) => tx.location.updateMany({ data: { address1: null, zip: null } }));
    await look((tx) =>
      tx.location.create({
        data: {
          shop,
          id: '424242',
          name: 'Torn down',
          active: true,
          sourceUpdatedAt: new Date(0),
          heardAt: new Date(0),
        },
      }),
    );
    await merchant(
      `mutation ($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) @idempotent(key: "jar") { userErrors { field message } } }`,
      {
        input: {
          name: 'available',
          reason: 'correction',
          quantities: [{ inventoryItemId, locationId, quantity: 7, changeFromQuantity: null }],
        },
      },
    );
    expect(await settle()).toBeGreaterThan(0);
    const bare = (gid: string) => gid.split('/').at(-1) ?? '';
    expect(
      await look((tx) =>
        tx.inventoryLevel.findFirst({
          where: { inventoryItemId: bare(inventoryItemId), locationId: bare(locationId) },
        }),
      ),
    ).toMatchObject({ available: 7 });
    const names = async () => (await look((tx) => tx.location.findMany())).map((one) => one.name);
    expect(await names()).toContain('Shed');
    expect(await names()).not.toContain('Old name');
    expect(await streets()).toEqual(expect.arrayContaining(known));
    await doubtIsOver();
    await again.readAgain(shop);
    expect(await names()).not.toContain('Torn down');
    await merchant(
      `mutation ($id: ID!) { locationDeactivate(locationId: $id) @idempotent(key: "shed") { locationDeactivateUserErrors { message } } }`,
      {
        id: locationAdd.location.id,
      },
    );
  });

  test('when half a shop seems gone nothing is touched until a person says so', async () => {
    const heard = { sourceUpdatedAt: new Date(0), heardAt: new Date(0) };
    await look((tx) =>
      tx.customer.createMany({
        data: Array.from({ length: 20 }, (_, n) => ({ shop, id: String(9000 + n), createdAt: new Date(0), ...heard })),
      }),
    );
    const ghosts = () => look((tx) => tx.customer.count({ where: { sourceUpdatedAt: new Date(0) } }));
    for (const _night of [1, 2]) {
      await mirror.requestFullCompare(shop);
      await wholly();
    }
    const [customers, ...others] = (await sync.readSync(shop)).missing;
    expect(others).toEqual([]);
    expect(customers).toMatchObject({ kind: 'Customer', unseen: 20 });
    expect(await look((tx) => tx.drift.count({ where: { kind: 'Customer', healedAt: null } }))).toBe(1);
    expect(await look((tx) => tx.reread.count({ where: { kind: 'Customer' } }))).toBe(0);

    await mirror.requestFullCompare(shop, { acceptMissing: true });
    await wholly();
    await doubtIsOver();
    await again.readAgain(shop);
    expect(await ghosts()).toBe(0);
    expect((await sync.readSync(shop)).missing).toEqual([]);
  });

  test('a reading that fails says why, rests, is tried at once when asked for, and ends failed at last', async () => {
    const hidden = { data: null, errors: [{ message: 'No access', extensions: { code: 'ACCESS_DENIED' } }] };
    instead = (asked) => (asked.includes('ShopRead') ? { status: 200, body: JSON.stringify(hidden) } : undefined);
    const look1 = () => mirror.backfill(shop, never).catch((error: Error) => error.message);
    const runs = () =>
      look((tx) => tx.syncRun.findMany({ where: { kind: 'backfill' }, orderBy: { startedAt: 'desc' } }));
    const first = await mirror.requestBackfill(shop);
    expect(await look1()).toContain('No access');
    expect((await runs())[0]).toMatchObject({
      id: first,
      state: 'running',
      problem: expect.stringContaining('No access'),
    });
    expect(await look1()).toBe(false);
    for (let more = 0; more < 5; more++) {
      expect(await mirror.requestBackfill(shop)).toBe(first);
      expect(await look1()).toContain('No access');
    }
    expect((await runs())[0]).toMatchObject({
      id: first,
      state: 'failed',
      problem: expect.stringContaining('No access'),
    });
    instead = () => undefined;
    await mirror.requestBackfill(shop);
    await wholly();

    // The first reading of a shop is begun by itself, but not again and again when it fails.
    await look((tx) => tx.syncRun.deleteMany({ where: { state: 'done' } }));
    const before = (await runs()).length;
    expect(await mirror.backfill(shop, never)).toBe(false);
    expect(await runs()).toHaveLength(before);
    await look((tx) => tx.syncRun.updateMany({ data: { finishedAt: new Date(Date.now() - 7 * 3_600_000) } }));
    await wholly();
    expect(await runs()).toHaveLength(before + 1);
  });
});

async function newProduct(title: string): Promise<string> {
  const { productSet: made } = await merchant(
    `mutation ($input: ProductSetInput!) { productSet(input: $input, synchronous: true) { product { id } userErrors { field message } } }`,
    { input: { title } },
  );
  return made.product.id;
}

/** What was not found is asked for again after a while; tests cannot wait for that. */
async function doubtIsOver(): Promise<void> {
  await look(
    (tx) =>
      tx.$executeRaw`UPDATE "Reread" SET "askedAt" = "askedAt" - interval '1 minute', "goneAt" = "goneAt" - interval '1 minute'`,
  );
}

/** The comparison leaves alone what was heard after it began; tests cannot wait for that. */
async function pretendLongAgo(): Promise<void> {
  for (const table of [
    'Order',
    'Product',
    'Variant',
    'InventoryItem',
    'InventoryLevel',
    'FulfillmentOrder',
    'Fulfillment',
    'Refund',
    'Return',
    'Customer',
    'Location',
    'Shop',
    'OrderContact',
  ])
    await look((tx) => tx.$executeRawUnsafe(`UPDATE "${table}" SET "heardAt" = "heardAt" - interval '1 minute'`));
}
