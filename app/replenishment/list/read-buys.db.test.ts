import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { computeReorderPoints } from '../compute-reorder-points.server.ts';
import { draftOrders } from '../purchasing/draft-orders.server.ts';
import { readBuys } from './read-buys.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const day = (ago: number) => new Date(Date.UTC(2026, 10, 22) - ago * 86_400_000);
const acme = '018f0000-0000-7000-8000-000000000001';
const europe = '018f0000-0000-7000-8000-000000000002';

let shop = '';
let count = 0;

/** Tea from Acme, which wants 500 pounds an order; cups from a supplier in euros. */
beforeEach(async () => {
  shop = `buys-${count++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, shop, {
        id,
        title: `Item ${id}`,
        sku: `SKU-${id}`,
        createdAt: day(25),
        levels: [{ locationId: '9', available: 2 }],
      });
    for (let ago = 1; ago <= 20; ago++)
      await mirrorOrder(tx, shop, {
        id: String(1000 + ago),
        at: new Date(day(ago).getTime() + 9 * 3_600_000),
        shippedAt: new Date(day(ago).getTime() + 10 * 3_600_000),
        locationId: '9',
        lines: ['1', '2'].map((id) => ({ id: `${id}${1000 + ago}`, variantId: id, quantity: 1 })),
      });
    const terms = { shop, leadTimeDays: 14 };
    await tx.supplier.create({ data: { ...terms, id: acme, name: 'Acme', currency: 'GBP', minimumValue: 50_000n } });
    await tx.supplier.create({ data: { ...terms, id: europe, name: 'Europe', currency: 'EUR' } });
    await tx.supplierItem.create({ data: { shop, supplierId: acme, inventoryItemId: '1', unitCost: 400n } });
    await tx.supplierItem.create({ data: { shop, supplierId: europe, inventoryItemId: '2', unitCost: 500n } });
  });
  await computeReorderPoints(shop, now);
});

test('what stands on drafts is planned for once, and counts towards its supplier’s minimum', async () => {
  const before = await readBuys(shop, null, 'GBP');
  expect(before.lines).toMatchObject([{ id: '1-9', onDraft: 0 }]);
  await draftOrders(shop, [{ inventoryItemId: '1', locationId: '9', units: 7 }], randomUUID(), now);
  const { lines, suppliers } = await readBuys(shop, null, 'GBP');
  expect(lines).toMatchObject([{ id: '1-9', onDraft: 7, suggested: before.lines[0]!.suggested }]);
  expect(lines[0]!.curve.position).toBe(before.lines[0]!.curve.position + 7);
  expect(suppliers.find(({ id }) => id === acme)).toEqual({
    id: acme,
    name: 'Acme',
    minimumValue: 50_000,
    onDrafts: 2800,
  });
});

test('an approved order goes by itself: its units are planned for, its value reaches nobody else’s minimum', async () => {
  await draftOrders(shop, [{ inventoryItemId: '1', locationId: '9', units: 7 }], randomUUID(), now);
  await inShop(shop, (tx) => tx.purchaseOrder.updateMany({ data: { state: 'approved' } }));
  const { lines, suppliers } = await readBuys(shop, null, 'GBP');
  expect(lines).toMatchObject([{ onDraft: 7 }]);
  expect(suppliers.find(({ id }) => id === acme)).toMatchObject({ onDrafts: 0 });
});

test('the shop’s own currency comes first; lines of another can be planned, what they earn is not known', async () => {
  const own = await readBuys(shop, null, 'GBP');
  expect(own).toMatchObject({ currency: 'GBP', earningsKnown: true, leftOut: 0 });
  expect([...own.currencies].sort()).toEqual(['EUR', 'GBP']);
  const other = await readBuys(shop, 'EUR', 'GBP');
  expect(other).toMatchObject({ currency: 'EUR', earningsKnown: false, leftOut: 0, lines: [{ id: '2-9' }] });
  expect(other.lines[0]!.suggested).toBeGreaterThan(0);
  // A minimum in pounds says nothing of euros.
  expect(other.suppliers.every(({ minimumValue }) => minimumValue === 0)).toBe(true);
  expect((await readBuys(shop, 'XXX', 'GBP')).currency).toBe('GBP');
});
