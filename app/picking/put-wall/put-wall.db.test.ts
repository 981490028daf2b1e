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
import { shipParcel } from '../hand-off/ship-parcel.server.ts';
import { acceptDeeds } from '../packing/station/accept-deeds.server.ts';
import type { StationDeed as Deed } from '../packing/station/deed.ts';
import { findOrder, lookAtPacking } from '../packing/station/look-around.server.ts';
import { readOrderLook } from '../packing/station/read-order.server.ts';
import { importBins, placeInBin } from '../place/place-bins.server.ts';
import { planNewWave } from '../plan-wave.server.ts';
import { readWave } from '../read-waves.server.ts';
import { releaseWave } from '../release-wave.server.ts';
import { shipPickedWave } from '../ship-wave.server.ts';
import { followOrdersAtWall } from './follow-wall.server.ts';
import { listWalls, readWall } from './read-wall.server.ts';
import { askWall } from './sort-wave.server.ts';
import { saveWallSize } from './store.server.ts';
import type { WallAsk } from './wall-api.ts';
import { keepWallSize } from './wall-size.server.ts';

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
    expect(events.map(({ data }) => data)).toMatchObject([
      { pickedAt: now.toISOString() },
      { pickedAt: now.toISOString() },
    ]);
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

  test('what a phone put back on its shelf too late is missing at the wall, and lies in its bin again', async () => {
    const file = 'sku,bin,quantity\nCUP,A-1,50\nKETTLE,D-4,50\n';
    expect(await importBins(shop, '9', file, { by: 'test', at: now })).toMatchObject({ ok: true, bad: [] });
    const id = await picked();
    const cups = await lineOf(id, '101', '2');
    await scan(ana, id, '2');
    const { scans, next } = (await lookAtWave(ana, id, 0, now))!;
    const pick = scans.find(({ deed }) => deed.kind === 'picked' && deed.task === cups)!;
    const late: PhoneScan = { id: randomUUID(), seq: next, at: now.getTime(), deed: { kind: 'undone', scan: pick.id } };
    for (let times = 0; times < 2; times++) await acceptScans(ana, id, { sentAt: now.getTime(), scans: [late] }, now);
    expect((await lines(id))[cups]).toEqual([0, 2, 0]);
    const back = await inShop(shop, (tx) => tx.binMove.findMany({ where: { kind: 'put-away' } }));
    expect(back.map((move) => [move.toBin, move.quantity])).toEqual([['A-1', 2]]);
    // The cup that stands in a pigeonhole is of the order that waits for it.
    await scan(ana, id, '1');
    for (const order of ['101', '102'])
      expect(await say(ana, id, { kind: 'cleared', order })).toMatchObject({ refused: null });
    expect(await listWalls(ana, names)).toEqual([]);
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

describe('an order that changes while its wave is sorted', () => {
  const cancel = (id: string) =>
    inShop(shop, (tx) => tx.order.updateMany({ where: { id }, data: { cancelledAt: now } }));
  const follow = (held = noneHeld) => followOrdersAtWall(shop, held, now);
  const deeds = async (waveId: string) => (await readWall(ana, waveId, 0, names))!.scans.map((one) => one.deed);
  const movesOf = (kind: string) =>
    inShop(shop, (tx) => tx.binMove.findMany({ where: { kind, note: { contains: 'put wall' } } }));

  test('and is canceled is asked for no more; what lay in its slot is dropped and lies in its bin again', async () => {
    await placeInBin(shop, '9', '2', 'A-04-2', { by: 'test', at: now });
    const id = await picked();
    const kettle = await lineOf(id, '101', '1');
    const cups = await lineOf(id, '101', '2');
    await scan(ana, id, '1');
    await scan(ana, id, '2');
    await scan(ana, id, '2');
    expect(await follow()).toBe(0);
    await cancel('101');
    expect(await follow()).toBe(1);
    expect(await follow()).toBe(0);
    expect((await deeds(id)).slice(-2)).toEqual([
      { kind: 'wanted', task: cups, units: 0, because: 'canceled' },
      { kind: 'wanted', task: kettle, units: 0, because: 'canceled' },
    ]);
    expect((await readWall(ana, id, null, names))!.wave!.tasks.find((task) => task.id === cups)?.bin).toBe('A-04-2');
    // The last cup on the cart is wanted by nobody: it goes back as it is scanned.
    const last = randomUUID();
    expect(await scan(ana, id, '2', last)).toMatchObject({
      heard: { deed: { kind: 'put-back', task: cups, slot: null } },
    });
    expect((await lines(id))[cups]).toEqual([1, 0, 1]);
    expect(await say(ana, id, { kind: 'cleared', order: '101' })).toMatchObject({ refused: 'not-complete' });
    for (const task of [kettle, cups])
      expect(await say(ana, id, { kind: 'put-back', task, slot: 0, units: 1 })).toMatchObject({ refused: null });
    expect(await say(ana, id, { kind: 'put-back', task: cups, slot: 0, units: 1 })).toMatchObject({
      refused: 'not-owed',
    });
    expect(await lines(id)).toMatchObject({ [kettle]: [0, 0, 1], [cups]: [0, 0, 2] });
    expect((await movesOf('put-away')).map((move) => [move.toBin, move.quantity])).toEqual([
      ['A-04-2', 1],
      ['A-04-2', 1],
    ]);
    // Taken back, it is on the cart again.
    await say(ana, id, { kind: 'undone', scan: last });
    expect((await lines(id))[cups]).toEqual([1, 0, 1]);
    expect(await movesOf('picked')).toMatchObject([{ fromBin: 'A-04-2', quantity: 1 }]);
    await scan(ana, id, '2');
    // The slot serves another order; nobody owes anything to the walk's own tote.
    expect(await listWalls(ana, names)).toMatchObject([{ done: 4, units: 4 }]);
    await say(ana, id, { kind: 'cleared', order: '102' });
    expect(await listWalls(ana, names)).toEqual([]);
    expect(await followOrders(shop, noneHeld, now)).toBe(0);
  });

  test('and came from two bins goes back to both, as the screen says, and the books agree', async () => {
    const file = 'sku,bin,quantity\nCUP,A-1,1\nCUP,B-2,1\nCUP,C-3,1\nKETTLE,D-4,1\n';
    expect(await importBins(shop, '9', file, { by: 'test', at: now })).toMatchObject({ ok: true, bad: [] });
    const id = await picked();
    const cups = await lineOf(id, '101', '2');
    const { walk } = (await readWave(shop, id, noneHeld))!.wave;
    expect(walk.filter((one) => one.fulfillmentOrderLineId === cups)).toHaveLength(2);
    await cancel('101');
    await follow();
    const [first, last] = (await readWall(ana, id, null, names))!.parts[cups]!;
    expect([first, last]).toMatchObject([
      { picked: 1, dropped: 0 },
      { picked: 1, dropped: 0 },
    ]);
    expect(first!.bin).not.toBe(last!.bin);
    await scan(ana, id, '2');
    // Nobody knows from which bin a unit came: what was walked to last gets its unit first.
    const scans = [randomUUID(), randomUUID()] as const;
    for (const [at, { bin }] of [last!, first!].entries()) {
      const answer = await scan(ana, id, '2', scans[at]);
      expect(answer).toMatchObject({ heard: { deed: { kind: 'put-back', task: cups, into: [{ bin, units: 1 }] } } });
      expect(answer).toMatchObject({ look: { parts: { [cups]: [{ picked: 1 - at }, { picked: 0, dropped: 1 }] } } });
    }
    expect((await lines(id))[cups]).toEqual([0, 0, 2]);
    const back = [last!.bin, first!.bin];
    expect((await movesOf('put-away')).map((move) => move.toBin)).toEqual(back);
    // Taken back, each unit leaves the bin that it was brought to.
    for (const scan of scans) await say(ana, id, { kind: 'undone', scan });
    expect((await lines(id))[cups]).toEqual([2, 0, 0]);
    expect((await movesOf('picked')).map((move) => move.fromBin)).toEqual(back);
    // Both at once, out of one slot or off the cart, are one deed.
    await say(ana, id, { kind: 'put-back', task: cups, slot: null, units: 2 });
    expect((await movesOf('put-away')).slice(2).map((move) => move.toBin)).toEqual([first!.bin, last!.bin]);
  });

  test('and is edited goes with what it wants now, exactly', async () => {
    const id = await picked();
    const cups = await lineOf(id, '101', '2');
    await scan(ana, id, '1');
    await inShop(shop, (tx) =>
      tx.fulfillmentOrderLine.updateMany({ where: { id: cups }, data: { remainingQuantity: 1 } }),
    );
    await follow();
    await scan(ana, id, '2');
    expect(await say(ana, id, { kind: 'cleared', order: '101' })).toMatchObject({ refused: null });
    await scan(ana, id, '2');
    expect(await scan(ana, id, '2')).toMatchObject({ heard: { deed: { kind: 'put-back', task: cups } } });
    expect((await lines(id))[cups]).toEqual([1, 0, 1]);
    const shipped = await shipPickedWave(shop, id, new Map(), noneHeld, now);
    expect(shipped).toMatchObject({ ok: true, shipped: 2, leftOut: [] });
  });

  test('and is held gives its slot up, and is asked for again once it is let go', async () => {
    const id = await picked();
    await scan(ana, id, '1');
    const held = async () => new Map([['101', 'The address is unknown.']]);
    expect(await follow(held)).toBe(1);
    expect(await follow(held)).toBe(0);
    expect(await scan(ana, id, '2')).toMatchObject({ heard: { deed: { task: await lineOf(id, '102', '2') } } });
    expect(await scan(ana, id, '2')).toMatchObject({ heard: { deed: { kind: 'put-back', slot: null } } });
    expect(await follow()).toBe(1);
    expect(await scan(ana, id, '2')).toMatchObject({
      heard: { deed: { task: await lineOf(id, '101', '2'), slot: 0 } },
    });
    // What went back meanwhile is not waited for: the order goes with what is here.
    expect(await say(ana, id, { kind: 'cleared', order: '101' })).toMatchObject({ refused: null });
  });

  test('before anybody sorts is known from the first scan on', async () => {
    const id = await picked();
    await cancel('102');
    expect(await follow()).toBe(1);
    expect((await deeds(id)).map((deed) => deed.kind)).toEqual(['begun', 'wanted']);
    await scan(ana, id, '2');
    await scan(ana, id, '2');
    expect(await scan(ana, id, '2')).toMatchObject({ heard: { deed: { kind: 'put-back', slot: null } } });
  });

  test('and was left behind by its wave is booked back once only', async () => {
    await placeInBin(shop, '9', '1', 'A-01-1', { by: 'test', at: now });
    const id = await picked();
    const kettle = await lineOf(id, '101', '1');
    await scan(ana, id, '1');
    await cancel('101');
    // Order 102 is being packed, so that the wave goes on.
    await inShop(shop, (tx) =>
      tx.waveOrder.updateMany({ where: { waveId: id, orderId: '101' }, data: { leftOut: 'The order was canceled.' } }),
    );
    await follow();
    expect((await deeds(id)).at(-1)).toMatchObject({ kind: 'wanted', units: 0, because: 'wave-over' });
    expect(await say(ana, id, { kind: 'put-back', task: kettle, slot: 0, units: 1 })).toMatchObject({ refused: null });
    expect((await lines(id))[kettle]).toEqual([1, 0, 0]);
    expect(await movesOf('put-away')).toEqual([]);
  });
});

describe('one wall for several waves', () => {
  test('no slot is given to orders of two waves, and none is taken back into', async () => {
    await inShop(shop, (tx) => saveWallSize(tx, shop, '9', { rows: 1, columns: 3 }));
    const first = await picked();
    const put = await scan(ana, first, '2');
    expect(put).toMatchObject({ heard: { deed: { slot: 0 } } });
    await inShop(shop, (tx) =>
      mirrorOrder(tx, shop, {
        ...{ id: '103', at: new Date('2026-11-22T08:00:00Z'), locationId: '9' },
        lines: [{ id: '1031', variantId: '1', quantity: 1 }],
      }),
    );
    const second = await picked();
    const cleared = randomUUID();
    await say(ana, first, { kind: 'cleared', order: '102' }, cleared);
    const [one, two] = await Promise.all([scan(ana, first, '1'), scan(ben, second, '1')]);
    const slotOf = (answer: typeof one) =>
      answer.ok && answer.heard?.deed.kind === 'put' ? answer.heard.deed.slot : null;
    expect([slotOf(one), slotOf(two)].sort()).toEqual([0, 1]);
    expect((await readWall(ana, first, 0, names))!.elsewhere).toEqual([{ slot: slotOf(two), wave: 2 }]);
    // Order 102 came out of the first slot, in which another order stands now.
    expect(await say(ana, first, { kind: 'undone', scan: cleared })).toMatchObject({ refused: 'slot-taken' });
  });

  test('loses rows while orders stand in it, but other columns only once it is empty', async () => {
    const id = await picked();
    await scan(ana, id, '2');
    expect(await keepWallSize(shop, '9', { rows: '4', columns: '3' })).toMatchObject({
      ok: false,
      problems: { columns: expect.stringMatching(/^1 order stands in this wall/) },
    });
    expect(await keepWallSize(shop, '9', { rows: '1', columns: '5' })).toEqual({ ok: true });
    expect((await readWall(ana, id, 0, names))!.size).toEqual({ rows: 1, columns: 5 });
    await say(ana, id, { kind: 'cleared', order: '102' });
    expect(await keepWallSize(shop, '9', { rows: '4', columns: '3' })).toEqual({ ok: true });
  });
});

describe('at the pack station', () => {
  /** Opens an order, puts all its lines in but `without`, and seals; the next number is that of a fresh station. */
  async function pack(waveId: string, order: string, units: Record<string, number>, more = false) {
    const look = (await readOrderLook(ben, waveId, order, names, noneHeld))!;
    const parcel = randomUUID();
    const done: Deed[] = [
      { kind: 'opened', over: false },
      ...Object.entries(units).map(([line, count]): Deed => ({ kind: 'scanned', line, units: count })),
      { kind: 'chose-box', box: null },
      { kind: 'sealed', more, despite: false },
    ];
    const deeds = done.map((deed, at) => ({ id: randomUUID(), parcel, nth: look.next + at, at: now.getTime(), deed }));
    const taken = await acceptDeeds(ben, waveId, order, { sentAt: now.getTime(), deeds }, names, noneHeld, now);
    expect(taken?.refused).toEqual([]);
  }
  const wallOf = async (waveId: string, order: string) =>
    (await readOrderLook(ben, waveId, order, names, noneHeld))!.order.wall;

  test('an order says in which slot it lies; the slot’s label opens it, and once it is packed the slot is free', async () => {
    const id = await picked();
    const [kettle, cups, cup] = [
      await lineOf(id, '101', '1'),
      await lineOf(id, '101', '2'),
      await lineOf(id, '102', '2'),
    ];
    expect(await wallOf(id, '101')).toEqual({ slot: null, left: 3 });
    await scan(ana, id, '1');
    await scan(ana, id, '2');
    await say(ana, id, { kind: 'more', task: cup, units: 1 });
    const cards = async () => (await lookAtPacking(ben, names)).waves[0]!.orders.map((one) => [one.id, one.wall]);
    expect(await cards()).toEqual([
      ['101', { slot: 'A1', left: 2 }],
      ['102', { slot: 'A2', left: 0 }],
    ]);
    expect(await findOrder(ben, 'a-02', null)).toMatchObject({ by: 'slot', orders: [{ order: '102', left: 1 }] });
    expect(await findOrder(ben, 'B2', null)).toMatchObject({ by: 'nothing' });
    await pack(id, '102', { [cup]: 1 });
    expect(await wallOf(id, '102')).toBeNull();
    expect(await findOrder(ben, 'A2', null)).toMatchObject({ by: 'nothing' });
    // A first parcel leaves the order where it is; what nobody sorted is packed off the cart.
    await pack(id, '101', { [kettle]: 1 }, true);
    expect(await wallOf(id, '101')).toEqual({ slot: 'A1', left: 2 });
    await inShop(shop, (tx) => tx.parcel.updateMany({ where: { orderId: '101' }, data: { state: 'shipped' } }));
    expect(await followOrdersAtWall(shop, noneHeld, now)).toBe(0);
    await pack(id, '101', { [cups]: 2 });
    expect(await listWalls(ana, names)).toEqual([]);
    expect((await readWall(ana, id, 0, names))!.scans.at(-1)?.deed).toEqual({ kind: 'packed', order: '101' });
  });

  test('the diary hears of a parcel when its order was carried away from the wall', async () => {
    const id = await picked();
    await scan(ana, id, '2');
    expect(await say(ana, id, { kind: 'cleared', order: '102' })).toMatchObject({ refused: null });
    for (const [order, units] of [
      ['102', { [await lineOf(id, '102', '2')]: 1 }],
      ['101', { [await lineOf(id, '101', '1')]: 1, [await lineOf(id, '101', '2')]: 2 }],
    ] as const) {
      await pack(id, order, units);
      const [parcel] = await inShop(shop, (tx) => tx.parcel.findMany({ where: { orderId: order } }));
      expect(await shipParcel(shop, parcel!.id, null, noneHeld, now)).toEqual({ ok: true });
    }
    const left = await inShop(shop, (tx) =>
      tx.event.findMany({ where: { type: 'parcel.shipped' }, orderBy: { seq: 'asc' } }),
    );
    // The other was packed off the cart.
    expect(left.map(({ data }) => data)).toMatchObject([
      { pickedAt: now.toISOString(), sortedAt: now.toISOString() },
      { pickedAt: now.toISOString(), sortedAt: null },
    ]);
  });

  test('a wave of which the last order was put back, the others having left, is over', async () => {
    const id = await picked();
    await pack(id, '101', { [await lineOf(id, '101', '1')]: 1, [await lineOf(id, '101', '2')]: 2 });
    const [parcel] = await inShop(shop, (tx) => tx.parcel.findMany());
    expect(await shipParcel(shop, parcel!.id, null, noneHeld, now)).toEqual({ ok: true });
    await inShop(shop, (tx) => tx.order.updateMany({ where: { id: '102' }, data: { cancelledAt: now } }));
    await followOrdersAtWall(shop, noneHeld, now);
    expect((await readWave(shop, id, noneHeld))!.wave.state).toBe('picked');
    expect(await scan(ana, id, '2')).toMatchObject({ heard: { deed: { kind: 'put-back' } } });
    expect((await readWave(shop, id, noneHeld))!.wave.state).toBe('shipped');
  });

  test('an order that was shipped with its whole wave leaves the wall', async () => {
    const id = await picked();
    await scan(ana, id, '2');
    await pack(id, '101', { [await lineOf(id, '101', '1')]: 1 }, true);
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toMatchObject({ ok: true, shipped: 1 });
    expect(await followOrdersAtWall(shop, noneHeld, now)).toBe(1);
    expect((await readWall(ana, id, 0, names))!.scans.at(-1)?.deed).toEqual({ kind: 'packed', order: '102' });
  });
});
