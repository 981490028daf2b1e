// What Shopify told us, taken in: one INSERT for all deliveries that arrive together, acknowledged only after commit.

import { prisma } from '../db.server.ts';
import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import { readKeyRing, seal } from '../lib/seal.server.ts';
import { listShop } from '../shopify/install.server.ts';
import { isDataFault } from './data-fault.ts';

export type Parcel = {
  shop: string;
  webhookId: string;
  topic: string;
  eventId: string | null;
  apiVersion: string | null;
  /** X-Shopify-Triggered-At to the microsecond */
  triggeredAt: string;
  /** null when it was too great to keep; then `problem` says so and the row is born dead */
  body: Buffer | null;
  problem?: string;
};

type Waiting = { parcel: Parcel; done: () => void; failed: (error: unknown) => void };

const ring = readKeyRing(env.TOKEN_KEYS);

/** How long the first of a group waits for company. A commit costs more than this; alone it is not noticed. */
const GATHER_MS = 5;
const GROUP = 500;
const GROUPS_AT_ONCE = 3;

/** Shopify waits five seconds. A row that is written after this was not promised, and is known again when it is retried. */
const STORE_WITHIN_MS = 4_000;

const waiting: Waiting[] = [];
let timer: NodeJS.Timeout | null = null;
let running = 0;

/** Resolves once the delivery rests in the database (or was there already); rejects when it does not, or not in time. */
export function takeIn(parcel: Parcel): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const entry: Waiting = { parcel, done: resolve, failed: reject };
  waiting.push(entry);
  schedule();
  return within(STORE_WITHIN_MS, promise).catch((error) => {
    // Refused while it still stood in line: it will come again, and must not wait here as well.
    const place = waiting.indexOf(entry);
    if (place >= 0) waiting.splice(place, 1);
    throw error;
  });
}

function schedule(): void {
  if (timer || running >= GROUPS_AT_ONCE || waiting.length === 0) return;
  timer = setTimeout(() => {
    timer = null;
    const group = waiting.splice(0, GROUP);
    running += 1;
    void write(group).finally(() => {
      running -= 1;
      schedule();
    });
  }, GATHER_MS);
}

async function write(group: Waiting[]): Promise<void> {
  const byShop = Map.groupBy(group, (entry) => entry.parcel.shop);
  for (const [shop, own] of byShop) {
    try {
      await insert(
        shop,
        own.map((entry) => entry.parcel),
      );
      for (const entry of own) entry.done();
    } catch (error) {
      if (own.length === 1 || !isDataFault(error)) {
        for (const entry of own) entry.failed(error);
        continue;
      }
      // One bad row must not cost its neighbours their place: each for itself.
      log.warn({ shop, deliveries: own.length, problem: (error as Error).message }, 'Taking deliveries in one by one');
      await Promise.all(own.map((entry) => insert(shop, [entry.parcel]).then(entry.done, entry.failed)));
    }
  }
}

/** Shops that are in the directory for sure. A signed delivery of a shop we do not know is kept as well, and swept. */
const listed = new Set<string>();

async function insert(shop: string, parcels: Parcel[]): Promise<void> {
  await within(STORE_WITHIN_MS, listAndInsert(shop, parcels));
}

async function listAndInsert(shop: string, parcels: Parcel[]): Promise<void> {
  if (!listed.has(shop)) {
    await listShop(shop);
    listed.add(shop);
  }
  await insertRows(shop, parcels);
}

/**
 * One statement, one round trip: the shop is named within it, before the first row meets its policy, and holds for the
 * statement's own transaction only.
 */
async function insertRows(shop: string, parcels: Parcel[]): Promise<void> {
  const column = <T>(pick: (parcel: Parcel) => T) => parcels.map(pick);
  await prisma.$executeRaw`
    WITH own AS MATERIALIZED (SELECT set_config('backroom.shop', ${shop}, true) AS "shop")
    INSERT INTO "Inbox" ("shop", "webhookId", "topic", "eventId", "apiVersion", "triggeredAt", "payload", "state", "problem", "settledAt")
    SELECT own."shop", i."webhookId", i."topic", i."eventId", i."apiVersion", i."triggeredAt"::timestamptz,
      decode(i."payload", 'base64'), CASE WHEN i."problem" IS NULL THEN 'new' ELSE 'dead' END, i."problem",
      CASE WHEN i."problem" IS NULL THEN NULL ELSE now() END
    FROM own, unnest(
      ${column((parcel) => parcel.webhookId)}::text[], ${column((parcel) => parcel.topic)}::text[],
      ${column((parcel) => parcel.eventId)}::text[], ${column((parcel) => parcel.apiVersion)}::text[],
      ${column((parcel) => parcel.triggeredAt)}::text[],
      ${column((parcel) => (parcel.body ? seal(ring, parcel.body).toString('base64') : null))}::text[],
      ${column((parcel) => parcel.problem ?? null)}::text[]
    ) AS i("webhookId", "topic", "eventId", "apiVersion", "triggeredAt", "payload", "problem")
    ON CONFLICT ("shop", "webhookId") DO NOTHING`;
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The database did not answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
