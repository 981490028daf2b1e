// Reading the whole store by bulk operations: the first time to fill the mirror, each night to hold it against the store.
// Everything is written by the same `apply` as a webhook, so both end in the same state.
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { inShop } from '../db.server.ts';
import { log } from '../lib/log.server.ts';
import { callShopify } from '../shopify/client.server.ts';
import { idOf } from '../shopify/gid.ts';
import { bulkCustomers } from '../shopify/operations/bulk-customers.ts';
import { bulkFulfillmentOrders } from '../shopify/operations/bulk-fulfillment-orders.ts';
import { bulkInventory } from '../shopify/operations/bulk-inventory.ts';
import { bulkOperationRead } from '../shopify/operations/bulk-operation-read.ts';
import { bulkOperationRunQuery } from '../shopify/operations/bulk-operation-run-query.ts';
import { bulkOrders } from '../shopify/operations/bulk-orders.ts';
import { bulkProducts } from '../shopify/operations/bulk-products.ts';
import { shopFetch } from '../shopify/shop-fetch.server.ts';
import { apply, ask as askAgain, takeTurn, unbury } from './apply.server.ts';
import { isDataFault } from './data-fault.ts';
import { compareWithMirror, noteDrift } from './drift.server.ts';
import { wholeObjects } from './jsonl.ts';
import { learnSizes } from './learn-sizes.server.ts';
import { type FulfillmentNode, fulfillmentFromNode } from './projections/fulfillment.ts';
import { type FulfillmentOrderNode, fulfillmentOrderFromNode } from './projections/fulfillment-order.ts';
import { type InventoryItemNode, inventoryItemFromNode } from './projections/inventory.ts';
import { lastSent, type OrderNode, orderFromNode } from './projections/order.ts';
import { type ProductNode, productFromNode } from './projections/product.ts';
import { type ReturnNode, returnFromNode } from './projections/return.ts';
import { type CustomerNode, customerFromNode } from './projections/store.ts';
import { readAgain } from './read-again.server.ts';
import { ask, joined, ReadProblem, readProblem } from './read-store.server.ts';
import type { Ask, Rows } from './rows.ts';
import { applyPremises, comparePremises, readPremises } from './shop-and-locations.server.ts';
import {
  beat,
  begin,
  finish,
  firstReadingDue,
  type Run,
  release,
  type StageProgress,
  setBack,
  take,
} from './sync-run.server.ts';
import { microsecond } from './times.ts';
import { forgetUnseen } from './unseen.server.ts';

type Told = { rows: Rows; asks: Ask[] };
type Stage = {
  name: 'Product' | 'InventoryItem' | 'Customer' | 'Order' | 'FulfillmentOrder';
  query: { document: string };
  told: (node: unknown, heardAt: string, currency: string) => Told;
};

const STAGES: readonly Stage[] = [
  {
    name: 'Product',
    query: bulkProducts,
    told: (node, heardAt, currency) =>
      rowsOnly({ products: [productFromNode(node as ProductNode, heardAt, currency)] }),
  },
  {
    name: 'InventoryItem',
    query: bulkInventory,
    told: (node, heardAt) => {
      const { item, levels } = inventoryItemFromNode(node as InventoryItemNode, heardAt);
      return rowsOnly({ inventoryItems: [item], inventoryLevels: levels });
    },
  },
  {
    name: 'Customer',
    query: bulkCustomers,
    told: (node, heardAt) => rowsOnly({ customers: [customerFromNode(node as CustomerNode, heardAt)] }),
  },
  {
    name: 'Order',
    query: bulkOrders,
    told: (node, heardAt) => {
      const order = node as OrderNode & { returns: { nodes: ReturnNode[] } };
      const sent = lastSent(order.fulfillments ?? []);
      // Their lines are not in this result: fulfillments come with the next stage, refunds are read by id.
      const { orders, contacts } = orderFromNode({ ...order, fulfillments: [], refunds: [] }, heardAt);
      return {
        rows: {
          orders: (orders ?? []).map((row) => ({ ...row, shippedAt: sent })),
          ...(contacts ? { contacts } : {}),
          returns: order.returns.nodes.map((back) => returnFromNode(back, heardAt)),
        },
        asks: (order.refunds ?? []).map((refund): Ask => ({ kind: 'Refund', id: idOf(refund.id) })),
      };
    },
  },
  {
    name: 'FulfillmentOrder',
    query: bulkFulfillmentOrders,
    told: (node, heardAt) => {
      const parcel = node as FulfillmentOrderNode & { fulfillments: { nodes: FulfillmentNode[] } };
      return rowsOnly({
        fulfillmentOrders: [fulfillmentOrderFromNode(parcel, heardAt)],
        fulfillments: parcel.fulfillments.nodes.map((sent) =>
          fulfillmentFromNode(sent, heardAt, idOf(parcel.orderId), []),
        ),
      });
    },
  },
];

const rowsOnly = (rows: Rows): Told => ({ rows, asks: [] });

const CHUNK_OBJECTS = 500;
const CHUNK_ROWS = 4_000;
const TRIES = 3;
/** Looks at one run that may end in a problem, with a rest of one minute, two, four … between them. */
const SET_BACKS = 6;
/** How long one look waits for Shopify before it leaves the run to the next sweep or to bulk_operations/finish. */
const PATIENCE_MS = 5 * 60_000;

/** Asks for the whole store to be read (again). The job does the rest. */
export function requestBackfill(shop: string): Promise<string> {
  return begin(shop, 'backfill');
}

/** Asks for the nightly comparison. `acceptMissing`: a person says that much may really be gone. */
export function requestFullCompare(shop: string, options: { acceptMissing?: boolean } = {}): Promise<string> {
  return begin(shop, 'full', options);
}

/** Works on the run that is under way; begins the first one of a shop that was never read. True when it came to its end. */
export async function backfill(shop: string, signal: AbortSignal): Promise<boolean> {
  if (await firstReadingDue(shop, new Date())) await begin(shop, 'backfill');
  const run = await take(shop, randomUUID());
  if (!run) return false;
  try {
    const done = await workOn(shop, run, signal);
    if (done) await inShop(shop, (tx) => finish(tx, run, null));
    else await release(shop, run, null);
    return done;
  } catch (error) {
    const lasting = !(error instanceof ReadProblem) || error.lasting;
    const problem = (error as Error).message;
    log.error(
      { shop, run: run.id, problem },
      lasting ? 'The reading of the store failed' : 'The reading of the store waits',
    );
    if (error instanceof StageFailed) await inShop(shop, (tx) => finish(tx, run, problem));
    else if (lasting) await setBack(shop, run, problem, SET_BACKS);
    else await release(shop, run, problem);
    if (lasting) throw error;
    return false;
  }
}

class StageFailed extends Error {}

async function workOn(shop: string, run: Run, signal: AbortSignal): Promise<boolean> {
  const currency = await readShopAndLocations(shop, run);
  for (const stage of STAGES) await startStage(shop, run, stage);
  for (const stage of STAGES) {
    const progress = run.progress.stages[stage.name]!;
    if (progress.done) continue;
    if (!(await finished(shop, run, stage, progress, signal))) return false;
    const whole = await takeOver(shop, run, stage, progress, currency, signal);
    if (!whole) return false;
  }
  // The refunds' lines; whatever else is due is read along.
  await readAgain(shop, signal);
  return !signal.aborted;
}

async function readShopAndLocations(shop: string, run: Run): Promise<string> {
  const premises = await readPremises(shop);
  await inShop(shop, async (tx) => {
    await takeTurn(tx, shop);
    if (run.kind === 'full')
      run.drift += await comparePremises(tx, shop, run.id, premises, {
        whole: true,
        acceptMissing: run.progress.acceptMissing ?? false,
      });
    else await applyPremises(tx, shop, premises);
    await beat(tx, run, 'Location');
  });
  return premises.shop.currency;
}

/** All stages are asked for at once (Shopify works on five side by side); they are taken over in their order. */
async function startStage(shop: string, run: Run, stage: Stage): Promise<void> {
  run.progress.stages[stage.name] ??= { objects: 0 };
  const progress = run.progress.stages[stage.name]!;
  if (progress.operationId || progress.done) return;
  const answer = await callShopify(shop, bulkOperationRunQuery, { query: stage.query.document });
  if (!answer.ok) {
    const problem = readProblem(answer.problem);
    throw problem.wholeShop ? problem : new StageFailed(`${stage.name}: ${answer.problem.says}`);
  }
  const operation = answer.data.bulkOperationRunQuery?.bulkOperation;
  if (!operation) throw new StageFailed(`${stage.name}: Shopify began no bulk operation and gave no reason`);
  progress.operationId = operation.id;
  progress.asOf = operation.createdAt;
  await inShop(shop, (tx) => beat(tx, run, stage.name));
}

/** The stage's result is lost: another is asked for, and read from its beginning. */
async function startAnew(shop: string, run: Run, stage: Stage, progress: StageProgress, why: string): Promise<void> {
  progress.failures = (progress.failures ?? 0) + 1;
  if (progress.failures >= TRIES) throw new StageFailed(`${stage.name}: ${why}`);
  log.warn({ shop, run: run.id, stage: stage.name, why }, 'A result is lost; this stage is asked for anew');
  run.objects -= progress.objects;
  progress.objects = 0;
  delete progress.operationId;
  delete progress.url;
  await startStage(shop, run, stage);
}

/** Waits until the operation's result lies ready. False when it takes too long: the run goes on at the next look. */
async function finished(
  shop: string,
  run: Run,
  stage: Stage,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<boolean> {
  const until = Date.now() + PATIENCE_MS;
  for (let wait = 250; !signal.aborted && Date.now() < until; wait = Math.min(wait * 1.5, 5_000)) {
    const { bulkOperation } = await ask(shop, bulkOperationRead, { id: progress.operationId ?? '' });
    const status = bulkOperation?.status ?? 'EXPIRED';
    progress.total = Number(bulkOperation?.rootObjectCount ?? 0);
    const nothing = bulkOperation?.rootObjectCount === '0' || bulkOperation?.objectCount === '0';
    if (status === 'COMPLETED' && (bulkOperation?.url || nothing)) {
      // Nothing found: Shopify makes no file.
      if (bulkOperation?.url) progress.url = bulkOperation.url;
      else progress.done = true;
      return true;
    }
    // Objects without a file: its seven days are over.
    if (['COMPLETED', 'FAILED', 'CANCELED', 'EXPIRED'].includes(status)) {
      await startAnew(
        shop,
        run,
        stage,
        progress,
        `the bulk operation ended ${status} (${bulkOperation?.errorCode ?? 'no code'})`,
      );
      continue;
    }
    await inShop(shop, (tx) => beat(tx, run, stage.name));
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return false;
}

/** Streams the result into the mirror, chunk by chunk. Each chunk and how far it reaches commit together. */
async function takeOver(
  shop: string,
  run: Run,
  stage: Stage,
  progress: StageProgress,
  currency: string,
  signal: AbortSignal,
): Promise<boolean> {
  const asOf = progress.asOf ?? new Date().toISOString();
  const heardAt = microsecond(asOf);
  // A comparison must see every object to know which ones are gone, so it begins its stage anew after a break.
  const compares = run.kind === 'full';
  if (compares) progress.objects = 0;
  const seen = new Set<string>();
  if (!progress.done) {
    const response = await shopFetch(progress.url ?? '');
    if (response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status)) {
      await startAnew(shop, run, stage, progress, `the bulk result is gone (${response.status})`);
      return false;
    }
    if (!response.ok || !response.body)
      throw new ReadProblem(`${stage.name}: the bulk result cannot be fetched (${response.status})`, {
        wholeShop: false,
        lasting: false,
      });
    const lines = createInterface({
      input: Readable.fromWeb(response.body as import('node:stream/web').ReadableStream),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    let skip = progress.objects;
    let parts: Part[] = [];
    let size = 0;
    const write = async (some: Part[]): Promise<void> => {
      const told: Told = { rows: joined(some.map((part) => part.rows)), asks: some.flatMap((part) => part.asks) };
      const before = { objects: progress.objects, all: run.objects, drift: run.drift };
      progress.objects += some.length;
      run.objects += some.length;
      try {
        await inShop(shop, (tx) => writeChunk(tx, shop, run, stage, told, asOf, compares), { timeoutMs: 180_000 });
      } catch (error) {
        if (!isDataFault(error) || Object.keys(told.rows).length === 0) throw error;
        progress.objects = before.objects;
        run.objects = before.all;
        run.drift = before.drift;
        // One of them is poison. Halved until it stands alone, it is left to be read by itself, where its reason is kept.
        const half = some.length >> 1;
        if (half > 0) {
          await write(some.slice(0, half));
          await write(some.slice(half));
        } else await write([leftToBeRead(stage, some[0]!.id)]);
      }
    };
    // One chunk is read while PostgreSQL writes the one before; they commit in their order.
    let writing = Promise.resolve();
    const flush = async () => {
      await writing;
      if (parts.length === 0) return;
      const some = parts;
      parts = [];
      size = 0;
      writing = write(some).then(learnSizes);
      // Whoever awaits it next learns of its end; until then it must not count as nobody's.
      writing.catch(() => {});
    };
    for await (const node of wholeObjects(lines)) {
      if (signal.aborted) break;
      if (compares) seen.add(idOf(node.id));
      if (skip > 0) {
        skip -= 1;
        continue;
      }
      const part = understood(stage, node, heardAt, currency);
      parts.push(part);
      size += weightOf(part.rows);
      if (parts.length >= CHUNK_OBJECTS || size >= CHUNK_ROWS) await flush();
    }
    await flush();
    await writing;
    lines.close();
    if (signal.aborted) return false;
  }
  progress.done = true;
  await inShop(
    shop,
    async (tx) => {
      await takeTurn(tx, shop);
      if (compares) {
        const accepted = run.progress.acceptMissing ?? false;
        run.drift += await forgetUnseen(tx, shop, run.id, stage.name, seen, asOf, accepted);
      }
      await beat(tx, run, stage.name);
    },
    { timeoutMs: 180_000 },
  );
  return true;
}

/** What one object of the result says, and which it is. */
type Part = Told & { id: string };

function understood(stage: Stage, node: { id: string }, heardAt: string, currency: string): Part {
  try {
    return { ...stage.told(node, heardAt, currency), id: idOf(node.id) };
  } catch (error) {
    log.warn({ stage: stage.name, id: node.id, problem: (error as Error).message }, 'An object is not understood');
    return leftToBeRead(stage, idOf(node.id));
  }
}

function leftToBeRead(stage: Stage, id: string): Part {
  return { rows: {}, asks: [{ kind: stage.name, id }], id };
}

async function writeChunk(
  tx: Parameters<typeof takeTurn>[0],
  shop: string,
  run: Run,
  stage: Stage,
  told: Told,
  asOf: string,
  compares: boolean,
): Promise<void> {
  await takeTurn(tx, shop);
  let { rows, asks } = told;
  await unbury(tx, shop, rows, asOf);
  if (compares) {
    const { found, healing } = await compareWithMirror(tx, rows, asOf);
    run.drift += await noteDrift(tx, shop, run.id, found, true);
    rows = healing;
    asks = await unknownRefunds(tx, asks);
  }
  await beat(tx, run, stage.name);
  await askAgain(tx, shop, asks, new Date());
  await apply(tx, shop, { rows }, { history: !compares, force: compares });
}

/** A refund never changes: one that is mirrored need not be read again. */
async function unknownRefunds(tx: Parameters<typeof takeTurn>[0], asks: Ask[]): Promise<Ask[]> {
  if (asks.length === 0) return asks;
  const known = await tx.refund.findMany({ where: { id: { in: asks.map((one) => one.id) } }, select: { id: true } });
  const ids = new Set(known.map((row) => row.id));
  return asks.filter((one) => one.kind !== 'Refund' || !ids.has(one.id));
}

function weightOf(rows: Rows): number {
  let weight = 0;
  for (const list of Object.values(rows))
    for (const row of list as Record<string, unknown>[])
      weight += 1 + ((row.lines ?? row.variants ?? []) as unknown[]).length;
  return weight;
}
