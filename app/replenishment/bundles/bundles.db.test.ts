import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { computeReorderPoints } from '../compute-reorder-points.server.ts';
import { historiesOf } from '../demand/store.server.ts';
import { importBundles, removeBundle, setBundle } from './change-bundles.server.ts';
import { readBundles } from './read-bundles.server.ts';

const now = new Date('2026-11-22T09:00:00Z');
const later = new Date('2026-11-22T10:00:00Z');
const ago = (days: number) => new Date(Date.UTC(2026, 10, 22 - days, 9));
const [TEA, CUP, SET, CRATE] = ['1', '2', '3', '4'];

let shop = '';
let count = 0;

beforeEach(async () => {
  shop = `bundles-${count++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const [id, title] of [
      [TEA, 'Tea'],
      [CUP, 'Cup'],
      [SET, 'Tea for two'],
      [CRATE, 'Crate'],
    ] as const)
      await mirrorVariant(tx, shop, {
        id,
        title,
        sku: title.toUpperCase(),
        createdAt: ago(400),
        levels: [{ locationId: '9', available: 50 }],
      });
    // One long before what a night reads again, one of these days.
    for (const [id, variantId, days, quantity] of [
      ['100', SET, 300, 3],
      ['101', SET, 4, 1],
      ['102', TEA, 4, 10],
      ['103', CRATE, 200, 1],
    ] as const)
      await mirrorOrder(tx, shop, {
        id,
        at: ago(days),
        shippedAt: ago(days),
        locationId: '9',
        lines: [{ id, variantId, quantity }],
      });
  });
  await computeReorderPoints(shop, now);
});

async function sold(...items: string[]): Promise<number[]> {
  const kept = await inShop(shop, (tx) => historiesOf(tx, items));
  return items.map((item) =>
    kept
      .filter((row) => row.inventoryItemId === item)
      .flatMap((row) => [...row.history.units])
      .reduce((sum, units) => sum + units, 0),
  );
}

const computedAt = (inventoryItemId: string) =>
  inShop(shop, async (tx) => (await tx.reorderPoint.findFirst({ where: { inventoryItemId } }))?.computedAt);

const set = (bundle: string, parts: Record<string, string>, at = later) =>
  setBundle(shop, { bundle, parts: Object.entries(parts).map(([item, quantity]) => ({ item, quantity })) }, at);

describe('what a bundle sold', () => {
  test('counts for its components from its first day, until it is removed', async () => {
    expect(await sold(TEA, CUP, SET)).toEqual([10, 0, 4]);
    expect(await set(SET, { [TEA]: '2', [CUP]: '1' })).toEqual({ ok: true, changed: true });
    expect(await sold(TEA, CUP, SET)).toEqual([18, 4, 0]);
    expect([await computedAt(TEA), await computedAt(CUP), await computedAt(SET)]).toEqual([later, later, later]);

    expect(await removeBundle(shop, SET, later)).toBe(true);
    expect(await sold(TEA, CUP, SET)).toEqual([10, 0, 4]);
    expect(await removeBundle(shop, SET, later)).toBe(false);
  });

  test('leaves a component that is taken out, which is computed again too', async () => {
    await set(SET, { [TEA]: '2', [CUP]: '1' });
    const evening = new Date('2026-11-22T20:00:00Z');
    await set(SET, { [TEA]: '1' }, evening);
    expect(await sold(TEA, CUP, SET)).toEqual([14, 0, 0]);
    expect(await computedAt(CUP)).toEqual(evening);
  });

  test('flows on through a bundle in a bundle, whichever is told first', async () => {
    await set(CRATE, { [SET]: '5' });
    expect(await sold(TEA, SET, CRATE)).toEqual([10, 9, 0]);
    await set(SET, { [TEA]: '2' });
    expect(await sold(TEA, SET, CRATE)).toEqual([28, 0, 0]);
    await removeBundle(shop, CRATE, later);
    expect(await sold(TEA, SET, CRATE)).toEqual([18, 0, 1]);
  });
});

test('the same twice changes nothing and computes nothing', async () => {
  await set(SET, { [TEA]: '2' });
  const evening = new Date('2026-11-22T20:00:00Z');
  expect(await set(SET, { [TEA]: '2' }, evening)).toEqual({ ok: true, changed: false });
  const file = 'bundle sku,component sku,quantity\nTEA FOR TWO,TEA,2';
  expect(await importBundles(shop, file, evening)).toEqual({ ok: true, taken: 1, changed: 0, bad: [] });
  expect(await computedAt(TEA)).toEqual(later);
});

test('what is wrong is refused, and nothing becomes another', async () => {
  await set(SET, { [TEA]: '2' });
  expect(await set(TEA, { [SET]: '1' })).toMatchObject({ ok: false, problems: { [SET]: expect.any(String) } });
  expect(await set(SET, { [CUP]: '0' })).toMatchObject({ ok: false });
  expect(await set('77', { [CUP]: '1' })).toMatchObject({ ok: false, problems: { bundle: expect.any(String) } });
  expect(await sold(TEA, CUP, SET)).toEqual([18, 0, 0]);
});

test('a file adds to what is there, and names its bad rows', async () => {
  await set(SET, { [TEA]: '2' });
  const file = ['bundle sku,component sku,quantity', 'TEA FOR TWO,CUP,3', 'TEA FOR TWO,SPOON,1', 'CUP,TEA FOR TWO,1'];
  expect(await importBundles(shop, file.join('\n'), later)).toMatchObject({
    ok: true,
    taken: 1,
    changed: 1,
    bad: [
      { line: 3, column: 'component sku' },
      { line: 4, column: 'component sku' },
    ],
  });
  expect(await sold(TEA, CUP, SET)).toEqual([18, 12, 0]);
});

test('the list finds a bundle by its components and shows what was deleted', async () => {
  await set(SET, { [TEA]: '2', [CUP]: '1' });
  await set(CRATE, { [CUP]: '6' });
  const page = { skip: 0, take: 1 };
  expect(await readBundles(shop, 'TEA', page)).toMatchObject({ total: 1, bundles: [{ variantId: SET }] });
  expect(await readBundles(shop, '100%', page)).toEqual({ total: 0, bundles: [] });
  expect(await readBundles(shop, '', { skip: 1, take: 1 })).toMatchObject({
    total: 2,
    bundles: [{ title: 'Tea for two', parts: [{ title: 'Tea', quantity: 2 }, { quantity: 1 }] }],
  });
  await inShop(shop, (tx) => tx.product.deleteMany({ where: { id: { in: [SET, CUP] } } }));
  expect(await readBundles(shop, '', { skip: 0, take: 9 })).toMatchObject({
    bundles: [
      { variantId: SET, inventoryItemId: null, parts: [{ title: 'Tea' }, { title: null }] },
      { variantId: CRATE, parts: [{ title: null, quantity: 6 }] },
    ],
  });
});
