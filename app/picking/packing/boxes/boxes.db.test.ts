import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorShop, mirrorVariant } from '../../../../tests/mirrored.ts';
import { inShop } from '../../../db.server.ts';
import { chooseParcels, heardOfFit } from '../choose-parcel.server.ts';
import type { BoxTyped } from './box.ts';
import { addCommonBoxes, keepBox, putBoxInUse, readBoxes } from './change-boxes.server.ts';
import {
  exportSizes,
  importSizes,
  keepPackTerms,
  keepSize,
  readPackTermsOf,
  readSizes,
  tellAllSizes,
  trustAgain,
} from './change-sizes.server.ts';
import { tellSizes } from './sizes-in-shopify.server.ts';

const at = new Date('2026-11-27T12:00:00Z');
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const page = { skip: 0, take: 50 };
let shop = '';
let shops = 0;

beforeEach(async () => {
  shop = `boxes-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ['1', '2', '3'])
      await mirrorVariant(tx, shop, { id, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: at, levels: [] });
    await tx.inventoryItem.updateMany({ where: { shop, id: '1' }, data: { grams: 200 } });
    await tx.inventoryItem.updateMany({ where: { shop, id: '3' }, data: { requiresShipping: false } });
  });
});

const typed = (over: Partial<BoxTyped> = {}): BoxTyped => ({
  ...{ name: 'Medium', kind: 'BOX', length: '30', width: '20', height: '15' },
  ...{ weight: '180', maxWeight: '', padding: '', cost: '0.45' },
  ...over,
});
const names = async () => (await readBoxes(shop)).map((box) => `${box.name}${box.active ? '' : ' (out)'}`);
const sizeOf = (length: string, over = {}) => ({
  ...{ length, width: '10', height: '10', upright: false, fragile: false },
  ...over,
});
const lines = [{ fulfillmentOrderLineId: 'l', inventoryItemId: '1', title: 'Item 1', quantity: 1 }];
const proposed = async () =>
  (await inShop(shop, (tx) => chooseParcels(tx, shop, lines))).parcels.map((parcel) => parcel.box.name);
const didNotFit = (boxId: string, when: Date) =>
  inShop(shop, (tx) => heardOfFit(tx, shop, { id: randomUUID(), boxId, lines, fitted: false, at: when }));

describe('boxes', () => {
  test('are added, changed and taken out of use; two never share a name', async () => {
    expect(await keepBox(shop, null, typed())).toEqual({ ok: true });
    expect(await keepBox(shop, null, typed({ name: 'Small', length: '12', width: '12', height: '12' }))).toEqual({
      ok: true,
    });
    expect(await keepBox(shop, null, typed({ name: 'medium' }))).toMatchObject({
      ok: false,
      problems: { name: expect.stringContaining('Another box') },
    });
    const [small, medium] = await readBoxes(shop);
    expect(medium).toMatchObject({ name: 'Medium', length: 300, cost: 45 });
    expect(await keepBox(shop, small!.id, typed({ name: 'Medium' }))).toMatchObject({ ok: false });
    expect(await keepBox(shop, medium!.id, typed({ name: 'Middle', width: 'x' }))).toMatchObject({ ok: false });
    expect(await names()).toEqual(['Small', 'Medium']);
    await putBoxInUse(shop, small!.id, false);
    expect(await names()).toEqual(['Medium', 'Small (out)']);
    // A change does not bring it back.
    await keepBox(shop, small!.id, typed({ name: 'Tiny', length: '12' }));
    expect(await names()).toEqual(['Medium', 'Tiny (out)']);
    await keepSize(shop, '1', sizeOf('10'), at);
    expect(await proposed()).toEqual(['Medium']);
    await putBoxInUse(shop, small!.id, true);
    expect(await proposed()).toEqual(['Tiny']);
  });

  test('common cartons come once', async () => {
    await addCommonBoxes(shop, ['Small', 'Large', 'Enormous']);
    await addCommonBoxes(shop, ['Small', 'Medium']);
    expect(await names()).toEqual(['Small', 'Medium', 'Large']);
  });

  test('of a box that is another inside, what packers said is forgotten', async () => {
    await keepBox(shop, null, typed({ name: 'Small', length: '12', width: '12', height: '12' }));
    await keepBox(shop, null, typed());
    await keepSize(shop, '1', sizeOf('10'), at);
    const [small] = await readBoxes(shop);
    await didNotFit(small!.id, later(1));
    await trustAgain(shop, '1');
    expect(await proposed()).toEqual(['Medium']);
    await keepBox(shop, small!.id, typed({ name: 'Small', length: '12', width: '12', height: '12', cost: '1' }));
    expect(await proposed()).toEqual(['Medium']);
    await keepBox(shop, small!.id, typed({ name: 'Small', length: '12', width: '12', height: '14' }));
    expect(await proposed()).toEqual(['Small']);
  });
});

describe('item sizes', () => {
  test('list what is shipped, what lacks a size, and what packers found too small', async () => {
    await keepSize(shop, '1', sizeOf('10'), at);
    const all = await readSizes(shop, '', page);
    expect(all.counts).toEqual({ all: 2, without: 1, learned: 0 });
    expect(all.rows).toMatchObject([
      { title: 'Item 1', grams: 200, size: { length: 100 } },
      { title: 'Item 2', grams: null, size: null },
    ]);
    expect((await readSizes(shop, '', page, 'without')).rows.map((row) => row.title)).toEqual(['Item 2']);
    expect((await readSizes(shop, 'sku-2', page)).rows.map((row) => row.title)).toEqual(['Item 2']);
    expect(await readSizes(shop, '100%', page)).toMatchObject({ rows: [], total: 0, counts: { all: 2 } });
    await keepBox(shop, null, typed());
    const [box] = await readBoxes(shop);
    await didNotFit(box!.id, later(1));
    expect((await readSizes(shop, '', page, 'learned')).rows).toMatchObject([
      { title: 'Item 1', size: { margin: 30 } },
    ]);
  });

  test('measured anew, an item is trusted again and its box is proposed again', async () => {
    await keepBox(shop, null, typed());
    await keepSize(shop, '1', sizeOf('10'), at);
    const [box] = await readBoxes(shop);
    await didNotFit(box!.id, later(1));
    expect(await proposed()).toEqual([]);
    await keepSize(shop, '1', sizeOf('10'), later(2));
    expect(await proposed()).toEqual([]);
    await keepSize(shop, '1', sizeOf('10.5'), later(3));
    expect(await proposed()).toEqual(['Medium']);
    expect((await readSizes(shop, '', page, 'learned')).rows).toEqual([]);
  });

  test('bad input changes nothing; nothing typed takes a size away', async () => {
    await keepSize(shop, '1', sizeOf('10'), at);
    expect(await keepSize(shop, '1', sizeOf('wide'), at)).toMatchObject({
      ok: false,
      problems: { length: expect.any(String) },
    });
    expect((await readSizes(shop, '', page)).counts.without).toBe(1);
    const none = { length: '', width: '', height: '', upright: false, fragile: false };
    expect(await keepSize(shop, '1', none, at)).toEqual({ ok: true });
    expect((await readSizes(shop, '', page)).counts.without).toBe(2);
  });

  test('a file takes good rows, names bad ones, and goes out as it came in', async () => {
    const text = 'sku,length,width,height,fragile\nSKU-1,10,10,10,yes\nSKU-2,,,,\nSKU-9,1,1,1,\nSKU-2,1,x,1,';
    const first = await importSizes(shop, text, at);
    expect(first).toMatchObject({ ok: true, taken: 1, changed: 1, empty: 1 });
    expect(first.ok && first.bad.map((row) => [row.line, row.column])).toEqual([
      [4, 'sku'],
      [5, 'width'],
    ]);
    expect(await importSizes(shop, text, later(1))).toMatchObject({ taken: 1, changed: 0 });
    const file = await exportSizes(shop);
    expect(file.split('\r\n')[1]).toBe('"SKU-1",10,10,10,"no","yes","Item 1",200');
    expect(await importSizes(shop, file, later(2))).toMatchObject({
      ok: true,
      taken: 1,
      changed: 0,
      empty: 1,
      bad: [],
    });
    expect(await importSizes(shop, 'sku\nSKU-1', at)).toMatchObject({ ok: false });
    expect((await readSizes(shop, '', page)).counts.without).toBe(1);
  });

  test('Shopify gets copies through the outbox, 25 at a time, each change once and in its order', async () => {
    await inShop(shop, async (tx) => {
      for (let n = 10; n < 40; n++)
        await mirrorVariant(tx, shop, { id: `${n}`, title: `Item ${n}`, sku: `SKU-${n}`, createdAt: at, levels: [] });
    });
    const skus = Array.from({ length: 30 }, (_, n) => `SKU-${n + 10},10,10,10`);
    await importSizes(shop, ['sku,length,width,height', ...skus].join('\n'), at);
    const commands = () => inShop(shop, (tx) => tx.command.findMany({ orderBy: { seq: 'asc' } }));
    // Nobody has allowed it yet.
    expect(await commands()).toEqual([]);
    expect(await tellAllSizes(shop)).toBe(30);
    await inShop(shop, async (tx) => {
      await tellSizes(tx, shop, ['1', '10'], 'once');
      await tellSizes(tx, shop, ['1', '10'], 'once');
    });
    const told = (await commands()).map(({ operation, subject, variables }) => ({
      ...{ operation, subject },
      metafields: (variables as { metafields: Record<string, string>[] }).metafields,
    }));
    expect(told.map((one) => [one.operation, one.subject, one.metafields.length])).toEqual([
      ['metafieldsSet', 'ItemSizes', 25],
      ['metafieldsSet', 'ItemSizes', 5],
      ['metafieldsSet', 'ItemSizes', 1],
      ['metafieldsDelete', 'ItemSizes', 1],
    ]);
    expect(told[2]!.metafields[0]).toEqual({
      ...{ ownerId: 'gid://shopify/ProductVariant/10', namespace: '$app', key: 'packed_size', type: 'json' },
      value: '{"unit":"mm","length":100,"width":100,"height":100,"upright":false,"fragile":false}',
    });
  });
});

test('a location packs by its own terms, else by the usual ones; bad input changes nothing', async () => {
  const terms = {
    ...{ tolerance: '50', tolerancePercent: '2', photoFrom: '100', insureFrom: '', weigh: true },
    ...{ eori: 'gb 123456789000', ioss: '', vatNumber: '' },
  };
  expect(await keepPackTerms(shop, '9', terms)).toEqual({ ok: true });
  expect(await keepPackTerms(shop, '9', { ...terms, tolerance: 'much' })).toMatchObject({ ok: false });
  expect(await readPackTermsOf(shop, '9')).toEqual({
    ...{ toleranceGrams: 50, tolerancePercent: 2, photoFrom: 10_000n, insureFrom: null, weigh: true },
    ...{ eori: 'GB123456789000', ioss: null, vatNumber: null },
  });
  expect(await readPackTermsOf(shop, '8')).toMatchObject({ toleranceGrams: 30, weigh: false });
});
