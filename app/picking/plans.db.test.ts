import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../db.server.ts';
import { readShippingMethods } from '../mirror/read-shipping-methods.server.ts';
import { cancelWave } from './cancel-wave.server.ts';
import { defaultLayout } from './place/default-layout.ts';
import { placeInBin } from './place/place-bins.server.ts';
import { appendMoves, insertLayout, loadAllBins } from './place/store.server.ts';
import { planNewWave } from './plan-wave.server.ts';
import { askForPlan, keepWaves, readPlan, stopPlan, workOutPlans } from './plans.server.ts';
import { readWave } from './read-waves.server.ts';
import { releaseWave } from './release-wave.server.ts';
import {
  keepCart,
  keepRule,
  keepTerms,
  moveRule,
  readCarts,
  readRules,
  removeCart,
} from './rules/change-rules.server.ts';
import type { TermsTyped } from './rules/terms.ts';

const now = new Date('2026-11-22T09:00:00Z');
const noneHeld = async () => new Map<string, string>();
const checks = async (_tx: ShopTx, ids: string[]) => new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const running = new AbortController().signal;

let shop = '';
let shops = 0;

/** Six items in two aisles, and an order for each of the first twelve numbers. */
beforeEach(async () => {
  shop = `plans-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (let id = 1; id <= 6; id++)
      await mirrorVariant(tx, shop, {
        ...{ id: `${id}`, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
    for (let id = 101; id <= 112; id++)
      await mirrorOrder(tx, shop, {
        ...{ id: `${id}`, at: new Date(now.getTime() - (200 - id) * 3_600_000), locationId: '9' },
        lines: [{ id: `${id}1`, variantId: `${(id % 6) + 1}`, quantity: 1 }],
      });
  });
  for (let id = 1; id <= 6; id++)
    await placeInBin(shop, '9', `${id}`, `${id % 2 ? 'A' : 'B'}-${id * 3}`, { by: 'test', at: now });
});

async function drawLayout(): Promise<void> {
  await inShop(shop, async (tx) => {
    const bins = await loadAllBins(tx, '9');
    const layout = defaultLayout(bins.flatMap((bin) => bin.place ?? []));
    await insertLayout(tx, shop, '9', 0, { layout, naming: {}, by: 'test', at: now });
  });
}

async function planned() {
  const id = await askForPlan(shop, '9', now);
  await workOutPlans(shop, checks, running, () => now);
  return (await readPlan(shop, id))!;
}

const most = (orders: string, cartId = '', routing = 'shortest', windows: TermsTyped['windows'] = []) =>
  keepTerms(shop, '9', {
    routing,
    ...{ windows, cartId, most: orders, pickers: '1', metresPerSecond: '1' },
    ...{ secondsPerLine: '10', secondsPerUnit: '3', setUpSeconds: '60' },
  });

describe('planning a backlog', () => {
  test('puts orders of neighbouring bins together, says how good it is, and keeps the walk', async () => {
    await drawLayout();
    expect(await most('6')).toEqual({ ok: true });
    const plan = await planned();
    expect(plan).toMatchObject({ state: 'ready', done: 1, problem: null, gone: [0, 0] });
    const { metres, waves } = plan.result!;
    expect(waves.map((wave) => wave.orders.length)).toEqual([6, 6]);
    expect(metres).toMatchObject({ proven: true });
    expect(metres!.walk).toBeLessThan(metres!.oneByOne);
    expect(metres!.walk).toBeLessThan(metres!.firstCome);
    expect(plan.metres).toBeCloseTo(metres!.walk, 6);

    const kept = await keepWaves(shop, plan.id, [0, 1], checks, now);
    if (!kept.ok) throw new Error(kept.problem);
    expect(kept).toMatchObject({ waves: [{ number: 1 }, { number: 2 }], leftOut: [] });
    const { wave } = (await readWave(shop, kept.waves[0]!.id, noneHeld))!;
    expect(wave.metres).toBeCloseTo(waves[0]!.metres!.walk, 6);
    expect(wave).toMatchObject({ state: 'planned', method: 'cluster', cartName: null });
    expect(wave.lines.map((line) => line.fulfillmentOrderLineId)).toEqual(
      waves[0]!.walk.map((line) => line.fulfillmentOrderLineId),
    );
    expect(wave.orders.map((order) => order.tote).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await readPlan(shop, plan.id))?.gone).toEqual([6, 6]);
    expect(await keepWaves(shop, plan.id, [0], checks, now)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('No order of these waves is ready any more'),
    });
  });

  test('without a layout goes by age and bin name, and claims no metres', async () => {
    expect(await most('5')).toEqual({ ok: true });
    const { result } = await planned();
    expect(result?.metres).toBeNull();
    expect(result?.waves.map((wave) => wave.orders.map((order) => order.orderName).join(' '))).toEqual([
      '#101 #102 #103 #104 #105',
      '#106 #107 #108 #109 #110',
      '#111 #112',
    ]);
  });

  test('what changed since is left out and named, the rest is kept', async () => {
    await drawLayout();
    const plan = await planned();
    await inShop(shop, async (tx) => {
      await tx.fulfillmentOrderLine.updateMany({ where: { id: '1021' }, data: { remainingQuantity: 3 } });
      await tx.fulfillmentOrder.updateMany({ where: { id: '103' }, data: { status: 'ON_HOLD' } });
    });
    const kept = await keepWaves(shop, plan.id, [0], checks, now);
    if (!kept.ok) throw new Error(kept.problem);
    expect(kept.leftOut.sort()).toEqual(['#102', '#103']);
    const { wave } = (await readWave(shop, kept.waves[0]!.id, noneHeld))!;
    expect(wave.lines).toHaveLength(10);
    expect(wave.lines.map((line) => line.position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(wave.metres).toBeNull();
  });

  test('two who keep the same waves at the same time: each order is picked once', async () => {
    const plan = await planned();
    const answers = await Promise.all([1, 2, 3].map(() => keepWaves(shop, plan.id, [0], checks, now)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const lines = await inShop(shop, (tx) => tx.waveLine.findMany({ where: { active: true } }));
    expect(new Set(lines.map((line) => line.fulfillmentOrderLineId)).size).toBe(lines.length);
  });

  test('a plan whose worker fell silent is worked out by another, one that is stopped or fails says so', async () => {
    const id = await askForPlan(shop, '9', now);
    await inShop(shop, (tx) => tx.wavePlan.updateMany({ data: { state: 'running' } }));
    await workOutPlans(shop, checks, running, () => now);
    expect((await readPlan(shop, id))?.state).toBe('running');
    await stopPlan(shop, id);
    await workOutPlans(shop, checks, running, () => new Date(now.getTime() + 90_000));
    expect(await readPlan(shop, id)).toMatchObject({ state: 'ready', result: { waves: [{}] } });
    const other = await askForPlan(shop, '9', now);
    const broken = async () => {
      throw new Error('The checks are away');
    };
    await workOutPlans(shop, broken, running, () => now);
    expect(await readPlan(shop, other)).toMatchObject({
      state: 'failed',
      problem: 'The plan was not finished: The checks are away. Nothing was changed. Ask for it again.',
    });
    expect(await keepWaves(shop, other, [0], checks, now)).toMatchObject({ ok: false });
  });
});

test('a carrier’s parcels are planned for its own cut-off, and the wave that is kept says which it has to keep', async () => {
  await drawLayout();
  // A Sunday at nine.
  const at = (name: string, cutOff: string, methods: string) => ({ name, cutOff, methods, weekdays: [0] });
  expect(await most('6', '', 'shortest', [at('Post', '17:00', ''), at('Courier', '11:00', 'DHL, Express')])).toEqual({
    ok: true,
  });
  expect(await keepRule(shop, null, { name: 'By courier', methods: 'DHL' })).toEqual({ ok: true });
  await inShop(shop, async (tx) => {
    await tx.fulfillmentOrder.updateMany({ data: { shippingMethod: 'Standard' } });
    const byCourier = { orderId: { in: ['103', '107', '110'] } };
    await tx.fulfillmentOrder.updateMany({ where: byCourier, data: { shippingMethod: 'DHL Express' } });
  });
  expect(await readShippingMethods(shop, 5)).toEqual(['Standard', 'DHL Express']);
  expect(await readShippingMethods(shop, 1)).toEqual(['Standard']);
  const plan = await planned();
  const { waves } = plan.result!;
  expect(waves.map((wave) => [wave.rule, wave.cutOff, wave.dueAt?.toISOString(), wave.orders.length])).toEqual([
    ['By courier', 'Courier', '2026-11-22T11:00:00.000Z', 3],
    [null, 'Post', '2026-11-22T17:00:00.000Z', 6],
    [null, 'Post', '2026-11-22T17:00:00.000Z', 3],
  ]);
  const kept = await keepWaves(shop, plan.id, [0], checks, now);
  if (!kept.ok) throw new Error(kept.problem);
  const { wave } = (await readWave(shop, kept.waves[0]!.id, noneHeld))!;
  expect(wave).toMatchObject({ cutOffName: 'Courier', dueAt: new Date('2026-11-22T11:00:00Z') });
  expect(wave.orders.map((order) => order.orderId).sort()).toEqual(['103', '107', '110']);
});

describe('a variant that lies in several bins', () => {
  let moves = 0;
  const tell = (kind: 'counted' | 'put-away', to: string, quantity: number, expiresOn: string | null = null) =>
    inShop(shop, (tx) =>
      appendMoves(
        tx,
        shop,
        '9',
        [
          {
            ...{ id: `00000000-0000-4000-8000-${String(++moves).padStart(12, '0')}`, kind, to, quantity, expiresOn },
            ...{ inventoryItemId: '1', from: null, lot: expiresOn, note: null },
          },
        ],
        'test',
        now,
      ),
    );
  /** Bins from which live waves are to take the first item, of the orders 102 and 108. */
  const binsOf = () =>
    inShop(shop, async (tx) => {
      const where = { inventoryItemId: '1', active: true };
      const rows = await tx.waveLine.findMany({ where, orderBy: { orderId: 'asc' }, select: { bin: true } });
      return rows.map((row) => row.bin);
    });
  const hurry = (size: number) => planNewWave(shop, { locationId: '9', size }, checks, now);

  test('a unit is promised to one wave, whoever plans at the same time, and free again once that is canceled', async () => {
    await tell('counted', 'A-3', 1);
    await tell('put-away', 'B-30', 1);
    const first = await hurry(2);
    expect(await binsOf()).toEqual(['A-3']);
    await hurry(12);
    expect(await binsOf()).toEqual(['A-3', 'B-30']);
    if (first.ok) await cancelWave(shop, first.id, now);
    expect(await binsOf()).toEqual(['B-30']);
    await Promise.all([hurry(2), hurry(2), hurry(2)]);
    expect((await binsOf()).sort()).toEqual(['A-3', 'B-30']);
  });

  test('a wave that was planned keeps its bins, unless they have no longer what it was to take', async () => {
    await tell('counted', 'A-3', 5);
    await tell('put-away', 'B-6', 5);
    await drawLayout();
    const plan = await planned();
    const lines = plan.result!.waves.flatMap((wave) => wave.walk);
    const chosen = new Map(lines.map((line) => [line.fulfillmentOrderLineId, line.bin]));
    expect([chosen.get('1021'), chosen.get('1081')].map((bin) => bin === 'A-3' || bin === 'B-6')).toEqual([true, true]);
    const bin = chosen.get('1021')!;
    await tell('counted', bin, 0);
    const kept = await keepWaves(shop, plan.id, [0], checks, now);
    if (!kept.ok) throw new Error(kept.problem);
    const other = bin === 'A-3' ? 'B-6' : 'A-3';
    expect(await binsOf()).toEqual([other, other]);
    const { wave } = (await readWave(shop, kept.waves[0]!.id, noneHeld))!;
    expect(wave.metres).toBeNull();
    // Once it is made nothing moves it any more.
    await tell('counted', bin, 9);
    await tell('counted', other, 0);
    expect(await releaseWave(shop, wave.id, noneHeld, now)).toEqual({ ok: true });
    expect(await binsOf()).toEqual([other, other]);
  });

  test('a rule keeps to its zone without a layout too, and so does what a bin lacks when a plan is kept', async () => {
    await tell('counted', 'A-3', 5);
    for (const bin of ['A-9', 'B-6', 'B-30']) await tell('put-away', bin, 5);
    await keepRule(shop, null, { name: 'In B', zones: 'B-', tags: 'b' });
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '102' }, data: { tags: ['b'] } }));
    const plan = await planned();
    const at = plan.result!.waves.findIndex((wave) => wave.rule === 'In B');
    const [line] = plan.result!.waves[at]!.walk;
    expect(line!.bin).toMatch(/^B-/);
    await tell('counted', line!.bin!, 0);
    expect(await keepWaves(shop, plan.id, [at], checks, now)).toMatchObject({ ok: true });
    expect(await binsOf()).toEqual([line!.bin === 'B-6' ? 'B-30' : 'B-6']);
  });

  test('the lot that expires first goes first', async () => {
    await tell('counted', 'A-3', 0);
    await tell('put-away', 'A-4', 9, '2027-09-01');
    await tell('put-away', 'B-30', 9, '2027-03-01');
    await drawLayout();
    const plan = await planned();
    expect(await keepWaves(shop, plan.id, [0], checks, now)).toMatchObject({ ok: true });
    expect(await binsOf()).toEqual(['B-30', 'B-30']);
  });
});

describe('rules and carts', () => {
  test('are kept in order, a cart’s name once, and a deleted cart leaves its rule', async () => {
    expect(await keepCart(shop, null, { name: 'Blue', method: 'cluster', totes: '4' })).toEqual({ ok: true });
    expect(await keepCart(shop, null, { name: 'blue', method: 'sort', totes: '1' })).toMatchObject({
      problems: { name: 'Another cart has this name. Choose another one' },
    });
    const [blue] = await readCarts(shop);
    for (const name of ['First', 'Second', 'Third'])
      expect(await keepRule(shop, null, { name, tags: name, cartId: blue!.id })).toEqual({ ok: true });
    const third = (await readRules(shop)).rules[2]!;
    await moveRule(shop, third.id, -1);
    await moveRule(shop, third.id, -1);
    await moveRule(shop, third.id, -1);
    await removeCart(shop, blue!.id);
    const { rules } = await readRules(shop);
    expect(rules.map((rule) => [rule.name, rule.cartId])).toEqual([
      ['Third', null],
      ['First', null],
      ['Second', null],
    ]);
    expect(await keepRule(shop, third.id, { name: 'Third', cartId: blue!.id })).toMatchObject({
      problems: { cartId: 'This cart is gone. Choose another one' },
    });
  });

  test('decide which orders share a wave, on which cart', async () => {
    await keepCart(shop, null, { name: 'Blue', method: 'cluster', totes: '2' });
    const [blue] = await readCarts(shop);
    await keepRule(shop, null, { name: 'Rush', tags: 'express', cartId: blue!.id });
    await inShop(shop, (tx) =>
      tx.order.updateMany({ where: { id: { in: ['105', '106', '107'] } }, data: { tags: ['Express'] } }),
    );
    await drawLayout();
    const { result } = await planned();
    expect(result?.waves.map((wave) => [wave.rule, wave.cart, wave.orders.length])).toEqual([
      ['Rush', 'Blue', 2],
      ['Rush', 'Blue', 1],
      [null, null, 9],
    ]);
  });
});

test('a cart’s litres bind for items that are measured: an order takes the totes it needs, and what is unknown is counted', async () => {
  await drawLayout();
  await keepCart(shop, null, { name: 'Small', method: 'cluster', totes: '4', toteLitres: '1', maxKilos: '' });
  const [cart] = await readCarts(shop);
  await most('12', cart!.id);
  await inShop(shop, async (tx) => {
    for (const inventoryItemId of ['1', '2', '3'])
      await tx.itemSize.create({
        data: { shop, inventoryItemId, length: 100, width: 100, height: 100, updatedAt: now },
      });
    // Of item 1 an order wants two, of a litre each: two totes of four.
    await tx.fulfillmentOrderLine.updateMany({
      where: { shop, inventoryItemId: '1' },
      data: { remainingQuantity: 2, totalQuantity: 2 },
    });
  });
  const plan = await planned();
  expect(plan.result?.unsized).toEqual({ sizes: 3, weights: 0 });
  for (const wave of plan.result!.waves) expect(wave.orders.length).toBeLessThanOrEqual(4);
  const kept = await keepWaves(shop, plan.id, [0, 1, 2, 3, 4, 5, 6, 7], checks, now);
  if (!kept.ok) throw new Error(kept.problem);
  for (const { id } of kept.waves) {
    const { wave } = (await readWave(shop, id, noneHeld))!;
    const units = new Map<string, number>();
    for (const line of wave.lines) {
      const two = line.quantity === 2;
      units.set(line.orderId, two ? 2 : 1);
      expect(Number(line.tote)).toBeLessThanOrEqual(two ? 3 : 4);
    }
    expect([...units.values()].reduce((sum, totes) => sum + totes, 0)).toBeLessThanOrEqual(4);
  }
});
