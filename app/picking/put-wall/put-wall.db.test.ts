import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../../db.server.ts';
import { cancelWave } from '../cancel-wave.server.ts';
import { acceptScans } from '../floor/accept-scans.server.ts';
import { addPicker, readPickers } from '../floor/change-pickers.server.ts';
import type { PhoneScan } from '../floor/deed.ts';
import type { Who } from '../floor/enter-floor.server.ts';
import { finishWalk } from '../floor/finish-walk.server.ts';
import { followOrders } from '../floor/follow-orders.server.ts';
import { lookAtWave, readPhoneWave } from '../floor/read-floor.server.ts';
import { takeNextWave } from '../floor/take-wave.server.ts';
import { planNewWave } from '../plan-wave.server.ts';
import { readWave } from '../read-waves.server.ts';
import { releaseWave } from '../release-wave.server.ts';
import { listWalls, readWall } from './read-wall.server.ts';
import { askWall } from './sort-wave.server.ts';
import { saveWallSize } from './store.server.ts';
import type { WallAsk } from './wall-api.ts';

const now = new Date('2026-11-27T09:00:00Z');
const noneHeld = async () => new Map<string, string>();
const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const names = new Map([['9', 'London']]);

let shop = '';
let shops = 0;
let ana: Who;
let ben: Who;

/** Order 101 wants a kettle and two cups, order 102 a cup. */
beforeEach(async () => {
  shop = `wall-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const [id, title] of [
      ['1', 'Kettle'],
      ['2', 'Cup'],
    ] as const)
      await mirrorVariant(tx, shop, {
        ...{ id, title, sku: title.toUpperCase(), createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
    await mirrorOrder(tx, shop, {
      ...{ id: '101', at: new Date('2026-11-20T08:00:00Z'), locationId: '9' },
      lines: [
        { id: '1011', variantId: '1', quantity: 1 },
        { id: '1012', variantId: '2', quantity: 2 },
      ],
    });
    await mirrorOrder(tx, shop, {
      ...{ id: '102', at: new Date('2026-11-21T08:00:00Z'), locationId: '9' },
      lines: [{ id: '1021', variantId: '2', quantity: 1 }],
    });
  });
  for (const name of ['Ana', 'Ben']) await addPicker(shop, { name, pin: '7305', language: 'en' }, now);
  const [first, second] = await readPickers(shop);
  ana = { shop, deviceId: randomUUID(), picker: { ...first!, hasPin: true } };
  ben = { shop, deviceId: randomUUID(), picker: { ...second!, hasPin: true } };
});

/** A wave that was picked together with one phone: all of it, into one tote. */
async function picked(method = 'sort'): Promise<string> {
  const wave = await planNewWave(shop, { locationId: '9', size: 12 }, everyOrder, now);
  if (!wave.ok) throw new Error(wave.problem);
  await inShop(shop, (tx) => tx.wave.updateMany({ where: { id: wave.id }, data: { method } }));
  expect(await releaseWave(shop, wave.id, noneHeld, now)).toEqual({ ok: true });
  expect(await takeNextWave(ana, now)).toMatchObject({ ok: true });
  const { tasks } = (await readPhoneWave(ana, wave.id, names))!;
  const { next } = (await lookAtWave(ana, wave.id, 0, now))!;
  const scans = tasks.map(
    (task, at): PhoneScan => ({
      ...{ id: randomUUID(), seq: next + at, at: now.getTime() },
      deed: { kind: 'picked', task: task.id, units: task.quantity, tote: task.tote },
    }),
  );
  await acceptScans(ana, wave.id, { sentAt: now.getTime(), scans }, now);
  expect(await finishWalk(ana, wave.id, now)).toEqual({ ok: true });
  return wave.id;
}

const say = (who: Who, waveId: string, ask: WallAsk['ask'], id: string = randomUUID()) =>
  askWall(who, waveId, { id, after: 0, ask }, now);
const scan = (who: Who, waveId: string, item: string, id?: string) => say(who, waveId, { kind: 'scanned', item }, id);

async function lines(waveId: string): Promise<Record<string, number[]>> {
  const found = await readWave(shop, waveId, noneHeld);
  return Object.fromEntries(
    found!.wave.lines.map((line) => [line.fulfillmentOrderLineId, [line.picked, line.short, line.dropped]]),
  );
}

/** A fulfillment-order line's id, by the order line's. */
async function lineOf(waveId: string, order: string, item: string): Promise<string> {
  const wall = (await readWall(ana, waveId, null, names))!.wave!;
  return wall.tasks.find((task) => task.orderId === order && task.item === item)!.id;
}

describe('a wave that is picked together', () => {
  test.each(['sort', 'single'])('%s: is walked with one tote for all, and no tote is asked for', async (method) => {
    const id = await picked(method);
    const { tasks } = (await readPhoneWave(ana, id, names))!;
    expect(new Set(tasks.map((task) => task.tote))).toEqual(new Set(['1']));
  });

  test('is sorted: each unit where it belongs, orders carried away, and then it is not listed any more', async () => {
    const id = await picked();
    expect(await listWalls(ana, names)).toMatchObject([{ id, orders: 2, units: 4, done: 0, location: 'London' }]);
    const cup = await scan(ana, id, '2');
    expect(cup).toMatchObject({ heard: { deed: { kind: 'put', task: await lineOf(id, '102', '2'), slot: 0 } } });
    await scan(ana, id, '1');
    expect(await say(ana, id, { kind: 'cleared', order: '101' })).toMatchObject({ refused: 'not-complete' });
    const more = await say(ana, id, { kind: 'more', task: await lineOf(id, '101', '2'), units: 2 });
    expect(more).toMatchObject({ ok: true, refused: null, heard: { deed: { slot: 1, units: 2 } } });
    for (const order of ['101', '102'])
      expect(await say(ana, id, { kind: 'cleared', order })).toMatchObject({ refused: null });
    expect(await scan(ana, id, '2')).toMatchObject({ heard: { deed: { kind: 'aside', why: 'not-wanted' } } });
    expect(await listWalls(ana, names)).toEqual([]);
    const events = await inShop(shop, (tx) => tx.event.findMany({ where: { type: 'order.sorted' } }));
    expect(events.map((event) => event.subject).sort()).toEqual(['Order/101', 'Order/102']);
  });

  test('two tablets at once: no pigeonhole for two orders, each scan taken once', async () => {
    const id = await picked();
    const same = randomUUID();
    const answers = await Promise.all([
      scan(ana, id, '2', same),
      scan(ana, id, '2', same),
      scan(ben, id, '1'),
      scan(ben, id, '2'),
      scan(ana, id, '2'),
    ]);
    expect(answers.every((answer) => answer.ok && answer.refused === null)).toBe(true);
    const look = (await readWall(ben, id, 0, names))!;
    const puts = look.scans.flatMap(({ deed }) => (deed.kind === 'put' ? [deed] : []));
    expect(puts.reduce((sum, deed) => sum + deed.units, 0)).toBe(4);
    const slots = new Map(puts.map((deed) => [deed.task.slice(0, -1), deed.slot]));
    expect(new Set(puts.map((deed) => deed.slot)).size).toBe(slots.size);
    expect((await readWall(ben, id, look.scans.at(-1)!.seq, names))!.scans).toEqual([]);
  });

  test('what is missing is short on the wave’s line, is told, and can be taken back', async () => {
    const id = await picked();
    const cups = await lineOf(id, '101', '2');
    const missing = randomUUID();
    await say(ana, id, { kind: 'missing', task: cups, units: 1 }, missing);
    expect((await lines(id))[cups]).toEqual([1, 1, 0]);
    const told = await inShop(shop, (tx) => tx.event.findMany({ where: { type: 'line.shorted' } }));
    expect(told).toMatchObject([{ data: { lineId: cups, units: 1, reason: 'missing-at-wall' } }]);
    // The cart held two when sorting began, whatever the line says now.
    expect((await readWall(ana, id, null, names))!.wave!.tasks.find((task) => task.id === cups)?.units).toBe(2);
    await say(ana, id, { kind: 'undone', scan: missing });
    expect((await lines(id))[cups]).toEqual([2, 0, 0]);
  });

  test('what is missing is not on the cart: no phone is sent to put it back', async () => {
    const id = await picked();
    await say(ana, id, { kind: 'missing', task: await lineOf(id, '101', '2'), units: 1 });
    expect(await followOrders(shop, noneHeld, now)).toBe(0);
  });

  test('a wall of one pigeonhole: what finds none is laid aside and comes again', async () => {
    await inShop(shop, (tx) => saveWallSize(tx, shop, '9', { rows: 1, columns: 1 }));
    const id = await picked();
    await scan(ana, id, '1');
    await scan(ana, id, '2');
    await scan(ana, id, '2');
    expect(await scan(ana, id, '2')).toMatchObject({ heard: { deed: { kind: 'aside', why: 'wall-full' } } });
    await say(ana, id, { kind: 'cleared', order: '101' });
    expect(await scan(ana, id, '2')).toMatchObject({ heard: { deed: { kind: 'put', slot: 0 } } });
  });

  test('nothing is sorted before the walk is over, after it was canceled, or of another kind of wave', async () => {
    expect(await scan(ana, randomUUID(), '1')).toEqual({ ok: false, why: 'no-wave' });
    const id = await picked();
    await cancelWave(shop, id, now);
    expect(await scan(ana, id, '1')).toEqual({ ok: false, why: 'over' });
    const other = await picked('cluster');
    expect(await scan(ana, other, '1')).toEqual({ ok: false, why: 'no-wave' });
  });
});
