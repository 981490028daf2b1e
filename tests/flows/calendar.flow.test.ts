// What is read from Shopify by optional permissions, against the dev store over HTTP: discounts that come, change and go, past
// stock-outs, purchase orders kept in Shopify.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newDatabase } from '../database.ts';

const shop = 'backroom-demo.myshopify.com';
const never = new AbortController().signal;
const DAY = 86_400_000;
const at = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const dayOf = (days: number) => at(days).slice(0, 10);

let storeUrl = '';
let store: ChildProcess;
let database: typeof import('../../app/db.server.ts');
let discounts: typeof import('../../app/jobs/calendar.read-discounts.server.ts');
let stockOuts: typeof import('../../app/jobs/calendar.read-past-stock-outs.server.ts');
let calendar: typeof import('../../app/calendar/store.server.ts');

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

const control = (path: string, body: unknown) =>
  fetch(`${storeUrl}/_store/${path}`, { method: 'POST', body: JSON.stringify(body) });

const SCOPES = ['read_customers', 'read_locations', 'read_products', 'write_inventory', 'write_orders'];
const grant = async (...more: string[]) => {
  const answer = await control('apps/backroom-test-key/scopes', { scopes: [...SCOPES, ...more] });
  expect(answer.status).toBe(200);
};

async function promote(
  title: string,
  from: number,
  to: number | null,
  more: Record<string, unknown> = {},
): Promise<string> {
  const { discountAutomaticBasicCreate } = await merchant(
    `mutation ($input: DiscountAutomaticBasicInput!) {
      discountAutomaticBasicCreate(automaticBasicDiscount: $input) { automaticDiscountNode { id } userErrors { field message } } }`,
    {
      input: {
        title,
        startsAt: at(from),
        endsAt: to === null ? null : at(to),
        customerGets: { value: { percentage: 0.25 }, items: { all: true } },
        ...more,
      },
    },
  );
  return discountAutomaticBasicCreate.automaticDiscountNode.id;
}

/** A request of a merchant who has the app open: with it the app gets its token. */
function openedInAdmin(): Request {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: 'backroom-test-key',
    sub: '42',
    exp: now + 60,
    nbf: now,
    iat: now,
    jti: randomBytes(8).toString('hex'),
    sid: 's',
  };
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  const signature = createHmac('sha256', 'backroom-test-secret').update(unsigned).digest('base64url');
  return new Request('http://localhost:3000/app', {
    headers: { Authorization: `Bearer ${unsigned}.${signature}`, 'User-Agent': 'Mozilla/5.0 Chrome/156' },
  });
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
  process.env.SHOPIFY_EMULATOR_URL = storeUrl;
  process.env.DATABASE_URL = (await newDatabase()).url;
  // Nobody answers there; a subscription needs https all the same.
  process.env.SHOPIFY_APP_URL = 'https://127.0.0.1:9';
  database = await import('../../app/db.server.ts');
  discounts = await import('../../app/jobs/calendar.read-discounts.server.ts');
  stockOuts = await import('../../app/jobs/calendar.read-past-stock-outs.server.ts');
  calendar = await import('../../app/calendar/store.server.ts');
  const app = await import('../../app/shopify.server.ts');
  await app.authenticate.admin(openedInAdmin());
});

afterAll(async () => {
  store.kill();
  await database.prisma.$disconnect();
});

const look = <T>(read: (tx: import('../../app/db.server.ts').ShopTx) => Promise<T>) => database.inShop(shop, read);
const events = () => look((tx) => calendar.loadEvents(tx, { firstDay: dayOf(-800), lastDay: dayOf(800) }));
const told = (type: string) => look((tx) => tx.event.count({ where: { type } }));
const readDiscounts = () => discounts.readScheduledDiscounts(shop, never, new Date());
const readings = () => look(calendar.loadReadings);

describe.sequential('discounts', () => {
  let planned = '';
  let running = '';

  test('are not read without the scope, and the page can say so', async () => {
    await grant();
    await readDiscounts();
    expect(await events()).toEqual([]);
    expect((await readings()).discounts).toMatchObject({
      denied: true,
      problem: expect.stringContaining('read_discounts'),
    });
  });

  test('become promotions once the scope is granted, page after page; everyday prices do not', async () => {
    await grant('read_discounts');
    for (let n = 0; n < 12; n++) await promote(`Past ${n}`, -30 - n, -29 - n);
    await promote('Always', -400, null);
    const { productSet } = await merchant(
      `mutation { productSet(input: { title: "Cup" }, synchronous: true) { product { id } userErrors { field message } } }`,
    );
    planned = await promote('Cup week', 10, 17, {
      customerGets: {
        value: { percentage: 0.1 },
        items: { products: { productsToAdd: [productSet.product.id] } },
      },
    });
    running = await promote('Running', -2, 5);
    await merchant(
      `mutation ($input: DiscountCodeBasicInput!) {
        discountCodeBasicCreate(basicCodeDiscount: $input) { codeDiscountNode { id } userErrors { field message } } }`,
      {
        input: {
          title: 'Sorry',
          code: 'SORRY-1',
          usageLimit: 1,
          startsAt: at(-1),
          endsAt: at(9),
          customerGets: { value: { percentage: 0.5 }, items: { all: true } },
        },
      },
    );
    await readDiscounts();
    const found = await events();
    expect(found).toHaveLength(14);
    expect(found.at(-1)).toMatchObject({
      title: 'Cup week',
      kind: 'promotion',
      firstDay: dayOf(10),
      lastDay: dayOf(17),
      scope: 'products',
      scopeKeys: [/(\d+)$/.exec(productSet.product.id)?.[1]],
      offPermille: 100,
      source: 'shopify',
    });
    expect((await readings()).discounts).toMatchObject({ problem: null, denied: false, taken: 14, leftOut: 2 });
    expect(await told('plan.changed')).toBe(14);
  });

  test('tell of themselves from then on: each topic is subscribed to once, and not without the scope', async () => {
    const { callShopify } = await import('../../app/shopify/client.server.ts');
    const { webhookSubscriptionsList } = await import('../../app/shopify/operations/webhook-subscriptions-list.ts');
    const { subscribeTo } = await import('../../app/shopify/subscribe.server.ts');
    const heard = async () => {
      const answer = await callShopify(shop, webhookSubscriptionsList, { uri: 'https://127.0.0.1:9/webhooks' });
      if (!answer.ok) throw new Error(answer.problem.says);
      return answer.data.webhookSubscriptions.nodes.map(({ topic }) => topic).sort();
    };
    const topics = ['DISCOUNTS_CREATE', 'DISCOUNTS_DELETE', 'DISCOUNTS_UPDATE'];
    expect(await heard()).toEqual(topics);
    await readDiscounts();
    expect(await heard()).toEqual(topics);
    await grant();
    expect(await subscribeTo(shop, ['DISCOUNTS_REDEEMCODE_ADDED'])).toBe(false);
    expect(await heard()).toEqual(topics);
    await grant('read_discounts');
  });

  test('read again change nothing; changed, ended and deleted ones do, each once', async () => {
    await readDiscounts();
    expect(await told('plan.changed')).toBe(14);
    await merchant(
      `mutation ($id: ID!, $input: DiscountAutomaticBasicInput!) {
        discountAutomaticBasicUpdate(id: $id, automaticBasicDiscount: $input) { userErrors { field message } } }`,
      { id: planned, input: { title: 'Cup fortnight', endsAt: at(24) } },
    );
    await merchant(`mutation ($id: ID!) { discountAutomaticDelete(id: $id) { userErrors { field message } } }`, {
      id: running,
    });
    await readDiscounts();
    const found = await events();
    expect(found).toHaveLength(14);
    expect(found.find((event) => event.title === 'Cup fortnight')).toMatchObject({ lastDay: dayOf(24) });
    expect(found.find((event) => event.title === 'Running')).toMatchObject({ firstDay: dayOf(-2), lastDay: dayOf(-1) });
    expect(await told('plan.changed')).toBe(16);
    await merchant(`mutation ($id: ID!) { discountAutomaticDelete(id: $id) { userErrors { field message } } }`, {
      id: planned,
    });
    await readDiscounts();
    expect((await events()).map((event) => event.title)).not.toContain('Cup fortnight');
    await readDiscounts();
    expect(await told('plan.changed')).toBe(17);
  });
});

describe.sequential('past stock-outs', () => {
  const outs = () => look((tx) => tx.pastStockOut.findMany({ orderBy: { firstDay: 'asc' } }));
  const read = () => stockOuts.readPastStockOutsOnce(shop, never, new Date());

  test('wait for the scope', async () => {
    await read();
    expect((await readings())['past-stock-outs']).toMatchObject({ denied: true });
    expect(await outs()).toEqual([]);
  });

  test('of which the reports know months only are kept where a whole month was out', async () => {
    await grant('read_discounts', 'read_reports');
    const month = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - 3, 1));
    const days = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 0)).getUTCDate();
    const out = Array.from({ length: days }, (_, n) => ({
      itemId: '7',
      locationId: '9',
      day: new Date(month.getTime() + n * DAY).toISOString().slice(0, 10),
    }));
    await control('reports', { byDay: false, out: [...out, { itemId: '8', locationId: '9', day: out[4]?.day }] });
    await read();
    expect((await outs()).map((spell) => [spell.inventoryItemId, spell.firstDay, spell.lastDay])).toEqual([
      ['7', month, new Date(month.getTime() + (days - 1) * DAY)],
    ]);
    expect((await readings())['past-stock-outs']).toMatchObject({ problem: null, taken: 1, leftOut: 1 });
  });

  test('are read once', async () => {
    await control('reports', { byDay: true });
    await read();
    expect(await outs()).toHaveLength(1);
    await look((tx) => tx.calendarReading.deleteMany({}));
    await read();
    expect((await outs()).map((spell) => spell.inventoryItemId).sort()).toEqual(['7', '8']);
    expect((await readings())['past-stock-outs']).toMatchObject({ taken: 2, leftOut: 0 });
  });
});

describe.sequential('purchase orders kept in Shopify', () => {
  const NATIVE = ['read_inventory_purchase_orders', 'read_inventory_transfers', 'read_inventory_shipments'];
  const arrivals = () => look((tx) => tx.nativeArrival.findMany({ orderBy: { id: 'asc' } }));
  const read = async () => {
    const { readNativeOrders } = await import('../../app/mirror/read-native-orders.server.ts');
    return readNativeOrders(shop, never);
  };
  let itemId = '';
  let locationId = '';

  test('are not read without the scopes, and what was known stays', async () => {
    const { productSet, locations } = await merchant(
      `mutation { productSet(input: { title: "Pot" }, synchronous: true) {
        product { variants(first: 1) { nodes { inventoryItem { id } } } } userErrors { field message } } }`,
    ).then(async (made) => ({ ...made, ...(await merchant('{ locations(first: 1) { nodes { id } } }')) }));
    const tail = (id: string) => /(\d+)$/.exec(id)![1]!;
    itemId = tail(productSet.product.variants.nodes[0].inventoryItem.id);
    locationId = tail(locations.nodes[0].id);
    const known = { shop, id: '1', inventoryItemId: '1', locationId: '1', supplierName: 'Acme', accepted: 1 };
    await look((tx) => tx.nativeArrival.create({ data: { ...known, orderedAt: at(-9), at: at(-8) } }));
    for (const scopes of [[], NATIVE.slice(0, 2)]) {
      await grant(...scopes);
      await control('purchase-orders', {
        supplier: 'Acme',
        orderedAt: at(-40),
        locationId,
        shipments: [{ at: at(-33), items: [{ itemId, accepted: 20, rejected: 4 }] }],
      });
      expect(await read()).toMatchObject({ ok: false, says: expect.stringContaining('access') });
      expect(await arrivals()).toHaveLength(1);
    }
  });

  test('tell what arrived of them, page after page, once', async () => {
    await grant(...NATIVE);
    for (let n = 0; n < 5; n++)
      await control('purchase-orders', {
        supplier: 'Acme',
        orderedAt: at(-20),
        locationId,
        shipments: [
          { at: at(-10), items: [{ itemId, accepted: 12 }] },
          { at: null, items: [{ itemId, accepted: 0 }] },
        ],
      });
    await control('purchase-orders', { supplier: 'Acme', locationId });
    for (let again = 0; again < 2; again++) {
      expect(await read()).toEqual({ ok: true, arrivals: 7 });
      const found = await arrivals();
      expect(found).toHaveLength(7);
      expect(found[0]).toMatchObject({ inventoryItemId: itemId, locationId, supplierName: 'Acme', accepted: 20 });
      expect(found[0]!.at.getTime() - found[0]!.orderedAt.getTime()).toBeCloseTo(7 * DAY, -4);
    }
  });
});
