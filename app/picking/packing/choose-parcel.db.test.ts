import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop } from '../../db.server.ts';
import { sizesOf } from './boxes/store.server.ts';
import { chooseParcels, type FitReport, heardOfFit } from './choose-parcel.server.ts';

const at = new Date('2026-11-27T12:00:00Z');
let shop = '';
let shops = 0;
let [small, large] = ['', ''];

beforeEach(async () => {
  shop = `parcel-${shops++}.myshopify.com`;
  [small, large] = [randomUUID(), randomUUID()];
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    for (const id of ['mug', 'plate', 'chair'])
      await mirrorVariant(tx, shop, { id, title: id, sku: id, createdAt: at, levels: [] });
    await tx.inventoryItem.updateMany({ where: { shop, id: { in: ['mug', 'plate'] } }, data: { grams: 300 } });
    const sizes = { mug: [100, 100, 100], plate: [190, 190, 20] } as const;
    for (const [inventoryItemId, [length, width, height]] of Object.entries(sizes))
      await tx.itemSize.create({ data: { shop, inventoryItemId, length, width, height, updatedAt: at } });
    const box = { shop, weight: 50 };
    await tx.box.create({ data: { ...box, id: small, name: 'S', length: 200, width: 100, height: 100 } });
    await tx.box.create({ data: { ...box, id: large, name: 'L', length: 210, width: 210, height: 120 } });
  });
});

const line = (item: string | null, quantity: number) => ({
  ...{ fulfillmentOrderLineId: `line-${item}`, inventoryItemId: item, title: item ?? 'Gift', quantity },
});
const choose = (...lines: ReturnType<typeof line>[]) => inShop(shop, (tx) => chooseParcels(tx, shop, lines));
const boxesOf = async (...lines: ReturnType<typeof line>[]) =>
  (await choose(...lines)).parcels.map((parcel) => [parcel.box.name, parcel.units.length]);
const say = (fitted: boolean, boxId: string, lines: FitReport['lines'], id: string = randomUUID()) =>
  inShop(shop, (tx) => heardOfFit(tx, shop, { id, boxId, lines, fitted, at }));

test('the smallest box that holds an order, with its weight, its proof and where everything stands', async () => {
  const two = await choose(line('mug', 2));
  expect(two.parcels).toHaveLength(1);
  const [parcel] = two.parcels;
  expect(parcel).toMatchObject({ box: { name: 'S' }, proven: true, passedOver: [], expectedGrams: 650, fillBelow: [] });
  expect(parcel?.units.map((unit) => unit.fulfillmentOrderLineId)).toEqual(['line-mug', 'line-mug']);
  expect(parcel?.picture).toContain('mug');
  expect((await choose(line('mug', 3))).parcels[0]).toMatchObject({
    box: { name: 'L' },
    passedOver: [{ box: 'S', because: { reason: 'volume' } }],
  });
  expect(await boxesOf(line('mug', 5), line('plate', 1))).toEqual([
    ['L', 5],
    ['S', 1],
  ]);
});

test('what is not known is named: without a size no box is claimed, without a weight nothing is expected', async () => {
  const unmeasured = await choose(line('mug', 3), line('chair', 1));
  expect(unmeasured).toMatchObject({ parcels: [], atLeast: { name: 'L' } });
  expect(unmeasured.unknown).toEqual([
    { title: 'chair', what: 'size' },
    { title: 'chair', what: 'weight' },
  ]);
  expect((await choose(line(null, 1))).unknown).toHaveLength(2);
  await inShop(shop, (tx) => tx.inventoryItem.updateMany({ where: { shop, id: 'mug' }, data: { grams: null } }));
  expect((await choose(line('mug', 1))).parcels[0]).toMatchObject({ box: { name: 'S' }, expectedGrams: null });
});

test('what no box takes is said, and the rest gets its box', async () => {
  const chair = { shop, inventoryItemId: 'chair', length: 900, width: 500, height: 500, updatedAt: at };
  await inShop(shop, (tx) => tx.itemSize.create({ data: chair }));
  const advice = await choose(line('mug', 1), line('chair', 2));
  expect(advice.fitsNowhere).toMatchObject([
    { title: 'chair', quantity: 2, passedOver: [{ box: 'S' }, { box: 'L', because: { reason: 'too-large' } }] },
  ]);
  expect(advice.parcels.map((parcel) => parcel.box.name)).toEqual(['S']);
  await inShop(shop, (tx) => tx.box.updateMany({ where: { shop }, data: { active: false } }));
  expect(await choose(line('mug', 1))).toMatchObject({ parcels: [], fitsNowhere: [], boxes: [] });
});

test('"didn\'t fit" takes the next box from then on, once per report; "did fit" restores trust', async () => {
  const lines = [line('mug', 2)];
  const id = randomUUID();
  await say(false, small, lines, id);
  await say(false, small, lines, id);
  expect((await choose(...lines)).parcels[0]).toMatchObject({
    box: { name: 'L' },
    proven: true,
    passedOver: [{ box: 'S', because: { reason: 'reported' } }],
  });
  const margin = () =>
    inShop(shop, async (tx) => (await tx.itemSize.findFirstOrThrow({ where: { inventoryItemId: 'mug' } })).margin);
  expect(await margin()).toBe(1);
  for (let n = 0; n < 3; n++) await say(true, large, lines);
  expect(await margin()).toBe(0);
  // What was said of that box stays until somebody says otherwise.
  expect(await boxesOf(...lines)).toEqual([['L', 2]]);
  await inShop(shop, (tx) =>
    heardOfFit(tx, shop, { id: randomUUID(), boxId: small, lines, fitted: true, at: new Date(at.getTime() + 1000) }),
  );
  expect(await boxesOf(...lines)).toEqual([['S', 2]]);
});

test('what one unit takes of a cart', async () => {
  const sizes = await inShop(shop, (tx) => sizesOf(tx, shop, ['mug', 'plate', 'chair', 'mug']));
  expect(Object.fromEntries(sizes)).toEqual({
    mug: { millilitres: 1000, grams: 300 },
    plate: { millilitres: 722, grams: 300 },
    chair: { millilitres: null, grams: null },
  });
});
