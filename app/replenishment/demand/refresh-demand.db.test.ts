import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { CENSORED, CLOSED, EVENT, OPEN } from '../forecast/demand-days.ts';
import { refreshDemand } from './refresh-demand.server.ts';
import { historiesOf, pageOfHistories } from './store.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const TODAY = now.getTime() / 86_400_000 - 9 / 24;
const ago = (days: number, hour = 9, minute = 0) => new Date(Date.UTC(2026, 10, 22 - days, hour, minute));

const OLDEST = ago(150);

let shop = '';
let count = 0;

beforeEach(async () => {
  shop = `demand-${count++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    await mirrorLocation(tx, shop, '10', 'Leeds');
    for (const [id, title] of [
      ['1', 'Tea'],
      ['2', 'Cup'],
      ['3', 'Tea for two'],
    ] as const)
      await mirrorVariant(tx, shop, {
        id,
        title,
        sku: title,
        createdAt: ago(100, 12),
        levels: [{ locationId: '9', available: 50 }],
      });
  });
  // The shop sold before Tea was made, something that is no more.
  await sell(OLDEST, { variantId: 'gone' });
});

type Over = Partial<{ variantId: string; locationId: string; quantity: number; shipped: boolean; canceledAt: Date }>;

/** An order of two Teas, shipped from London, unless said otherwise; answers its id, which is that of all its parts. */
async function sell(at: Date, over: Over = {}): Promise<string> {
  const id = `${1000 + count++}`;
  await inShop(shop, (tx) =>
    mirrorOrder(tx, shop, {
      id,
      at,
      locationId: over.locationId ?? '9',
      lines: [{ id, variantId: over.variantId ?? '1', quantity: over.quantity ?? 2 }],
      ...(over.shipped === false ? {} : { shippedAt: at }),
      ...(over.canceledAt ? { canceledAt: over.canceledAt } : {}),
    }),
  );
  return id;
}

async function stock(at: Date, from: number | null, available: number, inventoryItemId = '1'): Promise<void> {
  await inShop(shop, (tx) =>
    append(tx, shop, [
      {
        type: 'stock.changed',
        key: `stock.changed:${inventoryItemId}:${at.toISOString()}`,
        subject: `InventoryItem/${inventoryItemId}`,
        at: at.toISOString(),
        data: { inventoryItemId, locationId: '9', variantId: inventoryItemId, productId: null, from, available },
      },
    ]),
  );
}

const refresh = (items: string[] | null = null, at = now, how: { from?: string; whole?: boolean } = {}) =>
  inShop(shop, (tx) => refreshDemand(tx, shop, { now: at, items, ...how }), { timeoutMs: 60_000 });

async function history(inventoryItemId = '1', locationId = '9') {
  const rows = await inShop(shop, (tx) => historiesOf(tx, [inventoryItemId]));
  return rows.find((row) => row.locationId === locationId)?.history ?? null;
}

/** Units and state of the day so many days ago. */
async function day(daysAgo: number, inventoryItemId = '1', locationId = '9') {
  const found = await history(inventoryItemId, locationId);
  const i = TODAY - daysAgo - (found?.first ?? 0);
  return found && { units: found.units[i], state: found.states[i], empty: found.empty[i] };
}

const total = async (inventoryItemId = '1', locationId = '9') =>
  (await history(inventoryItemId, locationId))?.units.reduce((sum, units) => sum + units, 0) ?? null;

describe('units', () => {
  test('count on the day of the order, from the product’s first day to yesterday', async () => {
    await sell(ago(3), { quantity: 2 });
    await sell(ago(3, 20), { quantity: 1, shipped: false });
    await sell(ago(0, 8), { quantity: 70 });
    await refresh();
    const found = await history();
    expect([found?.first, found?.units.length]).toEqual([TODAY - 100, 100]);
    expect(await day(3)).toEqual({ units: 3, state: OPEN, empty: 0 });
    expect(await day(4)).toEqual({ units: 0, state: OPEN, empty: 0 });
    expect(await total()).toBe(3);
  });

  test('of days before the oldest order that we may read are not known, whatever the age of the product', async () => {
    await inShop(shop, (tx) => tx.order.deleteMany());
    await sell(ago(40), { variantId: 'gone' });
    await sell(ago(3));
    await refresh();
    const found = await history();
    expect([found?.first, found?.units.length]).toEqual([TODAY - 40, 40]);
  });

  test('are read again once the first reading of the store is through', async () => {
    await inShop(shop, (tx) => tx.order.deleteMany());
    await sell(ago(10));
    await refresh();
    expect((await history())?.units.length).toBe(10);
    await sell(ago(90));
    await inShop(shop, (tx) =>
      tx.syncRun.create({
        data: { shop, id: randomUUID(), kind: 'backfill', state: 'done', finishedAt: new Date(now.getTime() + 1000) },
      }),
    );
    await refresh(null, new Date(now.getTime() + 2000));
    expect((await history())?.units.length).toBe(90);
  });

  test('of canceled and of test orders do not count', async () => {
    await sell(ago(5), { canceledAt: ago(4) });
    const tried = await sell(ago(5));
    await inShop(shop, (tx) => tx.order.update({ where: { shop_id: { shop, id: tried } }, data: { test: true } }));
    await refresh();
    expect(await total()).toBe(0);
  });

  test('that an edit took off before they shipped do not count; units that came back do', async () => {
    const edited = await sell(ago(5), { quantity: 3, shipped: false });
    await inShop(shop, async (tx) => {
      await tx.orderLine.updateMany({ where: { orderId: edited }, data: { currentQuantity: 1 } });
      await tx.fulfillmentOrderLine.updateMany({
        where: { fulfillmentOrderId: edited },
        data: { remainingQuantity: 1 },
      });
    });
    const back = await sell(ago(6), { quantity: 4 });
    await giveBack(back, 3, 'RETURN');
    await refresh();
    expect(await day(5)).toMatchObject({ units: 1 });
    expect(await day(6)).toMatchObject({ units: 4 });
  });

  test('of which no fulfillment order tells count at the first location that fulfils online orders', async () => {
    const imported = await sell(ago(5), { quantity: 3, locationId: '10', shipped: false });
    const returned = await sell(ago(6), { quantity: 3, locationId: '10', shipped: false });
    await inShop(shop, async (tx) => {
      await tx.fulfillmentOrder.deleteMany({});
      await tx.orderLine.updateMany({ where: { orderId: returned }, data: { currentQuantity: 1 } });
    });
    await giveBack(returned, 2, 'RETURN');
    await refresh();
    expect(imported).toBeTruthy();
    expect(await day(5)).toMatchObject({ units: 3 });
    expect(await day(6)).toMatchObject({ units: 3 });
    expect(await total('1', '10')).toBe(null);
    await inShop(shop, (tx) => tx.location.updateMany({ where: { id: '9' }, data: { fulfillsOnline: false } }));
    await refresh(['1'], now, { whole: true });
    expect(await total('1', '10')).toBe(6);
  });

  test('belong to the shop’s own day', async () => {
    await inShop(shop, (tx) => tx.shop.update({ where: { shop }, data: { timeZone: 'America/New_York' } }));
    await sell(ago(3, 4, 59), { quantity: 1 });
    await sell(ago(3, 5, 0), { quantity: 10 });
    await refresh();
    expect([(await day(4))?.units, (await day(3))?.units]).toEqual([1, 10]);
  });

  test('of a bundle are demand of its components, wherever it shipped from', async () => {
    await inShop(shop, (tx) =>
      tx.bundlePart.createMany({
        data: [
          { shop, bundleVariantId: '3', inventoryItemId: '1', quantity: 1, source: 'manual' },
          { shop, bundleVariantId: '3', inventoryItemId: '2', quantity: 2, source: 'manual' },
        ],
      }),
    );
    await sell(ago(4), { variantId: '3', quantity: 3 });
    await sell(ago(4), { variantId: '2', quantity: 1 });
    await sell(ago(50), { variantId: '3', quantity: 1, locationId: '10' });
    expect((await refresh(['3'])).items).toEqual(['3', '1', '2']);
    const seen = async () => [
      await day(4, '1'),
      await day(4, '2'),
      await total('3'),
      await total('1', '10'),
      await total('2', '10'),
    ];
    const expected = [expect.objectContaining({ units: 3 }), expect.objectContaining({ units: 7 }), 0, 1, 2];
    expect(await seen()).toEqual(expected);
    await refresh();
    expect(await seen()).toEqual(expected);
    expect((await refresh(['2'])).written).toBe(0);
  });
});

async function cancel(orderId: string, at: Date): Promise<void> {
  await inShop(shop, (tx) =>
    tx.order.update({ where: { shop_id: { shop, id: orderId } }, data: { cancelledAt: at, heardAt: at } }),
  );
}

/** Leaves so many units of the order's line wanted. */
async function edit(orderId: string, currentQuantity: number, at: Date): Promise<void> {
  await inShop(shop, async (tx) => {
    await tx.order.update({ where: { shop_id: { shop, id: orderId } }, data: { heardAt: at } });
    await tx.orderLine.updateMany({ where: { orderId }, data: { currentQuantity } });
    await tx.fulfillmentOrderLine.updateMany({
      where: { fulfillmentOrderId: orderId },
      data: { remainingQuantity: currentQuantity },
    });
  });
}

async function giveBack(orderId: string, quantity: number, restockType: string): Promise<void> {
  const [created, heardAt] = [ago(1), ago(1)];
  await inShop(shop, (tx) =>
    tx.refund.create({
      data: {
        shop,
        id: `${5000 + count++}`,
        orderId,
        currency: 'GBP',
        total: 0n,
        createdAt: created,
        sourceUpdatedAt: created,
        heardAt,
        lines: { create: [{ orderLineId: orderId, quantity, restockType, subtotal: 0n }] },
      },
    }),
  );
}

describe('states', () => {
  test('sold out at noon: at least that much was wanted; then a week without stock: closed', async () => {
    await sell(ago(10, 10), { quantity: 4 });
    await stock(ago(10, 12), 4, 0);
    await stock(ago(2, 15), 0, 20);
    await refresh();
    expect(await day(10)).toEqual({ units: 4, state: CENSORED, empty: 0 });
    for (const closed of [9, 6, 3]) expect(await day(closed)).toEqual({ units: 0, state: CLOSED, empty: 1 });
    expect(await day(2)).toMatchObject({ state: OPEN });
    expect(await day(11)).toMatchObject({ state: OPEN });
  });

  test('an empty shelf of which the diary is silent is empty since its last sale', async () => {
    await sell(ago(20));
    await inShop(shop, (tx) =>
      tx.inventoryLevel.updateMany({ where: { inventoryItemId: '1' }, data: { available: 0 } }),
    );
    await refresh();
    expect((await day(20))?.state).toBe(OPEN);
    expect((await day(19))?.empty).toBe(1);
    expect((await day(1))?.empty).toBe(1);
  });

  test('what is sold out today was there until yesterday, and what came today was not', async () => {
    await stock(ago(90), 9, 5);
    await sell(ago(20));
    await sell(ago(20), { variantId: '2' });
    await refresh();
    const before = await history();
    await inShop(shop, (tx) =>
      tx.inventoryLevel.updateMany({ where: { inventoryItemId: '1' }, data: { available: 0 } }),
    );
    await stock(ago(0, 8), 5, 0);
    await stock(ago(0, 8), 0, 50, '2');
    expect((await refresh(['1'])).written).toBe(0);
    await refresh();
    expect(await history()).toEqual(before);
    expect([(await day(20, '2'))?.state, (await day(1, '2'))?.empty]).toEqual([OPEN, 1]);
  });

  test('a level that Shopify told of today has no past', async () => {
    await inShop(shop, (tx) =>
      tx.syncRun.create({
        data: { shop, id: crypto.randomUUID(), kind: 'backfill', state: 'done', finishedAt: ago(60) },
      }),
    );
    await stock(ago(0, 8), null, 50);
    await refresh();
    expect(await history()).toBe(null);
    expect((await history('2'))?.first).toBe(TODAY - 100);
  });

  test('what Shopify does not track is never out of stock', async () => {
    await inShop(shop, async (tx) => {
      await tx.inventoryLevel.updateMany({ data: { available: 0 } });
      await tx.inventoryItem.update({ where: { shop_id: { shop, id: '1' } }, data: { tracked: false } });
    });
    await refresh();
    expect([(await day(5, '1'))?.state, (await day(5, '2'))?.state]).toEqual([OPEN, CLOSED]);
  });

  test('a shop that sells without stock is not out of stock', async () => {
    await stock(ago(30, 0), 2, 0);
    for (const sold of [28, 20, 5]) await sell(ago(sold), { quantity: 1 });
    await refresh();
    expect((await day(29))?.state).toBe(CLOSED);
    expect([(await day(28))?.state, (await day(24))?.state, (await day(12))?.state, (await day(5))?.state]).toEqual([
      OPEN,
      OPEN,
      OPEN,
      OPEN,
    ]);
    expect((await day(4))?.state).toBe(CLOSED);
  });

  test('promotions of the product are events, other products’ are not; a closed day is closed', async () => {
    const planned = { shop, title: 'Sale', source: 'manual', scope: 'type', scopeKeys: ['tea'] };
    await inShop(shop, async (tx) => {
      await tx.product.update({ where: { shop_id: { shop, id: '1' } }, data: { productType: 'Tea' } });
      await tx.planEvent.create({
        data: { ...planned, id: crypto.randomUUID(), kind: 'promotion', firstDay: ago(8, 0), lastDay: ago(7, 0) },
      });
      await tx.planEvent.create({
        data: {
          ...planned,
          id: crypto.randomUUID(),
          kind: 'closed',
          scope: 'everything',
          scopeKeys: [],
          firstDay: ago(3, 0),
          lastDay: ago(3, 0),
        },
      });
    });
    await refresh();
    expect([(await day(9))?.state, (await day(8))?.state, (await day(7))?.state, (await day(6))?.state]).toEqual([
      OPEN,
      EVENT,
      EVENT,
      OPEN,
    ]);
    expect((await day(8, '2'))?.state).toBe(OPEN);
    expect(await day(3, '2')).toEqual({ units: 0, state: CLOSED, empty: 0 });
  });

  test('days out of stock from before we listened are closed, and censored where something sold', async () => {
    await inShop(shop, (tx) =>
      tx.pastStockOut.create({
        data: { shop, inventoryItemId: '1', locationId: '9', firstDay: ago(80, 0), lastDay: ago(71, 0) },
      }),
    );
    await sell(ago(80), { quantity: 1 });
    await refresh();
    expect([(await day(81))?.state, (await day(80))?.state, (await day(79))?.empty, (await day(71))?.empty]).toEqual([
      OPEN,
      CENSORED,
      1,
      1,
    ]);
    expect((await day(70))?.state).toBe(OPEN);
  });

  test('a variant that came after the backfill begins when its level was first told of', async () => {
    await inShop(shop, (tx) =>
      tx.syncRun.create({
        data: { shop, id: crypto.randomUUID(), kind: 'backfill', state: 'done', finishedAt: ago(60) },
      }),
    );
    await stock(ago(20), null, 5);
    await stock(ago(70), null, 5, '2');
    await refresh();
    expect((await history('1'))?.first).toBe(TODAY - 20);
    expect((await history('2'))?.first).toBe(TODAY - 100);
  });
});

describe('keeping them true', () => {
  test('a second run rewrites nothing, asked for or nightly', async () => {
    await sell(ago(50));
    await sell(ago(5));
    expect((await refresh()).written).toBe(3);
    expect((await refresh()).written).toBe(0);
    expect((await refresh(['1', '2'])).written).toBe(0);
    const later = new Date('2026-11-22T23:00:00Z');
    expect((await refresh(null, later)).written).toBe(0);
    const [row] = await inShop(shop, (tx) => pageOfHistories(tx, null, 10));
    expect(row?.refreshedAt).toEqual(now);
  });

  test('a night adds a day, drops what is older than two years, and hears of changes to old orders', async () => {
    await inShop(shop, (tx) => tx.product.updateMany({ data: { createdAt: ago(900) } }));
    const old = await sell(ago(300), { quantity: 5 });
    await sell(ago(730), { quantity: 1 });
    await refresh();
    expect((await history())?.units[0]).toBe(1);
    const tomorrow = ago(-1);
    await sell(ago(0, 10), { quantity: 9 });
    await inShop(shop, (tx) =>
      tx.order.update({
        where: { shop_id: { shop, id: old } },
        data: { cancelledAt: ago(0, 11), heardAt: ago(0, 11) },
      }),
    );
    await refresh(null, tomorrow);
    const found = await history();
    expect([found?.first, found?.units.length, found?.units[0], found?.units.at(-1)]).toEqual([TODAY - 729, 730, 0, 9]);
    expect(await total()).toBe(9);
  });

  test.each([null, ['1']])('run after run over %j it is what one reading of everything would be', async (items) => {
    await stock(ago(60, 12), 5, 0);
    await sell(ago(70));
    await sell(ago(55));
    await refresh(items, ago(52));
    await sell(ago(45));
    await refresh(items, ago(40));
    await stock(ago(38, 6), 0, 5);
    await sell(ago(37));
    await stock(ago(37, 18), 5, -1);
    await refresh(items, ago(30));
    await sell(ago(14));
    await refresh(items, ago(3));
    await stock(ago(2, 10), -1, 7);
    await refresh(items);
    const kept = await history();
    await refresh(['1'], now, { whole: true });
    expect(kept).toEqual(await history());
  });

  test.each([null, ['1']])('a run over %j hears what became of old orders', async (items) => {
    const canceled = await sell(ago(90), { quantity: 5 });
    const edited = await sell(ago(80), { quantity: 4, shipped: false });
    const moved = await sell(ago(70), { quantity: 3, shipped: false });
    const returned = await sell(ago(60), { quantity: 6, shipped: false });
    const elsewhere = await sell(ago(50), { quantity: 7, locationId: '10' });
    await inShop(shop, (tx) => tx.fulfillmentOrder.deleteMany({ where: { id: returned } }));
    await edit(returned, 2, ago(55));
    await refresh(items, ago(2));
    const days = async () => {
      const found = [];
      for (const each of [90, 80, 70, 60]) found.push((await day(each))?.units);
      return [...found, (await day(70, '1', '10'))?.units, await total('1', '10')];
    };
    expect(await days()).toEqual([5, 4, 3, 2, 0, 7]);

    await giveBack(returned, 3, 'RETURN');
    await refresh(items, ago(1, 10));
    expect(await days()).toEqual([5, 4, 3, 5, 0, 7]);

    await cancel(canceled, ago(1, 20));
    await edit(edited, 1, ago(1, 20));
    await refresh(items, ago(0, 7));
    expect(await days()).toEqual([0, 1, 3, 5, 0, 7]);

    await inShop(shop, (tx) =>
      tx.fulfillmentOrder.updateMany({ where: { id: moved }, data: { locationId: '10', heardAt: ago(0, 8) } }),
    );
    await refresh(items);
    expect(await days()).toEqual([0, 1, 0, 5, 3, 10]);

    await cancel(elsewhere, ago(0, 9));
    await cancel(moved, ago(0, 9));
    await refresh(items, ago(0, 10));
    expect(await history('1', '10')).toBe(null);
    expect((await refresh(items, ago(0, 11))).written).toBe(0);
    expect((await refresh(['1'], ago(0, 12), { whole: true })).written).toBe(0);
  });

  test.each([null, ['1']])('a run over %j hears of a bundle in an old order that was canceled', async (items) => {
    await inShop(shop, (tx) =>
      tx.bundlePart.create({
        data: { shop, bundleVariantId: '3', inventoryItemId: '1', quantity: 2, source: 'manual' },
      }),
    );
    const sold = await sell(ago(60), { variantId: '3', quantity: 3 });
    await refresh(items, ago(2));
    expect(await day(60)).toMatchObject({ units: 6 });
    await cancel(sold, ago(1));
    await refresh(items);
    expect(await day(60)).toMatchObject({ units: 0 });
  });

  test.each([null, ['1']])('a run over %j goes on with a place that has no level any more', async (items) => {
    await sell(ago(95), { locationId: '10' });
    await refresh(items, ago(3));
    await refresh(items);
    expect((await history('1', '10'))?.units).toHaveLength(100);
  });

  test.each([null, ['1']])(
    'days out of stock that came to light are taken up when the whole of %j is asked for',
    async (items) => {
      await refresh();
      await inShop(shop, (tx) =>
        tx.pastStockOut.create({
          data: { shop, inventoryItemId: '1', locationId: '9', firstDay: ago(80, 0), lastDay: ago(71, 0) },
        }),
      );
      expect((await refresh(items)).written).toBe(0);
      expect((await refresh(items, now, { whole: true })).written).toBe(1);
      expect((await day(75))?.empty).toBe(1);
    },
  );

  test('what the calendar says later of older days is taken up when asked to', async () => {
    await refresh();
    await inShop(shop, (tx) =>
      tx.planEvent.create({
        data: {
          shop,
          id: crypto.randomUUID(),
          kind: 'launch',
          title: 'New tea',
          source: 'manual',
          scope: 'variants',
          scopeKeys: ['1'],
          firstDay: ago(90, 0),
          lastDay: ago(90, 0),
        },
      }),
    );
    await refresh();
    expect((await day(90))?.state).toBe(OPEN);
    await refresh(null, now, { from: '2026-08-24' });
    expect((await day(90))?.state).toBe(EVENT);
  });

  test('an archived product keeps its history; a variant that Shopify deleted loses it', async () => {
    await sell(ago(5));
    await sell(ago(5), { variantId: '2' });
    await refresh();
    await inShop(shop, async (tx) => {
      await tx.product.update({ where: { shop_id: { shop, id: '1' } }, data: { status: 'ARCHIVED' } });
      await tx.product.delete({ where: { shop_id: { shop, id: '2' } } });
    });
    await refresh();
    expect(await total('1')).toBe(2);
    expect(await history('2')).toBe(null);
    expect((await refresh(['2'])).places).toBe(0);
  });
});
