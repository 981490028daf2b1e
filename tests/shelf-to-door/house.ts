// A back room with people in it: two pickers with phones, a put wall, two pack stations, someone at the admin, and Shopify. Each
// step is something that one of them does; what they do moves units (goods.ts), and what they say goes through the real use-cases.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../../app/db.server.ts';
import type { Who } from '../../app/picking/floor/enter-floor.server.ts';
import type { HeardScan, PhoneTask } from '../../app/picking/floor/floor-api.ts';
import type { Deed } from '../../app/picking/floor/scan.ts';
import { appendMoves } from '../../app/picking/place/store.server.ts';
import { saveWallSize } from '../../app/picking/put-wall/store.server.ts';
import { keepRule } from '../../app/picking/rules/change-rules.server.ts';
import { mirrorLocation, mirrorOrder, mirrorShop, mirrorVariants } from '../mirrored.ts';
import type { Goods } from './goods.ts';
import { linesOf, mirrored, type Order, type Store, type Told } from './store.ts';

export const AT = '9';
export const EXPRESS = 'express';
export const places = new Map([[AT, 'London']]);
export const everyOrder = async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.map((id) => [id, { state: 'ready', reasons: [] }]));
export const never = new AbortController().signal;

type Own = { id: string; at: number; deed: Deed };

/** A phone on a wave: what it heard, and what it did and does not know the server to have. */
export type Phone = {
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
  progress: 'cannot' | 'can';
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
  /** units that went back to their bins from parcels that came back, by wave/line */
  broughtBack: Map<string, number>;
  /** commands that took effect */
  took: Set<string>;
  /** commands that a person sent again from the outbox: Shopify judges them */
  again: Set<string>;
  /** what was said that should not be: steps add to it, the test looks */
  faults: string[];
};

export type Wish = {
  method: string | null;
  /** whether customers fetch every other order */
  pickups?: boolean;
  /** whether Shopify offers no progress to tell, but a hold */
  holds?: boolean;
  orders: { item: string; quantity: number }[][];
};

/** Where what lies, and how many: one item in two bins of which the first has few, one that is scarce altogether. */
export const shelves: [item: string, bin: string, units: number][] = [
  ['1', 'A-1', 2],
  ['1', 'B-1', 60],
  ['2', 'A-2', 60],
  ['3', 'C-1', 2],
  ['3', 'C-2', 1],
];

export const now = (house: House) => new Date(house.time);
export const whyHeld = (house: House) => async (_tx: ShopTx, ids: string[]) =>
  new Map(ids.flatMap((id) => (house.held.has(id) ? [[id, house.held.get(id)!] as const] : [])));

export async function openHouse(
  shop: string,
  { method, pickups = false, holds = false, orders }: Wish,
): Promise<House> {
  const time = Date.UTC(2026, 10, 27, 9);
  const opened = new Date(time);
  const progress = holds ? 'cannot' : 'can';
  await mirrorShop(shop);
  const rule = { name: 'Express', tags: EXPRESS, express: 'join', active: true, single: false };
  const pickup = { name: 'Pickups', delivery: 'PICK_UP', active: true, single: false };
  for (const one of [rule, pickup]) if (!(await keepRule(shop, null, one)).ok) throw new Error(`no rule ${one.name}`);
  const goods: Goods = new Map(shelves.map(([item, bin, units]) => [`shelf/${item}/${bin}`, units]));
  const store: Store = { orders: new Map(), made: new Map(), ids: 9001 };
  const who = async (tx: ShopTx, name: string, mayForce = false): Promise<Who> => {
    const picker = { id: randomUUID(), name, language: 'en' as const, active: true, mayForce };
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
    // Fewer pigeonholes than orders: some wait.
    await saveWallSize(tx, shop, AT, { rows: 1, columns: 3 });
    for (const [nth, wanted] of orders.entries())
      await placeOrder(tx, shop, store, wanted, {
        ...{ at: new Date(time - 86_400_000 + nth), tags: [] },
        ...{ pickup: pickups && nth % 2 === 0, progress },
      });
    return {
      ...{ shop, time, method, progress, goods, store, mail: [], held: new Map(), waves: [], phones: new Map() },
      mirror: new Map([...store.orders].map(([id, order]) => [id, { ...structuredClone(order), at: 0 }])),
      pickers: [await who(tx, 'Ana'), await who(tx, 'Ben')],
      stations: [await who(tx, 'Cleo'), await who(tx, 'Dan', true)],
      ...{
        delivered: [],
        lastPut: new Map(),
        carriedBack: new Set(),
        broughtBack: new Map(),
        took: new Set(),
        again: new Set(),
        faults: [],
      },
    } satisfies House;
  });
}

type Wanted = Wish['orders'][number];

/** A customer orders; the mirror knows at once. */
async function placeOrder(
  tx: ShopTx,
  shop: string,
  store: Store,
  wanted: Wanted,
  { at, tags, pickup, progress }: { at: Date; tags: string[]; pickup: boolean; progress: 'cannot' | 'can' },
): Promise<Order> {
  const id = String(101 + store.orders.size);
  const lines = wanted.map((line, nth) => ({ id: `${id}${nth + 1}`, variantId: line.item, quantity: line.quantity }));
  await mirrorOrder(tx, shop, { id, at, locationId: AT, lines });
  if (tags.length > 0) await tx.order.updateMany({ where: { id }, data: { tags } });
  const own = lines.map((line) => ({
    ...{ id: line.id, orderLineId: line.id, item: line.variantId },
    ...{ remaining: line.quantity, total: line.quantity },
  }));
  const order: Order = {
    ...{ id, canceled: false, pickup },
    fulfillmentOrders: [{ id, closed: false, holds: [], progress, locationId: AT, lines: own }],
  };
  store.orders.set(id, order);
  const { supportedActions } = mirrored(order.fulfillmentOrders[0]!);
  const data = { supportedActions, ...(pickup ? { deliveryMethod: 'PICK_UP' } : {}) };
  await tx.fulfillmentOrder.updateMany({ where: { id }, data });
  return order;
}

export async function orderExpress(house: House, wanted: Wanted): Promise<void> {
  const { shop, store, progress } = house;
  const order = await inShop(shop, (tx) =>
    placeOrder(tx, shop, store, wanted, { at: now(house), tags: [EXPRESS], pickup: false, progress }),
  );
  house.mirror.set(order.id, { ...structuredClone(order), at: house.time });
}

/** What a line's unit is, whichever fulfillment order it is of. */
export function itemOf(house: House, line: string): string {
  for (const order of house.store.orders.values())
    for (const one of linesOf(order)) if (one.id === line) return one.item;
  throw new Error(`nobody ordered ${line}`);
}

export const pickOne = <One>(all: readonly One[], at: number): One | undefined => all[at % Math.max(1, all.length)];

/** A refusal is worth nothing if it does not say why and what to do. */
export function explained(house: House, what: string, says: string | undefined | null): void {
  if (!says || says.length < 12 || !/[.:]/.test(says)) house.faults.push(`${what} was refused without a word: ${says}`);
}

export const parcelRows = (house: House) =>
  inShop(house.shop, (tx) => tx.parcel.findMany({ include: { lines: true } }));

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

export const waveRow = (house: House, id: string) =>
  inShop(house.shop, async (tx) => {
    const wave = await tx.wave.findUnique({
      where: { shop_id: { shop: house.shop, id } },
      include: { lines: true, orders: true },
    });
    return wave && { ...wave, lines: wholeLines(wave.lines) };
  });
