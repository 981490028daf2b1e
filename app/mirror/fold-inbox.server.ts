// The inbox becomes the mirror: claim a batch, project it, apply it and its events in one transaction, settle the rows.

import { inShop, type ShopTx } from '../db.server.ts';
import { env } from '../env.server.ts';
import type { Entry } from '../events/vocabulary.ts';
import { log } from '../lib/log.server.ts';
import { open, readKeyRing } from '../lib/seal.server.ts';
import { apply, ask, takeTurn } from './apply.server.ts';
import { isDataFault, whyRefused } from './data-fault.ts';
import { learnSizes } from './learn-sizes.server.ts';
import { live } from './live.server.ts';
import { parseLossless } from './lossless-json.ts';
import { object, PayloadProblem, withoutQuoted } from './payload.ts';
import { type Changes, project } from './projections.ts';
import type { Ask, Grave, Rows } from './rows.ts';

const ring = readKeyRing(env.TOKEN_KEYS);

const BATCH = 200;
const BATCH_BYTES = 16 * 1024 * 1024;

/** So many batches a look: then other shops have their turn. */
const BATCHES = 20;

export type Folded = { folded: number; dead: number; asked: number };

type Claimed = { webhookId: string; topic: string; triggeredAt: Date; micro: string; payload: Uint8Array | null };
type Read = { row: Claimed; changes: Changes };
type Dead = { row: Claimed; reason: string };

/** Folds until nothing new is left, `batches` are done or `signal` aborts. Answers what it did; `more`: there may be some left. */
export async function foldInbox(
  shop: string,
  signal?: AbortSignal,
  batches = BATCHES,
): Promise<Folded & { more: boolean }> {
  const total = { folded: 0, dead: 0, asked: 0, more: true };
  for (let batch = 0; batch < batches && !signal?.aborted; batch++) {
    const done = await foldBatch(shop, BATCH);
    if (done === null) {
      total.more = false;
      break;
    }
    total.folded += done.folded;
    total.dead += done.dead;
    total.asked += done.asked;
    await learnSizes();
  }
  return total;
}

/** Null when there was nothing to do. */
async function foldBatch(shop: string, size: number): Promise<Folded | null> {
  // Taken out of the transaction: when it fails, its row is free for others, and asking again may hand out another one.
  const inHand: Claimed[] = [];
  try {
    return await inShop(shop, (tx) => foldClaimed(tx, shop, size, inHand), { timeoutMs: 60_000 });
  } catch (error) {
    if (!isDataFault(error)) throw error;
    if (size > 1) {
      // One of them is poison. Alone, each either folds or dies with its own reason.
      log.warn({ shop, problem: whyRefused(error) }, 'A batch was refused; folding it one by one');
      const total: Folded = { folded: 0, dead: 0, asked: 0 };
      for (let turn = 0; turn < size; turn++) {
        const one = await foldBatch(shop, 1);
        if (one === null) break;
        total.folded += one.folded;
        total.dead += one.dead;
        total.asked += one.asked;
      }
      return total;
    }
    const reason = `The database refused it: ${whyRefused(error)}`;
    await inShop(shop, async (tx) => {
      await takeTurn(tx, shop);
      await settle(
        tx,
        [],
        inHand.map((row) => ({ row, reason })),
      );
    });
    return { folded: 0, dead: 1, asked: 0 };
  }
}

async function foldClaimed(tx: ShopTx, shop: string, size: number, inHand: Claimed[]): Promise<Folded | null> {
  await takeTurn(tx, shop);
  const claimed = await claim(tx, size);
  inHand.push(...claimed);
  if (claimed.length === 0) return null;
  const currency = (await tx.shop.findFirst({ select: { currency: true } }))?.currency ?? null;
  const read: Read[] = [];
  const dead: Dead[] = [];
  for (const row of claimed) {
    const result = understand(row, currency);
    if ('reason' in result) dead.push(result);
    else read.push(result);
  }
  const lives = read.filter((entry) => entry.changes.life);
  const merged = merge(read.map((entry) => entry.changes));
  await ask(tx, shop, merged.asks, new Date());
  await apply(tx, shop, merged);
  await settle(
    tx,
    read.map((entry) => entry.row),
    dead,
  );
  // Last, so that an erasure takes with it what came in the same batch.
  for (const { row, changes } of lives)
    await live(tx, shop, changes.life!, { webhookId: row.webhookId, heardAt: row.micro });
  return { folded: read.length, dead: dead.length, asked: merged.asks.length };
}

/** Oldest first, as many as fit into a transaction's memory; what another worker holds is left to it. */
async function claim(tx: ShopTx, size: number): Promise<Claimed[]> {
  const heads = await tx.$queryRaw<{ webhookId: string; bytes: number }[]>`
    SELECT "webhookId", coalesce(octet_length("payload"), 0) AS "bytes" FROM "Inbox" WHERE "state" = 'new'
    ORDER BY "receivedAt", "webhookId" LIMIT ${size} FOR UPDATE SKIP LOCKED`;
  let bytes = 0;
  const ids: string[] = [];
  for (const head of heads) {
    bytes += head.bytes;
    if (ids.length > 0 && bytes > BATCH_BYTES) break;
    ids.push(head.webhookId);
  }
  if (ids.length === 0) return [];
  return tx.$queryRaw<Claimed[]>`
    SELECT "webhookId", "topic", "triggeredAt", "payload",
      to_char("triggeredAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "micro"
    FROM "Inbox" WHERE "webhookId" = ANY(${ids}) ORDER BY "receivedAt", "webhookId"`;
}

function understand(row: Claimed, currency: string | null): Read | Dead {
  try {
    if (!row.payload) return { row, reason: 'The payload is gone: its retention has ended' };
    const payload = object(parseLossless(open(ring, row.payload).toString('utf8')), 'The payload');
    return { row, changes: project({ topic: row.topic, payload, heardAt: row.micro, currency }) };
  } catch (error) {
    if (error instanceof PayloadProblem) return { row, reason: error.message };
    const { message } = error as Error;
    // The parser quotes what it met: where is enough.
    if (error instanceof SyntaxError)
      return { row, reason: `The payload is not JSON (${/position \d+/.exec(message)?.[0] ?? 'no position given'})` };
    return { row, reason: `It could not be understood: ${withoutQuoted(message)}` };
  }
}

function merge(all: Changes[]): { rows: Rows; asks: Ask[]; graves: Grave[]; entries: Entry[] } {
  const rows: Record<string, unknown[]> = {};
  const merged = { rows: rows as Rows, asks: [] as Ask[], graves: [] as Grave[], entries: [] as Entry[] };
  for (const changes of all) {
    for (const [kind, own] of Object.entries(changes.rows ?? {})) {
      rows[kind] ??= [];
      rows[kind].push(...own);
    }
    merged.asks.push(...(changes.asks ?? []));
    merged.graves.push(...(changes.graves ?? []));
    merged.entries.push(...(changes.entries ?? []));
  }
  return merged;
}

async function settle(tx: ShopTx, folded: Claimed[], dead: Dead[]): Promise<void> {
  if (folded.length > 0)
    await tx.$executeRaw`
      UPDATE "Inbox" SET "state" = 'folded', "attempts" = "attempts" + 1, "problem" = NULL, "settledAt" = now()
      WHERE "webhookId" = ANY(${folded.map((row) => row.webhookId)})`;
  for (const { row, reason } of dead) {
    log.warn(
      { webhookId: row.webhookId, topic: row.topic, reason },
      'A delivery cannot be folded; it waits on the Sync page',
    );
    await tx.$executeRaw`
      UPDATE "Inbox" SET "state" = 'dead', "attempts" = "attempts" + 1, "problem" = ${reason.slice(0, 2000)}, "settledAt" = now()
      WHERE "webhookId" = ${row.webhookId} AND "state" = 'new'`;
  }
}

/** Puts a dead letter back to be folded again. False when there is none with this id or its payload is gone. */
export async function replayDead(shop: string, webhookId: string): Promise<boolean> {
  const count = await inShop(
    shop,
    (tx) => tx.$executeRaw`
      UPDATE "Inbox" SET "state" = 'new', "problem" = NULL, "settledAt" = NULL
      WHERE "webhookId" = ${webhookId} AND "state" = 'dead' AND "payload" IS NOT NULL`,
  );
  return count > 0;
}
