// Parcels leave the house: with numbers, with a label, made ready for pickup; the dev store over HTTP and the real worker.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { framedUrl } from '../../dev/store/pages/session-token.ts';
import { connected } from '../../scripts/database.ts';
import { type House, startHouse, until } from '../house.ts';

let house: House;
let app: {
  db: typeof import('../../app/db.server.ts');
  checks: typeof import('../../app/orders/store.server.ts');
  rules: typeof import('../../app/picking/rules/change-rules.server.ts');
  plan: typeof import('../../app/picking/plan-wave.server.ts');
  release: typeof import('../../app/picking/release-wave.server.ts');
  picks: typeof import('../../app/picking/record-picks.server.ts');
  ship: typeof import('../../app/picking/hand-off/ship-parcel.server.ts');
  collect: typeof import('../../app/picking/hand-off/collect.server.ts');
  correct: typeof import('../../app/picking/hand-off/correct-tracking.server.ts');
  label: typeof import('../../app/picking/hand-off/buy-label.server.ts');
};
let variantId = '';
let locationId = '';
let waveId = '';
const orders: Record<'twoParcels' | 'pickup' | 'label' | 'lost', string> = {
  twoParcels: '',
  pickup: '',
  label: '',
  lost: '',
};

// biome-ignore lint/suspicious/noExplicitAny: each test reads what it asked for
async function merchant(query: string, variables: Record<string, unknown> = {}): Promise<any> {
  const answer = await fetch(`${house.storeUrl}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data: unknown; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function control(path: string, body: object): Promise<{ bought: number }> {
  const answer = await fetch(house.storeUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { bought: number };
}

const tail = (gid: string) => gid.split('/').at(-1) ?? '';

async function takeOrder(quantity: number, code: string): Promise<string> {
  const address = { firstName: 'Ann', lastName: 'Lee', address1: '1 High Street', city: 'London', zip: 'N1 9GU' };
  const { orderCreate } = await merchant(
    `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) { order { id } userErrors { message } } }`,
    {
      order: {
        email: 'ann@example.com',
        financialStatus: 'PAID',
        lineItems: [{ variantId, quantity }],
        shippingAddress: { ...address, countryCode: 'GB' },
        shippingLines: [{ title: 'Way', code, priceSet: { shopMoney: { amount: '0.00', currencyCode: 'GBP' } } }],
      },
    },
  );
  expect(orderCreate.userErrors).toEqual([]);
  return tail(orderCreate.order.id);
}

const rows = <Row>(sql: string) =>
  connected(house.database.ownerUrl, async (client) => (await client.query(sql)).rows as Row[]);

beforeAll(async () => {
  house = await startHouse();
  process.env.DATABASE_URL = house.database.url;
  process.env.SHOPIFY_EMULATOR_URL = house.storeUrl;
  process.env.SHOPIFY_APP_URL = house.appUrl;
  app = {
    db: await import('../../app/db.server.ts'),
    checks: await import('../../app/orders/store.server.ts'),
    rules: await import('../../app/picking/rules/change-rules.server.ts'),
    plan: await import('../../app/picking/plan-wave.server.ts'),
    release: await import('../../app/picking/release-wave.server.ts'),
    picks: await import('../../app/picking/record-picks.server.ts'),
    ship: await import('../../app/picking/hand-off/ship-parcel.server.ts'),
    collect: await import('../../app/picking/hand-off/collect.server.ts'),
    correct: await import('../../app/picking/hand-off/correct-tracking.server.ts'),
    label: await import('../../app/picking/hand-off/buy-label.server.ts'),
  };
  const { productCreate } = await merchant(
    `mutation { productCreate(product: { title: "Kettle" }) { product { variants(first: 1) { nodes { id } } } } }`,
  );
  variantId = productCreate.product.variants.nodes[0].id;
  const key = { apiKey: house.apiKey, secret: house.apiSecret };
  const opened = framedUrl(new URL(`${house.appUrl}/app`), house.shop, key, Date.now());
  expect((await fetch(opened, { headers: { 'user-agent': 'Mozilla/5.0 Chrome/140.0', accept: 'text/html' } })).ok).toBe(
    true,
  );
  await until(
    async () => (await rows(`SELECT 1 FROM "SyncRun" WHERE "kind" = 'backfill' AND "state" = 'done'`)).length > 0,
    { what: 'the store to be read', deadline: 90_000, every: 250 },
  );
  orders.twoParcels = await takeOrder(2, 'Standard');
  orders.pickup = await takeOrder(1, 'PICK_UP');
  orders.label = await takeOrder(1, 'Standard');
  orders.lost = await takeOrder(1, 'Standard');
  expect(await app.rules.keepRule(house.shop, null, { name: 'Pickups', delivery: 'PICK_UP' })).toEqual({ ok: true });
  await until(
    async () => {
      const [{ ready }] = (await rows<{ ready: number }>(
        `SELECT count(*)::int AS ready FROM "OrderCheck" c JOIN "FulfillmentOrder" f ON f."orderId" = c."orderId" WHERE c."state" = 'ready'`,
      )) as [{ ready: number }];
      return ready === 4;
    },
    { what: 'four orders to be ready', deadline: 60_000, every: 250 },
  );
  [{ locationId }] = (await rows(`SELECT DISTINCT "locationId" FROM "FulfillmentOrder"`)) as [{ locationId: string }];
  const wave = await app.plan.planNewWave(house.shop, { locationId, size: 12 }, app.checks.loadChecks, new Date());
  if (!wave.ok) throw new Error(wave.problem);
  waveId = wave.id;
  expect(await app.release.releaseWave(house.shop, waveId, app.checks.whyHeld, new Date())).toEqual({ ok: true });
  const lines = await rows<{ id: string; quantity: number }>(
    `SELECT "fulfillmentOrderLineId" AS id, "quantity" FROM "WaveLine" WHERE "waveId" = '${waveId}'`,
  );
  expect(lines).toHaveLength(4);
  const typed = new Map(lines.map((line) => [line.id, String(line.quantity)]));
  expect(await app.picks.recordPicks(house.shop, waveId, typed, new Date())).toEqual({ ok: true });
}, 240_000);

afterAll(async () => {
  const { stopQueue } = await import('../../app/lib/queue.server.ts');
  await stopQueue();
  await app.db.prisma.$disconnect();
});

/** A parcel as the pack station leaves it. */
async function pack(orderId: string, quantity: number, number = 1): Promise<string> {
  const [line] = await rows<{ id: string; fo: string; item: string; title: string; name: string; way: string }>(
    `SELECT l."fulfillmentOrderLineId" AS id, l."fulfillmentOrderId" AS fo, l."inventoryItemId" AS item, l."title", l."orderName" AS name,
       f."deliveryMethod" AS way
     FROM "WaveLine" l JOIN "FulfillmentOrder" f ON f."id" = l."fulfillmentOrderId" WHERE l."orderId" = '${orderId}'`,
  );
  const id = randomUUID();
  const now = new Date();
  await app.db.inShop(house.shop, (tx) =>
    tx.parcel.create({
      data: {
        ...{ shop: house.shop, id, waveId, orderId, orderName: line!.name, locationId, number, state: 'sealed' },
        ...{ deliveryMethod: line!.way, boxName: 'Small', length: 300, width: 200, height: 100, weighedGrams: 900 },
        ...{ openedAt: now, sealedAt: now },
        lines: {
          create: {
            ...{ fulfillmentOrderLineId: line!.id, fulfillmentOrderId: line!.fo, title: line!.title, quantity },
            inventoryItemId: line!.item,
          },
        },
      },
    }),
  );
  return id;
}

const parcelOf = (id: string) =>
  app.db.inShop(house.shop, (tx) => tx.parcel.findUniqueOrThrow({ where: { shop_id: { shop: house.shop, id } } }));

async function orderAtShopify(id: string): Promise<{ status: string; tracking: string[] }> {
  const { order } = await merchant(
    `query ($id: ID!) { order(id: $id) { displayFulfillmentStatus fulfillments(first: 5) { trackingInfo { company number } } } }`,
    { id: `gid://shopify/Order/${id}` },
  );
  return {
    status: order.displayFulfillmentStatus,
    tracking: order.fulfillments.map(({ trackingInfo }: { trackingInfo: { company: string; number: string }[] }) =>
      trackingInfo.map(({ company, number }) => `${company} ${number}`).join(),
    ),
  };
}

const whenAtShopify = (id: string, wanted: { status: string; tracking: string[] }) =>
  until(async () => JSON.stringify(await orderAtShopify(id)) === JSON.stringify(wanted), {
    what: `order ${id} to be ${JSON.stringify(wanted)}`,
    deadline: 30_000,
    every: 200,
  });
const whenParcel = (id: string, is: (parcel: Awaited<ReturnType<typeof parcelOf>>) => boolean, deadline = 30_000) =>
  until(async () => is(await parcelOf(id)), { what: `parcel ${id} to change`, deadline, every: 200 });

const ship = (id: string, number: string) =>
  app.ship.shipParcel(
    house.shop,
    id,
    { carrier: 'royal mail', trackingNumber: number },
    app.checks.whyHeld,
    new Date(),
  );
const buy = (id: string) => app.label.buyLabel(house.shop, id, app.checks.whyHeld, new Date());

test('two parcels are two fulfillments with their numbers, and a corrected number is Shopify’s too', async () => {
  const first = await pack(orders.twoParcels, 1);
  const second = await pack(orders.twoParcels, 1, 2);
  expect(await ship(first, 'RM1')).toEqual({ ok: true });
  await whenAtShopify(orders.twoParcels, { status: 'PARTIALLY_FULFILLED', tracking: ['Royal Mail RM1'] });
  expect(await ship(second, 'RM2')).toEqual({ ok: true });
  await whenAtShopify(orders.twoParcels, { status: 'FULFILLED', tracking: ['Royal Mail RM2', 'Royal Mail RM1'] });
  const right = { carrier: 'Royal Mail', trackingNumber: 'RM3' };
  await until(async () => (await app.correct.correctTracking(house.shop, second, right, new Date())).ok, {
    what: 'the fulfillment to be known',
    deadline: 20_000,
    every: 200,
  });
  await whenAtShopify(orders.twoParcels, { status: 'FULFILLED', tracking: ['Royal Mail RM3', 'Royal Mail RM1'] });
}, 120_000);

test('a pickup is made ready at Shopify, and fulfilled when the customer came', async () => {
  const id = await pack(orders.pickup, 1);
  expect((await parcelOf(id)).deliveryMethod).toBe('PICK_UP');
  expect(await app.ship.shipParcel(house.shop, id, null, app.checks.whyHeld, new Date())).toEqual({ ok: true });
  const told = `${house.storeUrl}/_store/deliveries?topic=fulfillment_orders/line_items_prepared_for_pickup`;
  await until(async () => ((await (await fetch(told)).json()) as { deliveries: unknown[] }).deliveries.length > 0, {
    what: 'the customer to be told',
    deadline: 30_000,
    every: 200,
  });
  expect((await orderAtShopify(orders.pickup)).tracking).toEqual([]);
  expect(await app.collect.collectParcel(house.shop, id, new Date())).toEqual({ ok: true });
  await whenAtShopify(orders.pickup, { status: 'FULFILLED', tracking: [''] });
}, 120_000);

test('a label: no rate, then a carrier that refuses, then bought, each in words; the parcel leaves with its number', async () => {
  expect(await app.label.lookForLabels(house.shop, new Date())).toEqual({ ok: true });
  const id = await pack(orders.label, 1);
  await control('/_store/labels', { rates: false });
  expect(await buy(id)).toEqual({ ok: true });
  await whenParcel(id, (parcel) => parcel.labelState === 'failed');
  expect((await parcelOf(id)).labelProblem).toContain('Check address, weight and box');
  await control('/_store/labels', { rates: true, fail: 'CARRIER_NOT_AVAILABLE' });
  expect(await buy(id)).toEqual({ ok: true });
  await whenParcel(id, (parcel) => parcel.labelState === 'failed', 70_000);
  expect((await parcelOf(id)).labelProblem).toContain('The carrier is not available');
  await control('/_store/labels', { fail: null, wait: 1 });
  expect(await buy(id)).toEqual({ ok: true });
  await whenParcel(id, (parcel) => parcel.labelState === 'bought', 70_000);
  const parcel = await parcelOf(id);
  expect(parcel).toMatchObject({ state: 'shipped', carrier: 'UPS' });
  expect(parcel.labelUrl).toMatch(/^https:\/\//);
  expect((await control('/_store/labels', {})).bought).toBe(1);
  await whenAtShopify(orders.label, { status: 'FULFILLED', tracking: [`UPS ${parcel.trackingNumber}`] });
}, 240_000);

test('a label whose answer was lost is looked up and bought once; with the last parcel the wave is shipped', async () => {
  await control('/_store/labels', { wait: 0 });
  const id = await pack(orders.lost, 1);
  await control('/_store/chaos', { cutAnswer: 1, seed: 1 });
  expect(await buy(id)).toEqual({ ok: true });
  await whenParcel(id, (parcel) => parcel.labelState === 'unknown');
  expect(await buy(id)).toMatchObject({ ok: false });
  await control('/_store/chaos', { cutAnswer: 0, seed: 1 });
  await whenParcel(id, (parcel) => parcel.labelState === 'bought', 100_000);
  expect(await parcelOf(id)).toMatchObject({ state: 'shipped', trackingNumber: expect.stringMatching(/^1Z/) });
  expect((await control('/_store/labels', {})).bought).toBe(2);
  const [wave] = await rows<{ state: string }>(`SELECT "state" FROM "Wave" WHERE "id" = '${waveId}'`);
  expect(wave?.state).toBe('shipped');
}, 240_000);
