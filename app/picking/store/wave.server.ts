// A wave as it is kept: made with its number, moved from state to state, read whole. The files of this folder alone know the tables
// Wave, WaveLine and WaveOrder.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import {
  type Allocation,
  allocationId,
  linesOf,
  transition,
  type WaveAction,
  type WaveLine,
  type WaveState,
} from '../wave.ts';

export type WaveOrder = {
  orderId: string;
  orderName: string;
  commandId: string | null;
  leftOut: string | null;
  trackingNumber: string | null;
  carrier: string | null;
  /** the order's first tote on the cart, from 1 */
  tote: number | null;
  /** when it was taken into the wave on the way; null = planned with it */
  joinedAt: Date | null;
};

/** What the planner said of a wave; all null where it was planned in a hurry. */
export type WaveFacts = {
  method: string | null;
  cartName: string | null;
  ruleName: string | null;
  dueAt: Date | null;
  /** the cut-off that says so; null = none, or a promise of its own */
  cutOffName: string | null;
  /** metres of the planned walk, what no walk for its orders undercuts, one by one, by bin name */
  metres: number | null;
  bound: number | null;
  oneByOne: number | null;
  byBinName: number | null;
  seconds: number | null;
  /** made for orders that cannot wait: it is walked before the others */
  express: boolean;
};

export type WaveHead = WaveFacts & {
  id: string;
  number: number;
  locationId: string;
  state: WaveState;
  createdAt: Date;
  releasedAt: Date | null;
  pickedAt: Date | null;
  shippedAt: Date | null;
};

/** `walk`: what each bin gives, in walking order; `lines`: each line once, wherever it is picked. */
export type Wave = WaveHead & { lines: WaveLine[]; walk: Allocation[]; orders: WaveOrder[] };

/** Another wave took a line first; `lineIds` are those of the attempted wave that are taken. */
export class LinesTaken extends Error {}

/**
 * Waits until nobody else makes waves of the shop; others wait until the transaction ends. Numbers have no gaps that way, and what
 * is free on the shelves is promised once, where it is read after this.
 */
export async function takeTurns(tx: ShopTx, shop: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('wave:' || ${shop}, 0))`;
}

/**
 * Saves a new wave with the next number. Throws LinesTaken when a line rides in another active wave, committed meanwhile by
 * someone else: the transaction is then lost and must be begun anew.
 */
export async function insertWave(
  tx: ShopTx,
  shop: string,
  wave: {
    id: string;
    locationId: string;
    walk: readonly Allocation[];
    createdAt: Date;
    facts?: Partial<WaveFacts>;
    /** by order id */
    totes?: ReadonlyMap<string, number | null>;
  },
): Promise<number> {
  const { id, locationId, walk, createdAt, facts, totes } = wave;
  await takeTurns(tx, shop);
  const { _max } = await tx.wave.aggregate({ _max: { number: true } });
  const number = (_max.number ?? 0) + 1;
  const orders = [...new Map(walk.map((line) => [line.orderId, line.orderName]))];
  try {
    await tx.wave.create({ data: { shop, id, number, locationId, state: 'planned', createdAt, ...facts } });
    await tx.waveLine.createMany({ data: walk.map((one) => rowOf(shop, id, one)) });
    await tx.waveOrder.createMany({
      data: orders.map(([orderId, orderName]) => ({
        ...{ shop, waveId: id, orderId, orderName },
        tote: totes?.get(orderId) ?? null,
      })),
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new LinesTaken('Some of these lines were taken by another wave meanwhile.');
    throw error;
  }
  return number;
}

export const rowOf = (shop: string, waveId: string, { id: _id, ...one }: Allocation) => ({ shop, waveId, ...one });

/**
 * Moves a wave by `action`, if it still is in a state that allows it. Of two at the same time one gets true; the other waits
 * for it, and gets the state it left.
 */
export async function moveWave(
  tx: ShopTx,
  shop: string,
  id: string,
  action: WaveAction,
  at: Date,
): Promise<{ moved: true; wave: Wave } | { moved: false; wave: WaveHead | null }> {
  const { from, to } = transition(action);
  const times = { release: 'releasedAt', pick: 'pickedAt', ship: 'shippedAt', count: null, label: null, cancel: null };
  const time = times[action];
  const { count } = await tx.wave.updateMany({
    where: { shop, id, state: { in: [...from] } },
    data: { state: to, ...(time ? { [time]: at } : {}) },
  });
  const wave = await loadWave(tx, shop, id);
  return count > 0 && wave ? { moved: true, wave } : { moved: false, wave };
}

const whole = { lines: { orderBy: { position: 'asc' } }, orders: true } satisfies Prisma.WaveInclude;

export async function loadWave(tx: ShopTx, shop: string, id: string): Promise<Wave | null> {
  const row = await tx.wave.findUnique({ where: { shop_id: { shop, id } }, include: whole });
  return row ? toWave(row) : null;
}

/** When a wave was picked, without all that lies on it. */
export async function pickedAtOf(tx: ShopTx, shop: string, id: string): Promise<Date | null> {
  const row = await tx.wave.findUnique({ where: { shop_id: { shop, id } }, select: { pickedAt: true } });
  return row?.pickedAt ?? null;
}

export async function loadWaves(tx: ShopTx, ids: readonly string[]): Promise<Wave[]> {
  return (await tx.wave.findMany({ where: { id: { in: [...ids] } }, include: whole })).map(toWave);
}

export function toWave({ lines, orders, ...head }: Prisma.WaveGetPayload<{ include: typeof whole }>): Wave {
  const firstLine = new Map(lines.toReversed().map((line) => [line.orderId, line.position]));
  const walk = lines.map(({ shop: _shop, waveId: _wave, active: _active, ...line }) => ({
    ...line,
    id: allocationId(line.fulfillmentOrderLineId, line.part),
  }));
  return {
    ...toHead(head),
    ...{ lines: linesOf(walk), walk },
    orders: orders
      .map(({ shop: _shop, waveId: _wave, ...order }) => order)
      .sort((a, b) => (firstLine.get(a.orderId) ?? 0) - (firstLine.get(b.orderId) ?? 0)),
  };
}

/** Waits until nobody else works on this wave; holds it until the transaction ends. */
export async function lockWave(tx: ShopTx, shop: string, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Wave" WHERE "shop" = ${shop} AND "id" = ${id}::uuid FOR UPDATE`;
}

export function toHead(row: Prisma.WaveGetPayload<object>): WaveHead {
  const { shop: _, state, ...head } = row;
  return { ...head, state: state as WaveState };
}
