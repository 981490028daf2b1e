import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop } from '../db.server.ts';
import { append } from '../events/append.server.ts';
import { changeDefaults, changeTerms } from './change-terms.server.ts';
import { computeReorderPoints, recomputeItems } from './compute-reorder-points.server.ts';
import { readReorderPage, readReorderPoint } from './read-reorder.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const daysAgo = (days: number, hour = 9) => new Date(Date.UTC(2026, 10, 22 - days, hour));
const everything = { advice: null, locationId: null, search: '' };
const firstPage = { skip: 0, take: 50 };

let shop = '';
let order = 0;

beforeEach(async () => {
  shop = `reorder-${order++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    await mirrorVariant(tx, shop, {
      id: '1',
      title: 'Tea',
      sku: 'TEA',
      createdAt: daysAgo(400),
      levels: [{ locationId: '9', available: 5, incoming: 3 }],
    });
    await mirrorVariant(tx, shop, {
      id: '2',
      title: 'Cup',
      sku: 'CUP',
      createdAt: daysAgo(400),
      levels: [{ locationId: '9', available: 500 }],
    });
    await mirrorVariant(tx, shop, {
      id: '3',
      title: 'New',
      sku: 'NEW',
      createdAt: daysAgo(2),
      levels: [{ locationId: '9', available: 10 }],
    });
  });
});

/** One unit a day of `variantId` over the given days ago. */
async function sell(variantId: string, from: number, to: number, over: { canceled?: boolean } = {}): Promise<void> {
  await inShop(shop, async (tx) => {
    for (let ago = from; ago >= to; ago -= 1) {
      const id = `${1000 + order++}`;
      await mirrorOrder(tx, shop, {
        id,
        at: daysAgo(ago),
        locationId: '9',
        lines: [{ id, variantId, quantity: 1 }],
        shippedAt: daysAgo(ago, 15),
        ...(over.canceled ? { canceledAt: daysAgo(ago, 16) } : {}),
      });
    }
  });
}

async function stock(inventoryItemId: string, at: Date, from: number | null, available: number): Promise<void> {
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

const tea = () => readReorderPoint(shop, { inventoryItemId: '1', locationId: '9' });

describe('reorder points over the mirror', () => {
  test('count shipped and open orders of the window, and neither canceled nor older ones', async () => {
    await sell('1', 90, 61);
    await sell('1', 30, 21, { canceled: true });
    await sell('1', 200, 180);
    await inShop(shop, (tx) =>
      mirrorOrder(tx, shop, {
        id: '77',
        at: daysAgo(1),
        locationId: '9',
        lines: [{ id: '77', variantId: '1', quantity: 60 }],
      }),
    );
    await computeReorderPoints(shop, now);
    const row = await tea();
    expect(row?.inputs.history).toEqual({ daysObserved: 90, daysInStock: 90, unitsSold: 90 });
    expect(row?.answer).toMatchObject({ advice: 'buy', dailyDemand: 1, reorderPoint: 28, orderUpTo: 35, position: 8 });
    expect(row?.answer.suggested).toBe(27);
  });

  test('days wholly out of stock are left out, whatever the store told of them in between', async () => {
    await sell('1', 40, 31);
    // out from noon 30 days ago to noon 10 days ago: 19 whole days
    await stock('1', daysAgo(30, 12), 1, 0);
    await stock('1', daysAgo(20, 12), 0, -1);
    await stock('1', daysAgo(10, 12), -1, 5);
    await computeReorderPoints(shop, now);
    expect((await tea())?.inputs.history).toEqual({ daysObserved: 90, daysInStock: 71, unitsSold: 10 });
  });

  test('a sale on an empty shelf shows that it could be sold', async () => {
    await sell('1', 8, 6);
    await stock('1', daysAgo(10, 0), 1, 0);
    await stock('1', daysAgo(5, 0), 0, 9);
    await computeReorderPoints(shop, now);
    expect((await tea())?.inputs.history.daysInStock).toBe(88);
  });

  test('a shelf that was empty when the window began is out from its first day', async () => {
    await stock('1', daysAgo(80, 0), 0, 9);
    await computeReorderPoints(shop, now);
    expect((await tea())?.inputs.history.daysInStock).toBe(80);
  });

  test('an empty shelf of which the diary is silent is out since its last sale', async () => {
    await sell('1', 60, 51);
    await inShop(shop, (tx) =>
      tx.inventoryLevel.updateMany({ where: { inventoryItemId: '1' }, data: { available: 0 } }),
    );
    await computeReorderPoints(shop, now);
    expect((await tea())?.inputs.history).toEqual({ daysObserved: 90, daysInStock: 40, unitsSold: 10 });
  });

  test('days are the shop’s own', async () => {
    await inShop(shop, (tx) => tx.shop.update({ where: { shop }, data: { timeZone: 'Pacific/Auckland' } }));
    // 22 Nov 11:30 UTC is already 23 Nov in Auckland, so the 22nd is a full day of the window there
    await inShop(shop, (tx) =>
      mirrorOrder(tx, shop, {
        id: '78',
        at: new Date('2026-11-22T02:00:00Z'),
        locationId: '9',
        lines: [{ id: '78', variantId: '1', quantity: 4 }],
      }),
    );
    await computeReorderPoints(shop, new Date('2026-11-22T11:30:00Z'));
    expect((await tea())?.inputs.history.unitsSold).toBe(4);
  });

  test('the list is sorted by urgency, filtered and searched; what is new is unknown', async () => {
    await sell('1', 90, 1);
    await sell('2', 90, 1);
    await computeReorderPoints(shop, now);
    const page = await readReorderPage(shop, everything, firstPage);
    expect(page.rows.map((row) => [row.title, row.answer.advice])).toEqual([
      ['Tea', 'buy'],
      ['Cup', 'enough'],
      ['New', 'unknown'],
    ]);
    expect(page.counts).toEqual({ buy: 1, wait: 0, enough: 1, unknown: 1 });
    expect((await readReorderPage(shop, { ...everything, search: 'cu' }, firstPage)).total).toBe(1);
    expect((await readReorderPage(shop, { ...everything, advice: 'unknown' }, firstPage)).rows[0]?.answer.unknown).toBe(
      'too-little-history',
    );
  });

  test('terms of its own and the shop’s defaults change the answer at once; nonsense changes nothing', async () => {
    await sell('1', 90, 1);
    await computeReorderPoints(shop, now);
    const blank = { leadTimeDays: '', reviewDays: '', safetyDays: '', minimumOrder: '', packSize: '' };
    const place = { inventoryItemId: '1', locationId: '9' };
    expect(await changeTerms(shop, place, { ...blank, leadTimeDays: '30', packSize: '24' }, now)).toEqual({ ok: true });
    expect((await tea())?.answer).toMatchObject({ reorderPoint: 44, suggested: 48 });
    expect((await tea())?.inputs.terms.leadTimeDays).toEqual({ value: 30, from: 'here' });
    expect(await changeTerms(shop, place, { ...blank, leadTimeDays: 'soon' }, now)).toMatchObject({ ok: false });
    expect((await tea())?.answer.reorderPoint).toBe(44);
    await changeDefaults(shop, { leadTimeDays: '10', reviewDays: '5', safetyDays: '0', windowDays: '60' }, now);
    expect((await tea())?.answer.reorderPoint).toBe(35);
    expect((await tea())?.inputs.history.daysObserved).toBe(60);
  });

  test('computing twice changes nothing, news of one item leaves the others, and what is gone is forgotten', async () => {
    await sell('1', 90, 1);
    await computeReorderPoints(shop, now);
    const before = await readReorderPage(shop, everything, firstPage);
    await computeReorderPoints(shop, now);
    expect(await readReorderPage(shop, everything, firstPage)).toEqual(before);
    await inShop(shop, (tx) => tx.inventoryLevel.updateMany({ data: { available: 1000 } }));
    await recomputeItems(shop, ['1'], new Date('2026-11-22T10:00:00Z'));
    const after = await readReorderPage(shop, everything, firstPage);
    expect(after.rows.find((row) => row.title === 'Tea')?.answer.position).toBe(1003);
    expect(after.rows.find((row) => row.title === 'Cup')?.answer.position).toBe(500);
    await inShop(shop, (tx) => tx.product.delete({ where: { shop_id: { shop, id: '2' } } }));
    await computeReorderPoints(shop, new Date('2026-11-22T11:00:00Z'));
    expect((await readReorderPage(shop, everything, firstPage)).rows.map((row) => row.title).toSorted()).toEqual([
      'New',
      'Tea',
    ]);
  });
});
