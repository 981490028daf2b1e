import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant, mirrorVariants } from '../../tests/mirrored.ts';
import { keepEvent, removeEvent } from '../calendar/change-plan.server.ts';
import type { NewEvent } from '../calendar/plan-event.ts';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { pagesOfItems } from '../mirror/read-places.server.ts';
import { loadShared } from './compute-page.server.ts';
import { computeReorderPoints } from './compute-reorder-points.server.ts';
import { historiesOf } from './demand/store.server.ts';
import { demandOverDays } from './demand-inputs.ts';
import { EVENT } from './forecast/demand-days.ts';
import { checkReceipt } from './policy/receipt.ts';
import { approveOrder, orderNow } from './purchasing/change-order.server.ts';
import { draftOrders } from './purchasing/draft-orders.server.ts';
import { readOrder } from './purchasing/read-orders.server.ts';
import { receiveGoods } from './purchasing/receive.server.ts';
import { settleStock } from './purchasing/settle-stock.server.ts';
import { readReorderPage, readReorderPoint } from './read-reorder.server.ts';
import { readReceipt } from './receipts.server.ts';
import { recomputeItems } from './recompute-items.server.ts';
import { recomputeNews } from './recompute-news.server.ts';
import { shareable, takePagesInThread } from './run-pages.server.ts';
import { askForRun, claimRun, readRuns, runIsDue } from './runs.server.ts';
import { changeRule } from './settings/change-rule.server.ts';
import { readRules } from './settings/read-rules.server.ts';
import { firstRule } from './settings/rule.ts';
import { typedOf } from './settings/typed-rule.ts';

const now = new Date('2026-11-22T09:00:00Z');
const today = Date.UTC(2026, 10, 22);
const day = (ago: number) => new Date(today - ago * 86_400_000);
const everything = { advice: null, locationId: null, search: '' };
const firstPage = { skip: 0, take: 50 };

let shop = '';
let count = 0;

beforeEach(async () => {
  shop = `reorder-${count++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    const goods = { createdAt: day(60) };
    await mirrorVariant(tx, shop, {
      ...goods,
      id: '1',
      title: 'Tea',
      sku: 'TEA',
      levels: [{ locationId: '9', available: 5, incoming: 3 }],
    });
    await mirrorVariant(tx, shop, {
      ...goods,
      id: '2',
      title: 'Cup',
      sku: 'CUP',
      levels: [{ locationId: '9', available: 500 }],
    });
    await mirrorVariant(tx, shop, {
      ...goods,
      id: '3',
      title: 'New',
      sku: 'NEW',
      createdAt: day(2),
      levels: [{ locationId: '9', available: 10 }],
    });
  });
  await sell('1');
  await sell('2');
});

/** One unit a day of `item`, over the sixty days until yesterday, from the first active location. */
async function sell(item: string): Promise<void> {
  const days = Array.from({ length: 60 }, (_, i) => ({
    id: `${item}${i + 100}`,
    at: new Date(day(i + 1).getTime() + 9 * 3_600_000),
  }));
  const money = { subtotal: 1000n, shipping: 0n, tax: 0n, total: 1000n, refunded: 0n, currency: 'GBP' };
  const heard = { sourceUpdatedAt: day(0), heardAt: day(0) };
  await inShop(shop, async (tx) => {
    await tx.order.createMany({
      data: days.map(({ id, at }) => ({
        shop,
        id,
        name: `#${id}`,
        createdAt: at,
        processedAt: at,
        financialStatus: 'PAID',
        fulfillmentStatus: 'FULFILLED',
        tags: [],
        ...money,
        ...heard,
      })),
    });
    await tx.orderLine.createMany({
      data: days.map(({ id, at }) => ({
        shop,
        id,
        orderId: id,
        processedAt: at,
        position: 0,
        productId: item,
        variantId: item,
        title: item,
        quantity: 1,
        currentQuantity: 1,
        fulfillableQuantity: 0,
        unitPrice: 1000n,
        discount: 0n,
      })),
    });
  });
}

async function supplier(over: {
  leadTimeDays?: number | null;
  reviewDays?: number;
  archivedAt?: Date;
  currency?: string;
}) {
  const id = randomUUID();
  await inShop(shop, (tx) =>
    tx.supplier.create({ data: { shop, id, name: `Supplier ${id}`, leadTimeDays: null, ...over } }),
  );
  return id;
}

async function sells(
  supplierId: string,
  over: { minimumOrder?: number; packSize?: number; leadTimeDays?: number; unitCost?: bigint; rank?: number } = {},
) {
  await inShop(shop, (tx) => tx.supplierItem.create({ data: { shop, supplierId, inventoryItemId: '1', ...over } }));
}

async function order(state: string, ordered: number, received = 0): Promise<void> {
  const id = randomUUID();
  await inShop(shop, (tx) =>
    tx.purchaseOrder.create({
      data: {
        shop,
        id,
        number: count++,
        supplierId: id,
        supplierName: 'Acme',
        locationId: '9',
        currency: 'GBP',
        state,
        createdAt: day(3),
        lines: {
          create: [
            { id: randomUUID(), position: 0, inventoryItemId: '1', title: 'Tea', ordered, received, unitCost: 100n },
          ],
        },
      },
    }),
  );
}

const tea = async () => (await readReorderPoint(shop, { inventoryItemId: '1', locationId: '9' }))!;
const term = async (name: 'leadTimeDays' | 'reviewDays' | 'minimumOrder' | 'packSize' | 'target') =>
  (await tea()).inputs.terms[name];
const typed = (over: object) => ({ ...typedOf(firstRule('shop', '')), ...over });

describe('reorder points over the mirror', () => {
  test('the list is sorted by urgency, filtered and searched; what has no history is unknown', async () => {
    await computeReorderPoints(shop, now);
    const page = await readReorderPage(shop, everything, firstPage);
    expect(page.rows.map((row) => [row.title, row.advice, row.reason])).toEqual([
      ['Tea', 'buy', 'at-reorder-point'],
      ['Cup', 'too much', 'more-than-ever-needed'],
      ['New', 'unknown', 'too-little-history'],
    ]);
    expect(page.counts).toEqual({ buy: 1, move: 0, wait: 0, 'too much': 1, unknown: 1 });
    expect((await readReorderPage(shop, { ...everything, search: 'cu' }, firstPage)).total).toBe(1);
    expect((await readReorderPage(shop, { ...everything, advice: 'unknown' }, firstPage)).rows[0]?.title).toBe('New');
    // 14 and 7 days at one a day, with the doubt about the lead time on top
    const row = await tea();
    expect(row).toMatchObject({
      position: 8,
      demandPerDay: 1,
      daysOfCover: 8,
      starterPoint: 14,
      starterUpTo: 21,
      starterSuggested: 13,
    });
    expect(row.suggested).toBe(row.orderUpTo! - 8);
    expect(row.orderUpTo).toBeGreaterThanOrEqual(21);
    expect(row.orderBy).toBe('2026-11-22');
  });

  test('days on which it could not be sold are no history', async () => {
    await inShop(shop, (tx) =>
      mirrorVariant(tx, shop, {
        id: '4',
        title: 'Jug',
        sku: 'JUG',
        createdAt: day(60),
        levels: [{ locationId: '9', available: 0 }],
      }),
    );
    await computeReorderPoints(shop, now);
    expect(await readReorderPoint(shop, { inventoryItemId: '4', locationId: '9' })).toMatchObject({
      advice: 'unknown',
      reason: 'no-history',
      suggested: 0,
      orderUpTo: null,
    });
  });

  test('computing twice changes nothing, news of one item leaves the others', async () => {
    expect(await computeReorderPoints(shop, now)).toEqual({ places: 3, toBuy: 1, changed: 3 });
    const before = await readReorderPage(shop, everything, firstPage);
    const chosen = () => inShop(shop, (tx) => tx.demandHistory.findMany({ orderBy: { inventoryItemId: 'asc' } }));
    const methods = await chosen();
    expect(methods.every(({ method, record }) => method !== null && record !== null)).toBe(true);
    expect(await computeReorderPoints(shop, new Date('2026-11-22T10:00:00Z'))).toEqual({
      places: 3,
      toBuy: 1,
      changed: 0,
    });
    expect(await readReorderPage(shop, everything, firstPage)).toEqual(before);
    expect(await chosen()).toEqual(methods);
    await inShop(shop, (tx) => tx.inventoryLevel.updateMany({ data: { available: 1000 } }));
    expect(await recomputeItems(shop, ['1'], new Date('2026-11-22T11:00:00Z'))).toEqual({
      places: 1,
      toBuy: 0,
      changed: 1,
    });
    expect((await tea()).position).toBe(1003);
    const cup = await readReorderPoint(shop, { inventoryItemId: '2', locationId: '9' });
    expect(cup).toMatchObject({ position: 500, computedAt: now });
  });

  test('news of many items, told by two workers at once, leave nothing to a run over everything', async () => {
    const ids = Array.from({ length: 260 }, (_, i) => `${1000 + i}`);
    const levels = [{ locationId: '9', available: 5 }];
    const goods = ids.map((id) => ({ id, title: id, sku: id, createdAt: day(60), levels }));
    await inShop(shop, (tx) => mirrorVariants(tx, shop, goods));
    await computeReorderPoints(shop, now);
    const at = now.toISOString();
    const none = new AbortController().signal;
    await inShop(shop, async (tx) => {
      await tx.inventoryLevel.updateMany({ where: { inventoryItemId: { in: ['1', ...ids] } }, data: { available: 4 } });
      // An old order is canceled, a late one is heard of.
      await tx.order.updateMany({ where: { id: '150' }, data: { cancelledAt: now, heardAt: now } });
      await mirrorOrder(tx, shop, {
        id: '77',
        at: day(5),
        locationId: '9',
        lines: [{ id: '77', variantId: '1', quantity: 3 }],
      });
      const changed = ['1', ...ids].map((inventoryItemId) => ({
        type: 'stock.changed' as const,
        key: `stock.changed:${inventoryItemId}`,
        subject: `InventoryItem/${inventoryItemId}`,
        at,
        data: { inventoryItemId, locationId: '9', variantId: null, productId: null, from: 5, available: 4 },
      }));
      await append(tx, shop, changed);
    });
    await Promise.all([recomputeNews(shop, none, () => now), recomputeNews(shop, none, () => now)]);
    const rows = () => inShop(shop, (tx) => tx.reorderPoint.findMany({ orderBy: { inventoryItemId: 'asc' } }));
    const told = async () => (await rows()).filter(({ available }) => available === 4);
    const after = await told();
    expect(after).toHaveLength(261);
    const news = (await readRuns(shop)).filter(({ kind }) => kind === 'news');
    expect(news.reduce((sum, { changed }) => sum + changed, 0)).toBeGreaterThan(0);
    await computeReorderPoints(shop, new Date(now.getTime() + 60_000));
    expect(await told()).toEqual(after);
  }, 60_000);

  test('news that could not be saved come again', async () => {
    await computeReorderPoints(shop, now);
    await inShop(shop, async (tx) => {
      await tx.inventoryLevel.updateMany({ where: { inventoryItemId: '1' }, data: { available: 1000 } });
      const data = { inventoryItemId: '1', locationId: '9', variantId: '1', productId: '1', from: 5, available: 1000 };
      const told = { type: 'stock.changed' as const, key: 'stock.changed:1', subject: 'InventoryItem/1' };
      await append(tx, shop, [{ ...told, at: now.toISOString(), data }]);
    });
    const none = new AbortController().signal;
    const dies = () => {
      throw new Error('The worker died');
    };
    await expect(recomputeNews(shop, none, dies)).rejects.toThrow('died');
    expect((await tea()).position).toBe(8);
    await recomputeNews(shop, none, () => now);
    expect((await tea()).position).toBe(1003);
  });

  test('the rows of a product deleted in Shopify go with the news of it, before the night', async () => {
    await computeReorderPoints(shop, now);
    const all = (await readReorderPage(shop, everything, firstPage)).counts;
    await inShop(shop, async (tx) => {
      await tx.product.delete({ where: { shop_id: { shop, id: '1' } } });
      const told = { type: 'product.deleted' as const, key: 'product.deleted:1', subject: 'Product/1' };
      await append(tx, shop, [{ ...told, at: now.toISOString(), data: { productId: '1' } }]);
    });
    await recomputeNews(shop, new AbortController().signal, () => now);
    expect((await readReorderPage(shop, everything, firstPage)).counts).toEqual({ ...all, buy: all.buy - 1 });
    expect(await readReorderPoint(shop, { inventoryItemId: '1', locationId: '9' })).toBeNull();
  });

  test('a variant deleted in Shopify and a location switched off are forgotten, lines on order stay', async () => {
    await order('ordered', 40);
    await computeReorderPoints(shop, now);
    await inShop(shop, async (tx) => {
      await tx.product.delete({ where: { shop_id: { shop, id: '1' } } });
      await tx.inventoryItem.delete({ where: { shop_id: { shop, id: '1' } } });
      await tx.inventoryItem.delete({ where: { shop_id: { shop, id: '3' } } });
    });
    await computeReorderPoints(shop, now);
    expect((await readReorderPage(shop, everything, firstPage)).rows.map((row) => row.title)).toEqual(['Cup']);
    expect(await inShop(shop, (tx) => tx.purchaseOrderLine.count())).toBe(1);
    await inShop(shop, (tx) => tx.location.update({ where: { shop_id: { shop, id: '9' } }, data: { active: false } }));
    await recomputeItems(shop, ['2'], now);
    expect((await readReorderPage(shop, everything, firstPage)).total).toBe(0);
  });

  test('what is ordered counts once by what is still to come, a draft does not; placing the advice ends it', async () => {
    await order('draft', 100);
    await computeReorderPoints(shop, now);
    const { suggested, orderUpTo } = await tea();
    expect(suggested).toBeGreaterThan(0);
    await order('receiving', suggested + 4, 4);
    await recomputeItems(shop, ['1'], now);
    expect(await tea()).toMatchObject({
      advice: 'wait',
      reason: 'on-its-way',
      suggested: 0,
      onOrder: suggested,
      position: orderUpTo,
    });
  });

  test('units owed are bought', async () => {
    await inShop(shop, (tx) =>
      tx.inventoryLevel.updateMany({ where: { inventoryItemId: '1' }, data: { available: -6 } }),
    );
    await computeReorderPoints(shop, now);
    const row = await tea();
    expect(row).toMatchObject({ advice: 'buy', reason: 'units-owed', position: -3, suggested: row.orderUpTo! + 3 });
  });

  test('another location that can spare the need comes before buying', async () => {
    const heard = { sourceUpdatedAt: now, heardAt: now };
    await inShop(shop, async (tx) => {
      await tx.location.create({
        data: { shop, id: '10', name: 'Leeds', active: true, fulfillsOnline: false, ...heard },
      });
      await tx.inventoryLevel.create({
        data: { shop, inventoryItemId: '1', locationId: '10', onHand: 200, available: 200, ...heard },
      });
    });
    await computeReorderPoints(shop, now);
    const row = await tea();
    expect(row).toMatchObject({ advice: 'move', reason: 'others-can-spare', suggested: 0 });
    expect(row.moves).toEqual([{ from: '10', units: row.orderUpTo! - row.position }]);
  });

  test('money of two currencies is never set against each other', async () => {
    await sells(await supplier({ currency: 'EUR' }), { unitCost: 400n });
    await inShop(shop, (tx) =>
      mirrorOrder(tx, shop, {
        id: '77',
        at: day(5),
        locationId: '9',
        lines: [{ id: '77', variantId: '1', quantity: 1 }],
      }),
    );
    await computeReorderPoints(shop, now);
    expect(await tea()).toMatchObject({ unitCost: 400n, currency: 'EUR', abcRevenue: 'A', abcMargin: null });
    expect((await tea()).inputs.margin).toBe('other-currency');
  });
});

describe('receipts', () => {
  test('the number’s receipt recomputes with the hash it was kept under, and says what changed since last week', async () => {
    await computeReorderPoints(shop, now);
    const place = { inventoryItemId: '1', locationId: '9' };
    const first = (await readReceipt(shop, place))!;
    expect(checkReceipt(first.receipt, demandOverDays)).toBe('kept');
    const [kept] = await inShop(shop, (tx) => tx.reorderReceipt.findMany({ where: place }));
    expect(first.receipt.hash).toBe(kept?.hash);
    expect(kept?.day).toEqual(new Date('2026-11-16'));
    const was = (await tea()).suggested;
    await computeReorderPoints(shop, new Date(now.getTime() + 60_000));
    expect(await inShop(shop, (tx) => tx.reorderReceipt.count({ where: place }))).toBe(1);

    await changeRule(shop, 'item', '1', { leadTimeDays: '40' }, now);
    const tomorrow = new Date(now.getTime() + 86_400_000);
    await computeReorderPoints(shop, tomorrow);
    const now2 = (await tea()).suggested;
    const { before } = (await readReceipt(shop, place))!;
    expect(before?.day).toBe('2026-11-16');
    expect(before?.difference).toMatchObject({ was, now: now2 });
    expect(before?.difference.because.find(({ cause }) => cause === 'lead time')?.units).toBeGreaterThan(10);
    expect(before?.difference.because.reduce((sum, { units }) => sum + units, was)).toBe(now2);
  });

  test('the receipt of a number that is ordered is kept as it stood then, and the line knows it', async () => {
    await sells(await supplier({}), {});
    await computeReorderPoints(shop, now);
    await changeRule(shop, 'item', '1', { leadTimeDays: '40' }, now);
    await computeReorderPoints(shop, new Date(now.getTime() + 60_000));
    const place = { inventoryItemId: '1', locationId: '9' };
    const { receipt } = (await readReceipt(shop, place))!;
    const picks = [{ ...place, units: 7 }];
    const draftId = '0199c0de-0000-7000-8000-000000000001';
    for (const _ of ['first press', 'second press']) await draftOrders(shop, picks, draftId, now);
    const lines = await inShop(shop, (tx) => tx.purchaseOrderLine.findMany());
    expect(lines).toMatchObject([{ ordered: 7, receiptHash: receipt.hash }]);
    const kept = await inShop(shop, (tx) => tx.reorderReceipt.findMany({ where: place, orderBy: { day: 'asc' } }));
    expect(kept.map(({ day, hash }) => [day.toISOString().slice(0, 10), hash === receipt.hash])).toEqual([
      ['2026-11-16', false],
      ['2026-11-22', true],
    ]);
  });

  test('are forgotten after half a year, unless something was ordered on them', async () => {
    await computeReorderPoints(shop, now);
    const { hash } = await inShop(shop, (tx) =>
      tx.reorderReceipt.findFirstOrThrow({ where: { inventoryItemId: '1' } }),
    );
    await order('ordered', 5);
    await inShop(shop, (tx) => tx.purchaseOrderLine.updateMany({ data: { receiptHash: hash } }));
    await computeReorderPoints(shop, new Date(now.getTime() + 200 * 86_400_000));
    const left = await inShop(shop, (tx) => tx.reorderReceipt.findMany({ where: { day: { lt: now } } }));
    expect(left.map((receipt) => receipt.inventoryItemId)).toEqual(['1']);
  });
});

describe('whose number it is', () => {
  test('the nearest level that says something wins, term by term', async () => {
    const id = await supplier({ leadTimeDays: 30, reviewDays: 10 });
    await sells(id, { packSize: 6, minimumOrder: 20 });
    await computeReorderPoints(shop, now);
    expect(await term('leadTimeDays')).toEqual({ value: 30, from: 'supplier' });
    expect(await term('packSize')).toEqual({ value: 6, from: 'supplier-item' });
    expect(await term('target')).toEqual({ value: { measure: 'fill', permille: 980 }, from: 'class' });
    expect((await tea()).suggested % 6).toBe(0);
    expect(await changeRule(shop, 'item', '1', { leadTimeDays: '3' }, now)).toEqual({ ok: true });
    expect(await term('leadTimeDays')).toEqual({ value: 3, from: 'item' });
    await changeRule(shop, 'place', '1/9', { leadTimeDays: '5', packSize: '7' }, now);
    expect(await term('leadTimeDays')).toEqual({ value: 5, from: 'place' });
    expect(await term('reviewDays')).toEqual({ value: 10, from: 'supplier' });
    expect((await tea()).suggested % 7).toBe(0);
    await changeRule(shop, 'place', '1/9', {}, now);
    expect(await term('leadTimeDays')).toEqual({ value: 3, from: 'item' });
    const read = await readRules(shop, { inventoryItemId: '1', locationId: '9' });
    expect(read.levels.map(({ source, key }) => [source, key])).toEqual([
      ['shop', ''],
      ['location', '9'],
      ['class', 'A'],
      ['supplier', id],
      ['supplier', id],
      ['supplier-item', `${id}/1`],
      ['supplier-item', `${id}/1`],
      ['item', '1'],
      ['place', '1/9'],
    ]);
  });

  test('a shop’s rule is computed by the run it asks for; nonsense changes nothing and says why', async () => {
    await computeReorderPoints(shop, now);
    expect(await runIsDue(shop, now)).toBe(false);
    expect(await changeRule(shop, 'shop', '', typed({ leadTimeDays: 'soon' }), now)).toEqual({
      ok: false,
      problems: { leadTimeDays: 'Enter a whole number of days from 0 to 365' },
    });
    expect(await runIsDue(shop, now)).toBe(false);
    expect(await changeRule(shop, 'shop', '', typed({ leadTimeDays: '60' }), now)).toEqual({ ok: true });
    expect(await runIsDue(shop, now)).toBe(true);
    const before = (await tea()).orderUpTo!;
    await computeReorderPoints(shop, now);
    expect((await tea()).orderUpTo).toBeGreaterThan(before + 40);
    expect((await readRuns(shop)).map(({ kind, state }) => `${kind} ${state}`)).toContain('asked done');
  });

  test('a supplier without a lead time falls to the shop’s; without that nothing is advised, and it says why', async () => {
    await sells(await supplier({ leadTimeDays: null }));
    await computeReorderPoints(shop, now);
    expect(await term('leadTimeDays')).toEqual({ value: 14, from: 'shop' });
    await changeRule(shop, 'shop', '', typed({ leadTimeDays: '' }), now);
    await computeReorderPoints(shop, now);
    expect(await tea()).toMatchObject({ advice: 'unknown', reason: 'no-lead-time', suggested: 0 });
  });

  test('an archived supplier takes no part', async () => {
    await sells(await supplier({ leadTimeDays: 99, archivedAt: day(1) }), { packSize: 12 });
    const id = await supplier({ leadTimeDays: 4 });
    await sells(id, { rank: 2 });
    await computeReorderPoints(shop, now);
    expect((await tea()).supplierId).toBe(id);
    expect(await term('leadTimeDays')).toEqual({ value: 4, from: 'supplier' });
    expect(await term('packSize')).toEqual({ value: 1, from: 'shop' });
    expect(await changeRule(shop, 'item', '1', { supplierId: randomUUID() }, now)).toMatchObject({
      ok: false,
      problems: { supplierId: expect.stringContaining('choose another') },
    });
  });
});

describe('runs', () => {
  test('one worker at a time; one that fell silent is taken over, and what it still writes does not count', async () => {
    expect(await claimRun(shop, now)).not.toBeNull();
    expect(await computeReorderPoints(shop, new Date(now.getTime() + 60_000))).toBeNull();
    expect((await readReorderPage(shop, everything, firstPage)).total).toBe(0);
    const later = new Date(now.getTime() + 10 * 60_000);
    expect(await computeReorderPoints(shop, later)).toMatchObject({ places: 3 });
    const runs = await readRuns(shop);
    expect(runs.map(({ state, done, problem }) => [state, done, problem])).toEqual([
      ['done', 3, null],
      ['failed', 0, 'The worker stopped before the run was through'],
    ]);
  });

  test('two workers at once: one of them computes', async () => {
    const both = await Promise.all([computeReorderPoints(shop, now), computeReorderPoints(shop, now)]);
    expect(both.filter((each) => each !== null)).toHaveLength(1);
    expect((await readRuns(shop)).length).toBe(1);
  });

  test('a thread of its own computes what this one does', async () => {
    await computeReorderPoints(shop, now);
    const before = await readReorderPage(shop, everything, firstPage);
    await inShop(shop, (tx) => tx.reorderPoint.deleteMany());
    const classes = new Map(
      before.rows.map((row) => [row.inventoryItemId, { revenue: row.abcRevenue, margin: row.abcMargin }]),
    );
    const run = (await claimRun(shop, now))!;
    const work = await inShop(shop, async (tx) => ({
      shared: await loadShared(tx, shop, now, classes, null),
      pages: await pagesOfItems(tx, shop, 1),
    }));
    expect(await takePagesInThread(shareable({ shop, run, of: 3, ...work }))).toBe(true);
    expect(await readReorderPage(shop, everything, firstPage)).toEqual(before);
    expect((await readRuns(shop)).find(({ id }) => id === run)).toMatchObject({ state: 'running', done: 3 });
  });

  test('is due once a day of the shop, or when asked for, however often', async () => {
    expect(await runIsDue(shop, now)).toBe(true);
    await computeReorderPoints(shop, now);
    expect(await runIsDue(shop, now)).toBe(false);
    expect(await runIsDue(shop, new Date(now.getTime() + 86_400_000))).toBe(true);
    await askForRun(shop, now);
    await askForRun(shop, now);
    expect(await runIsDue(shop, now)).toBe(true);
    await computeReorderPoints(shop, now);
    expect(await runIsDue(shop, now)).toBe(false);
  });
});

describe('what the calendar and others tell', () => {
  const none = new AbortController().signal;
  const hear = () => recomputeNews(shop, none, () => now);
  const sale: NewEvent = {
    kind: 'promotion',
    title: 'Tea week',
    firstDay: '2026-11-25',
    lastDay: '2026-11-28',
    scope: 'products',
    scopeKeys: ['1'],
    offPermille: 200,
    upliftPermille: 4000,
    source: 'manual',
    sourceId: null,
  };
  const plan = async (event: NewEvent) => {
    const kept = await keepEvent(shop, null, event, append, now);
    if (!kept.ok) throw new Error(JSON.stringify(kept.problems));
    await hear();
    expect(await runIsDue(shop, now)).toBe(true);
    await computeReorderPoints(shop, now);
    return kept.event.id;
  };
  const row = async (id: string) => (await readReorderPoint(shop, { inventoryItemId: id, locationId: '9' }))!;

  test('a planned promotion raises what it is about and nothing else, until it is taken back', async () => {
    await computeReorderPoints(shop, now);
    const [before, cup] = [await row('1'), await row('2')];
    const id = await plan(sale);
    const after = await row('1');
    // four days of one a day, at four times that
    expect(after.inputs.demand?.planned).toEqual([3, 4, 5, 6].map((day) => ({ day, units: 3 })));
    expect(after.suggested).toBe(before.suggested + 12);
    expect(await row('2')).toEqual(cup);
    const receipt = await readReceipt(shop, { inventoryItemId: '1', locationId: '9' });
    expect(checkReceipt(receipt!.receipt, demandOverDays)).toBe('kept');

    // News of single items keep it, the day after too, before that day's run.
    await recomputeItems(shop, ['1'], now);
    expect((await row('1')).suggested).toBe(after.suggested);
    await recomputeItems(shop, ['1'], new Date(now.getTime() + 86_400_000));
    expect((await row('1')).inputs.demand?.planned.map(({ day }) => day)).toEqual([2, 3, 4, 5]);

    await removeEvent(shop, id, append, new Date(now.getTime() + 1000));
    await hear();
    await computeReorderPoints(shop, now);
    expect((await row('1')).suggested).toBe(before.suggested);
  });

  test('a past promotion is no baseline, however long ago, and teaches what the next one brings', async () => {
    const days = [50, 49, 48, 47, 46];
    await inShop(shop, async (tx) => {
      for (const ago of days)
        await mirrorOrder(tx, shop, {
          id: `9${ago}`,
          at: new Date(day(ago).getTime() + 10 * 3_600_000),
          locationId: '9',
          lines: [{ id: `9${ago}`, variantId: '1', quantity: 9 }],
        });
    });
    await computeReorderPoints(shop, now);
    const before = await row('1');
    const past = { firstDay: '2026-10-03', lastDay: '2026-10-07', upliftPermille: null };
    await plan({ ...sale, ...past });
    const [kept] = await inShop(shop, (tx) => historiesOf(tx, ['1']));
    expect([...kept!.history.states.subarray(9, 16)]).toEqual([0, EVENT, EVENT, EVENT, EVENT, EVENT, 0]);
    const usual = await row('1');
    expect(usual.demandPerDay).toBeLessThan(before.demandPerDay!);
    expect(usual.demandPerDay).toBeCloseTo(1, 1);
    await plan({ ...sale, title: 'Again', upliftPermille: null });
    const planned = (await row('1')).inputs.demand!.planned;
    expect(planned.map(({ day }) => day)).toEqual([3, 4, 5, 6]);
    expect(planned[0]!.units).toBeGreaterThan(3);
    expect(planned[0]!.units).toBeLessThan(9);
  });

  test('a new product borrows from those like it and says from whom; one of today is not known yet', async () => {
    const goods = { sku: 'X', levels: [{ locationId: '9', available: 4 }] };
    await inShop(shop, async (tx) => {
      await mirrorVariant(tx, shop, { ...goods, id: '5', title: 'Pot', createdAt: day(60) });
      await mirrorVariant(tx, shop, { ...goods, id: '6', title: 'Today', createdAt: now });
      await tx.product.updateMany({ data: { productType: 'Tea', vendor: 'Acme' } });
    });
    await sell('5');
    await computeReorderPoints(shop, now);
    const fresh = await row('3');
    expect(fresh.inputs.demand).toMatchObject({ method: 'look-alike', borrowed: { like: 'type, vendor and price' } });
    expect(fresh.inputs.demand?.borrowed?.from.toSorted()).toEqual(['1', '2', '5']);
    expect(fresh.demandPerDay).toBeGreaterThan(0.3);
    expect(fresh.demandPerDay).toBeLessThan(1);
    expect(fresh.advice).not.toBe('unknown');
    expect(await row('6')).toMatchObject({ advice: 'unknown', reason: 'no-history' });
    // News of it keep what it borrowed; of what has no row yet nothing is known until the night.
    await recomputeItems(shop, ['3', '6'], now);
    expect((await row('3')).inputs.demand).toEqual(fresh.inputs.demand);
    expect(await row('6')).toMatchObject({ advice: 'unknown', reason: 'no-history' });
  });
});

test('an order placed ends the advice, and each unit counts once until all of it is on the shelf', async () => {
  const id = await supplier({ leadTimeDays: 14 });
  await sells(id, { unitCost: 200n });
  await computeReorderPoints(shop, now);
  const { suggested, position } = await tea();
  expect(suggested).toBeGreaterThan(10);
  const { orders } = await draftOrders(
    shop,
    [{ inventoryItemId: '1', locationId: '9', units: suggested }],
    randomUUID(),
    now,
  );
  const order = orders[0]!.id;
  expect(await approveOrder(shop, order, 1, now)).toEqual({ ok: true });
  expect(await orderNow(shop, order, 2, 'by hand', now)).toEqual({ ok: true });
  const look = async () => {
    await recomputeItems(shop, ['1'], now);
    const row = await tea();
    return { advice: row.advice, suggested: row.suggested, position: row.position };
  };
  const enough = { advice: 'wait', suggested: 0, position: position + suggested };
  /** Shopify carries out what it was asked for, and the mirror hears of it. */
  const carriedOut = async () => {
    const asked = await inShop(shop, (tx) => tx.command.findMany({ where: { state: { not: 'confirmed' } } }));
    for (const { variables } of asked) {
      const { name, changes } = (variables as { input: { name: string; changes: { delta: number }[] } }).input;
      const [change] = [changes].flat();
      const data = { [name]: { increment: change!.delta } };
      await inShop(shop, (tx) => tx.inventoryLevel.updateMany({ where: { inventoryItemId: '1' }, data }));
    }
    await inShop(shop, (tx) => tx.command.updateMany({ data: { state: 'confirmed' } }));
    await settleStock(shop);
  };
  expect(await look()).toEqual(enough);
  await settleStock(shop);
  expect(await look()).toEqual(enough);
  await carriedOut();
  expect(await look()).toEqual(enough);
  const lines = (await readOrder(shop, order))!.order.lines;
  const counted = [{ lineId: lines[0]!.id, accepted: 6, rejected: 0 }];
  const receiving = { receivingId: randomUUID(), version: 3, counted, overConfirmed: false };
  expect(await receiveGoods(shop, order, receiving, now)).toMatchObject({ ok: true });
  await carriedOut();
  expect(await look()).toEqual(enough);
  await carriedOut();
  expect(await look()).toEqual(enough);
  expect(await tea()).toMatchObject({ available: 11, onOrder: suggested - 6, incoming: 3 + suggested - 6 });
});
