// A line that no single bin holds, from the plan to the parcel.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../db.server.ts';
import { cancelWave } from './cancel-wave.server.ts';
import { takeExpress } from './express.server.ts';
import { acceptScans } from './floor/accept-scans.server.ts';
import { addPicker, readPickers } from './floor/change-pickers.server.ts';
import type { PhoneScan } from './floor/deed.ts';
import type { Who } from './floor/enter-floor.server.ts';
import { finishWalk } from './floor/finish-walk.server.ts';
import { followOrders } from './floor/follow-orders.server.ts';
import { lookAtWave, readPhoneWave } from './floor/read-floor.server.ts';
import type { Deed } from './floor/scan.ts';
import { takeNextWave } from './floor/take-wave.server.ts';
import { importBins } from './place/place-bins.server.ts';
import { readBins } from './place/read-bins.server.ts';
import { tellPutBack } from './place/tell-picks.server.ts';
import { planNewWave } from './plan-wave.server.ts';
import { askForPlan, keepWaves, readPlan, workOutPlans } from './plans.server.ts';
import { askWall } from './put-wall/sort-wave.server.ts';
import type { WallAsk } from './put-wall/wall-api.ts';
import { readNotInWaves, readWave, readWavesPage } from './read-waves.server.ts';
import { keepCounts, recordPicks } from './record-picks.server.ts';
import { releaseWave } from './release-wave.server.ts';
import { keepRule } from './rules/change-rules.server.ts';
import { shipPickedWave } from './ship-wave.server.ts';

const now = new Date('2026-11-27T09:00:00Z');
const noneHeld = async () => new Map<string, string>();
const checks = async (_tx: ShopTx, ids: string[]) => new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const locations = new Map([['9', 'London']]);

let shop = '';
let shops = 0;
let ana: Who;

/** Five units of an order's first item lie in two bins; its second item lies between them. */
beforeEach(async () => {
  shop = `allocations-${shops++}.myshopify.com`;
  await mirrorShop(shop);
  await inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, '9', 'London');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, shop, {
        ...{ id, title: `Item ${id}`, sku: `SKU-${id}`, createdAt: new Date('2026-01-01T00:00:00Z') },
        levels: [{ locationId: '9', available: 50 }],
      });
  });
  await ordered('101', 5);
  await count('sku,bin,quantity\nSKU-1,A-1,3\nSKU-1,B-2,2\nSKU-2,A-5,9\n');
  await addPicker(shop, { name: 'Ana', pin: '7305', language: 'en' }, now);
  const [picker] = await readPickers(shop);
  ana = { shop, deviceId: randomUUID(), picker: { ...picker!, hasPin: true } };
});

async function ordered(id: string, quantity: number, tags: string[] = []): Promise<void> {
  await inShop(shop, async (tx) => {
    const lines = [
      { id: `${id}1`, variantId: '1', quantity },
      { id: `${id}2`, variantId: '2', quantity: 1 },
    ];
    await mirrorOrder(tx, shop, { id, at: now, locationId: '9', lines });
    await tx.order.updateMany({ where: { id }, data: { tags } });
  });
}

async function count(file: string): Promise<void> {
  expect(await importBins(shop, '9', file, { by: 'test', at: now })).toMatchObject({ ok: true, bad: [] });
}

async function planned(): Promise<string> {
  const wave = await planNewWave(shop, { locationId: '9', size: 12 }, checks, now);
  if (!wave.ok) throw new Error(wave.problem);
  return wave.id;
}

async function released(): Promise<string> {
  const id = await planned();
  expect(await releaseWave(shop, id, noneHeld, now)).toEqual({ ok: true });
  return id;
}

async function say(waveId: string, ...deeds: Deed[]): Promise<void> {
  const { next } = (await lookAtWave(ana, waveId, 0, now))!;
  const scans = deeds.map((deed, at) => ({ id: randomUUID(), seq: next + at, at: now.getTime(), deed }) as PhoneScan);
  expect(await acceptScans(ana, waveId, { sentAt: now.getTime(), scans }, now)).toMatchObject({ ok: true });
}

const picked = (task: string, units: number): Deed => ({ kind: 'picked', task, units, tote: '1' });
const short = (task: string, units: number): Deed => ({ kind: 'short', task, units, reason: 'not-found' });
const wave = async (id: string) => (await readWave(shop, id, noneHeld))!.wave;
const edit = (remainingQuantity: number) =>
  inShop(shop, (tx) => tx.fulfillmentOrderLine.updateMany({ where: { id: '1011' }, data: { remainingQuantity } }));

/** At each stop: the bin, what it is to give, and what was picked, short and dropped there. */
const stops = async (id: string) =>
  (await wave(id)).walk.map((one) => `${one.id} ${one.bin} ${one.quantity}: ${one.picked} ${one.short} ${one.dropped}`);

/** Units of the first item by bin. */
async function lying(): Promise<Record<string, number | null>> {
  const { rows } = await readBins(shop, '9', 'SKU-1', { skip: 0, take: 10 });
  return Object.fromEntries(rows.flatMap((row) => row.lies.map((one) => [one.bin, one.quantity])));
}

const sent = async () => {
  const rows = await inShop(shop, (tx) => tx.command.findMany({ where: { operation: 'fulfillmentCreate' } }));
  return rows.flatMap((row) => {
    const { fulfillment } = row.variables as {
      fulfillment: {
        lineItemsByFulfillmentOrder: { fulfillmentOrderLineItems: { id: string; quantity: number }[] }[];
      };
    };
    return fulfillment.lineItemsByFulfillmentOrder.flatMap((one) =>
      one.fulfillmentOrderLineItems.map((line) => `${line.id.split('/').at(-1)} ${line.quantity}`),
    );
  });
};

describe('a line that lies in two bins', () => {
  test('is picked at both and shipped as one; each bin loses what was taken from it', async () => {
    const id = await released();
    expect(await takeNextWave(ana, now)).toMatchObject({ ok: true });
    const phone = (await readPhoneWave(ana, id, locations))!;
    expect(phone.tasks.map((task) => [task.id, task.bin, task.quantity, task.tote, task.title])).toEqual([
      ['1011', 'A-1', 3, '1', 'Item 1'],
      ['1012', 'A-5', 1, '1', 'Item 2'],
      ['1011/2', 'B-2', 2, '1', 'Item 1'],
    ]);
    expect((await lookAtWave(ana, id, 0, now))!.tasks).toBe(3);
    await say(id, picked('1011', 3), picked('1012', 1));
    expect(await finishWalk(ana, id, now)).toEqual({ ok: false, why: 'not-done' });
    expect((await wave(id)).lines).toMatchObject([
      { fulfillmentOrderLineId: '1011', bin: 'A-1', position: 1, quantity: 5, picked: 3, short: 0 },
      { fulfillmentOrderLineId: '1012', quantity: 1, picked: 1 },
    ]);
    await say(id, picked('1011/2', 2));
    expect(await finishWalk(ana, id, now)).toEqual({ ok: true });
    expect(await lying()).toEqual({ 'A-1': 0, 'B-2': 0 });
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toEqual({ ok: true, shipped: 1, leftOut: [] });
    expect(await sent()).toEqual(['1011 5', '1012 1']);
    const { rows } = await readWavesPage(
      shop,
      { states: ['shipped'], locationId: null, number: null },
      { skip: 0, take: 9 },
    );
    expect(rows).toMatchObject([{ lines: 2, units: 6, done: 6 }]);
  });

  test('is short by what one of them lacks, and the diary says which', async () => {
    const id = await released();
    await takeNextWave(ana, now);
    await say(id, picked('1011', 3), picked('1012', 1), picked('1011/2', 1), short('1011/2', 1));
    expect(await finishWalk(ana, id, now)).toEqual({ ok: true });
    expect((await wave(id)).lines[0]).toMatchObject({ quantity: 5, picked: 4, short: 1, dropped: 0 });
    const events = await inShop(shop, (tx) => tx.event.findMany({ where: { type: 'line.shorted' } }));
    expect(events.map((event) => event.data)).toMatchObject([{ lineId: '1011', bin: 'B-2', units: 1, quantity: 2 }]);
    await shipPickedWave(shop, id, new Map(), noneHeld, now);
    expect(await sent()).toEqual(['1011 4', '1012 1']);
  });

  test('when the order is edited on the way, what lies in the totes is kept and the rest is not walked for', async () => {
    const id = await released();
    await takeNextWave(ana, now);
    await say(id, picked('1011/2', 2));
    await edit(3);
    expect(await followOrders(shop, noneHeld, now)).toBe(1);
    expect(await followOrders(shop, noneHeld, now)).toBe(0);
    expect(await stops(id)).toEqual(['1011 A-1 3: 0 0 2', '1012 A-5 1: 0 0 0', '1011/2 B-2 2: 2 0 0']);
    await edit(2);
    await followOrders(shop, noneHeld, now);
    await say(id, picked('1012', 1));
    expect(await finishWalk(ana, id, now)).toEqual({ ok: true });
    expect((await wave(id)).lines[0]).toMatchObject({ quantity: 5, picked: 2, short: 0, dropped: 3 });
    expect(await lying()).toEqual({ 'A-1': 3, 'B-2': 0 });
    await shipPickedWave(shop, id, new Map(), noneHeld, now);
    expect(await sent()).toEqual(['1011 2', '1012 1']);
  });

  test('that is short in one of them is taken from the other, where the order wants fewer than both were to give', async () => {
    const id = await released();
    await takeNextWave(ana, now);
    await edit(2);
    await followOrders(shop, noneHeld, now);
    expect(await stops(id)).toEqual(['1011 A-1 3: 0 0 1', '1012 A-5 1: 0 0 0', '1011/2 B-2 2: 0 0 2']);
    await say(id, short('1011', 2), picked('1012', 1));
    expect(await stops(id)).toEqual(['1011 A-1 3: 0 0 3', '1012 A-5 1: 1 0 0', '1011/2 B-2 2: 0 0 0']);
    expect(await finishWalk(ana, id, now)).toEqual({ ok: false, why: 'not-done' });
    expect(await followOrders(shop, noneHeld, now)).toBe(0);
    await say(id, picked('1011/2', 2));
    expect(await finishWalk(ana, id, now)).toEqual({ ok: true });
    expect((await wave(id)).lines[0]).toMatchObject({ quantity: 5, picked: 2, short: 0, dropped: 3 });
  });

  test('is counted at each bin on paper too, and goes back to the bins it came from when the wave is canceled', async () => {
    const id = await released();
    const typed = (part: string) => new Map(Object.entries({ '1011': '3', '1012': '1', '1011/2': part }));
    expect(await keepCounts(shop, id, typed('3'), now)).toEqual({
      ...{ ok: false, problem: null },
      problems: { '1011/2': 'Enter how many were picked, from 0 to 2' },
    });
    expect(await recordPicks(shop, id, typed('1'), now)).toEqual({ ok: true });
    expect(await stops(id)).toEqual(['1011 A-1 3: 3 0 0', '1012 A-5 1: 1 0 0', '1011/2 B-2 2: 1 1 0']);
    expect(await lying()).toEqual({ 'A-1': 0, 'B-2': 1 });
    await cancelWave(shop, id, now);
    await cancelWave(shop, id, now);
    expect(await lying()).toEqual({ 'A-1': 3, 'B-2': 2 });
  });

  test('when some of it left in a parcel, the rest goes back to where the walk came to last', async () => {
    const id = await released();
    await recordPicks(shop, id, new Map(Object.entries({ '1011': '3', '1012': '1', '1011/2': '2' })), now);
    const { walk, locationId, number } = await wave(id);
    const back = { waveId: id, locationId, number, walk, lines: [{ fulfillmentOrderLineId: '1011', picked: 3 }] };
    await inShop(shop, (tx) => tellPutBack(tx, shop, back, now));
    expect(await lying()).toEqual({ 'A-1': 1, 'B-2': 2 });
  });

  test('is sorted at the wall as one, and a unit that is missing there is short, and found again', async () => {
    const id = await released();
    await inShop(shop, (tx) => tx.wave.updateMany({ where: { id }, data: { method: 'sort' } }));
    await recordPicks(shop, id, new Map(Object.entries({ '1011': '3', '1012': '1', '1011/2': '2' })), now);
    const missing = randomUUID();
    const ask = (ask: WallAsk['ask'], scan: string = randomUUID()) =>
      askWall(ana, id, { id: scan, after: 0, ask }, now);
    await ask({ kind: 'missing', task: '1011', units: 3 }, missing);
    expect(await stops(id)).toEqual(['1011 A-1 3: 2 1 0', '1012 A-5 1: 1 0 0', '1011/2 B-2 2: 0 2 0']);
    expect((await wave(id)).lines[0]).toMatchObject({ picked: 2, short: 3 });
    await ask({ kind: 'undone', scan: missing });
    expect(await stops(id)).toEqual(['1011 A-1 3: 3 0 0', '1012 A-5 1: 1 0 0', '1011/2 B-2 2: 2 0 0']);
  });

  test('is held by its wave as a whole, and is free again as a whole', async () => {
    const id = await planned();
    const look = () =>
      readNotInWaves(shop, { locationId: '9', code: null, search: '' }, { skip: 0, take: 9 }, checks, now);
    expect((await look()).rows).toMatchObject([{ reason: { code: 'in-wave' } }]);
    await ordered('102', 1);
    const other = await planned();
    // Nothing is left of the first item: what the first wave is to take is promised.
    expect((await wave(other)).walk.map((one) => [one.orderId, one.bin])).toEqual([
      ['102', 'A-1'],
      ['102', 'A-5'],
    ]);
    await cancelWave(shop, other, now);
    await cancelWave(shop, id, now);
    expect((await wave(await planned())).walk).toHaveLength(5);
  });

  test('no bin is named twice for a line, and no line rides in two waves, whatever the code says', async () => {
    const id = await planned();
    const row = await inShop(shop, (tx) => tx.waveLine.findFirstOrThrow({ where: { waveId: id, part: 2 } }));
    const insert = (more: object) => inShop(shop, (tx) => tx.waveLine.create({ data: { ...row, ...more } }));
    await expect(insert({ part: 3 })).rejects.toMatchObject({ code: 'P2002' });
    const other = randomUUID();
    await inShop(shop, (tx) =>
      tx.wave.create({ data: { shop, id: other, number: 99, locationId: '9', state: 'planned' } }),
    );
    await expect(insert({ waveId: other, part: 1, bin: 'Z' })).rejects.toMatchObject({ code: 'P2002' });
    await insert({ part: 3, bin: 'Z' });
  });
});

describe('a plan', () => {
  async function worked() {
    const id = await askForPlan(shop, '9', now);
    await workOutPlans(shop, checks, new AbortController().signal, () => now);
    return (await readPlan(shop, id))!;
  }

  test('parts the line, and its waves keep the parts while the bins hold them', async () => {
    const plan = await worked();
    const [first] = plan.result!.waves;
    expect(first).toMatchObject({ lines: 2, units: 6, orders: [{ lines: 2, units: 6 }] });
    expect(first!.walk.map((one) => `${one.fulfillmentOrderLineId} ${one.bin} ${one.quantity}`)).toEqual([
      '1011 A-1 3',
      '1012 A-5 1',
      '1011 B-2 2',
    ]);
    const kept = await keepWaves(shop, plan.id, [0], checks, now);
    if (!kept.ok) throw new Error(kept.problem);
    expect(kept.leftOut).toEqual([]);
    expect(await stops(kept.waves[0]!.id)).toEqual(['1011 A-1 3: 0 0 0', '1012 A-5 1: 0 0 0', '1011/2 B-2 2: 0 0 0']);
  });

  test('whose bins lost something is parted anew; an order of another size is left out', async () => {
    const plan = await worked();
    await count('sku,bin,quantity\nSKU-1,A-1,3\nSKU-1,B-2,1\nSKU-1,C-3,4\n');
    const kept = await keepWaves(shop, plan.id, [0], checks, now);
    if (!kept.ok) throw new Error(kept.problem);
    expect((await wave(kept.waves[0]!.id)).walk.map((one) => `${one.id} ${one.bin} ${one.quantity}`)).toEqual([
      '1011 A-1 1',
      '1012 A-5 1',
      '1011/2 C-3 4',
    ]);
    await cancelWave(shop, kept.waves[0]!.id, now);
    await edit(4);
    expect(await keepWaves(shop, plan.id, [0], checks, now)).toMatchObject({ ok: false });
  });
});

test('once a wave is released its rows stay, whatever is edited, counted or planned', async () => {
  const id = await released();
  await takeNextWave(ana, now);
  const rows = () =>
    inShop(shop, async (tx) =>
      (await tx.waveLine.findMany({ where: { waveId: id }, orderBy: [{ position: 'asc' }] })).map(
        ({ fulfillmentOrderLineId, part, bin, position, quantity, tote, active }) => ({
          ...{ fulfillmentOrderLineId, part, bin, position, quantity, tote, active },
        }),
      ),
    );
  const before = await rows();
  expect(before).toHaveLength(3);
  await edit(1);
  await followOrders(shop, noneHeld, now);
  expect((await wave(id)).lines[0]).toMatchObject({ quantity: 5, dropped: 4 });
  expect(await rows()).toEqual(before);
  await count('sku,bin,quantity\nSKU-1,A-1,0\nSKU-1,B-2,0\nSKU-1,C-3,40\n');
  expect(await rows()).toEqual(before);
  await ordered('102', 6);
  const plan = await askForPlan(shop, '9', now);
  await workOutPlans(shop, checks, new AbortController().signal, () => now);
  expect(await keepWaves(shop, plan, [0], checks, now)).toMatchObject({ ok: true });
  expect(await planNewWave(shop, { locationId: '9', size: 12 }, checks, now)).toMatchObject({ ok: false });
  expect(await rows()).toEqual(before);
});

test('an order that joins a walk is picked from several bins too, and the parts that were there keep their names', async () => {
  await keepRule(shop, null, {
    name: 'Express',
    tags: 'express',
    express: 'join',
    cartId: '',
    active: true,
    single: false,
  });
  const id = await released();
  await takeNextWave(ana, now);
  await say(id, picked('1011', 3));
  await count('sku,bin,quantity\nSKU-1,A-1,3\nSKU-1,B-2,2\nSKU-1,A-3,4\nSKU-1,A-9,4\n');
  await ordered('201', 6, ['express']);
  expect(await takeExpress(shop, checks, noneHeld, now)).toEqual({ joined: 1, waves: 0 });
  expect(
    (await readPhoneWave(ana, id, locations))!.tasks.map((task) => [task.id, task.bin, task.quantity, task.tote]),
  ).toEqual([
    ['1011', 'A-1', 3, '1'],
    ['2011', 'A-3', 4, '2'],
    ['1012', 'A-5', 1, '1'],
    ['2012', 'A-5', 1, '2'],
    ['2011/2', 'A-9', 2, '2'],
    ['1011/2', 'B-2', 2, '1'],
  ]);
  expect((await stops(id))[0]).toBe('1011 A-1 3: 3 0 0');
});
