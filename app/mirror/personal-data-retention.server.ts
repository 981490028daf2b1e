// The nightly forgetting: what personal-data.ts gives a number of days goes when they are over, and so do rows that nobody will
// ask for again; a page a transaction. Tombstones stay for good: they guard what was deleted and erased from late messages.
import { inShop, type ShopTx } from '../db.server.ts';
import { forgetOldEvents } from '../events/forget.server.ts';
import { emptyOld, forgetOld } from '../shopify/command-outcomes.server.ts';
import { forgetHealed } from './drift.server.ts';
import {
  COMMAND_DAYS,
  CONTACT_DAYS,
  DATA_REQUEST_DAYS,
  HEALED_DRIFT_DAYS,
  INBOX_PAYLOAD_DAYS,
} from './personal-data.ts';
import { forgetOldRuns } from './sync-run.server.ts';

/** Inbox rows whose only use left is to know a repeated delivery again. */
const INBOX_ROW_DAYS = 30;
/** Dead letters whose payload is gone: all they still say is that something was lost, and why. */
const DEAD_ROW_DAYS = 90;
/** Settled commands: their keys keep a write from being asked for twice, and a person may look what was done. */
const COMMAND_ROW_DAYS = 400;
/** A day has 144 comparisons of recent changes, and one whole reading. */
const RECENT_RUN_DAYS = 14;
const WHOLE_RUN_DAYS = 400;
const PAGE = 2_000;

type Page = (tx: ShopTx, take: number) => Promise<number>;

/** Answers how many payloads and contacts went, and how many commands were emptied. */
export async function forget(
  shop: string,
  now: Date,
  signal?: AbortSignal,
  take = PAGE,
): Promise<{ payloads: number; contacts: number; commands: number }> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const throughout = async (page: Page) => {
    let total = 0;
    for (let count = take; count >= take && !signal?.aborted; total += count)
      count = await inShop(shop, (tx) => page(tx, take));
    return total;
  };
  const payloads = await throughout((tx, limit) => emptyPayloads(tx, before(INBOX_PAYLOAD_DAYS), limit));
  await throughout((tx, limit) => deleteFolded(tx, before(INBOX_ROW_DAYS), limit));
  await throughout((tx, limit) => deleteDead(tx, before(DEAD_ROW_DAYS), limit));
  const contacts = await throughout((tx, limit) => deleteContacts(tx, before(CONTACT_DAYS), limit));
  const commands = await throughout((tx, limit) => emptyOld(tx, before(COMMAND_DAYS), limit));
  await throughout((tx, limit) => forgetOld(tx, before(COMMAND_ROW_DAYS), limit));
  const runs = { recent: before(RECENT_RUN_DAYS), whole: before(WHOLE_RUN_DAYS) };
  await throughout((tx, limit) => forgetOldRuns(tx, runs, limit));
  await throughout((tx, limit) => forgetHealed(tx, before(HEALED_DRIFT_DAYS), limit));
  await inShop(shop, (tx) => forgetOldEvents(tx, 'customer.asked-for-data', before(DATA_REQUEST_DAYS)));
  return { payloads, contacts, commands };
}

function emptyPayloads(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    UPDATE "Inbox" SET "payload" = NULL WHERE "webhookId" = ANY(ARRAY(
      SELECT "webhookId" FROM "Inbox"
      WHERE "payload" IS NOT NULL AND "receivedAt" < ${before} AND "state" <> 'new' LIMIT ${take}))`;
}

function deleteFolded(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "Inbox" WHERE "webhookId" = ANY(ARRAY(
      SELECT "webhookId" FROM "Inbox" WHERE "state" = 'folded' AND "receivedAt" < ${before} LIMIT ${take}))`;
}

function deleteDead(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "Inbox" WHERE "webhookId" = ANY(ARRAY(
      SELECT "webhookId" FROM "Inbox"
      WHERE "state" = 'dead' AND "payload" IS NULL AND "receivedAt" < ${before} LIMIT ${take}))`;
}

/** By the age of the order or of its last parcel, whatever became of it; only what is still to ship keeps its address. */
function deleteContacts(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "OrderContact" WHERE "orderId" = ANY(ARRAY(
      SELECT c."orderId" FROM "OrderContact" c LEFT JOIN "Order" o ON o."shop" = c."shop" AND o."id" = c."orderId"
      WHERE coalesce(o."createdAt", c."sourceUpdatedAt") < ${before}
        AND NOT EXISTS (SELECT FROM "Fulfillment" f
          WHERE f."shop" = c."shop" AND f."orderId" = c."orderId" AND f."createdAt" >= ${before})
        AND NOT (o."cancelledAt" IS NULL AND o."closedAt" IS NULL AND EXISTS (SELECT FROM "OrderLine" l
          WHERE l."shop" = c."shop" AND l."orderId" = c."orderId" AND l."requiresShipping" AND l."fulfillableQuantity" > 0))
      LIMIT ${take}))`;
}
