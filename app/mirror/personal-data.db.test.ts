import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { inShop, prisma, type ShopTx } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { retryCommand } from '../shopify/outbox.server.ts';
import { apply, takeTurn } from './apply.server.ts';
import { compareWithMirror, noteDrift } from './drift.server.ts';
import { foldInbox } from './fold-inbox.server.ts';
import { takeIn } from './inbox.server.ts';
import { workOffErasures } from './personal-data-erasure.server.ts';
import { heldOf } from './personal-data-held.server.ts';
import { orderFromPayload } from './projections/order.ts';
import type { ReturnRow, Rows } from './rows.ts';
import { microsecond } from './times.ts';

let shop = '';
let number = 0;
beforeEach(() => {
  shop = `personal-${number++}.myshopify.com`;
});

const look = <T>(read: (tx: ShopTx) => Promise<T>) => inShop(shop, read);

function say(topic: string, payload: unknown, { at = '2026-07-01T09:00:01Z', id = randomUUID() as string } = {}) {
  const body = Buffer.from(JSON.stringify(payload));
  return takeIn({
    shop,
    topic,
    webhookId: id,
    eventId: null,
    apiVersion: null,
    triggeredAt: microsecond(at),
    body,
  });
}

function order(id: number, over: Record<string, unknown> = {}) {
  return {
    id,
    name: `#${id}`,
    created_at: '2026-07-01T09:00:00Z',
    updated_at: '2026-07-01T09:00:00Z',
    currency: 'GBP',
    email: 'ada@example.com',
    customer: { id: 7777 },
    shipping_address: { name: 'Ada', address1: '1 High St', city: 'Leeds', zip: 'LS1', country_code: 'GB' },
    line_items: [],
    ...over,
  };
}

const redact = (over: Record<string, unknown> = {}) =>
  say('customers/redact', { customer: { id: 7777 }, orders_to_redact: [], ...over }, { at: '2026-07-03T09:00:01Z' });

const filled = () =>
  look(async (tx) => {
    const rows = await tx.inbox.findMany({ where: { payload: { not: null } }, select: { webhookId: true } });
    return rows.map((row) => row.webhookId).sort();
  });

test('a redaction goes through although a key is gone, and what that key sealed goes with it', async () => {
  await say('orders/create', order(1001), { id: 'theirs' });
  await say('orders/create', order(1002, { customer: { id: 8888 } }), { id: 'another' });
  await say('orders/create', order(1003), { id: 'sealed with a lost key' });
  await foldInbox(shop);
  await look((tx) =>
    tx.inbox.updateMany({
      where: { webhookId: 'sealed with a lost key' },
      data: { payload: Buffer.alloc(64, 1) },
    }),
  );
  await redact();
  expect(await foldInbox(shop)).toMatchObject({ folded: 1 });
  expect(await look((tx) => tx.orderContact.findMany({ select: { orderId: true } }))).toEqual([{ orderId: '1002' }]);
  await workOffErasures(shop);
  expect(await filled()).toEqual(['another']);
  expect(await look((tx) => tx.erasure.count())).toBe(0);
});

test('what was erased does not come back: neither by a late order, nor by a re-read, nor as drift by the nightly compare', async () => {
  await say('orders/create', order(1001));
  await foldInbox(shop);
  const version = { sourceUpdatedAt: '2026-07-05T09:00:00.000Z', heardAt: '2026-07-05T09:00:00.000000Z' };
  const back = (heardAt: string): ReturnRow => ({
    ...version,
    heardAt,
    id: '9',
    orderId: '1001',
    name: '#1001-R1',
    status: 'OPEN',
    declineReason: null,
    createdAt: version.sourceUpdatedAt,
    closedAt: null,
    lines: [
      {
        id: '91',
        orderLineId: null,
        fulfillmentLineItemId: null,
        quantity: 1,
        reason: 'OTHER',
        reasonNote: 'I am Ada',
        processedQuantity: 0,
        refundedQuantity: 0,
      },
    ],
  });
  const write = (rows: Rows) =>
    look(async (tx) => {
      await takeTurn(tx, shop);
      await apply(tx, shop, { rows });
    });
  await write({ returns: [back('2026-07-02T09:00:00.000000Z')] });
  await redact();
  // Another order of the same customer, of which nobody knew when he was erased.
  await say('orders/create', order(1002));
  await foldInbox(shop);
  const again = back('2026-07-06T09:00:00.000000Z');
  await write({ returns: [again, { ...again, id: '8', orderId: '1002', lines: [{ ...again.lines[0]!, id: '81' }] }] });
  expect(await look((tx) => tx.returnLine.findMany({ select: { id: true, reasonNote: true } }))).toEqual([
    { id: '91', reasonNote: null },
    { id: '81', reasonNote: null },
  ]);
  const parcel = {
    ...version,
    id: '5',
    orderId: '1002',
    createdAt: version.sourceUpdatedAt,
    locationId: null,
    lines: [],
  };
  const hold = { id: '1', reason: 'OTHER', reasonNotes: 'Ada called', handle: null, heldByUs: false };
  const parcels: Rows = {
    fulfillments: [
      {
        ...parcel,
        name: null,
        status: 'SUCCESS',
        trackingCompany: 'Post',
        trackingNumbers: ['ADA1'],
        trackingUrls: [],
      },
    ],
    fulfillmentOrders: [
      {
        ...parcel,
        status: 'ON_HOLD',
        requestStatus: null,
        deliveryMethod: null,
        shippingMethod: null,
        fulfillAt: null,
        fulfillBy: null,
        holds: [hold],
        supportedActions: [],
      },
    ],
  };
  await write(parcels);
  expect(await look((tx) => tx.fulfillment.findFirst())).toMatchObject({
    trackingCompany: 'Post',
    trackingNumbers: [],
  });
  expect(await look((tx) => tx.fulfillmentOrder.findFirst())).toMatchObject({
    holds: [{ ...hold, reasonNotes: null }],
  });
  expect(await look((tx) => tx.orderContact.count())).toBe(0);
  expect(await look((tx) => tx.order.count({ where: { customerId: null } }))).toBe(2);
  const rows = orderFromPayload({ ...order(1002), id: 1002 }, version.heardAt);
  const customers = [{ ...version, id: '7777', createdAt: version.sourceUpdatedAt }];
  const { found } = await look((tx) =>
    compareWithMirror(
      tx,
      { ...rows, ...parcels, customers, returns: [again] },
      new Date(Date.now() + 60_000).toISOString(),
    ),
  );
  expect(found).toEqual([]);
});

/** Rows that say "Ada" in every column that may, about order 1001 with its return 9 and its parcel 5. */
async function wordsAbout(): Promise<void> {
  const heard = { sourceUpdatedAt: new Date('2026-07-01'), heardAt: new Date('2026-07-01') };
  const hold = { id: '1', reason: 'OTHER', reasonNotes: 'Ada called', handle: null, heldByUs: false };
  const at = '2026-07-01T09:00:00.000Z';
  await look(async (tx) => {
    await tx.fulfillmentOrder.create({
      data: {
        shop,
        id: '5',
        orderId: '1001',
        status: 'ON_HOLD',
        holds: [hold],
        supportedActions: [],
        createdAt: new Date(at),
        ...heard,
      },
    });
    await tx.fulfillment.create({
      data: {
        shop,
        id: '6',
        orderId: '1001',
        status: 'SUCCESS',
        trackingNumbers: ['ADA1'],
        trackingUrls: ['https://carrier.example/Ada'],
        createdAt: new Date(at),
        ...heard,
      },
    });
    await tx.return.create({
      data: {
        shop,
        id: '9',
        orderId: '1001',
        name: 'R1',
        status: 'OPEN',
        createdAt: new Date(at),
        ...heard,
        lines: { create: { id: '91', quantity: 1, reason: 'OTHER', reasonNote: 'I am Ada' } },
      },
    });
    await tx.drift.create({
      data: { shop, id: randomUUID(), runId: randomUUID(), kind: 'Customer', objectId: '7777', field: 'createdAt' },
    });
    const about = { commandId: '1', operation: 'returnRequest', subject: 'Order/1001' };
    await append(tx, shop, [
      {
        type: 'command.failed',
        key: 'failed',
        subject: 'Order/1001',
        at,
        data: { ...about, problem: 'The note "I am Ada" is too long' },
      },
      {
        type: 'order.held',
        key: 'held',
        subject: 'Order/1001',
        at,
        data: { orderId: '1001', reasons: ['Shopify holds it: Ada called'] },
      },
    ]);
  });
}

async function command(subject: string, state: string): Promise<string> {
  const id = randomUUID();
  const said = { note: 'I am Ada' };
  await look((tx) =>
    tx.command.create({
      data: {
        shop,
        id,
        operation: 'returnRequest',
        variables: said,
        answer: said,
        before: said,
        problem: 'Ada',
        subject,
        idempotencyKey: id,
        state,
      },
    }),
  );
  return id;
}

const texts = (rows: unknown) =>
  JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? value.toString() : value));

test('a redaction takes every word and number of the person, and waits for a command on its way', async () => {
  await say('orders/create', order(1001));
  await say('customers/data_request', { customer: { id: 7777 }, orders_requested: [1001], data_request: { id: 1 } });
  await foldInbox(shop);
  await wordsAbout();
  const failed = await command('Return/9', 'failed');
  const another = await command('Order/1002', 'confirmed');
  await command('FulfillmentOrder/5', 'confirmed');
  const onItsWay = await command('Order/1001', 'unknown');
  const held = await heldOf(shop, '7777', []);
  expect(held.orders).toMatchObject([
    {
      contact: { name: 'Ada', email: 'ada@example.com' },
      returnNotes: ['I am Ada'],
      tracking: ['ADA1', 'https://carrier.example/Ada'],
      holdNotes: ['Ada called'],
    },
  ]);
  expect(held.sentToShopify.map((one) => one.subject).sort()).toEqual(['FulfillmentOrder/5', 'Order/1001', 'Return/9']);
  await redact();
  await foldInbox(shop);
  await workOffErasures(shop);
  const kept = () =>
    look(async (tx) => ({
      orders: await tx.fulfillmentOrder.findMany(),
      parcels: await tx.fulfillment.findMany(),
      lines: await tx.returnLine.findMany(),
      events: await tx.event.findMany(),
      drift: await tx.drift.findMany(),
      commands: await tx.command.findMany({ where: { id: { notIn: [another, onItsWay] } } }),
    }));
  const rest = await kept();
  expect(texts(rest)).not.toMatch(/Ada/i);
  expect(rest.orders[0]?.holds).toMatchObject([{ id: '1', reason: 'OTHER', reasonNotes: null }]);
  expect(rest.events.map((event) => event.type)).not.toContain('customer.asked-for-data');
  expect(rest.drift).toEqual([]);
  expect(texts(await look((tx) => tx.command.findFirst({ where: { id: another } })))).toContain('Ada');
  expect(await retryCommand(shop, failed, new Date())).toBe(false);
  // The one that was under way is settled: the next look finishes the erasure.
  expect(await look((tx) => tx.erasure.count())).toBe(1);
  await look((tx) => tx.command.updateMany({ where: { id: onItsWay }, data: { state: 'confirmed' } }));
  await workOffErasures(shop);
  expect(await look((tx) => tx.erasure.count())).toBe(0);
  expect(texts(await look((tx) => tx.command.findFirst({ where: { id: onItsWay } })))).not.toContain('Ada');
});

test('each redaction is heeded, also the second of a customer and those of people without a number', async () => {
  await say('orders/create', order(1001, { customer: null }));
  await say('orders/create', order(1002, { customer: null }));
  await foldInbox(shop);
  for (const orders of [[1001], [1002]]) await redact({ customer: null, orders_to_redact: orders });
  for (const orders of [[], [1003]]) await redact({ orders_to_redact: orders });
  await foldInbox(shop);
  expect(await look((tx) => tx.orderContact.count())).toBe(0);
  const told = await look((tx) => tx.event.findMany({ where: { type: 'customer.redacted' } }));
  expect(told.map((event) => (event.data as { orderIds: string[] }).orderIds.join()).sort()).toEqual([
    '',
    '1001',
    '1002',
    '1003',
  ]);
  const people = await look((tx) => tx.tombstone.findMany({ where: { kind: 'Customer' } }));
  expect(people.map((grave) => grave.id)).toEqual(['7777']);
});

test('drift tells that a note, a hold or a customer differs, and not what it says', async () => {
  const runId = randomUUID();
  const line = { id: '91', quantity: 1, reasonNote: 'I am Ada' };
  await look((tx) =>
    noteDrift(
      tx,
      shop,
      runId,
      [
        {
          kind: 'Return',
          objectId: '9',
          differences: [
            { field: 'lines/91', mirrored: null, actual: line },
            { field: 'lines/92/reasonNote', mirrored: null, actual: 'I am Ada' },
            { field: 'status', mirrored: 'OPEN', actual: 'CLOSED' },
          ],
        },
      ],
      true,
    ),
  );
  const rows = await look((tx) => tx.drift.findMany({ orderBy: { field: 'asc' } }));
  expect(rows.map((row) => [row.field, row.mirrored, row.actual])).toEqual([
    ['lines/91', null, { id: '91', quantity: 1 }],
    ['lines/92/reasonNote', null, '(not kept)'],
    ['status', 'OPEN', 'CLOSED'],
  ]);
});

test('an erasure that is broken off goes on where it was, and misses nothing', async () => {
  for (let n = 0; n < 7; n++) await say('orders/create', order(1000 + n), { id: `row-${n}` });
  await redact();
  await foldInbox(shop);
  let looks = 0;
  const onePage = {
    get aborted() {
      return looks++ > 0;
    },
  } as AbortSignal;
  await workOffErasures(shop, onePage, { inbox: 3, shop: 3 });
  expect((await filled()).length).toBeGreaterThan(3);
  await workOffErasures(shop, undefined, { inbox: 3, shop: 3 });
  expect(await filled()).toEqual([]);
});

test('a shop of more rows than a page holds is erased whole, and folding does not wait for it', async () => {
  for (let n = 0; n < 7; n++) await say('orders/create', order(1000 + n));
  await say('shop/redact', {}, { at: '2026-07-04T09:00:01Z' });
  await foldInbox(shop);
  await workOffErasures(shop, undefined, { inbox: 3, shop: 3 });
  const left = await look(async (tx) => [
    await tx.order.count(),
    await tx.orderContact.count(),
    await tx.event.count(),
    await tx.inbox.count(),
    await tx.erasure.count(),
  ]);
  expect(left).toEqual([0, 0, 0, 0, 0]);
  expect(await prisma.shopDirectory.count({ where: { shop } })).toBe(0);
});

test('a shop that was installed again while it was to be erased keeps its rows', async () => {
  await say('orders/create', order(1001));
  await say('shop/redact', {}, { at: '2026-07-04T09:00:01Z' });
  await foldInbox(shop);
  await prisma.shopDirectory.update({ where: { shop }, data: { installed: true, installedAt: new Date() } });
  await workOffErasures(shop);
  expect(await look((tx) => tx.order.count())).toBe(1);
  expect(await look((tx) => tx.erasure.count())).toBe(0);
});
