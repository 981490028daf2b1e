import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../db.server.ts';
import { takeExpress } from './express.server.ts';
import { acceptScans } from './floor/accept-scans.server.ts';
import { addPicker, readPickers } from './floor/change-pickers.server.ts';
import type { PhoneScan } from './floor/deed.ts';
import type { Who } from './floor/enter-floor.server.ts';
import { finishWalk } from './floor/finish-walk.server.ts';
import { followOrders } from './floor/follow-orders.server.ts';
import { lookAtFloor, lookAtWave, readPhoneWave } from './floor/read-floor.server.ts';
import type { Deed } from './floor/scan.ts';
import { takeNextWave } from './floor/take-wave.server.ts';
import { saveSizes } from './packing/boxes/store.server.ts';
import { defaultLayout } from './place/default-layout.ts';
import { placeInBin } from './place/place-bins.server.ts';
import { appendMoves, insertLayout, loadAllBins } from './place/store.server.ts';
import { planNewWave } from './plan-wave.server.ts';
import { readWave } from './read-waves.server.ts';
import { releaseWave } from './release-wave.server.ts';
import { keepCart, keepRule, readCarts, readRules } from './rules/change-rules.server.ts';
import { saveTerms } from './rules/store.server.ts';
import { usualTerms } from './rules/terms.ts';

const now = new Date('2026-11-27T09:00:00Z');
const noneHeld = async () => new Map<string, string>();
const checks = async (_tx: ShopTx, ids: string[]) => new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const names = new Map([['9', 'London']]);

let shop = '';
let shops = 0;
let ana: Who;
let waveId = '';

/** Two orders are walked by Ana; what comes later with the tag "express" cannot wait. */
beforeEach(async () => {
  shop = `express-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (let id = 1; id <= 4; id++)
      await mirrorVariant(tx, shop, {
        ...{ id: `${id}`, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
  });
  for (let id = 1; id <= 4; id++) await placeInBin(shop, '9', `${id}`, `A-${id * 3}`, { by: 'test', at: now });
  await inShop(shop, async (tx) => {
    const bins = await loadAllBins(tx, '9');
    const layout = defaultLayout(bins.flatMap((bin) => bin.place ?? []));
    await insertLayout(tx, shop, '9', 0, { layout, naming: {}, by: 'test', at: now });
  });
  await placed('101', '1', []);
  await placed('102', '4', []);
  await addPicker(shop, { name: 'Ana', pin: '7305', language: 'en' }, now);
  const [picker] = await readPickers(shop);
  ana = { shop, deviceId: randomUUID(), picker: { ...picker!, hasPin: true } };
  const wave = await planNewWave(shop, { locationId: '9', size: 12 }, checks, now);
  if (!wave.ok) throw new Error(wave.problem);
  waveId = wave.id;
  expect(await releaseWave(shop, waveId, noneHeld, now)).toEqual({ ok: true });
  expect(await takeNextWave(ana, now)).toMatchObject({ ok: true });
});

async function placed(id: string, variantId: string, tags: string[], quantity = 1): Promise<void> {
  await inShop(shop, async (tx) => {
    await mirrorOrder(tx, shop, { id, at: now, locationId: '9', lines: [{ id: `${id}1`, variantId, quantity }] });
    await tx.order.updateMany({ where: { id }, data: { tags } });
  });
}

const expressRule = (express: string, cartId = '') =>
  keepRule(shop, null, { name: 'Express', tags: 'express', express, cartId, active: true, single: false });
const take = () => takeExpress(shop, checks, noneHeld, now);

async function say(...deeds: Deed[]): Promise<void> {
  const { next } = (await lookAtWave(ana, waveId, 0, now))!;
  const scans = deeds.map((deed, at) => ({ id: randomUUID(), seq: next + at, at: now.getTime(), deed }) as PhoneScan);
  expect(await acceptScans(ana, waveId, { sentAt: now.getTime(), scans }, now)).toMatchObject({ ok: true });
}

async function pickAll(): Promise<void> {
  const { tasks } = (await readPhoneWave(ana, waveId, names))!;
  const found = (await readWave(shop, waveId, noneHeld))!.wave.lines;
  const left = new Map(found.map((line) => [line.fulfillmentOrderLineId, line.quantity - line.picked - line.short]));
  await say(
    ...tasks.flatMap((task): Deed[] => {
      const units = left.get(task.id) ?? 0;
      return units > 0 ? [{ kind: 'picked', task: task.id, units, tote: task.tote }] : [];
    }),
  );
}

describe('an order that cannot wait', () => {
  test('joins the walk under way: told to the phone with bin and tote, on the way between the others, picked with them', async () => {
    await expressRule('join');
    const before = (await readPhoneWave(ana, waveId, names))!;
    await say({ kind: 'picked', task: before.tasks[0]!.id, units: 1, tote: before.tasks[0]!.tote });
    await placed('201', '2', ['express'], 2);
    expect(await take()).toEqual({ joined: 1, waves: 0 });
    expect(await take()).toEqual({ joined: 0, waves: 0 });
    expect((await lookAtWave(ana, waveId, 0, now))!.tasks).toBe(3);
    const { tasks, ways } = (await readPhoneWave(ana, waveId, names))!;
    expect(tasks.map((task) => [task.orderId, task.bin, task.tote, task.joined])).toEqual([
      ['101', 'A-3', '1', false],
      ['201', 'A-6', '3', true],
      ['102', 'A-12', '2', false],
    ]);
    expect(ways?.bins).toContain('A-6');
    // Until it is picked too the walk is not over.
    const [, , last] = tasks;
    await say({ kind: 'picked', task: last!.id, units: 1, tote: last!.tote });
    expect(await finishWalk(ana, waveId, now)).toEqual({ ok: false, why: 'not-done' });
    await pickAll();
    expect(await finishWalk(ana, waveId, now)).toEqual({ ok: true });
    const { wave } = (await readWave(shop, waveId, noneHeld))!;
    for (const line of wave.lines) expect(line.picked).toBe(line.quantity);
    expect(wave.orders.map((one) => [one.orderId, one.joinedAt !== null])).toContainEqual(['201', true]);
    // Shopify was told that it is being picked, once, like the others.
    const told = await inShop(shop, (tx) => tx.command.findMany({ where: { subject: 'Order/201' } }));
    expect(told.map((command) => command.idempotencyKey)).toEqual([expect.stringMatching(/^wave:.*:(progress|tag):/)]);
  });

  test('that is canceled after it joined is wanted no more, and what is in its tote goes back', async () => {
    await expressRule('join');
    await placed('201', '2', ['express']);
    await take();
    await pickAll();
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '201' }, data: { cancelledAt: now } }));
    expect(await followOrders(shop, noneHeld, now)).toBe(1);
    const { scans } = (await lookAtWave(ana, waveId, 0, now))!;
    expect(scans.at(-1)?.deed).toMatchObject({ kind: 'wanted', units: 0, because: 'canceled' });
  });

  test('gets a wave of its own, first in line, when its rule says so, when no tote is free, and when nobody walks', async () => {
    await expressRule('wave');
    await placed('103', '3', []);
    const later = await planNewWave(shop, { locationId: '9', size: 1 }, checks, now);
    if (!later.ok) throw new Error(later.problem);
    await releaseWave(shop, later.id, noneHeld, now);
    await placed('201', '2', ['express']);
    expect(await take()).toEqual({ joined: 0, waves: 1 });
    const { waves } = await lookAtFloor(ana, names, now);
    const express = waves.find((wave) => wave.express)!;
    expect(waves.map((wave) => wave.id)).toEqual([waveId, express.id, later.id]);
    const ben = { ...ana, deviceId: randomUUID() };
    expect(await takeNextWave(ben, now)).toEqual({ ok: true, waveId: express.id });
  });

  test('several that become ready together are walked at once, on the location’s cart and with its totes', async () => {
    await keepCart(shop, null, { name: 'Litres', method: 'cluster', totes: '4', toteLitres: '10', maxKilos: '' });
    const [cart] = await readCarts(shop);
    await inShop(shop, async (tx) => {
      await saveTerms(tx, shop, '9', { ...usualTerms, cartId: cart!.id });
      const size = { length: 200, width: 200, height: 200, upright: false, fragile: false };
      await saveSizes(tx, shop, [{ inventoryItemId: '2', size }], now);
    });
    await expressRule('wave');
    await placed('201', '2', ['express'], 2);
    await placed('202', '3', ['express']);
    expect(await take()).toEqual({ joined: 0, waves: 1 });
    const express = (await lookAtFloor(ana, names, now)).waves.find((wave) => wave.express)!;
    const { wave } = (await readWave(shop, express.id, noneHeld))!;
    expect([wave.cartName, wave.method, wave.orders.map((one) => [one.orderId, one.tote])]).toEqual([
      'Litres',
      'cluster',
      [
        ['201', 1],
        ['202', 3],
      ],
    ]);
    const { tasks } = (await readPhoneWave(ana, express.id, names))!;
    expect(tasks.map((task) => [task.orderId, task.tote])).toEqual([
      ['201', '1'],
      ['202', '3'],
    ]);
  });

  test('is picked in the zone that its rule keeps to, on its own wave and on a walk that it joins, each order by its own rule', async () => {
    const lies = (to: string) => ({
      ...{ id: randomUUID(), kind: 'counted' as const, inventoryItemId: '2', quantity: 5, from: null, to },
      ...{ lot: null, expiresOn: null, note: null },
    });
    await inShop(shop, (tx) => appendMoves(tx, shop, '9', [lies('A-6'), lies('C-1')], 'test', now));
    const typed = { tags: 'express', active: true, single: false };
    await keepRule(shop, null, { ...typed, name: 'Cold', zones: 'C-', tags: 'cold', express: 'wave' });
    await keepRule(shop, null, { ...typed, name: 'Express', zones: 'A-', express: 'wave' });
    await placed('201', '2', ['cold']);
    await placed('202', '2', ['express']);
    const binsOf = () =>
      inShop(shop, async (tx) => {
        const where = { orderId: { in: ['201', '202', '203'] }, active: true };
        return (await tx.waveLine.findMany({ where, orderBy: { orderId: 'asc' } })).map((line) => line.bin);
      });
    expect(await take()).toEqual({ joined: 0, waves: 1 });
    expect(await binsOf()).toEqual(['C-1', 'A-6']);
    const { rules } = await readRules(shop);
    await keepRule(shop, rules[0]!.id, { ...typed, name: 'Cold', zones: 'C-', tags: 'cold', express: 'join' });
    await placed('203', '2', ['cold']);
    expect(await take()).toEqual({ joined: 1, waves: 0 });
    expect(await binsOf()).toEqual(['C-1', 'A-6', 'C-1']);
  });

  test('does not join a cart that is full', async () => {
    await keepCart(shop, null, { name: 'Small', method: 'cluster', totes: '2', toteLitres: '', maxKilos: '' });
    const [cart] = await readCarts(shop);
    await inShop(shop, (tx) =>
      tx.wave.updateMany({ where: { id: waveId }, data: { cartName: 'Small', method: 'cluster' } }),
    );
    await expressRule('join', cart!.id);
    await placed('201', '2', ['express']);
    expect(await take()).toEqual({ joined: 0, waves: 1 });
  });

  test('is taken once, whoever looks at the same time; without an express rule nobody looks', async () => {
    await placed('201', '2', ['express']);
    expect(await take()).toEqual({ joined: 0, waves: 0 });
    await expressRule('join');
    await placed('202', '3', ['express']);
    const answers = await Promise.all([take(), take(), planNewWave(shop, { locationId: '9', size: 12 }, checks, now)]);
    expect(answers).toHaveLength(3);
    const lines = await inShop(shop, (tx) =>
      tx.waveLine.findMany({ where: { orderId: { in: ['201', '202'] }, active: true }, select: { orderId: true } }),
    );
    expect(lines.map((line) => line.orderId).sort()).toEqual(['201', '202']);
  });
});
