// What became of single commands, for the room that asked for them.
import type { ShopTx } from '../db.server.ts';
import type { CommandState } from './command.ts';
import { fulfillmentCreate } from './operations/fulfillment-create.ts';
import type { VariablesOf } from './operations/operation.ts';

export type CommandOutcome = {
  id: string;
  operation: string;
  state: CommandState;
  problem: string | null;
  settledAt: Date | null;
  answer: unknown;
};

/** By command id, in one query. */
export async function commandOutcomes(tx: ShopTx, ids: string[]): Promise<Map<string, CommandOutcome>> {
  const rows = await tx.command.findMany({
    where: { id: { in: ids } },
    select: { id: true, operation: true, state: true, problem: true, settledAt: true, answer: true },
  });
  return new Map(rows.map((row) => [row.id, { ...row, state: row.state as CommandState }]));
}

/** Which of these idempotency keys stand for a command that was confirmed or still may be. */
export async function keysNotFailed(tx: ShopTx, idempotencyKeys: string[]): Promise<Set<string>> {
  const rows = await tx.command.findMany({
    where: { idempotencyKey: { in: idempotencyKeys }, state: { not: 'failed' } },
    select: { idempotencyKey: true },
  });
  return new Set(rows.map((row) => row.idempotencyKey));
}

/** How many commands were asked for under keys that begin with `prefix`. */
export async function countKeys(tx: ShopTx, prefix: string): Promise<number> {
  return tx.command.count({ where: { idempotencyKey: { startsWith: prefix } } });
}

/** The newest command under keys that begin with `prefix` that failed, or of which nobody knows whether it took effect; null: none. */
export async function newestInTrouble(
  tx: ShopTx,
  prefix: string,
): Promise<{ id: string; idempotencyKey: string; state: CommandState; problem: string | null } | null> {
  const row = await tx.command.findFirst({
    where: { state: { in: ['failed', 'unknown'] }, idempotencyKey: { startsWith: prefix } },
    select: { id: true, idempotencyKey: true, state: true, problem: true },
    orderBy: { seq: 'desc' },
  });
  return row && { ...row, state: row.state as CommandState };
}

/**
 * What keys of commands in trouble name: the text between `prefix` and the next colon, each once. All of them, however many: a list
 * that stops somewhere would hide the newest.
 */
export async function namedInTrouble(tx: ShopTx, shop: string, prefix: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT split_part(substr("idempotencyKey", ${prefix.length + 1}::int), ':', 1) AS "name" FROM "Command"
    WHERE "shop" = ${shop} AND "state" IN ('failed', 'unknown') AND "idempotencyKey" LIKE ${`${prefix}%`}`;
  return rows.map((row) => row.name);
}

type Shipped = VariablesOf<typeof fulfillmentCreate>['fulfillment'];
type Part = Extract<Shipped['lineItemsByFulfillmentOrder'], readonly unknown[]>[number];

/** The shipments of these subjects (Order/123) that Shopify took or may take: all but the refused ones. */
export async function shipmentsAbout(
  tx: ShopTx,
  subjects: string[],
): Promise<{ settledAt: Date | null; parts: Part[] }[]> {
  const rows = await tx.command.findMany({
    where: { subject: { in: subjects }, operation: fulfillmentCreate.name, state: { not: 'failed' } },
    select: { settledAt: true, state: true, variables: true },
  });
  return rows.map(({ settledAt, state, variables }) => {
    const { fulfillment } = variables as { fulfillment?: Shipped };
    const parts = [fulfillment?.lineItemsByFulfillmentOrder ?? []].flat();
    return { settledAt: state === 'confirmed' ? settledAt : null, parts };
  });
}

/** How many commands about `subject` (Return/123) are in `state`. */
export async function countCommandsAbout(tx: ShopTx, subject: string, state: CommandState): Promise<number> {
  return tx.command.count({ where: { subject, state } });
}

/** The newest command about `subject`, or null. */
export async function lastCommandAbout(tx: ShopTx, subject: string): Promise<CommandOutcome | null> {
  const row = await tx.command.findFirst({
    where: { subject },
    orderBy: { seq: 'desc' },
    select: { id: true, operation: true, state: true, problem: true, settledAt: true, answer: true },
  });
  return row ? { ...row, state: row.state as CommandState } : null;
}

/**
 * Empties what the settled commands about these subjects said and were answered: a customer's words may be in it. A failed one
 * cannot be sent again then. Answers how many are not settled yet.
 */
export async function emptySettled(tx: ShopTx, subjects: string[]): Promise<number> {
  await tx.$executeRaw`
    UPDATE "Command" SET "variables" = '{}', "answer" = NULL, "before" = NULL,
      "problem" = CASE WHEN "state" = 'failed' THEN ${NO_LONGER_KEPT} END
    WHERE "subject" = ANY(${subjects}) AND "state" IN ('confirmed', 'failed') AND "variables" <> '{}'`;
  return tx.command.count({
    where: { subject: { in: subjects }, state: { in: ['queued', 'sending', 'unknown'] } },
  });
}

/** The same for at most `take` commands that were settled before `before`. Answers how many. */
export async function emptyOld(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    UPDATE "Command" SET "variables" = '{}', "answer" = NULL, "before" = NULL,
      "problem" = CASE WHEN "state" = 'failed' THEN ${NO_LONGER_KEPT} END
    WHERE "id" = ANY(ARRAY(SELECT "id" FROM "Command"
      WHERE "state" IN ('confirmed', 'failed') AND "settledAt" < ${before} AND "variables" <> '{}' LIMIT ${take}))`;
}

/** Deletes at most `take` commands that were settled before `before`. Answers how many. */
export async function forgetOld(tx: ShopTx, before: Date, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "Command" WHERE "id" = ANY(ARRAY(SELECT "id" FROM "Command"
      WHERE "state" IN ('confirmed', 'failed') AND "settledAt" < ${before} LIMIT ${take}))`;
}

const NO_LONGER_KEPT = 'It failed. What it was to say is no longer kept, so it cannot be sent again.';

/** What commands about these subjects were sent with, as far as it is kept. */
export async function commandsAbout(
  tx: ShopTx,
  subjects: string[],
): Promise<{ operation: string; subject: string; createdAt: Date; variables: unknown }[]> {
  return tx.command.findMany({
    where: { subject: { in: subjects }, NOT: { variables: { equals: {} } } },
    select: { operation: true, subject: true, createdAt: true, variables: true },
    orderBy: { seq: 'asc' },
  });
}

/** The failed commands whose idempotency key begins with `prefix` and of which it is still known what they asked for. */
export async function failedCommands(
  tx: ShopTx,
  prefix: string,
): Promise<{ id: string; variables: unknown; problem: string | null; round: number }[]> {
  return tx.command.findMany({
    where: { state: 'failed', idempotencyKey: { startsWith: prefix }, NOT: { variables: { equals: {} } } },
    select: { id: true, variables: true, problem: true, round: true },
    orderBy: { seq: 'asc' },
    take: 200,
  });
}
