// A back room with people in it: two pickers with phones, a put wall, two pack stations, someone at the admin, and Shopify. Each
// step is something that one of them does; what they do moves units (goods.ts), and what they say goes through the real use-cases.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../../app/db.server.ts';
import { append } from '../../app/events/append.server.ts';
import { cancelWave } from '../../app/picking/cancel-wave.server.ts';
import { acceptScans } from '../../app/picking/floor/accept-scans.server.ts';
import type { PhoneScan } from '../../app/picking/floor/deed.ts';
import type { Who } from '../../app/picking/floor/enter-floor.server.ts';
import { finishWalk } from '../../app/picking/floor/finish-walk.server.ts';
import type { HeardScan, PhoneTask } from '../../app/picking/floor/floor-api.ts';
import { followOrders } from '../../app/picking/floor/follow-orders.server.ts';
import { fold, take, type WaveState } from '../../app/picking/floor/ledger.ts';
import { stopsLeft } from '../../app/picking/floor/next.ts';
import { lookAtWave, readPhoneWave } from '../../app/picking/floor/read-floor.server.ts';
import { type Deed, shortReasons } from '../../app/picking/floor/scan.ts';
import { takeWave } from '../../app/picking/floor/take-wave.server.ts';
import { followParcels } from '../../app/picking/hand-off/follow-parcels.server.ts';
import { shipParcel } from '../../app/picking/hand-off/ship-parcel.server.ts';
import { acceptDeeds } from '../../app/picking/packing/station/accept-deeds.server.ts';
import type { Deed as PackDeed } from '../../app/picking/packing/station/deed.ts';
import { missingOf, openParcel, type Packing, fold as packed } from '../../app/picking/packing/station/ledger.ts';
import { readOrderLook } from '../../app/picking/packing/station/read-order.server.ts';
import type { OrderLook, Taken } from '../../app/picking/packing/station/station-api.ts';
import { appendMoves } from '../../app/picking/place/store.server.ts';
import { planNewWave } from '../../app/picking/plan-wave.server.ts';
import { leftOf, standingOf, type WallState, fold as wallFold } from '../../app/picking/put-wall/ledger.ts';
import { readWall } from '../../app/picking/put-wall/read-wall.server.ts';
import { askWall } from '../../app/picking/put-wall/sort-wave.server.ts';
import type { WallAsk, WallWave } from '../../app/picking/put-wall/wall-api.ts';
import { releaseWave } from '../../app/picking/release-wave.server.ts';
import { shipPickedWave } from '../../app/picking/ship-wave.server.ts';
import { retryCommand } from '../../app/shopify/outbox.server.ts';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariants } from '../mirrored.ts';
import { carry, type Goods, gather, unitsAt } from './goods.ts';
import { type Change, change, fulfill, linesOf, type Parts, type Store, type Told, tellMirror } from './store.ts';

export const AT = '9';
const places = new Map([[AT, 'London']]);
const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
const never = new AbortController().signal;

type Own = { id: string; at: number; deed: Deed };

/** A phone on a wave: what it heard, and what it did and does not know the server to have. */
type Phone = {
  who: Who;
  waveId: string;
  tasks: PhoneTask[];
  phase: string;
  heard: HeardScan[];
  own: Own[];
  next: number;
};

export type House = {
  shop: string;
  /** ms; each step takes a second */
  time: number;
  method: string | null;
  goods: Goods;
  store: Store;
  /** what the mirror knows of each order */
  mirror: Map<string, Told>;
  /** what it was told, or will be, and may be told again */
  mail: Told[];
  /** orders that another room objects to, with the reason */
  held: Map<string, string>;
  pickers: [Who, Who];
  stations: [Who, Who];
  waves: string[];
  phones: Map<string, Phone[]>;
  /** what stations delivered, to be delivered again */
  delivered: (() => Promise<unknown>)[];
  /** the last deed of a person at the wall of a wave */
  lastPut: Map<string, string>;
  /** orders of a wave whose goods were carried back */
  carriedBack: Set<string>;
  /** what was said that should not be: steps add to it, the test looks */
  faults: string[];
};

export type Wish = { method: string | null; orders: { item: string; quantity: number }[][] };

/** Where what lies, and how many: one item in two bins of which the first has few, one that is scarce altogether. */
const shelves: [item: string, bin: string, units: number][] = [
  ['1', 'A-1', 2],
  ['1', 'B-1', 60],
  ['2', 'A-2', 60],
  ['3', 'C-1', 2],
  ['3', 'C-2', 1],
];

const now = (house: House) => new Date(house.time);
const whyHeld = (house: House) => async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.flatMap((id) => (house.held.has(id) ? [[id, house.held.get(id)!] as const] : [])));

export async function openHouse(shop: string, { method, orders }: Wish): Promise<House> {
  const time = Date.UTC(2026, 10, 27, 9);
  const opened = new Date(time);
  await mirrorShop(shop);
  const goods: Goods = new Map(shelves.map(([item, bin, units]) => [`shelf/${item}/${bin}`, units]));
  const store: Store = { orders: new Map(), made: new Map(), ids: 9001 };
  const who = async (tx: ShopTx, name: string): Promise<Who> => {
    const picker = { id: randomUUID(), name, language: 'en' as const, active: true, mayForce: false };
    await tx.picker.create({ data: { shop, ...picker, createdAt: opened } });
    return { shop, deviceId: randomUUID(), picker: { ...picker, hasPin: true } };
  };
  return inShop(shop, async (tx) => {
    await mirrorLocation(tx, shop, AT, 'London');
    const createdAt = new Date('2026-01-01T00:00:00Z');
    await mirrorVariants(
      tx,
      shop,
      ['1', '2', '3'].map((id) => ({
        ...{ id, title: `Item ${id}`, sku: `SKU-${id}`, createdAt },
        levels: [{ locationId: AT, available: 100 }],
      })),
    );
    const counts = shelves.map(([inventoryItemId, to, quantity]) => ({
      ...{ id: randomUUID(), kind: 'counted' as const, inventoryItemId, from: null, to, quantity },
      ...{ lot: null, expiresOn: null, note: null },
    }));
    await appendMoves(tx, shop, AT, counts, 'Staff', opened);
    for (const [nth, wanted] of orders.entries()) {
      const id = String(101 + nth);
      const lines = wanted.map((line, at) => ({ id: `${id}${at + 1}`, variantId: line.item, quantity: line.quantity }));
      await mirrorOrder(tx, shop, { id, at: new Date(time - 86_400_000 + nth), locationId: AT, lines });
      const own = lines.map((line) => ({
        ...{ id: line.id, orderLineId: line.id, item: line.variantId },
        ...{ remaining: line.quantity, total: line.quantity },
      }));
      const fulfillmentOrders = [{ id, status: 'OPEN' as const, locationId: AT, lines: own }];
      store.orders.set(id, { id, canceled: false, fulfillmentOrders });
    }
    return {
      ...{ shop, time, method, goods, store, mail: [], held: new Map(), waves: [], phones: new Map() },
      mirror: new Map([...store.orders].map(([id, order]) => [id, { ...structuredClone(order), at: 0 }])),
      pickers: [await who(tx, 'Ana'), await who(tx, 'Ben')],
      stations: [await who(tx, 'Cleo'), await who(tx, 'Dan')],
      ...{ delivered: [], lastPut: new Map(), carriedBack: new Set(), faults: [] },
    } satisfies House;
  });
}

/** What a line's unit is, whichever fulfillment order it is of. */
export function itemOf(house: House, line: string): string {
  for (const order of house.store.orders.values())
    for (const one of linesOf(order)) if (one.id === line) return one.item;
  throw new Error(`nobody ordered ${line}`);
}

export const pickOne = <One>(all: readonly One[], at: number): One | undefined => all[at % Math.max(1, all.length)];

/** A refusal is worth nothing if it does not say why and what to do. */
function explained(house: House, what: string, says: string | undefined | null): void {
  if (!says || says.length < 12 || !/[.:]/.test(says)) house.faults.push(`${what} was refused without a word: ${says}`);
}

// Planning

export async function planAndRelease(house: House): Promise<void> {
  const { shop } = house;
  const wave = await planNewWave(shop, { locationId: AT, size: 12 }, everyOrder, now(house));
  if (!wave.ok) return explained(house, 'planning', wave.problem);
  await inShop(shop, (tx) => tx.wave.updateMany({ where: { id: wave.id }, data: { method: house.method } }));
  const released = await releaseWave(shop, wave.id, whyHeld(house), now(house));
  if (!released.ok) {
    explained(house, 'releasing', released.problem);
    await cancelWave(shop, wave.id, now(house));
    return;
  }
  await twicePlanned(house, wave.id);
  house.waves.push(wave.id);
  house.phones.set(wave.id, []);
  for (const who of house.pickers) await comeTo(house, wave.id, who);
}

/** Nobody is sent for what lies packed in a parcel, if Shopify wants it once only. */
async function twicePlanned(house: House, waveId: string): Promise<void> {
  const lines = (await waveRow(house, waveId))?.lines ?? [];
  const packed = (await parcelRows(house))
    .filter((one) => one.waveId !== waveId && one.state === 'sealed')
    .flatMap((one) => one.lines);
  for (const { orderId, fulfillmentOrderLineId: id, quantity } of lines) {
    const remaining = linesOf(house.mirror.get(orderId)).find((line) => line.id === id)?.remaining ?? 0;
    const inParcels = packed
      .filter((one) => one.fulfillmentOrderLineId === id)
      .reduce((sum, one) => sum + one.quantity, 0);
    if (quantity + inParcels > remaining)
      house.faults.push(`${quantity} of ${id} are planned, ${inParcels} are packed`);
  }
}

async function comeTo(house: House, waveId: string, who: Who): Promise<void> {
  await takeWave(who, waveId, now(house));
  const wave = (await readPhoneWave(who, waveId, places))!;
  const { next } = (await lookAtWave(who, waveId, 0, now(house)))!;
  const phone: Phone = { who, waveId, tasks: wave.tasks, phase: wave.phase, heard: [], own: [], next };
  house.phones.get(waveId)!.push(phone);
  await look(house, phone);
}

// Phones

const stateOf = ({ who, tasks, heard, own }: Phone): WaveState =>
  fold(tasks, [...heard, ...own.map(({ id, deed }) => ({ id, device: who.deviceId, deed }))]);

/** Totes are told apart by their order; where they are not, one group is for all. */
const groupOf = (house: House, orderId: string) => (house.method === 'sort' ? 'all' : orderId);

/** Does with the hands what a deed says, or undoes it; false when the goods are not there. */
function doIt(house: House, phone: Phone, deed: Deed, state: WaveState, back = false): boolean {
  if (deed.kind === 'undone') {
    const before = state.scans.get(deed.scan)?.deed;
    return before ? doIt(house, phone, before, state, !back) : true;
  }
  if (deed.kind !== 'picked' && deed.kind !== 'put-back') return true;
  const task = phone.tasks.find((one) => one.id === deed.task);
  if (!task) return true;
  const item = task.sku?.replace('SKU-', '') ?? '';
  const shelf = `shelf/${item}/${task.bin}`;
  const cart = `cart/${phone.waveId}/${groupOf(house, task.orderId)}/${item}`;
  const out = (deed.kind === 'picked') !== back;
  return carry(house.goods, out ? shelf : cart, out ? cart : shelf, deed.units);
}

function record(house: House, phone: Phone, deed: Deed): boolean {
  const state = stateOf(phone);
  const scan = { id: randomUUID(), device: phone.who.deviceId, deed };
  if (take(state, scan).refused || !doIt(house, phone, deed, state)) return false;
  phone.own.push({ id: scan.id, at: house.time, deed });
  return true;
}

/** Something that a picker does next. */
export function act(house: House, phone: Phone, how: number, at: number): void {
  const state = stateOf(phone);
  const stops = stopsLeft(state, phone.who.deviceId);
  const walking = phone.phase === 'released';
  const stop = walking ? (at % 3 === 0 ? pickOne(stops, at) : stops[0]) : stops.find((one) => one.kind === 'put-back');
  const task = stop?.task ?? pickOne(phone.tasks, at);
  if (!task) return;
  const mine = [...state.scans.values()].filter((scan) => scan.device === phone.who.deviceId);
  const undo = pickOne(mine.toReversed(), at % 3);
  if (how >= 10 && undo) record(house, phone, { kind: 'undone', scan: undo.id });
  else if (stop?.kind === 'put-back')
    record(house, phone, { kind: 'put-back', task: task.id, units: stop.units, tote: stop.tote });
  else if (!walking) return;
  else if (how === 9) record(house, phone, { kind: 'skipped', task: task.id });
  else if (how === 8) record(house, phone, { kind: 'wrong', task: task.id, what: 'item' });
  else if (stop && how === 7) record(house, phone, { kind: 'swapped-tote', from: stop.tote, to: `T${at}` });
  else if (how === 6)
    // A count that nobody asked for: the phone lets it pass, the goods are in the tote.
    record(house, phone, { kind: 'picked', task: task.id, units: 1, tote: stop?.tote ?? task.tote });
  else if (stop && how === 5) shortOf(house, phone, stop.task.id, 1 + (at % stop.units), at);
  else if (stop) pickAtMost(house, phone, stop.task.id, stop.tote, how < 2 ? 1 : stop.units);
}

const shortOf = (house: House, phone: Phone, task: string, units: number, at: number) =>
  record(house, phone, { kind: 'short', task, units, reason: pickOne(shortReasons, at)! });

/** Takes what lies there, up to so many; what does not is short. */
function pickAtMost(house: House, phone: Phone, task: string, tote: string, most: number): void {
  const { sku, bin } = phone.tasks.find((one) => one.id === task)!;
  const there = Math.min(most, unitsAt(house.goods, `shelf/${sku?.replace('SKU-', '')}/${bin}`));
  if (there > 0) record(house, phone, { kind: 'picked', task, units: there, tote });
  else shortOf(house, phone, task, most, 0);
}

const ways = ['all', 'twice', 'first', 'later', 'reversed', 'unanswered'] as const;

/** What is kept on a phone goes up, in one of the ways in which nets deliver. */
export async function deliver(house: House, phone: Phone, at: number): Promise<void> {
  const { who, waveId, own, next } = phone;
  const way = pickOne(ways, at)!;
  const all = own.map(({ id, at: when, deed }, nth) => ({ id, seq: next + nth, at: when, deed }) as PhoneScan);
  const half = Math.ceil(all.length / 2);
  const scans = way === 'first' ? all.slice(0, half) : way === 'later' ? all.slice(half) : all;
  const send = () =>
    acceptScans(
      who,
      waveId,
      { sentAt: house.time, scans: way === 'reversed' ? scans.toReversed() : scans },
      now(house),
    );
  const answers = way === 'twice' ? await Promise.all([send(), send()]) : [await send()];
  const answer = answers.at(-1)!;
  if (!answer.ok) house.faults.push(`a phone was not let in: ${answer.why}`);
  else if (way !== 'unanswered') phone.next = answer.next;
}

/** A phone hears what happened. Of its own scans it learns which were refused: those units go back to where they were. */
export async function look(house: House, phone: Phone): Promise<void> {
  const { who, waveId } = phone;
  const seen = (await lookAtWave(who, waveId, phone.heard.at(-1)?.seq ?? 0, now(house)))!;
  if (seen.tasks !== phone.tasks.length) phone.tasks = (await readPhoneWave(who, waveId, places))!.tasks;
  const before = stateOf(phone);
  phone.heard.push(...seen.scans);
  phone.phase = seen.phase;
  phone.next = seen.next;
  const ids = new Set(seen.scans.map((scan) => scan.id));
  const known = phone.own.filter((one) => ids.has(one.id));
  phone.own = phone.own.filter((one) => !ids.has(one.id));
  const { refused } = fold(phone.tasks, phone.heard);
  for (const { id, deed } of known)
    if (refused.has(id) && !doIt(house, phone, deed, before, true))
      house.faults.push(`a refused ${deed.kind} cannot be taken back`);
}

export async function finish(house: House, phone: Phone): Promise<void> {
  if (phone.own.length > 0) return;
  const done = await finishWalk(phone.who, phone.waveId, now(house));
  if (!done.ok && done.why === 'no-wave') house.faults.push('a wave is gone that was walked');
  await look(house, phone);
}

// The put wall

async function atWall(who: Who, waveId: string): Promise<{ wave: WallWave; state: WallState } | null> {
  const seen = await readWall(who, waveId, null, places);
  return seen?.wave ? { wave: seen.wave, state: wallFold(seen.wave.tasks, seen.scans) } : null;
}

async function sayAtWall(house: House, who: Who, waveId: string, ask: WallAsk['ask'], twice: boolean) {
  const id = randomUUID();
  const say = () => askWall(who, waveId, { id, after: 0, ask }, now(house));
  const answer = twice ? (await Promise.all([say(), say()]))[0]! : await say();
  if (!answer.ok) return null;
  const deed = answer.heard?.deed ?? null;
  if (!deed || (deed.kind !== 'put' && deed.kind !== 'missing')) return deed;
  house.lastPut.set(waveId, id);
  return deed;
}

const inCart = (house: House, waveId: string, item: string) => unitsAt(house.goods, `cart/${waveId}/all/${item}`);

export async function sort(house: House, waveId: string, how: number, at: number): Promise<void> {
  const who = house.pickers[at % 2]!;
  const wall = await atWall(who, waveId);
  if (!wall) return;
  const { tasks } = wall.wave;
  const twice = at % 5 === 0;
  const orders = [...new Set(tasks.map((task) => task.orderId))];
  if (how < 6) {
    const items = [...new Set(tasks.map((task) => task.item))].filter((item) => inCart(house, waveId, item) > 0);
    const item = pickOne(items, at);
    if (item === undefined) return;
    const deed = await sayAtWall(house, who, waveId, { kind: 'scanned', item }, twice);
    if (deed?.kind !== 'put') return;
    const { orderId } = tasks.find((task) => task.id === deed.task)!;
    carry(house.goods, `cart/${waveId}/all/${item}`, `wall/${waveId}/${orderId}/${item}`, 1);
  } else if (how < 8) {
    const item = pickOne([...new Set(tasks.map((task) => task.item))], at);
    const awaited = [...wall.state.tasks.values()].filter((one) => one.task.item === item && leftOf(one) > 0);
    const lacking = awaited.reduce((sum, one) => sum + leftOf(one), 0) - inCart(house, waveId, item ?? '');
    // Only who looked for a unit and did not find it says so.
    if (awaited[0] && lacking > 0)
      await sayAtWall(house, who, waveId, { kind: 'missing', task: awaited[0].task.id, units: 1 }, twice);
  } else if (how === 8) {
    const complete = orders.filter((order) => standingOf(wall.state, order).is === 'complete');
    if (complete[0]) await sayAtWall(house, who, waveId, { kind: 'cleared', order: pickOne(complete, at)! }, twice);
  } else {
    const last = house.lastPut.get(waveId);
    const scan = last === undefined ? undefined : wall.state.scans.get(last);
    if (scan?.deed.kind !== 'put') return;
    const { orderId, item } = wall.state.tasks.get(scan.deed.task)!.task;
    const from = `wall/${waveId}/${orderId}/${item}`;
    if (unitsAt(house.goods, from) < scan.deed.units) return;
    const deed = await sayAtWall(house, who, waveId, { kind: 'undone', scan: scan.id }, twice);
    if (deed?.kind === 'undone') carry(house.goods, from, `cart/${waveId}/all/${item}`, scan.deed.units);
  }
}

// The pack stations

const parcelPlace = (parcel: string, line: string) => `parcel/${parcel}/${line}`;
const packingOf = ({ lines, entries }: OrderLook): Packing => packed(lines, entries);

/** Says deeds about one parcel, sometimes twice at once; they may be delivered again later. */
async function sayAtStation(
  house: House,
  who: Who,
  seen: OrderLook,
  parcel: string,
  deeds: PackDeed[],
  twice = false,
): Promise<Taken['refused']> {
  const { wave, order, next } = seen;
  const said = deeds.map((deed, nth) => ({ id: randomUUID(), parcel, nth: next + nth, at: house.time, deed }));
  const say = () =>
    acceptDeeds(
      who,
      wave.id,
      order.id,
      { sentAt: house.time, deeds: said },
      places,
      whyHeld(house),
      new Date(house.time),
    );
  const [answer] = twice ? await Promise.all([say(), say()]) : [await say()];
  const refused = answer?.refused ?? [];
  // What was refused is not kept by a station, so it is not sent again.
  if (refused.length === 0) house.delivered.push(say);
  for (const { why } of refused) {
    if (!why) house.faults.push('a station was refused without a reason');
    if (why === 'stopped') explained(house, 'packing', answer?.look.stopped?.detail);
  }
  return refused;
}

const lookAtOrder = (house: House, who: Who, waveId: string, orderId: string) =>
  readOrderLook(who, waveId, orderId, places, whyHeld(house));

/** Takes units of a line from where a packer finds them: the order's slot at the wall, or its tote. */
function takeForPacking(
  house: House,
  waveId: string,
  orderId: string,
  line: string,
  to: string,
  units: number,
): number {
  const { goods } = house;
  const item = itemOf(house, line);
  // What is sorted is packed from its slot; what still lies on the cart nobody can tell apart.
  if (house.method === 'sort') return gather(goods, `wall/${waveId}/${orderId}/`, `/${item}`, to, units);
  return gather(goods, `cart/${waveId}/${orderId}/`, `/${item}`, to, units);
}

/** Where a unit of a line lies before it is packed, and again when it was taken out. */
const besides = (house: House, waveId: string, orderId: string, line: string) =>
  `${house.method === 'sort' ? 'wall' : 'cart'}/${waveId}/${orderId}/${itemOf(house, line)}`;

const IN_HAND = 'hand/packer';

async function scanInto(house: House, who: Who, seen: OrderLook, parcel: string, line: string, twice: boolean) {
  if (takeForPacking(house, seen.wave.id, seen.order.id, line, IN_HAND, 1) === 0) return false;
  const refused = await sayAtStation(house, who, seen, parcel, [{ kind: 'scanned', line, units: 1 }], twice);
  const back = besides(house, seen.wave.id, seen.order.id, line);
  carry(house.goods, IN_HAND, refused.length > 0 ? back : parcelPlace(parcel, line), 1);
  return refused.length === 0;
}

export async function pack(house: House, waveId: string, how: number, at: number): Promise<void> {
  const who = house.stations[at % 2]!;
  const orderId = pickOne([...house.store.orders.keys()], Math.floor(at / 2))!;
  const seen = await lookAtOrder(house, who, waveId, orderId);
  if (!seen) return;
  const packing = packingOf(seen);
  const open = openParcel(packing);
  const twice = at % 7 === 0;
  const missing = missingOf(packing);
  if (!open) {
    const sealed = pickOne(
      seen.parcels.filter((parcel) => parcel.state === 'sealed'),
      at,
    );
    if (how >= 8 && sealed)
      await sayAtStation(house, who, seen, sealed.id, [{ kind: 'opened-again', over: how === 9 }], twice);
    else if (missing.length > 0 || seen.stopped)
      await sayAtStation(house, who, seen, randomUUID(), [{ kind: 'opened', over: how % 3 === 0 }], twice);
    return;
  }
  if (how === 9) await sayAtStation(house, who, seen, open.id, [{ kind: 'opened', over: true }], twice);
  else if (how === 8) {
    const line = pickOne([...open.units.keys()], at);
    if (line === undefined) return;
    const refused = await sayAtStation(house, who, seen, open.id, [{ kind: 'took-back', line, units: 1 }], twice);
    const back = besides(house, waveId, orderId, line);
    if (refused.length === 0 && !carry(house.goods, parcelPlace(open.id, line), back, 1))
      house.faults.push('a unit was taken out of a parcel in which it was not');
  } else if (how >= 6) await seal(house, who, seen, open.id, how === 7);
  else {
    const line = pickOne(missing, at);
    if (line) await scanInto(house, who, seen, open.id, line.id, twice);
    else await seal(house, who, seen, open.id, false);
  }
}

async function seal(house: House, who: Who, seen: OrderLook, parcel: string, more: boolean): Promise<boolean> {
  const deed: PackDeed = { kind: 'sealed', more, despite: false };
  return (await sayAtStation(house, who, seen, parcel, [deed])).length === 0;
}

// Hand-off

const parcelRows = (house: House) => inShop(house.shop, (tx) => tx.parcel.findMany({ include: { lines: true } }));

export async function ship(house: House, at: number): Promise<void> {
  const sealed = (await parcelRows(house)).filter((parcel) => parcel.state === 'sealed');
  const parcel = pickOne(
    sealed.toSorted((a, b) => (a.orderId < b.orderId ? -1 : a.orderId > b.orderId ? 1 : a.number - b.number)),
    at,
  );
  if (!parcel) return;
  const send = () => shipParcel(house.shop, parcel.id, null, whyHeld(house), now(house));
  const answers = at % 4 === 0 ? await Promise.all([send(), send()]) : [await send()];
  for (const answer of answers) if (!answer.ok) explained(house, 'a parcel', answer.problem);
}

/** Someone who looked at the goods says that all of a wave goes: orders that no station packed as they were picked. */
export async function shipWave(house: House, waveId: string): Promise<void> {
  const { shop } = house;
  const before = await waveRow(house, waveId);
  if (before?.state !== 'picked') return;
  const boxed = new Set(
    (await parcelRows(house))
      .filter((one) => one.waveId === waveId && one.state !== 'given-up')
      .map((one) => one.orderId),
  );
  const open = before.orders.filter((one) => !one.leftOut && !one.commandId && !boxed.has(one.orderId));
  const wanted = before.lines.filter((line) => open.some((one) => one.orderId === line.orderId));
  // Nobody says that goes what is not there, or what is not sorted yet.
  const wall = house.method === 'sort' ? await atWall(house.pickers[0], waveId) : null;
  if (!allThere(house, waveId, wanted) || [...(wall?.state.tasks.values() ?? [])].some((one) => leftOf(one) > 0))
    return;
  const shipped = await shipPickedWave(shop, waveId, new Map(), whyHeld(house), now(house));
  if (!shipped.ok) return explained(house, 'shipping a wave', shipped.problem);
  for (const { reason } of shipped.leftOut) explained(house, 'an order of a wave', reason);
  const after = await waveRow(house, waveId);
  for (const { orderId } of after?.orders.filter(
    (one) => one.commandId && open.some((each) => each.orderId === one.orderId),
  ) ?? [])
    for (const line of before.lines.filter((one) => one.orderId === orderId && one.picked > 0)) {
      const id = line.fulfillmentOrderLineId;
      takeForPacking(house, waveId, orderId, id, `whole/${waveId}/${id}`, line.picked);
    }
}

type Row = { orderId: string; fulfillmentOrderLineId: string; picked: number };

function allThere(house: House, waveId: string, lines: readonly Row[]): boolean {
  const lacking = new Map<string, number>();
  for (const { orderId, fulfillmentOrderLineId: id, picked } of lines) {
    const key = besides(house, waveId, orderId, id);
    lacking.set(key, (lacking.get(key) ?? 0) + picked);
  }
  return [...lacking].every(([key, units]) => unitsAt(house.goods, key) >= units);
}

type Counted = { fulfillmentOrderLineId: string; quantity: number; picked: number; short: number; dropped: number };

/** Lines as orders have them: one that is picked from several bins has a row for each. */
export function wholeLines<Line extends Counted>(rows: readonly Line[]): Line[] {
  return [...Map.groupBy(rows, (row) => row.fulfillmentOrderLineId).values()].map((parts) => {
    const sum = (of: (part: Line) => number) => parts.reduce((total, part) => total + of(part), 0);
    return {
      ...parts[0]!,
      ...{ quantity: sum((one) => one.quantity), picked: sum((one) => one.picked) },
      ...{ short: sum((one) => one.short), dropped: sum((one) => one.dropped) },
    };
  });
}

const waveRow = (house: House, id: string) =>
  inShop(house.shop, async (tx) => {
    const wave = await tx.wave.findUnique({
      where: { shop_id: { shop: house.shop, id } },
      include: { lines: true, orders: true },
    });
    return wave && { ...wave, lines: wholeLines(wave.lines) };
  });

export async function cancel(house: House, waveId: string): Promise<void> {
  const canceled = await cancelWave(house.shop, waveId, now(house));
  if (!canceled.ok) return explained(house, 'canceling', canceled.problem);
  // Parcels are unpacked and slots emptied onto the cart; phones lead back from there.
  for (const parcel of (await parcelRows(house)).filter((one) => one.waveId === waveId)) unpack(house, parcel);
  for (const [place, units] of [...house.goods]) {
    const [kind, wave, , item] = place.split('/');
    if (kind === 'wall' && wave === waveId) carry(house.goods, place, `cart/${waveId}/all/${item}`, units);
  }
}

function unpack(house: House, { id, waveId, orderId }: { id: string; waveId: string; orderId: string }): void {
  for (const [place, units] of [...house.goods]) {
    const [kind, parcel, line] = place.split('/');
    if (kind !== 'parcel' || parcel !== id) continue;
    carry(house.goods, place, besides(house, waveId, orderId, line!), units);
  }
}

/** What was left out of a wave is carried back to a shelf, once the wave's page says so. */
export async function carryBack(house: House): Promise<void> {
  const rows = await parcelRows(house);
  for (const waveId of house.waves) {
    const wave = await waveRow(house, waveId);
    if (!wave || wave.state === 'canceled') continue;
    for (const { orderId } of wave.orders.filter((one) => one.leftOut)) {
      if (house.carriedBack.has(`${waveId}/${orderId}`)) continue;
      house.carriedBack.add(`${waveId}/${orderId}`);
      const own = rows.filter((one) => one.waveId === waveId && one.orderId === orderId);
      for (const parcel of own) if (parcel.state === 'given-up') unpack(house, parcel);
      for (const line of wave.lines.filter((one) => one.orderId === orderId)) {
        const id = line.fulfillmentOrderLineId;
        const left = own
          .filter((one) => one.state === 'shipped')
          .flatMap((one) => one.lines.filter((each) => each.fulfillmentOrderLineId === id))
          .reduce((sum, each) => sum + each.quantity, 0);
        const item = itemOf(house, id);
        takeForPacking(house, waveId, orderId, id, `shelf/${item}/${line.bin}`, line.picked - left);
      }
    }
  }
}

// Shopify

/** Something happens to an order at Shopify; word of it is on its way. */
export function happen(house: House, what: Change, at: number): void {
  const order = pickOne([...house.store.orders.values()], at)!;
  change(house.store, order, what, Math.floor(at / 3));
  post(house, order.id);
}

function post(house: House, orderId: string): void {
  house.mail.push({ ...structuredClone(house.store.orders.get(orderId)!), at: house.time });
}

/** One letter arrives, whichever; it may arrive again. */
export async function hear(house: House, at: number): Promise<void> {
  const told = pickOne(house.mail.toReversed(), at);
  if (told && (await tellMirror(house.shop, told))) house.mirror.set(told.id, told);
}

export const follow = (house: House) => followOrders(house.shop, whyHeld(house), now(house));
export const followSent = (house: House) => followParcels(house.shop, never, now(house));

type Answer = 'takes it' | 'refuses' | 'took it, answer lost' | 'heard nothing, answer lost';
const answers: readonly Answer[] = [
  'takes it',
  'takes it',
  'refuses',
  'took it, answer lost',
  'heard nothing, answer lost',
];

type Command = { id: string; idempotencyKey: string; subject: string; state: string; variables: unknown };
export const orderOf = (command: { subject: string }) => command.subject.replace('Order/', '');
export const partsOf = (command: { variables: unknown }) => (command.variables as { fulfillment: Parts }).fulfillment;

const shipments = (house: House) =>
  inShop(house.shop, (tx) =>
    tx.command.findMany({ where: { operation: 'fulfillmentCreate' }, orderBy: { seq: 'asc' } }),
  );

/** The outbox sends the oldest command about an order, and hears what Shopify says; `applied` names those that took effect. */
export async function answer(
  house: House,
  applied: Map<string, Parts>,
  at: number,
  kind = pickOne(answers, at)!,
): Promise<boolean> {
  const open = (await shipments(house)).filter((one) => one.state === 'queued' || one.state === 'unknown');
  const first = open.filter((one) => open.find((each) => each.subject === one.subject) === one);
  const command = pickOne(first, at);
  if (!command) return false;
  if (command.state === 'unknown') {
    const did = applied.has(command.id);
    await settle(house, command, did ? 'confirmed' : 'queued');
    return true;
  }
  const lost = kind.endsWith('lost');
  const refused =
    kind === 'refuses' || kind === 'heard nothing, answer lost'
      ? 'Try again later.'
      : fulfill(house.store, orderOf(command), partsOf(command));
  if (!refused) {
    if (applied.has(command.id)) house.faults.push(`command ${command.idempotencyKey} took effect twice`);
    applied.set(command.id, partsOf(command));
    post(house, orderOf(command));
  }
  await settle(house, command, lost ? 'unknown' : refused ? 'failed' : 'confirmed', refused ?? '');
  return true;
}

async function settle(house: House, command: Command, state: string, problem = ''): Promise<void> {
  const { id, subject } = command;
  await inShop(house.shop, async (tx) => {
    const { attempts } = await tx.command.update({
      where: { shop_id: { shop: house.shop, id } },
      data: {
        ...{ state, problem: problem || null, attempts: { increment: 1 } },
        settledAt: state === 'confirmed' || state === 'failed' ? now(house) : null,
      },
    });
    if (state === 'queued') return;
    const about = { key: `command.${state}:${id}:${attempts}`, subject, at: now(house).toISOString() };
    const data = { commandId: id, operation: 'fulfillmentCreate', subject };
    await append(tx, house.shop, [
      state === 'confirmed'
        ? { ...about, type: 'command.confirmed', data }
        : { ...about, type: state === 'failed' ? 'command.failed' : 'command.unknown', data: { ...data, problem } },
    ]);
  });
}

/** Someone at the outbox sends a refused command again. */
export async function sendAgain(house: House, at: number): Promise<string | null> {
  const failed = pickOne(
    (await shipments(house)).filter((one) => one.state === 'failed'),
    at,
  );
  return failed && (await retryCommand(house.shop, failed.id, now(house))) ? failed.id : null;
}

// The end of the day

/** Everything is delivered, walked, sorted, packed, shipped and put back, as people do who want to go home. */
export async function closeUp(house: House, applied: Map<string, Parts>, check: () => Promise<void>): Promise<void> {
  for (let round = 0; round < 4; round++) {
    const before = JSON.stringify([...house.goods]);
    house.time += 1000;
    for (const told of house.mail.splice(0)) if (await tellMirror(house.shop, told)) house.mirror.set(told.id, told);
    await follow(house);
    for (const waveId of house.waves) {
      await walkToTheEnd(house, waveId);
      await sortToTheEnd(house, waveId);
      await packToTheEnd(house, waveId);
      await shipWave(house, waveId);
      await carryBack(house);
      await check();
    }
    while (await answer(house, applied, 0, 'takes it')) await followSent(house);
    await check();
    if (round > 0 && house.mail.length === 0 && JSON.stringify([...house.goods]) === before) return;
  }
}

async function walkToTheEnd(house: House, waveId: string): Promise<void> {
  const phones = house.phones.get(waveId)!;
  for (const phone of phones) await deliver(house, phone, 0);
  await follow(house);
  for (const phone of phones) await look(house, phone);
  const [phone] = phones;
  for (let turns = 0; phone && turns < 60; turns++) {
    const [stop] = stopsLeft(stateOf(phone), phone.who.deviceId);
    if (!stop || (stop.kind === 'pick' && phone.phase !== 'released')) break;
    if (stop.kind === 'pick') pickAtMost(house, phone, stop.task.id, stop.tote, stop.units);
    else if (!record(house, phone, { kind: 'put-back', task: stop.task.id, units: stop.units, tote: stop.tote })) break;
  }
  if (!phone) return;
  await deliver(house, phone, 0);
  await look(house, phone);
  await finish(house, phone);
}

export async function sortToTheEnd(house: House, waveId: string): Promise<void> {
  const who = house.pickers[0];
  for (let turns = 0; turns < 60; turns++) {
    const wall = await atWall(who, waveId);
    if (!wall) return;
    const awaited = [...wall.state.tasks.values()].find((one) => leftOf(one) > 0);
    if (!awaited) break;
    const { item, id } = awaited.task;
    const deed =
      inCart(house, waveId, item) > 0
        ? await sayAtWall(house, who, waveId, { kind: 'scanned', item }, false)
        : await sayAtWall(house, who, waveId, { kind: 'missing', task: id, units: 1 }, false);
    if (deed?.kind === 'missing') continue;
    if (deed?.kind !== 'put') break;
    const { orderId } = wall.wave.tasks.find((task) => task.id === deed.task)!;
    carry(house.goods, `cart/${waveId}/all/${item}`, `wall/${waveId}/${orderId}/${item}`, 1);
  }
}

export async function packToTheEnd(house: House, waveId: string, only?: string): Promise<void> {
  const who = house.stations[0];
  for (const orderId of only === undefined ? house.store.orders.keys() : [only])
    for (let turns = 0; turns < 40; turns++) {
      const seen = await lookAtOrder(house, who, waveId, orderId);
      const wave = await waveRow(house, waveId);
      if (!seen || seen.stopped || wave?.orders.find((one) => one.orderId === orderId)?.leftOut) break;
      const packing = packingOf(seen);
      const open = openParcel(packing);
      const missing = missingOf(packing);
      if (!open && missing.length === 0) break;
      if (!open || !seen.holder?.me) {
        const parcel = open?.id ?? randomUUID();
        if ((await sayAtStation(house, who, seen, parcel, [{ kind: 'opened', over: true }])).length > 0) break;
        continue;
      }
      let put = false;
      for (const { id } of missing) put ||= await scanInto(house, who, seen, open.id, id, false);
      if (!put && !(await seal(house, who, seen, open.id, missing.length > 0))) break;
    }
}
