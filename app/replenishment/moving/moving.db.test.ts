import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { computeReorderPoints } from '../compute-reorder-points.server.ts';
import { readReorderPoint } from '../read-reorder.server.ts';
import { recomputeItems } from '../recompute-items.server.ts';
import { followTransfers } from './follow-transfers.server.ts';
import { moveGoods } from './move-goods.server.ts';
import { readTransfers } from './read-transfers.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const later = new Date(now.getTime() + 60_000);
const never = new AbortController().signal;
const day = (ago: number) => new Date(Date.UTC(2026, 10, 22) - ago * 86_400_000);
const goods = ['1', '2'];
const london = (inventoryItemId: string) => ({ inventoryItemId, locationId: '9' });
const leeds = (inventoryItemId: string) => ({ inventoryItemId, locationId: '8' });

let shop = '';
let count = 0;

/** Tea and cups sell out of London; Leeds has plenty that nobody asks for. */
beforeEach(async () => {
  shop = `moves-${count++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    await mirrorLocation(tx, shop, '8', 'Leeds');
    for (const id of goods)
      await mirrorVariant(tx, shop, {
        id,
        title: `Item ${id}`,
        sku: `SKU-${id}`,
        createdAt: day(25),
        levels: [
          { locationId: '9', available: 5 },
          { locationId: '8', available: 500 },
        ],
      });
    for (let ago = 1; ago <= 24; ago++)
      await mirrorOrder(tx, shop, {
        id: String(1000 + ago),
        at: new Date(day(ago).getTime() + 9 * 3_600_000),
        shippedAt: new Date(day(ago).getTime() + 10 * 3_600_000),
        locationId: '9',
        lines: goods.map((id) => ({ id: `${id}${1000 + ago}`, variantId: id, quantity: 1 })),
      });
    await tx.reorderRule.create({ data: { shop, scope: 'shop', key: '', leadTimeDays: 14 } });
  });
  await computeReorderPoints(shop, now);
});

const row = async (place: { inventoryItemId: string; locationId: string }) => (await readReorderPoint(shop, place))!;
const commands = () => inShop(shop, (tx) => tx.command.findMany({ orderBy: { seq: 'asc' } }));
const answered = (state: string, more: object) =>
  inShop(shop, (tx) => tx.command.updateMany({ data: { state, settledAt: later, ...more } }));

describe('moves that are chosen', () => {
  test('become one draft transfer for each pair of locations, and are not advised again', async () => {
    const before = await row(london('1'));
    expect(before).toMatchObject({ advice: 'move', moves: [{ from: '8' }] });
    const units = before.moves[0]!.units;
    const { transfers, notMoved } = await moveGoods(shop, goods.map(london), 'press', later);
    expect(notMoved).toEqual([]);
    expect(transfers).toMatchObject([{ from: '8', to: '9', lines: [{ inventoryItemId: '1', units }, { units }] }]);
    expect((await commands()).map(({ operation, variables }) => [operation, variables])).toEqual([
      [
        'inventoryTransferCreate',
        {
          input: {
            originLocationId: 'gid://shopify/Location/8',
            destinationLocationId: 'gid://shopify/Location/9',
            note: 'Advised by Backroom',
            lineItems: goods.map((id) => ({ inventoryItemId: `gid://shopify/InventoryItem/${id}`, quantity: units })),
          },
        },
      ],
    ]);
    const after = await row(london('1'));
    expect(after).toMatchObject({ advice: 'wait', reason: 'on-its-way', position: before.position + units });
    // What a draft takes still looks free in Shopify.
    expect(await row(leeds('1'))).toMatchObject({ available: 500, position: 500 - units });
    expect(await readTransfers(shop, later)).toMatchObject([
      { from: '8', to: '9', units: 2 * units, state: 'asked', shopifyId: null },
    ]);
  });

  test('pressed twice, at once or after another, are one transfer', async () => {
    const [one, two] = await Promise.all([
      moveGoods(shop, [london('1')], 'press', later),
      moveGoods(shop, [london('1')], 'press', later),
    ]);
    const third = await moveGoods(shop, [london('1')], 'press', later);
    expect(two.transfers.map(({ id }) => id)).toEqual(one.transfers.map(({ id }) => id));
    expect(third).toMatchObject({ notMoved: [], transfers: [{ id: one.transfers[0]!.id }] });
    expect(await commands()).toHaveLength(1);
  });

  test('by two people at once are one transfer, and the second is told', async () => {
    const both = await Promise.all(['mine', 'yours'].map((press) => moveGoods(shop, [london('1')], press, later)));
    expect(both.map(({ transfers, notMoved }) => transfers.length + notMoved.length)).toEqual([1, 1]);
    expect(both.flatMap(({ notMoved }) => notMoved)).toMatchObject([{ title: 'Item 1', locationId: '9' }]);
    expect(await commands()).toHaveLength(1);
  });

  test('of nothing that is there ask for nothing', async () => {
    expect(await moveGoods(shop, [london('77'), leeds('1')], 'press', later)).toMatchObject({
      transfers: [],
      notMoved: [{ locationId: '8', why: expect.stringContaining('no longer advised') }],
    });
    expect(await commands()).toEqual([]);
  });
});

describe('what became of them', () => {
  test('one that Shopify made leads to it; the same units stay counted once', async () => {
    await moveGoods(shop, [london('1')], 'press', later);
    const { position } = await row(london('1'));
    await answered('confirmed', {
      answer: {
        inventoryTransferCreate: { inventoryTransfer: { id: 'gid://shopify/InventoryTransfer/77', name: '#T0001' } },
      },
    });
    await followTransfers(shop, never, later);
    expect(await readTransfers(shop, later)).toMatchObject([{ state: 'draft', shopifyId: '77', name: '#T0001' }]);
    await recomputeItems(shop, ['1'], later);
    expect((await row(london('1'))).position).toBe(position);
  });

  test('one that failed says why and is advised again; sent again from the outbox it counts again', async () => {
    const before = await row(london('1'));
    await moveGoods(shop, [london('1')], 'press', later);
    await answered('failed', { problem: 'Access denied' });
    await followTransfers(shop, never, later);
    expect(await readTransfers(shop, later)).toMatchObject([{ state: 'failed', problem: 'Access denied' }]);
    expect(await row(london('1'))).toMatchObject({ advice: 'move', moves: before.moves });
    await answered('queued', { problem: null });
    await followTransfers(shop, never, later);
    expect(await row(london('1'))).toMatchObject({ advice: 'wait', reason: 'on-its-way' });
  });

  test('another shop sees nothing of it', async () => {
    await moveGoods(shop, [london('1')], 'press', later);
    expect(await readTransfers(`other-${randomUUID()}.myshopify.com`, later)).toEqual([]);
  });
});
