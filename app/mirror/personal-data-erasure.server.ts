// Carrying out customers/redact and shop/redact: page by page, each page in a transaction of its own, so that neither a great
// inbox nor a great shop runs into a time limit or holds up the folding. An Erasure row is the work; how far it came is
// written with each page.
import type { Erasure } from '@prisma/client';
import { inShop, type ShopTx } from '../db.server.ts';
import { env } from '../env.server.ts';
import { log } from '../lib/log.server.ts';
import { open, readKeyRing } from '../lib/seal.server.ts';
import { emptySettled } from '../shopify/command-outcomes.server.ts';
import { takeTurn } from './apply.server.ts';
import { subjectsOf } from './personal-data.server.ts';

const ring = readKeyRing(env.TOKEN_KEYS);

const PAGE = 200;
const SHOP_PAGE = 2_000;

/** Works until nothing is left to erase or `signal` aborts. */
export async function workOffErasures(
  shop: string,
  signal?: AbortSignal,
  pages = { inbox: PAGE, shop: SHOP_PAGE },
): Promise<void> {
  /** those that can only be finished later */
  const waiting: string[] = [];
  let more = true;
  while (more && !signal?.aborted)
    more = await inShop(shop, async (tx) => {
      const erasure = await claim(tx, waiting);
      if (!erasure) return false;
      if (erasure.kind === 'shop') await eraseShopOn(tx, erasure, pages.shop);
      else if (erasure.after !== null) await emptyInboxOn(tx, erasure, pages.inbox);
      else if (!(await emptyCommands(tx, erasure))) waiting.push(erasure.id);
      return true;
    });
}

/** The oldest, for this transaction alone. */
async function claim(tx: ShopTx, waiting: string[]): Promise<Erasure | null> {
  const [erasure] = await tx.$queryRaw<Erasure[]>`
    SELECT * FROM "Erasure" WHERE "id" <> ALL(${waiting})
    ORDER BY "kind" DESC, "askedAt", "id" LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return erasure ?? null;
}

/** One page of payloads: those that name the customer or one of the orders. The redact request itself names them too. */
async function emptyInboxOn(tx: ShopTx, { shop, id, customerId, orderIds, after }: Erasure, take: number) {
  const page = await tx.inbox.findMany({
    where: { payload: { not: null }, webhookId: { gt: after ?? '' } },
    select: { webhookId: true, payload: true },
    orderBy: { webhookId: 'asc' },
    take,
  });
  const last = page.at(-1);
  const numbers = new Set([customerId, ...orderIds]);
  const theirs = page.filter((row) => names(row.payload!, numbers)).map((row) => row.webhookId);
  // What is not folded yet is needed once more; it names orders whose contact is buried, and goes with its retention.
  await tx.inbox.updateMany({
    where: { webhookId: { in: theirs }, OR: [{ state: { not: 'new' } }, { topic: { startsWith: 'customers/' } }] },
    data: { payload: null },
  });
  await tx.erasure.update({ where: { shop_id: { shop, id } }, data: { after: last?.webhookId ?? null } });
}

/** Last, what the outbox sent about the orders. False when a command is still on its way: its words are needed until it is not. */
async function emptyCommands(tx: ShopTx, { shop, id, orderIds }: Erasure): Promise<boolean> {
  if ((await emptySettled(tx, await subjectsOf(tx, orderIds))) > 0) return false;
  await tx.erasure.delete({ where: { shop_id: { shop, id } } });
  return true;
}

/** What no key opens any more may name them: it does. */
function names(payload: Uint8Array, numbers: ReadonlySet<string | null>): boolean {
  try {
    const text = open(ring, payload).toString('utf8');
    return (text.match(/\d{4,}/g) ?? []).some((number) => numbers.has(number));
  } catch {
    return true;
  }
}

/** One page of the shop's rows in every table that has rows of shops; once none is left, the shop itself. */
async function eraseShopOn(tx: ShopTx, { shop, id, askedAt }: Erasure, take: number) {
  const [directory] = await tx.$queryRaw<{ again: boolean }[]>`
    SELECT "installed" AND "installedAt" > ${askedAt} AS "again" FROM "ShopDirectory" WHERE "shop" = ${shop}`;
  if (directory?.again) {
    log.warn({ shop }, 'A shop/redact from before the present installation changes nothing');
    await tx.erasure.delete({ where: { shop_id: { shop, id } } });
    return;
  }
  const tables = await tx.$queryRaw<{ name: string }[]>`
    SELECT c.relname::text AS "name" FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND p.polname = 'one_shop' AND c.relname <> 'Erasure' ORDER BY 1`;
  for (const { name } of tables) if ((await erasePage(tx, shop, name, take)) === take) return;
  // Little is left. Nobody folds meanwhile, so what this transaction does not see does not come.
  await takeTurn(tx, shop);
  for (const { name } of tables) await erasePage(tx, shop, name, null);
  await tx.$executeRaw`DELETE FROM "ShopDirectory" WHERE "shop" = ${shop}`;
  await tx.erasure.deleteMany({});
}

function erasePage(tx: ShopTx, shop: string, table: string, take: number | null): Promise<number> {
  const name = `"${table.replaceAll('"', '""')}"`;
  return tx.$executeRawUnsafe(
    `DELETE FROM ${name} WHERE "shop" = $1 AND ctid = ANY(ARRAY(SELECT ctid FROM ${name} WHERE "shop" = $1 LIMIT $2))`,
    shop,
    take,
  );
}
