import { beforeEach, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { keepEvent } from '../../calendar/change-plan.server.ts';
import type { NewEvent } from '../../calendar/plan-event.ts';
import { inShop } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { computeReorderPoints } from '../compute-reorder-points.server.ts';
import { readSku } from './read-sku.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const day = (ago: number) => new Date(Date.UTC(2026, 10, 22) - ago * 86_400_000);

let shop = '';
let count = 0;

beforeEach(async () => {
  shop = `sku-${count++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '8', 'Leeds');
    await mirrorLocation(tx, shop, '9', 'London');
    for (const [id, title, created] of [
      ['1', 'Green tea', 60],
      ['2', 'Black tea', 60],
      ['3', 'White tea', 60],
      ['4', 'New tea', 5],
    ] as const)
      await mirrorVariant(tx, shop, {
        id,
        title,
        sku: `TEA-${id}`,
        createdAt: day(created),
        levels: [{ locationId: '9', available: 5 }],
      });
    await tx.product.updateMany({ data: { productType: 'Tea', vendor: 'Acme' } });
  });
});

const sku = async (inventoryItemId: string) => (await readSku(shop, { inventoryItemId, locationId: '9' }, 'UTC', now))!;

function sell(id: string, variantId: string, ago: number, quantity: number, locationId = '9'): Promise<void> {
  const at = new Date(day(ago).getTime() + 10 * 3_600_000);
  return inShop(shop, (tx) =>
    mirrorOrder(tx, shop, { id, at, shippedAt: at, locationId, lines: [{ id, variantId, quantity }] }),
  );
}

async function giveBack(orderId: string, quantity: number): Promise<void> {
  const at = { createdAt: day(1), sourceUpdatedAt: day(1), heardAt: day(1) };
  const lines = { create: [{ orderLineId: orderId, quantity, restockType: 'RETURN', subtotal: 0n }] };
  await inShop(shop, (tx) =>
    tx.refund.create({ data: { shop, id: `r${orderId}`, orderId, currency: 'GBP', total: 0n, ...at, lines } }),
  );
}

test('what came back is told beside the day it was sold, and lowers no demand', async () => {
  await sell('11', '1', 20, 6);
  await sell('12', '1', 10, 4);
  await sell('13', '1', 10, 3, '8');
  await giveBack('11', 2);
  await giveBack('13', 3);
  await computeReorderPoints(shop, now);
  const { returns, chart } = await sku('1');
  expect(returns).toEqual({ sold: 10, returned: 2 });
  const sold = chart.past.filter(({ units }) => units > 0);
  expect(sold.map(({ day, units, returned }) => [day, units, returned])).toEqual([
    ['2026-11-02', 6, 2],
    ['2026-11-12', 4, 0],
  ]);
});

test('what came back of a bundle came back of what it is made of', async () => {
  await inShop(shop, (tx) =>
    tx.bundlePart.create({
      data: { shop, bundleVariantId: '2', inventoryItemId: '1', quantity: 3, source: 'manual' },
    }),
  );
  await sell('11', '2', 20, 2);
  await sell('12', '1', 10, 1);
  await giveBack('11', 1);
  await computeReorderPoints(shop, now);
  expect((await sku('1')).returns).toEqual({ sold: 7, returned: 3 });
  expect((await sku('2')).returns).toEqual({ sold: 0, returned: 0 });
});

test('the calendar names what is about it, past and ahead, and nothing else', async () => {
  const plan = async (title: string, event: Partial<NewEvent>) => {
    const about = { scope: 'products' as const, scopeKeys: ['1'], offPermille: null, upliftPermille: null };
    const days = { firstDay: '2026-11-27', lastDay: '2026-11-30' };
    const whole: NewEvent = { kind: 'promotion', title, ...days, ...about, source: 'manual', sourceId: null, ...event };
    expect(await keepEvent(shop, null, whole, append, now)).toMatchObject({ ok: true });
  };
  await plan('Black Friday', {});
  await plan('Cup days', { scopeKeys: ['7'] });
  await plan('Christmas', {
    kind: 'closed',
    scope: 'everything',
    scopeKeys: [],
    firstDay: '2026-12-25',
    lastDay: '2026-12-25',
  });
  await plan('Tea week', { firstDay: '2026-10-10', lastDay: '2026-10-12' });
  await plan('Far away', { firstDay: '2028-01-01', lastDay: '2028-01-02' });
  await computeReorderPoints(shop, now);
  expect((await sku('1')).chart.events).toEqual([
    { kind: 'promotion', title: 'Tea week', from: '2026-10-10', to: '2026-10-12' },
    { kind: 'promotion', title: 'Black Friday', from: '2026-11-27', to: '2026-11-30' },
    { kind: 'closed', title: 'Christmas', from: '2026-12-25', to: '2026-12-25' },
  ]);
});

test('a new product names whom it borrows from, as long as they are there', async () => {
  for (const id of ['1', '2', '3']) for (let ago = 60; ago > 5; ago -= 2) await sell(`${id}${ago}`, id, ago, 1);
  await computeReorderPoints(shop, now);
  const { lenders } = await sku('4');
  expect(lenders.toSorted((a, b) => a.title.localeCompare(b.title))).toEqual([
    { inventoryItemId: '2', locationId: '9', title: 'Black tea', sku: 'TEA-2' },
    { inventoryItemId: '1', locationId: '9', title: 'Green tea', sku: 'TEA-1' },
    { inventoryItemId: '3', locationId: '9', title: 'White tea', sku: 'TEA-3' },
  ]);
  await inShop(shop, (tx) => tx.reorderPoint.deleteMany({ where: { inventoryItemId: '2' } }));
  expect((await sku('4')).lenders.map(({ title }) => title).toSorted()).toEqual(['Green tea', 'White tea']);
  expect((await sku('1')).lenders).toEqual([]);
});
