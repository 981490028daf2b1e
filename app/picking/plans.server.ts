// Plans of a whole backlog: asked for on a page, worked out by a worker, looked over, and kept as waves.
import { randomUUID } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { addDays, dayAt } from '../calendar/day.ts';
import { readCalendar } from '../calendar/read-calendar.server.ts';
import { afterCommit, inShop, type ShopTx } from '../db.server.ts';
import { log } from '../lib/log.server.ts';
import { nudge } from '../lib/queue.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import type { BacklogInput } from './backlog/groups.ts';
import type { PlannedBacklog } from './backlog/planned.ts';
import { walked } from './backlog/walked.ts';
import { type ChecksOf, readBacklog } from './backlog.server.ts';
import { unsized } from './carts/unsized.ts';
import { learnPace } from './pace.ts';
import { sizesOf } from './packing/boxes/store.server.ts';
import { type Floor, floorWalks } from './place/floor-walks.ts';
import { loadAllBins, loadLayout } from './place/store.server.ts';
import type { Candidate } from './plan.ts';
import { planInThreads } from './plan-in-threads.server.ts';
import { type Planned, taken } from './plan-wave.server.ts';
import { loadWallSlots } from './put-wall/store.server.ts';
import { inZones } from './rules/rule.ts';
import { loadCarts, loadRules, loadTerms } from './rules/store.server.ts';
import { takeAsPlanned } from './shelves.ts';
import { activeLinesOf } from './store/of-orders.server.ts';
import { loadPastWork } from './store/past-work.server.ts';
import { insertWave, LinesTaken, takeTurns } from './store/wave.server.ts';
import type { Routing } from './walk/routing.ts';
import { type Allocation, asWalk, unitsOfLines } from './wave.ts';

export type PlanState = 'waiting' | 'running' | 'ready' | 'failed';

/** The same backlog makes the same plan, as far as its time lets it. */
const SEED = 1;
const SEARCH_SECONDS = 8;
/** Moves for each order: a small backlog is done before its time is up. */
const MOVES = 20_000;
const SILENT_MS = 60_000;
const BEAT_MS = 500;
const DAYS_AHEAD = 14;

/** Somebody wants all that is ready at a location planned. */
export async function askForPlan(shop: string, locationId: string, now: Date): Promise<string> {
  return inShop(shop, async (tx) => {
    const id = randomUUID();
    await tx.wavePlan.create({
      data: {
        shop,
        id,
        locationId,
        state: 'waiting',
        seed: SEED,
        seconds: SEARCH_SECONDS,
        createdAt: now,
        beatAt: now,
      },
    });
    afterCommit(tx, () => nudge('picking.plan-backlog', shop));
    return id;
  });
}

/** Somebody wants the best plan so far. */
export async function stopPlan(shop: string, id: string): Promise<void> {
  await inShop(shop, (tx) => tx.wavePlan.updateMany({ where: { shop, id }, data: { stop: true } }));
}

/** Works out what was asked for, until nothing waits. When `signal` aborts, the plan in hand ends with its best so far. */
export async function workOutPlans(
  shop: string,
  checksOf: ChecksOf,
  signal: AbortSignal,
  clock: () => Date,
): Promise<void> {
  while (!signal.aborted) {
    const owner = randomUUID();
    const plan = await inShop(shop, (tx) => claim(tx, shop, owner, clock()));
    if (!plan) return;
    try {
      const input = await gather(shop, plan.locationId, plan.seed, checksOf, clock());
      const result = {
        ...(await watched(shop, plan, owner, input, signal)),
        unsized: unsized(
          input.candidates.flatMap((one) => one.lines),
          input.carts,
          input.sizes,
        ),
      };
      await finish(
        shop,
        plan.id,
        owner,
        { state: 'ready', result: pack(result), metres: result.metres?.walk ?? null },
        clock(),
      );
    } catch (error) {
      log.error({ shop, plan: plan.id, problem: String(error) }, 'A backlog could not be planned');
      await finish(shop, plan.id, owner, { state: 'failed', problem: problemOf(error) }, clock());
    }
  }
}

const problemOf = (error: unknown) =>
  `The plan was not finished: ${error instanceof Error ? error.message.slice(0, 300) : 'no reason is known'}. Nothing was changed. Ask for it again.`;

type Claimed = { id: string; locationId: string; seed: number; seconds: number };

/** The plan that waits longest, or one whose worker fell silent. */
async function claim(tx: ShopTx, shop: string, owner: string, now: Date): Promise<Claimed | null> {
  const silent = new Date(now.getTime() - SILENT_MS);
  const [row] = await tx.$queryRaw<Claimed[]>`
    UPDATE "WavePlan" SET "state" = 'running', "owner" = ${owner}::uuid, "beatAt" = ${now}
    WHERE "shop" = ${shop} AND "id" = (
      SELECT "id" FROM "WavePlan"
      WHERE "shop" = ${shop} AND ("state" = 'waiting' OR ("state" = 'running' AND "beatAt" < ${silent}))
      ORDER BY "createdAt" LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING "id"::text, "locationId", "seed", "seconds"`;
  return row ?? null;
}

/** All that planning a location's backlog rests on. */
async function gather(
  shop: string,
  locationId: string,
  seed: number,
  checksOf: ChecksOf,
  now: Date,
): Promise<BacklogInput> {
  const { timeZone } = await readShop(shop);
  const today = dayAt(now, timeZone);
  const { events } = await readCalendar(shop, { firstDay: today, lastDay: addDays(today, DAYS_AHEAD) });
  const closed = new Set<string>();
  for (const event of events)
    if (event.kind === 'closed')
      for (let day = event.firstDay; day <= event.lastDay; day = addDays(day, 1)) closed.add(day);
  return inShop(
    shop,
    async (tx) => {
      const { ready, shelves } = await readBacklog(tx, shop, locationId, checksOf, now);
      const terms = await loadTerms(tx, shop, locationId);
      return {
        candidates: ready,
        rules: await loadRules(tx),
        carts: await loadCarts(tx),
        ...{ terms, timeZone, closed, now, seed },
        floor: await loadFloor(tx, locationId, terms.routing),
        shelves,
        sizes: await sizesOf(tx, shop, itemsOf(ready)),
        wallSlots: await loadWallSlots(tx, shop, locationId),
        learned: learnPace(await loadPastWork(tx, shop, locationId), terms),
      };
    },
    { timeoutMs: 60_000 },
  );
}

async function loadFloor(tx: ShopTx, locationId: string, routing: Routing): Promise<Floor | null> {
  const kept = await loadLayout(tx, locationId);
  return kept && { layout: kept.layout, bins: await loadAllBins(tx, locationId), routing };
}
const itemsOf = (ready: readonly Candidate[]) =>
  ready.flatMap((one) => one.lines.flatMap((line) => line.inventoryItemId ?? []));

/** Plans while the row is told how far it is, and asked whether somebody wants to stop. */
async function watched(
  shop: string,
  { id, seconds }: Claimed,
  owner: string,
  input: BacklogInput,
  signal: AbortSignal,
): Promise<PlannedBacklog> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  let told: { done: number; metres: number | null } = { done: 0, metres: null };
  const started = Date.now();
  let beating = false;
  const beat = setInterval(async () => {
    if (beating) return;
    beating = true;
    // Between two answers of the search the clock tells how far it is.
    const done = Math.min(0.99, Math.max(told.done, (Date.now() - started) / (1000 * seconds)));
    try {
      const [row] = await inShop(
        shop,
        (tx) => tx.$queryRaw<{ stop: boolean }[]>`
          UPDATE "WavePlan" SET "done" = ${done}, "metres" = ${told.metres}, "beatAt" = now()
          WHERE "shop" = ${shop} AND "id" = ${id}::uuid AND "owner" = ${owner}::uuid RETURNING "stop"`,
      );
      if (!row || row.stop) stop();
    } catch (error) {
      log.warn({ shop, plan: id, problem: String(error) }, 'A plan could not say how far it is');
    } finally {
      beating = false;
    }
  }, BEAT_MS);
  try {
    return await planInThreads(input, {
      ...{ seconds, moves: MOVES, stop: stopping.signal },
      onProgress: (done, metres) => {
        told = { done, metres };
      },
    });
  } finally {
    clearInterval(beat);
    signal.removeEventListener('abort', stop);
  }
}

async function finish(
  shop: string,
  id: string,
  owner: string,
  data: { state: 'ready' | 'failed'; result?: Uint8Array<ArrayBuffer>; metres?: number | null; problem?: string },
  now: Date,
): Promise<void> {
  await inShop(shop, (tx) =>
    tx.wavePlan.updateMany({ where: { shop, id, owner }, data: { ...data, done: 1, finishedAt: now } }),
  );
}

const pack = (plan: PlannedBacklog) => new Uint8Array(deflateSync(JSON.stringify(plan)));

function unpack(bytes: Uint8Array): PlannedBacklog {
  const times = new Set(['dueAt', 'half', 'ninety']);
  return JSON.parse(inflateSync(bytes).toString('utf8'), (key, value) =>
    times.has(key) && typeof value === 'string' ? new Date(value) : value,
  );
}

export type ShownPlan = {
  id: string;
  locationId: string;
  state: PlanState;
  done: number;
  metres: number | null;
  problem: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  result: PlannedBacklog | null;
  /** of the plan's waves, by their place in it, how many orders ride in a wave by now */
  gone: number[];
};

export async function readPlan(shop: string, id: string): Promise<ShownPlan | null> {
  return inShop(shop, async (tx) => {
    const row = await tx.wavePlan.findUnique({ where: { shop_id: { shop, id } } });
    if (!row) return null;
    const result = row.result && unpack(row.result);
    const orderIds = result?.waves.flatMap((wave) => wave.orders.map((order) => order.orderId)) ?? [];
    const riding = new Set((await activeLinesOf(tx, orderIds)).map((line) => line.orderId));
    const { locationId, done, metres, problem, createdAt, finishedAt } = row;
    return {
      ...{ id, locationId, done, metres, problem, createdAt, finishedAt, result },
      state: row.state as PlanState,
      gone: result?.waves.map((wave) => wave.orders.filter((order) => riding.has(order.orderId)).length) ?? [],
    };
  });
}

export type KeptWaves =
  | { ok: true; waves: { id: string; number: number }[]; leftOut: string[] }
  | Extract<Planned, { ok: false }>;

/**
 * Keeps waves of a plan, by their place in it. Orders that changed since it was worked out (edited, held, canceled, planned by
 * someone else) are left out and named; the walk of the others stays in its order, unless a bin lacks what it was to give.
 */
export async function keepWaves(
  shop: string,
  planId: string,
  chosen: readonly number[],
  checksOf: ChecksOf,
  now: Date,
): Promise<KeptWaves> {
  try {
    return await inShop(
      shop,
      async (tx): Promise<KeptWaves> => {
        const row = await tx.wavePlan.findUnique({ where: { shop_id: { shop, id: planId } } });
        if (!row?.result) return { ok: false, problem: 'This plan is gone or not ready. Ask for a new one.' };
        const plan = unpack(row.result);
        await takeTurns(tx, shop);
        const { ready, shelves } = await readBacklog(tx, shop, row.locationId, checksOf, now);
        const byOrder = Map.groupBy(ready, (one) => one.orderId);
        const waves: { id: string; number: number }[] = [];
        const leftOut: string[] = [];
        for (const at of [...new Set(chosen)].sort((a, b) => a - b)) {
          const wave = plan.waves[at];
          if (!wave) continue;
          const planned = unitsOfLines(wave.walk);
          const lines = new Map<string, WantedLine>();
          for (const order of wave.orders) {
            const own = linesOf(byOrder.get(order.orderId) ?? []);
            const same = own.every((line) => planned.get(line.fulfillmentOrderLineId) === line.quantity);
            if (own.length !== order.lines || !same) leftOut.push(order.orderName);
            else for (const line of own) lines.set(line.fulfillmentOrderLineId, line);
          }
          const wanted = wave.walk.flatMap(({ fulfillmentOrderLineId, quantity, bin, tote }) => {
            const line = lines.get(fulfillmentOrderLineId);
            return line ? [{ ...line, quantity, bin: bin ?? line.bin, tote: tote?.toString() ?? null }] : [];
          });
          if (wanted.length === 0) continue;
          const fetched = takeAsPlanned(wanted, shelves, (bin) => inZones(wave, bin));
          const walk = fetched.moved ? await walkedAnew(tx, shop, row.locationId, fetched.walk) : fetched.walk;
          const id = randomUUID();
          const whole = walk.length === wave.walk.length && !fetched.moved;
          const number = await insertWave(tx, shop, {
            ...{ id, locationId: row.locationId, createdAt: now },
            walk: asWalk(walk),
            totes: new Map(wave.orders.map((order) => [order.orderId, order.tote])),
            facts: {
              ...{ method: wave.method, cartName: wave.cart, ruleName: wave.rule },
              ...{ dueAt: wave.dueAt, cutOffName: wave.cutOff ?? null },
              // Metres of another walk than the one that is kept would be untrue.
              metres: whole ? (wave.metres?.walk ?? null) : null,
              bound: whole ? (wave.metres?.bound ?? null) : null,
              oneByOne: whole ? (wave.metres?.oneByOne ?? null) : null,
              byBinName: whole ? (wave.metres?.byBinName ?? null) : null,
              seconds: whole ? wave.seconds : null,
            },
          });
          waves.push({ id, number });
        }
        if (waves.length === 0)
          return {
            ok: false,
            problem: 'No order of these waves is ready any more, so nothing was planned. Ask for a new plan.',
          };
        return { ok: true, waves, leftOut };
      },
      { timeoutMs: 120_000 },
    );
  } catch (error) {
    if (!(error instanceof LinesTaken)) throw error;
    return taken;
  }
}

type WantedLine = Omit<Allocation, 'id' | 'part' | 'position' | 'tote'>;

async function walkedAnew<L extends WantedLine>(
  tx: ShopTx,
  shop: string,
  locationId: string,
  lines: L[],
): Promise<L[]> {
  const { routing } = await loadTerms(tx, shop, locationId);
  const drawn = await loadFloor(tx, locationId, routing);
  const floor = drawn && floorWalks(drawn);
  const stops = new Set(lines.flatMap((line) => floor?.stopOf.get(line.bin ?? '') ?? []));
  return walked(lines, floor?.walk([...stops]).order ?? [], floor);
}

function linesOf(candidates: readonly Candidate[]): WantedLine[] {
  return candidates.flatMap((one) =>
    one.lines
      .filter((line) => line.quantity > 0)
      .map((line) => ({
        ...line,
        fulfillmentOrderId: one.fulfillmentOrderId,
        orderId: one.orderId,
        orderName: one.orderName,
        ...{ picked: 0, short: 0, dropped: 0 },
      })),
  );
}
