// The only file that knows the tables Wave, WaveLine and WaveOrder.
import { Prisma } from '@prisma/client';
import type { ShopTx } from '../db.server.ts';
import type { PickedLine } from './pick.ts';
import type { LeftOut } from './ship.ts';
import { transition, type WaveAction, type WaveLine, type WaveState } from './wave.ts';

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

export type Wave = WaveHead & { lines: WaveLine[]; orders: WaveOrder[] };

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
    lines: WaveLine[];
    createdAt: Date;
    facts?: Partial<WaveFacts>;
    /** by order id */
    totes?: ReadonlyMap<string, number | null>;
  },
): Promise<number> {
  const { id, locationId, lines, createdAt, facts, totes } = wave;
  await takeTurns(tx, shop);
  const { _max } = await tx.wave.aggregate({ _max: { number: true } });
  const number = (_max.number ?? 0) + 1;
  const orders = [...new Map(lines.map((line) => [line.orderId, line.orderName]))];
  try {
    await tx.wave.create({ data: { shop, id, number, locationId, state: 'planned', createdAt, ...facts } });
    await tx.waveLine.createMany({ data: lines.map((line) => ({ shop, waveId: id, ...line })) });
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

function toWave({ lines, orders, ...head }: Prisma.WaveGetPayload<{ include: typeof whole }>): Wave {
  const firstLine = new Map(lines.toReversed().map((line) => [line.orderId, line.position]));
  return {
    ...toHead(head),
    lines: lines.map(({ shop: _shop, waveId: _wave, active: _active, ...line }) => line),
    orders: orders
      .map(({ shop: _shop, waveId: _wave, ...order }) => order)
      .sort((a, b) => (firstLine.get(a.orderId) ?? 0) - (firstLine.get(b.orderId) ?? 0)),
  };
}

/** Waits until nobody else works on this wave; holds it until the transaction ends. */
export async function lockWave(tx: ShopTx, shop: string, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Wave" WHERE "shop" = ${shop} AND "id" = ${id}::uuid FOR UPDATE`;
}

/**
 * Takes an order into a wave that is walked: its lines with their totes, and every line's place in the walk. What was said of the walk's length is
 * true no more. Throws LinesTaken like `insertWave`.
 */
export async function joinWave(
  tx: ShopTx,
  shop: string,
  waveId: string,
  order: {
    lines: readonly WaveLine[];
    /** by fulfillment-order line id, of all lines of the wave */
    positions: ReadonlyMap<string, number>;
    orderName: string;
    tote: number | null;
    joinedAt: Date;
  },
): Promise<void> {
  const { lines, positions, orderName, tote, joinedAt } = order;
  const orderId = lines[0]?.orderId ?? '';
  try {
    await tx.waveOrder.create({ data: { shop, waveId, orderId, orderName, tote, joinedAt } });
    await tx.waveLine.createMany({ data: lines.map((line) => ({ shop, waveId, ...line })) });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new LinesTaken('Some of these lines were taken by another wave meanwhile.');
    throw error;
  }
  const rows = JSON.stringify([...positions].map(([id, position]) => ({ id, position })));
  await tx.$executeRaw`
    UPDATE "WaveLine" l SET "position" = r."position" FROM jsonb_to_recordset(${rows}::jsonb) AS r("id" text, "position" int)
    WHERE l."shop" = ${shop} AND l."waveId" = ${waveId}::uuid AND l."fulfillmentOrderLineId" = r."id"`;
  await tx.wave.update({
    where: { shop_id: { shop, id: waveId } },
    data: { metres: null, bound: null, oneByOne: null, byBinName: null, seconds: null },
  });
}

/** Express waves that nobody released yet. */
export async function loadExpressPlanned(tx: ShopTx): Promise<{ id: string; number: number }[]> {
  return tx.wave.findMany({
    where: { state: 'planned', express: true },
    orderBy: { number: 'asc' },
    select: { id: true, number: true },
  });
}

/** Ids of the waves that are walked or wait for it: those of orders that cannot wait, then the one released first. */
export async function loadReleased(tx: ShopTx): Promise<string[]> {
  const rows = await tx.wave.findMany({
    where: { state: 'released' },
    orderBy: [{ express: 'desc' }, { releasedAt: 'asc' }, { number: 'asc' }],
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/**
 * The latest picked waves with all that was picked, the one picked first in front: what lies at the pack station. A shop that leaves
 * old ones as picked shall not miss its new ones.
 */
export async function loadPicked(tx: ShopTx, most: number): Promise<Wave[]> {
  const rows = await tx.wave.findMany({
    where: { state: 'picked' },
    orderBy: [{ pickedAt: 'desc' }, { number: 'desc' }],
    take: most,
    include: { lines: { where: { picked: { gt: 0 } }, orderBy: { position: 'asc' } }, orders: true },
  });
  return rows.toReversed().map(toWave);
}

/** Names the totes of a wave, by order id; a line that has one keeps it. */
export async function saveTotes(
  tx: ShopTx,
  shop: string,
  waveId: string,
  totes: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = JSON.stringify([...totes].map(([orderId, tote]) => ({ orderId, tote })));
  await tx.$executeRaw`
    UPDATE "WaveLine" l SET "tote" = r."tote" FROM jsonb_to_recordset(${rows}::jsonb) AS r("orderId" text, "tote" text)
    WHERE l."shop" = ${shop} AND l."waveId" = ${waveId}::uuid AND l."orderId" = r."orderId" AND l."tote" IS NULL`;
}

export async function savePicks(tx: ShopTx, shop: string, waveId: string, picks: PickedLine[]): Promise<void> {
  const rows = JSON.stringify(picks);
  await tx.$executeRaw`
    UPDATE "WaveLine" l SET "picked" = r."picked", "short" = r."short", "dropped" = r."dropped"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("fulfillmentOrderLineId" text, "picked" int, "short" int, "dropped" int)
    WHERE l."shop" = ${shop} AND l."waveId" = ${waveId}::uuid AND l."fulfillmentOrderLineId" = r."fulfillmentOrderLineId"`;
}

export async function saveWaveOrder(
  tx: ShopTx,
  shop: string,
  waveId: string,
  order: Partial<WaveOrder> & { orderId: string },
): Promise<void> {
  const { orderId, ...data } = order;
  await tx.waveOrder.update({ where: { shop_waveId_orderId: { shop, waveId, orderId } }, data });
}

/** Takes orders off a wave's walk before it begins, and keeps the reason: their lines may be planned again. */
export async function leaveOut(tx: ShopTx, shop: string, waveId: string, orders: LeftOut[]): Promise<void> {
  await tx.waveLine.deleteMany({ where: { waveId, orderId: { in: orders.map((order) => order.orderId) } } });
  for (const { orderId, reason } of orders) await saveWaveOrder(tx, shop, waveId, { orderId, leftOut: reason });
}

/** The wave holds its lines, or those of these orders, no longer: they may be planned again. */
export async function letGoOfLines(tx: ShopTx, waveId: string, orderIds?: string[]): Promise<void> {
  await tx.waveLine.updateMany({
    where: { waveId, ...(orderIds ? { orderId: { in: orderIds } } : {}) },
    data: { active: false },
  });
}

/** Which of these fulfillment orders were in a wave that is over, what shipped them, and which parcel of them is still sealed. */
export async function earlierWavesOf(
  tx: ShopTx,
  fulfillmentOrderIds: string[],
): Promise<{
  earlier: Set<string>;
  shippedBy: Map<string, string[]>;
  sealed: Map<string, { parcelId: string; number: number }>;
}> {
  const ended = await tx.waveLine.findMany({
    where: { fulfillmentOrderId: { in: fulfillmentOrderIds }, active: false },
    select: { fulfillmentOrderId: true, orderId: true, waveId: true },
    distinct: ['fulfillmentOrderId', 'waveId'],
  });
  const shipped = await tx.waveOrder.findMany({
    where: { waveId: { in: [...new Set(ended.map((line) => line.waveId))] }, commandId: { not: null } },
    select: { waveId: true, orderId: true, commandId: true },
  });
  const commandOf = new Map(shipped.map((one) => [`${one.waveId}/${one.orderId}`, one.commandId]));
  const parcels = await tx.parcel.findMany({
    where: {
      waveId: { in: [...new Set(ended.map((line) => line.waveId))] },
      state: { in: ['shipped', 'sealed'] },
    },
    select: { id: true, number: true, state: true, commandId: true, lines: { select: { fulfillmentOrderId: true } } },
    orderBy: { id: 'asc' },
  });
  const shippedBy = new Map<string, string[]>();
  const sealed = new Map<string, { parcelId: string; number: number }>();
  for (const { id: parcelId, number, state, commandId, lines } of parcels)
    for (const { fulfillmentOrderId: id } of lines)
      if (state === 'sealed') sealed.set(id, { parcelId, number });
      else if (commandId) shippedBy.set(id, [...(shippedBy.get(id) ?? []), commandId]);
  for (const line of ended) {
    const command = commandOf.get(`${line.waveId}/${line.orderId}`);
    if (command) shippedBy.set(line.fulfillmentOrderId, [...(shippedBy.get(line.fulfillmentOrderId) ?? []), command]);
  }
  return { earlier: new Set(ended.map((line) => line.fulfillmentOrderId)), shippedBy, sealed };
}

/** Shipped waves with lines that were short, and their orders that these are of: of some waves, and of orders in their last wave. */
export async function loadShippedShort(
  tx: ShopTx,
  shop: string,
  of: { waveIds: string[]; orderIds: string[] },
): Promise<{ waveId: string; orderIds: string[] }[]> {
  const rows = await tx.$queryRaw<{ waveId: string; orderId: string }[]>`
    SELECT DISTINCT l."waveId"::text, l."orderId" FROM "WaveLine" l
    JOIN "Wave" w ON w."shop" = l."shop" AND w."id" = l."waveId"
    WHERE l."shop" = ${shop} AND l."short" > 0 AND w."state" = 'shipped'
      AND (l."waveId" = ANY(${of.waveIds}::uuid[]) OR l."orderId" = ANY(${of.orderIds}))
      AND NOT EXISTS (
        SELECT FROM "WaveLine" n JOIN "Wave" m ON m."shop" = n."shop" AND m."id" = n."waveId"
        WHERE n."shop" = l."shop" AND n."orderId" = l."orderId" AND m."number" > w."number")`;
  return [...Map.groupBy(rows, (row) => row.waveId)].map(([waveId, own]) => ({
    waveId,
    orderIds: own.map((row) => row.orderId),
  }));
}

/** The lines that active waves hold of these orders. */
export async function activeLinesOf(
  tx: ShopTx,
  orderIds: string[],
): Promise<
  {
    orderId: string;
    fulfillmentOrderId: string;
    fulfillmentOrderLineId: string;
    quantity: number;
    wave: { id: string; number: number };
  }[]
> {
  return tx.waveLine.findMany({
    where: { orderId: { in: orderIds }, active: true },
    select: {
      orderId: true,
      fulfillmentOrderId: true,
      fulfillmentOrderLineId: true,
      quantity: true,
      wave: { select: { id: true, number: true } },
    },
  });
}

export type WaveSummary = WaveHead & {
  orders: number;
  lines: number;
  units: number;
  short: number;
  /** units that are picked, short or wanted no more: nobody walks for them */
  done: number;
};

export async function listWaves(
  tx: ShopTx,
  filter: { states: readonly WaveState[]; locationId: string | null; number: number | null; method?: string },
  page: { skip: number; take: number },
): Promise<{ rows: WaveSummary[]; total: number }> {
  const where: Prisma.WaveWhereInput = {
    state: { in: [...filter.states] },
    ...(filter.locationId ? { locationId: filter.locationId } : {}),
    ...(filter.number === null ? {} : { number: filter.number }),
    ...(filter.method === undefined ? {} : { method: filter.method }),
  };
  const [waves, total] = await Promise.all([
    tx.wave.findMany({
      where,
      orderBy: { number: 'desc' },
      ...page,
      include: { _count: { select: { orders: true } } },
    }),
    tx.wave.count({ where }),
  ]);
  const sums = await tx.waveLine.groupBy({
    by: ['waveId'],
    where: { waveId: { in: waves.map((wave) => wave.id) } },
    _count: { _all: true },
    _sum: { quantity: true, picked: true, short: true, dropped: true },
  });
  const sumOf = new Map(sums.map((sum) => [sum.waveId, sum]));
  return {
    rows: waves.map((wave) => {
      const { _count, _sum } = sumOf.get(wave.id) ?? {};
      const short = _sum?.short ?? 0;
      return {
        ...toHead(wave),
        orders: wave._count.orders,
        lines: _count?._all ?? 0,
        units: _sum?.quantity ?? 0,
        short,
        done: (_sum?.picked ?? 0) + short + (_sum?.dropped ?? 0),
      };
    }),
    total,
  };
}

export async function countWaves(tx: ShopTx): Promise<Record<WaveState, number>> {
  const groups = await tx.wave.groupBy({ by: ['state'], _count: { _all: true } });
  const counts: Record<WaveState, number> = { planned: 0, released: 0, picked: 0, shipped: 0, canceled: 0 };
  for (const group of groups) counts[group.state as WaveState] = group._count._all;
  return counts;
}

/** Units picked for waves of a location that have not shipped yet, by inventory item. */
export async function loadInCarts(
  tx: ShopTx,
  locationId: string,
  items: string[] | null,
): Promise<Map<string, number>> {
  const rows = await tx.waveLine.groupBy({
    by: ['inventoryItemId'],
    where: {
      active: true,
      picked: { gt: 0 },
      wave: { locationId, state: { in: ['released', 'picked'] } },
      inventoryItemId: items ? { in: items } : { not: null },
    },
    _sum: { picked: true },
  });
  return new Map(rows.map((row) => [row.inventoryItemId ?? '', row._sum.picked ?? 0]));
}

/** Units that waves are still to take from bins of a location: until a walk is over the ledger of bins knows nothing of it. */
export async function loadPromised(
  tx: ShopTx,
  locationId: string,
  items: string[],
): Promise<{ inventoryItemId: string; bin: string; units: number }[]> {
  const rows = await tx.waveLine.groupBy({
    by: ['inventoryItemId', 'bin'],
    where: {
      active: true,
      bin: { not: null },
      inventoryItemId: { in: items },
      wave: { locationId, state: { in: ['planned', 'released'] } },
    },
    _sum: { quantity: true, dropped: true },
    orderBy: [{ inventoryItemId: 'asc' }, { bin: 'asc' }],
  });
  return rows.map(({ inventoryItemId, bin, _sum }) => ({
    ...{ inventoryItemId: inventoryItemId ?? '', bin: bin ?? '' },
    units: (_sum.quantity ?? 0) - (_sum.dropped ?? 0),
  }));
}

/** How many lines of a location were short since a moment, by inventory item. */
export async function loadShorts(
  tx: ShopTx,
  locationId: string,
  items: string[] | null,
  since: Date,
): Promise<Map<string, number>> {
  const rows = await tx.waveLine.groupBy({
    by: ['inventoryItemId'],
    where: {
      short: { gt: 0 },
      wave: { locationId, pickedAt: { gte: since } },
      inventoryItemId: items ? { in: items } : { not: null },
    },
    _count: { _all: true },
  });
  return new Map(rows.map((row) => [row.inventoryItemId ?? '', row._count._all]));
}

function toHead(row: Prisma.WaveGetPayload<object>): WaveHead {
  const { shop: _, state, ...head } = row;
  return { ...head, state: state as WaveState };
}

/** Empties the tracking numbers under which these orders left. */
export async function emptyTracking(tx: ShopTx, orderIds: string[]): Promise<void> {
  await tx.waveOrder.updateMany({ where: { orderId: { in: orderIds } }, data: { trackingNumber: null } });
}

/** The latest picked waves of a location whose walk was planned in metres: what they were, and how long they really took. */
export async function loadPastWork(
  tx: ShopTx,
  shop: string,
  locationId: string,
): Promise<{ metres: number; lines: number; units: number; seconds: number }[]> {
  return tx.$queryRaw`
    SELECT w."metres", w."seconds", count(*)::int AS "lines", sum(l."picked")::int AS "units"
    FROM (
      SELECT "id", "metres", extract(epoch FROM "pickedAt" - "releasedAt")::float8 AS "seconds" FROM "Wave"
      WHERE "shop" = ${shop} AND "locationId" = ${locationId} AND "metres" IS NOT NULL AND "pickedAt" IS NOT NULL
        AND "releasedAt" IS NOT NULL
      ORDER BY "pickedAt" DESC LIMIT 200
    ) w
    JOIN "WaveLine" l ON l."shop" = ${shop} AND l."waveId" = w."id"
    GROUP BY w."id", w."metres", w."seconds"`;
}
