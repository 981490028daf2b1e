import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariant } from '../../../tests/mirrored.ts';
import { inShop, type ShopTx } from '../../db.server.ts';
import { append } from '../../events/append.server.ts';
import { listShop } from '../../shopify/install.server.ts';
import { cancelWave } from '../cancel-wave.server.ts';
import { acceptDeeds } from '../packing/station/accept-deeds.server.ts';
import { readBinNames } from '../place/bin-name.ts';
import { defaultLayout } from '../place/default-layout.ts';
import { saveLayout } from '../place/keep-layout.server.ts';
import { importBins, placeInBin } from '../place/place-bins.server.ts';
import { recordMove } from '../place/record-moves.server.ts';
import { loadStock } from '../place/store.server.ts';
import { planNewWave } from '../plan-wave.server.ts';
import { readWave } from '../read-waves.server.ts';
import { releaseWave } from '../release-wave.server.ts';
import { shipPickedWave } from '../ship-wave.server.ts';
import { acceptScans } from './accept-scans.server.ts';
import { addPicker, readPickers, revokeDevice, setActive } from './change-pickers.server.ts';
import type { PhoneScan, ScanParcel } from './deed.ts';
import { deviceCookie, enterFloor, type Who } from './enter-floor.server.ts';
import { finishWalk } from './finish-walk.server.ts';
import { followOrders } from './follow-orders.server.ts';
import { holdShippedShorts } from './hold-shorts.server.ts';
import { makeCode, pairDevice } from './pair-device.server.ts';
import { lookAtFloor, lookAtWave, readPhoneWave } from './read-floor.server.ts';
import type { Deed } from './scan.ts';
import { takeNextWave, takeWave } from './take-wave.server.ts';

const now = new Date('2026-11-27T09:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const noneHeld = async () => new Map<string, string>();
const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const PIN = '7305';

let shop = '';
let shops = 0;

beforeEach(async () => {
  shop = await furnished();
});

async function furnished(): Promise<string> {
  const name = `floor-${shops++}.myshopify.com`;
  await listShop(name);
  await mirrorShop(name);
  await inShop(name, async (tx) => {
    await tx.shopDirectory.update({ where: { shop: name }, data: { installed: true } });
    await mirrorLocation(tx, name, '9', 'London');
    for (const id of ['1', '2'])
      await mirrorVariant(tx, name, {
        id,
        title: `Item ${id}`,
        sku: `SKU-${id}`,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        levels: [{ locationId: '9', available: 50 }],
      });
    for (const id of ['101', '102'])
      await mirrorOrder(tx, name, {
        id,
        at: new Date(`2026-11-${Number(id) - 90}T08:00:00Z`),
        locationId: '9',
        lines: [
          { id: `${id}1`, variantId: '1', quantity: 2 },
          { id: `${id}2`, variantId: '2', quantity: 1 },
        ],
      });
  });
  await addPicker(name, { name: 'Ana', pin: PIN, language: 'de' }, now);
  return name;
}

async function code(at = now): Promise<string> {
  const [picker] = await readPickers(shop);
  const made = await makeCode(shop, picker!.id, at);
  if (!made.ok) throw new Error(made.problem);
  return made.code;
}

let addresses = 0;
async function paired(): Promise<{ who: Who; cookie: string }> {
  const answer = await pairDevice({ code: await code(), pin: PIN, name: 'Phone' }, `10.0.0.${addresses++}`, now);
  if (!answer.ok) throw new Error(answer.why);
  const cookie = deviceCookie(answer.device).split(';')[0]!;
  const entered = await enterFloor(cookie, now);
  if (!entered.ok) throw new Error(entered.why);
  return { who: entered.who, cookie };
}

async function released(size = 12): Promise<string> {
  const wave = await planNewWave(shop, { locationId: '9', size }, everyOrder, now);
  if (!wave.ok) throw new Error(wave.problem);
  expect(await releaseWave(shop, wave.id, noneHeld, now)).toEqual({ ok: true });
  return wave.id;
}

/** A phone that counts its scans from the number the server expects. */
async function phone(waveId: string, who: Who) {
  let seq = (await lookAtWave(who, waveId, 0, now))!.next;
  const scan = (deed: Deed, at = now): PhoneScan =>
    ({ id: randomUUID(), seq: seq++, at: at.getTime(), deed }) as PhoneScan;
  const send = (scans: PhoneScan[], at = now) => acceptScans(who, waveId, { sentAt: at.getTime(), scans }, at);
  return { scan, send, say: async (...deeds: Deed[]) => send(deeds.map((deed) => scan(deed))) };
}

const picked = (task: string, units: number, tote = '1'): Deed => ({ kind: 'picked', task, units, tote });
const short = (task: string, units: number): Deed => ({ kind: 'short', task, units, reason: 'not-found' });

async function lines(waveId: string): Promise<Record<string, number[]>> {
  const found = await readWave(shop, waveId, noneHeld);
  return Object.fromEntries(
    found!.wave.lines.map((line) => [line.fulfillmentOrderLineId, [line.picked, line.short, line.dropped]]),
  );
}

describe('pairing', () => {
  test('a code and the PIN make a phone that picker’s; the code works once', async () => {
    const typed = { code: (await code()).toLowerCase().replaceAll('-', ' '), pin: PIN, name: 'Phone' };
    const answer = await pairDevice(typed, 'here', now);
    expect(answer.ok).toBe(true);
    expect(await pairDevice(typed, 'here', now)).toEqual({ ok: false, why: 'code' });
    const entered = await enterFloor(answer.ok ? `x=1; ${deviceCookie(answer.device)}` : '', now);
    expect(entered).toMatchObject({ ok: true, who: { shop, picker: { name: 'Ana', language: 'de' } } });
  });

  test('a code is void after ten minutes, and when a newer one was made', async () => {
    const old = await code();
    const young = await code();
    const at = later(10 * 60_000);
    expect(await pairDevice({ code: old, pin: PIN, name: '' }, 'a', now)).toEqual({ ok: false, why: 'code' });
    expect(await pairDevice({ code: young, pin: PIN, name: '' }, 'a', at)).toEqual({ ok: false, why: 'code' });
    expect((await pairDevice({ code: young, pin: PIN, name: '' }, 'a', later(1000))).ok).toBe(true);
  });

  test('PINs cannot be guessed: five for a code, from whatever addresses, and the right one comes too late', async () => {
    const one = await code();
    for (let guess = 0; guess < 5; guess++)
      expect(await pairDevice({ code: one, pin: `999${guess}`, name: '' }, `address ${guess}`, now)).toEqual({
        ok: false,
        why: 'pin',
      });
    expect(await pairDevice({ code: one, pin: PIN, name: '' }, 'elsewhere', now)).toEqual({
      ok: false,
      why: 'too-often',
    });
    for (let guess = 0; guess < 9; guess++)
      await pairDevice({ code: await code(), pin: 'none', name: '' }, `another ${guess}`, now);
    expect(await pairDevice({ code: await code(), pin: PIN, name: '' }, 'elsewhere', now)).toMatchObject({
      why: 'too-often',
    });
  });

  test('codes cannot be guessed: twenty from one address', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 21 }, (_, at) =>
        pairDevice({ code: `1-AAAA-AA${10 + at}`, pin: PIN, name: '' }, 'a guesser', now),
      ),
    );
    expect(
      guesses
        .map((one) => !one.ok && one.why)
        .sort()
        .at(-1),
    ).toBe('too-often');
  });

  test('a phone that was turned out is told so; so are those of a picker who left', async () => {
    const { who, cookie } = await paired();
    await revokeDevice(shop, who.deviceId, now);
    expect(await enterFloor(cookie, now)).toEqual({ ok: false, why: 'turned-out' });
    const other = await paired();
    await setActive(shop, other.who.picker.id, false, now);
    expect(await enterFloor(other.cookie, now)).toEqual({ ok: false, why: 'turned-out' });
    expect((await readPickers(shop))[0]!.devices).toEqual([]);
  });

  test('a phone’s secret opens nothing at another shop, and a wrong one nothing at all', async () => {
    const { cookie } = await paired();
    const elsewhere = await furnished();
    for (const other of [
      cookie.replace(shop, elsewhere),
      cookie.slice(0, -2) + (cookie.endsWith('AA') ? 'BB' : 'AA'),
      cookie.replace(/:[\w-]{43}$/, ':'),
      `floor=${shop}:${'-'.repeat(36)}:${'A'.repeat(43)}`,
    ])
      expect(await enterFloor(other, now)).toEqual({ ok: false, why: 'not-paired' });
  });
});

describe('a walk', () => {
  test('two pickers who ask for the next wave get two; the third is told that none waits', async () => {
    const ids = [await released(1), await released(1)];
    const [one, two, three] = [await paired(), await paired(), await paired()];
    const taken = await Promise.all([takeNextWave(one.who, now), takeNextWave(two.who, now)]);
    expect(taken.map((each) => each.ok && each.waveId).sort()).toEqual(ids.toSorted());
    expect(await takeNextWave(three.who, now)).toEqual({ ok: false, why: 'nothing-released' });
    const look = await lookAtFloor(one.who, new Map([['9', 'London']]), now);
    expect(look.waves[0]).toMatchObject({
      location: 'London',
      units: 3,
      done: 0,
      walkers: [{ picker: 'Ana', me: true }],
    });
  });

  test('each order has a tote, which keeps its number', async () => {
    const id = await released();
    const { who } = await paired();
    await takeWave(who, id, now);
    const wave = await readPhoneWave(who, id, new Map());
    expect(wave!.tasks.map((task) => `${task.orderName} ${task.sku} ${task.tote}`)).toEqual([
      '#101 SKU-1 1',
      '#102 SKU-1 2',
      '#101 SKU-2 1',
      '#102 SKU-2 2',
    ]);
    expect((await readWave(shop, id, noneHeld))!.wave.lines.map((line) => line.tote)).toEqual(['1', '2', '1', '2']);
  });

  test('scans are taken in the phone’s order, each once; at a gap the phone is told where to go on', async () => {
    const id = await released(1);
    const { who } = await paired();
    const { scan, send } = await phone(id, who);
    const [a, b, c] = [scan(picked('1011', 1)), scan(picked('1011', 1)), scan(picked('1012', 1))];
    expect(await send([c!, a!])).toEqual({ ok: true, next: 2, taken: 1, passed: [] });
    expect(await send([a!])).toEqual({ ok: true, next: 2, taken: 0, passed: [] });
    expect(await send([c!, b!, a!])).toEqual({ ok: true, next: 4, taken: 2, passed: [] });
    expect(await lines(id)).toEqual({ '1011': [2, 0, 0], '1012': [1, 0, 0] });
    const look = await lookAtWave(who, id, 1, now);
    expect(look!.scans.map((one) => one.id)).toEqual([b!.id, c!.id]);
  });

  test('the same parcel from two connections at once is taken once', async () => {
    const id = await released(1);
    const { who } = await paired();
    const { scan, send } = await phone(id, who);
    const parcel = [scan(picked('1011', 1)), scan(short('1011', 1))];
    await Promise.all([send(parcel), send(parcel), send(parcel)]);
    expect(await lines(id)).toMatchObject({ '1011': [1, 1, 0] });
    const diary = await inShop(shop, (tx) => tx.event.findMany({ where: { type: { startsWith: 'line.' } } }));
    expect(diary.map((event) => event.type).sort()).toEqual(['line.picked', 'line.shorted']);
  });

  test('two phones at once: none of their scans is lost, and what both took is owed back', async () => {
    const id = await released(1);
    const [one, two] = [await phone(id, (await paired()).who), await phone(id, (await paired()).who)];
    const [mine, theirs] = [one.scan(picked('1012', 1)), two.scan(picked('1012', 1))];
    await Promise.all([one.send([mine!]), two.send([theirs!])]);
    expect(await lines(id)).toMatchObject({ '1012': [1, 0, 0] });
    await one.say(picked('1011', 2));
    const { who } = await paired();
    expect(await finishWalk(who, id, now)).toEqual({ ok: false, why: 'not-done' });
    await two.say({ kind: 'put-back', task: '1012', units: 1, tote: '1' });
    expect(await finishWalk(who, id, now)).toEqual({ ok: true });
    expect(await finishWalk(who, id, now)).toEqual({ ok: true });
    expect((await readWave(shop, id, noneHeld))!.wave.state).toBe('picked');
  });

  test('the ledger of bins hears what a finished walk took from them, once', async () => {
    await placeInBin(shop, '9', '1', 'A-01', { by: 'Staff', at: now });
    const id = await released(1);
    const { who } = await paired();
    const { say } = await phone(id, who);
    await say(picked('1011', 2), short('1012', 1));
    await finishWalk(who, id, now);
    await finishWalk(who, id, now);
    const told = await inShop(shop, (tx) => tx.binMove.findMany({ where: { kind: 'picked' } }));
    expect(told).toMatchObject([{ inventoryItemId: '1', fromBin: 'A-01', quantity: 2 }]);
  });

  test('a bin that is counted meanwhile: what is on the cart already is not taken off twice', async () => {
    await importBins(shop, '9', 'sku,bin,quantity\nSKU-1,A-1,20\nSKU-2,B-1,20\n', { by: 'test', at: now });
    const id = await released(1);
    const { who } = await paired();
    const { say } = await phone(id, who);
    await say(picked('1011', 2));
    const count = { id: randomUUID(), kind: 'counted' as const, inventoryItemId: '1', from: '', to: 'A-1' };
    const wish = { ...count, quantity: '17', lot: '', expiresOn: '', note: '' };
    const told = { by: 'test', at: now };
    const says = 'A-1 was counted: 17 units. 2 units on carts are kept beside that until the walk is over.';
    expect(await recordMove(shop, '9', wish, told)).toEqual({ ok: true, says });
    await say(picked('1012', 1));
    expect(await recordMove(shop, '9', wish, told)).toMatchObject({ says: 'That was recorded already.' });
    expect(await finishWalk(who, id, now)).toEqual({ ok: true });
    const lying = await inShop(shop, (tx) => loadStock(tx, '9'));
    expect(Object.fromEntries(lying.map((row) => [row.bin, row.quantity]))).toEqual({ 'A-1': 17, 'B-1': 19 });
  });

  test('a phone learns how far it is between the bins of its wave, once a layout is drawn', async () => {
    await placeInBin(shop, '9', '1', 'A-01', { by: 'Staff', at: now });
    await placeInBin(shop, '9', '2', 'B-07', { by: 'Staff', at: now });
    const id = await released(1);
    const { who } = await paired();
    expect((await readPhoneWave(who, id, new Map()))!.ways).toBeNull();
    const names = ['A-01', 'A-09', 'B-01', 'B-07'];
    const document = JSON.stringify(defaultLayout(readBinNames(names).understood.map((one) => one.place)));
    const wish = { basedOn: 0, document, naming: '{}', addBins: names };
    expect(await saveLayout(shop, '9', wish, { by: 'Staff', at: now })).toMatchObject({ ok: true });
    const { bins, metres } = (await readPhoneWave(who, id, new Map()))!.ways!;
    expect(bins.toSorted()).toEqual(['A-01', 'B-07']);
    expect(metres).toHaveLength(9);
    expect(metres[5]).toBeGreaterThan(0);
  });

  test('the diary hears when a walk begins, how long lines take and should take, and what went wrong', async () => {
    const id = await released(1);
    const { who } = await paired();
    await takeWave(who, id, later(60_000));
    let seq = (await lookAtWave(who, id, 0, now))!.next;
    const at = (seconds: number, deed: Deed) => ({
      id: randomUUID(),
      seq: seq++,
      at: later(1000 * seconds).getTime(),
      deed,
    });
    const pick = at(90, picked('1011', 2));
    const scans = [
      at(70, { kind: 'wrong', task: '1011', what: 'item' }),
      pick,
      at(100, { kind: 'undone', scan: pick.id }),
      at(5000, picked('1012', 1)),
    ] as PhoneScan[];
    await acceptScans(who, id, { sentAt: later(5_000_000).getTime(), scans }, later(5_000_000));
    const told = await inShop(shop, (tx) => tx.event.findMany({ orderBy: { seq: 'asc' } }));
    const of = (type: string) => told.filter((event) => event.type === type).map((event) => event.data);
    expect(of('wave.begun')).toEqual([{ waveId: id, number: 1, releasedAt: now.toISOString() }]);
    expect(of('scan.wrong')).toMatchObject([{ lineId: '1011', what: 'item', pickerId: who.picker.id }]);
    expect(of('scan.undone')).toMatchObject([
      { deed: 'picked', units: 2, pickerId: who.picker.id, quantity: 2, expectedSeconds: 16 },
    ]);
    // Ten seconds for the line and three for each unit, as usual; the second came after a break.
    expect(of('line.picked')).toMatchObject([
      { quantity: 2, expectedSeconds: 16, seconds: 30 },
      { quantity: 1, expectedSeconds: 13, seconds: null },
    ]);
  });

  test('a phone that sends ten thousand wrong scans fills no ledger, and loses no unit among them', async () => {
    const id = await released(1);
    const { who } = await paired();
    const wrong: Deed = { kind: 'wrong', task: '1011', what: 'bin' };
    const unsent = Array.from({ length: 10_000 }, () => ({ id: randomUUID(), at: now.getTime(), deed: wrong as Deed }));
    unsent[9000] = { ...unsent[9000]!, deed: picked('1011', 2) };
    unsent.push({ id: randomUUID(), at: now.getTime(), deed: picked('1012', 1) });
    // As phones do: numbered on sending, so many at once, until the server has room for no more of them.
    let { next } = (await lookAtWave(who, id, 0, now))!;
    let passed = 0;
    for (let from = 0; from < unsent.length; from += 500) {
      const scans = unsent.slice(from, from + 500).map((one, i) => ({ ...one, seq: next + i }));
      const answer = await acceptScans(who, id, { sentAt: now.getTime(), scans } as ScanParcel, now);
      if (!answer.ok) throw new Error(answer.why);
      expect(answer.taken + answer.passed.length).toBe(scans.length);
      passed += answer.passed.length;
      next = answer.next;
    }
    const look = (await lookAtWave(who, id, 0, now))!;
    expect([look.scans.length, passed, look.next]).toEqual([2002, 7999, next]);
    expect(await lines(id)).toEqual({ '1011': [2, 0, 0], '1012': [1, 0, 0] });
    // Another phone on the same wave has room of its own.
    const other = await phone(id, (await paired()).who);
    expect(await other.say(wrong)).toMatchObject({ ok: true, taken: 1, passed: [] });
  }, 60_000);

  test('a phone whose clock is years off tells no wrong times', async () => {
    const id = await released(1);
    const { who } = await paired();
    const wrong = new Date('2031-01-01T00:00:00Z');
    const { next } = (await lookAtWave(who, id, 0, now))!;
    const scan = { id: randomUUID(), seq: next, at: wrong.getTime(), deed: picked('1011', 1) } as PhoneScan;
    await acceptScans(who, id, { sentAt: wrong.getTime() + 60_000, scans: [scan] }, now);
    const [event] = await inShop(shop, (tx) => tx.event.findMany({ where: { type: 'line.picked' } }));
    expect(event!.at).toEqual(later(-60_000));
  });

  test('what is scanned after the wave ended is kept, and owed back', async () => {
    const id = await released(1);
    const { who } = await paired();
    const { say } = await phone(id, who);
    await say(picked('1011', 1), short('1011', 1), picked('1012', 1));
    await finishWalk(who, id, now);
    await say(picked('1011', 1));
    expect(await lines(id)).toEqual({ '1011': [1, 1, 0], '1012': [1, 0, 0] });
    await say({ kind: 'put-back', task: '1011', units: 1, tote: '1' });
    const { scans } = (await lookAtWave(who, id, 0, now))!;
    expect(scans.map((scan) => scan.deed.kind).slice(-3)).toEqual(['wanted', 'picked', 'put-back']);
  });

  test('what a phone had put back, and tells of when the wave is over, is short and lies in its bin', async () => {
    await placeInBin(shop, '9', '1', 'A-01', { by: 'Staff', at: now });
    const id = await released(1);
    const [ana, ben] = [await paired(), await paired()];
    const [one, other] = [await phone(id, ana.who), await phone(id, ben.who)];
    const kettles = other.scan(picked('1011', 2));
    await other.send([kettles]);
    await one.say(picked('1012', 1));
    // Ben's phone is without a connection when he takes one of the scans back.
    const undone = other.scan({ kind: 'undone', scan: kettles.id });
    const again = other.scan(picked('1011', 1));
    expect(await finishWalk(ana.who, id, now)).toEqual({ ok: true });
    await other.send([undone, again]);
    await other.send([undone, again]);
    expect(await lines(id)).toEqual({ '1011': [1, 1, 0], '1012': [1, 0, 0] });
    const told = await inShop(shop, (tx) =>
      tx.binMove.findMany({ where: { inventoryItemId: '1' }, orderBy: { seq: 'asc' } }),
    );
    expect(told.map(({ kind, quantity }) => [kind, quantity]).slice(1)).toEqual([
      ['picked', 2],
      ['put-away', 1],
    ]);
    expect(await followOrders(shop, noneHeld, now)).toBe(0);
    // One more that turns up is owed back, as ever.
    await other.say(picked('1011', 1));
    expect(await lines(id)).toEqual({ '1011': [1, 1, 0], '1012': [1, 0, 0] });
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toMatchObject({ ok: true, shipped: 1 });
  });

  test('what the pack station misses is not on the cart: no phone is sent to put it back', async () => {
    const id = await released(1);
    const { who } = await paired();
    const one = await phone(id, who);
    await one.say(picked('1011', 2), picked('1012', 1));
    expect(await finishWalk(who, id, now)).toEqual({ ok: true });
    const parcel = randomUUID();
    const said = [{ kind: 'opened', over: false } as const, { kind: 'missing', line: '1011', units: 1 } as const].map(
      (deed, at) => ({ id: randomUUID(), parcel, nth: at + 1, at: now.getTime(), deed }),
    );
    const taken = await acceptDeeds(who, id, '101', { sentAt: now.getTime(), deeds: said }, new Map(), noneHeld, now);
    expect(taken?.refused).toEqual([]);
    expect(await lines(id)).toEqual({ '1011': [1, 1, 0], '1012': [1, 0, 0] });
    expect(await followOrders(shop, noneHeld, now)).toBe(0);
  });

  test('what nobody found is held at Shopify when the wave ships, after its lock was taken off', async () => {
    const id = await released();
    const { who } = await paired();
    const { say } = await phone(id, who);
    await say(picked('1011', 2), short('1012', 1), short('1021', 2), short('1022', 1));
    expect(await finishWalk(who, id, now)).toEqual({ ok: true });
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toMatchObject({ ok: true, shipped: 1 });
    const commands = await inShop(shop, (tx) => tx.command.findMany({ orderBy: { seq: 'asc' } }));
    const about = (order: string) =>
      commands.flatMap((command) => (command.subject === `Order/${order}` ? command.operation : []));
    expect(about('101')).toEqual(['fulfillmentOrderReportProgress', 'fulfillmentCreate']);
    expect(about('102')).toEqual(['fulfillmentOrderReportProgress', 'fulfillmentOrderOpen', 'fulfillmentOrderHold']);
    expect(commands.at(-1)!.variables).toMatchObject({
      fulfillmentHold: { reason: 'INVENTORY_OUT_OF_STOCK', reasonNotes: expect.stringContaining('2 × Item 1') },
    });
  });

  test('lines of an order that shipped in part are held once Shopify has heard of the shipment, once', async () => {
    const id = await released(1);
    const { who } = await paired();
    const { say } = await phone(id, who);
    await say(picked('1011', 1), short('1011', 1), short('1012', 1));
    expect(await finishWalk(who, id, now)).toEqual({ ok: true });
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toMatchObject({ ok: true, shipped: 1 });
    const commands = () => inShop(shop, (tx) => tx.command.findMany({ orderBy: { seq: 'asc' } }));
    const shipment = (await commands()).find((one) => one.operation === 'fulfillmentCreate')!;
    await holdShippedShorts(shop);
    expect((await commands()).map((one) => one.operation)).not.toContain('fulfillmentOrderHold');
    const told = (times: number) =>
      inShop(shop, async (tx) => {
        await tx.command.updateMany({ where: { id: shipment.id }, data: { state: 'confirmed', settledAt: now } });
        await append(tx, shop, [
          {
            type: 'command.confirmed',
            key: `command.confirmed:${shipment.id}:${times}`,
            subject: shipment.subject,
            at: now.toISOString(),
            data: { commandId: shipment.id, operation: shipment.operation, subject: shipment.subject },
          },
        ]);
      });
    await told(1);
    await Promise.all([holdShippedShorts(shop), holdShippedShorts(shop)]);
    await told(2);
    await holdShippedShorts(shop);
    const holds = (await commands()).filter((one) => one.operation === 'fulfillmentOrderHold');
    expect(holds).toMatchObject([
      {
        subject: 'Order/101',
        variables: {
          id: 'gid://shopify/FulfillmentOrder/101',
          fulfillmentHold: {
            reason: 'INVENTORY_OUT_OF_STOCK',
            handle: 'backroom-short-1',
            fulfillmentOrderLineItems: [
              { id: 'gid://shopify/FulfillmentOrderLineItem/1011', quantity: 1 },
              { id: 'gid://shopify/FulfillmentOrderLineItem/1012', quantity: 1 },
            ],
          },
        },
      },
    ]);
  });

  test('a wave that is only planned cannot be walked', async () => {
    const wave = await planNewWave(shop, { locationId: '9', size: 1 }, everyOrder, now);
    const id = wave.ok ? wave.id : '';
    const { who } = await paired();
    expect(await takeWave(who, id, now)).toEqual({ ok: false, why: 'no-wave' });
    const scan = { id: randomUUID(), seq: 1, at: 0, deed: picked('1011', 1) } as PhoneScan;
    expect(await acceptScans(who, id, { sentAt: 0, scans: [scan] }, now)).toEqual({ ok: false, why: 'not-released' });
  });
});

describe('the shop goes on', () => {
  test('a canceled order is put back, the rest is picked and shipped', async () => {
    const id = await released();
    const { who } = await paired();
    const { say } = await phone(id, who);
    await say(picked('1011', 2), picked('1021', 2, '2'));
    await inShop(shop, (tx) =>
      tx.order.update({ where: { shop_id: { shop, id: '102' } }, data: { cancelledAt: now } }),
    );
    expect(await followOrders(shop, noneHeld, now)).toBe(1);
    expect(await followOrders(shop, noneHeld, now)).toBe(0);
    expect((await lookAtWave(who, id, 0, now))!.scans.at(-1)!.deed).toEqual({
      kind: 'wanted',
      task: '1022',
      units: 0,
      because: 'canceled',
    });
    expect(await finishWalk(who, id, now)).toMatchObject({ why: 'not-done' });
    await say({ kind: 'put-back', task: '1021', units: 2, tote: '2' }, picked('1012', 1));
    expect(await finishWalk(who, id, now)).toEqual({ ok: true });
    expect(await lines(id)).toEqual({ '1011': [2, 0, 0], '1021': [0, 0, 2], '1012': [1, 0, 0], '1022': [0, 0, 1] });
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toMatchObject({ shipped: 1 });
  });

  test('an order that was edited goes out with what is left of it', async () => {
    const id = await released(1);
    const { who } = await paired();
    const { say } = await phone(id, who);
    await inShop(shop, async (tx) => {
      await tx.fulfillmentOrderLine.updateMany({ where: { id: '1011' }, data: { remainingQuantity: 1 } });
      await tx.fulfillmentOrderLine.updateMany({ where: { id: '1012' }, data: { remainingQuantity: 0 } });
    });
    await followOrders(shop, noneHeld, now);
    await say(picked('1011', 1));
    expect(await finishWalk(who, id, now)).toEqual({ ok: true });
    expect(await lines(id)).toEqual({ '1011': [1, 0, 1], '1012': [0, 0, 1] });
    expect(await shipPickedWave(shop, id, new Map(), noneHeld, now)).toEqual({ ok: true, shipped: 1, leftOut: [] });
  });

  test('a held order is wanted no more, and again once it is let go', async () => {
    const id = await released(1);
    const { who } = await paired();
    await followOrders(shop, async () => new Map([['101', 'The address is unknown.']]), now);
    await followOrders(shop, noneHeld, now);
    const { scans } = (await lookAtWave(who, id, 0, now))!;
    expect(scans.map(({ deed }) => deed.kind === 'wanted' && `${deed.task} ${deed.units} ${deed.because}`)).toEqual([
      '1011 0 held',
      '1012 0 held',
      '1011 2 again',
      '1012 1 again',
    ]);
  });

  test('a wave canceled in the admin leaves everything to be put back', async () => {
    const id = await released(1);
    const { who } = await paired();
    const { say } = await phone(id, who);
    await say(picked('1011', 2));
    await cancelWave(shop, id, now);
    await followOrders(shop, noneHeld, new Date());
    const look = (await lookAtWave(who, id, 0, now))!;
    expect(look.phase).toBe('canceled');
    expect(look.scans.slice(-2).map(({ deed }) => deed)).toMatchObject([{ units: 0 }, { units: 0 }]);
  });
});
