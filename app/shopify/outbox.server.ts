// The outbox: writes to Shopify asked for in someone's transaction, sent by a worker, applied once or visibly unknown.
import { randomUUID } from 'node:crypto';
import { type Command, Prisma } from '@prisma/client';
import { afterCommit, inShop, type ShopTx } from '../db.server.ts';
import { nudge } from '../lib/queue.server.ts';
import type { Answer } from './answer.ts';
import type { CallOptions } from './call.server.ts';
import { callShopify } from './client.server.ts';
import {
  afterReading,
  afterSending,
  askAPerson,
  backoff,
  type CommandState,
  KEY_FORGOTTEN,
  keyIsForgotten,
  keyOf,
  LET_IT_FINISH,
  type Next,
  unknownTurn,
} from './command.ts';
import { commandOperation } from './operations/commands.ts';
import type { Check, Read, VariablesOf, Write } from './operations/operation.ts';

/** What the outbox tells the diary; `key` names it once for ever. */
export type CommandEvent = {
  key: string;
  subject: string;
  at: string;
} & (
  | { type: 'command.confirmed'; data: { commandId: string; operation: string; subject: string } }
  | {
      type: 'command.failed' | 'command.unknown';
      data: { commandId: string; operation: string; subject: string; problem: string };
    }
);

/** Writes into the diary, in the transaction of the outcome. */
export type Tell = (tx: ShopTx, shop: string, event: CommandEvent) => Promise<unknown>;

/** What sending needs of the world. */
export type Outside = {
  tell: Tell;
  call: (shop: string, operation: Read | Write, variables: unknown, options: CallOptions) => Promise<Answer<unknown>>;
  now: () => Date;
  random: () => number;
};

/** The job that calls sendCommands. */
const SENDER = 'shopify.send-commands';

/** A claim ends after this; by then the call, which begins within BEGIN_WITHIN and answers within 30 s, is long over. */
const CLAIM = 120_000;
const BEGIN_WITHIN = 60_000;

/**
 * Asks for a write, in the caller's transaction: it will be sent if that commits, and only then. `subject` is what it is about
 * (FulfillmentOrder/123); commands about one subject are sent in the order they were asked for. The same `idempotencyKey`
 * again changes nothing. Returns the command's id, and whether it is new.
 */
export async function enqueueCommand<O extends Write>(
  tx: ShopTx,
  command: { shop: string; operation: O; variables: VariablesOf<O>; subject: string; idempotencyKey: string },
): Promise<{ id: string; isNew: boolean }> {
  const { shop, operation, variables, subject, idempotencyKey } = command;
  if (commandOperation(operation.name) === undefined)
    throw new Error(`${operation.name} is not listed in shopify/operations/commands.ts: the outbox could not send it.`);
  const id = randomUUID();
  const { count } = await tx.command.createMany({
    data: {
      shop,
      id,
      operation: operation.name,
      variables: variables as Prisma.InputJsonObject,
      subject,
      idempotencyKey,
    },
    skipDuplicates: true,
  });
  if (count > 0) {
    afterCommit(tx, () => nudge(SENDER, shop));
    return { id, isNew: true };
  }
  const known = await tx.command.findUniqueOrThrow({
    where: { shop_idempotencyKey: { shop, idempotencyKey } },
    select: { id: true },
  });
  return { id: known.id, isNew: false };
}

/**
 * Sends what is due in the shop's outbox and clears up what is unknown, until nothing is due. `lanes` commands are under way
 * at once; any number of workers may do this at the same time. Returns how many commands it moved on.
 */
export async function sendCommands(
  shop: string,
  tell: Tell,
  options: { lanes?: number; outside?: Partial<Outside> } = {},
): Promise<number> {
  const outside: Outside = {
    tell,
    call: (toShop, operation, variables, how) => callShopify(toShop, operation as Read, variables, how),
    now: () => new Date(),
    random: Math.random,
    ...options.outside,
  };
  let moved = 0;
  await giveUpDeadClaims(outside, shop);
  const lane = async () => {
    while ((await clearUpOne(outside, shop)) || (await sendOne(outside, shop))) moved += 1;
  };
  await Promise.all(Array.from({ length: options.lanes ?? 4 }, lane));
  return moved;
}

/** A command whose worker is gone may have been sent: from now on nobody knows. */
async function giveUpDeadClaims(outside: Outside, shop: string): Promise<void> {
  const now = outside.now();
  await inShop(shop, async (tx) => {
    const lost = await tx.$queryRaw<Command[]>`
      SELECT * FROM "Command" WHERE "shop" = ${shop} AND "state" = 'sending' AND "nextAttemptAt" <= ${now}
      FOR UPDATE SKIP LOCKED`;
    for (const command of lost)
      await move(outside, tx, command, {
        state: 'unknown',
        problem: 'The worker that sent it stopped before it heard the answer.',
        again: 0,
      });
  });
}

async function sendOne(outside: Outside, shop: string): Promise<boolean> {
  const claimed = await claim(outside, shop);
  if (!claimed) return false;
  const operation = commandOperation(claimed.operation);
  if (!operation) {
    await settle(outside, claimed, {
      state: 'failed',
      problem: `This version of the app no longer knows ${claimed.operation}.`,
      again: null,
    });
    return true;
  }
  const begun = begunAt(claimed);
  const keyed = operation.repeat.how === 'same-key';
  if (keyed && claimed.sentAt && keyIsForgotten(claimed.sentAt, begun)) {
    await settle(outside, claimed, KEY_FORGOTTEN);
    return true;
  }
  const before = await keepBefore(outside, claimed, operation);
  if (before !== 'kept') {
    await settle(outside, claimed, before);
    return true;
  }
  const answer = await outside.call(shop, operation, claimed.variables, {
    idempotencyKey: keyOf(claimed),
    beginBefore: new Date(begun.getTime() + BEGIN_WITHIN),
  });
  await settle(outside, claimed, afterSending(answer, sending(outside, claimed, keyed)));
  return true;
}

function sending(outside: Outside, claimed: Command, keyed: boolean) {
  const earlier = claimed.sentAt !== null && claimed.sentAt < begunAt(claimed);
  return { attempts: claimed.attempts, random: outside.random(), earlier, keyed };
}

/** When a claimed command was claimed; its `sentAt` is the same moment unless it was sent before. */
function begunAt(claimed: Command): Date {
  return new Date(claimed.nextAttemptAt.getTime() - CLAIM);
}

/** The oldest command that is due and has no unsettled one about the same subject before it. */
async function claim(outside: Outside, shop: string): Promise<Command | null> {
  const now = outside.now();
  const until = new Date(now.getTime() + CLAIM);
  return inShop(shop, async (tx) => {
    const [command] = await tx.$queryRaw<Command[]>`
      UPDATE "Command" SET
        "state" = 'sending', "attempts" = "attempts" + 1, "sentAt" = COALESCE("sentAt", ${now}), "nextAttemptAt" = ${until}
      WHERE "shop" = ${shop} AND "id" = (
        SELECT c."id" FROM "Command" c
        WHERE c."shop" = ${shop} AND c."state" = 'queued' AND c."nextAttemptAt" <= ${now}
          AND NOT EXISTS (
            SELECT FROM "Command" e
            WHERE e."shop" = ${shop} AND e."subject" = c."subject" AND e."seq" < c."seq"
              AND e."state" IN ('queued', 'sending', 'unknown'))
        ORDER BY c."seq" LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING *`;
    return command ?? null;
  });
}

/** Where only a comparison can tell later whether the write took effect: keeps the state before it is first sent. */
async function keepBefore(outside: Outside, command: Command, operation: Write): Promise<'kept' | Next> {
  if (operation.repeat.how !== 'after-check' || command.before !== null) return 'kept';
  const { needsBefore } = operation.repeat.check;
  if (!(typeof needsBefore === 'function' ? needsBefore(command.variables as never) : needsBefore)) return 'kept';
  const seen = await read(outside, operation.repeat.check, command);
  if (!seen.ok) return afterSending(seen, sending(outside, command, false));
  await inShop(command.shop, (tx) =>
    tx.command.updateMany({
      where: { shop: command.shop, id: command.id, attempts: command.attempts },
      data: { before: seen.data as Prisma.InputJsonValue },
    }),
  );
  return 'kept';
}

async function clearUpOne(outside: Outside, shop: string): Promise<boolean> {
  const now = outside.now();
  const until = new Date(now.getTime() + CLAIM);
  const command = await inShop(shop, async (tx) => {
    const [found] = await tx.$queryRaw<Command[]>`
      UPDATE "Command" SET "nextAttemptAt" = ${until}
      WHERE "shop" = ${shop} AND "id" = (
        SELECT "id" FROM "Command" WHERE "shop" = ${shop} AND "state" = 'unknown' AND "nextAttemptAt" <= ${now}
        ORDER BY "seq" LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING *`;
    return found ?? null;
  });
  if (!command) return false;
  await settle(outside, command, await clearedUp(outside, command, now));
  return true;
}

async function clearedUp(outside: Outside, command: Command, now: Date): Promise<Next> {
  const operation = commandOperation(command.operation);
  const sentAt = command.sentAt ?? command.createdAt;
  const tooEarly = sentAt.getTime() + LET_IT_FINISH - now.getTime();
  const problem = command.problem ?? '';
  if (tooEarly > 0) return { state: 'unknown', problem, again: tooEarly };
  if (!operation) return askAPerson(`This version of the app no longer knows ${command.operation}.`);
  switch (unknownTurn(operation.repeat, sentAt, now)) {
    case 'send-again':
      return { state: 'queued', problem, again: 0, sent: true };
    case 'ask-a-person':
      return KEY_FORGOTTEN;
    case 'read':
      break;
  }
  if (operation.repeat.how !== 'after-check') return askAPerson('It cannot be read back.');
  const { check } = operation.repeat;
  const seen = await read(outside, check, command);
  if (!seen.ok)
    return seen.problem.kind === 'throttled' || seen.problem.kind === 'unreachable'
      ? { state: 'unknown', problem, again: backoff(command.attempts + 4, outside.random()) }
      : askAPerson(`${problem} Reading it back failed: ${seen.problem.says}`);
  const verdict = check.judge(seen.data as never, command.variables as never, {
    sentAt,
    before: command.before as never,
  });
  return afterReading(verdict, seen.data);
}

function read(outside: Outside, check: Check, command: Command): Promise<Answer<unknown>> {
  return outside.call(command.shop, check.read, check.ask(command.variables as never), {});
}

async function settle(outside: Outside, command: Command, next: Next): Promise<void> {
  await inShop(command.shop, (tx) => move(outside, tx, command, next));
}

/** Writes the next state and the diary's line, unless another worker has taken the command over meanwhile. */
async function move(outside: Outside, tx: ShopTx, command: Command, next: Next): Promise<void> {
  const { shop, id, operation, subject, attempts } = command;
  const now = outside.now();
  const settled = next.again === null;
  const { count } = await tx.command.updateMany({
    where: { shop, id, attempts, state: { in: ['sending', 'unknown'] } },
    data: {
      state: next.state,
      problem: next.problem,
      nextAttemptAt: new Date(now.getTime() + (next.again ?? 0)),
      settledAt: settled ? now : null,
      ...(next.state === 'confirmed' ? { answer: next.answer as Prisma.InputJsonValue } : {}),
      ...(next.state === 'queued' && !next.sent ? { sentAt: null } : {}),
    },
  });
  if (count === 0 || next.state === 'queued') return;
  const about = { commandId: id, operation, subject };
  const line = { subject, at: now.toISOString() };
  await outside.tell(
    tx,
    shop,
    next.state === 'confirmed'
      ? { ...line, key: `command.confirmed:${id}`, type: 'command.confirmed', data: about }
      : {
          ...line,
          key: `command.${next.state}:${id}:${attempts}`,
          type: `command.${next.state}`,
          data: { ...about, problem: next.problem },
        },
  );
}

/** The app was removed at `at`: nothing that waits will be sent. What was sent before, and may have landed, a person must look at. */
export async function stopCommands(tx: ShopTx, shop: string, at: Date, tell: Tell): Promise<void> {
  const outside = { tell, now: () => at } as Outside;
  const waiting = await tx.$queryRaw<Command[]>`
    UPDATE "Command" SET "state" = 'sending', "attempts" = "attempts" + 1
    WHERE "shop" = ${shop} AND "state" = 'queued' RETURNING *`;
  const why = 'The app was removed from the shop before this was sent.';
  for (const command of waiting)
    await move(
      outside,
      tx,
      command,
      command.sentAt === null
        ? { state: 'failed', problem: why, again: null }
        : askAPerson('The app was removed from the shop before the answer to this came.'),
    );
}

/** A person says: send it (again). True when there was such a failed or unknown command. */
export async function retryCommand(shop: string, id: string, now: Date): Promise<boolean> {
  return inShop(shop, async (tx) => {
    const again = await tx.command.updateMany({
      // One that was emptied has nothing left to send.
      where: { shop, id, state: 'failed', NOT: { variables: { equals: {} } } },
      data: {
        state: 'queued',
        round: { increment: 1 },
        nextAttemptAt: now,
        sentAt: null,
        settledAt: null,
        before: Prisma.DbNull,
      },
    });
    afterCommit(tx, () => nudge(SENDER, shop));
    if (again.count > 0) return true;
    const unknown = await tx.command.findUnique({ where: { shop_id: { shop, id } }, select: { sentAt: true } });
    const anyway = await tx.command.updateMany({
      where: { shop, id, state: 'unknown' },
      data: {
        state: 'queued',
        nextAttemptAt: now,
        // The person answers for what a forgotten key did: this is a first sending again.
        ...(unknown?.sentAt && keyIsForgotten(unknown.sentAt, now) ? { sentAt: null } : {}),
      },
    });
    return anyway.count > 0;
  });
}

/**
 * Sends a failed command again with other variables, for example from the quantity that is there now. It stays one command,
 * so that what it stands for takes effect once. True when it was still failed.
 */
export async function reviseCommand(
  tx: ShopTx,
  shop: string,
  id: string,
  variables: Prisma.InputJsonObject,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.command.updateMany({
    where: { shop, id, state: 'failed' },
    data: {
      variables,
      state: 'queued',
      round: { increment: 1 },
      nextAttemptAt: now,
      sentAt: null,
      settledAt: null,
      before: Prisma.DbNull,
    },
  });
  if (count > 0) afterCommit(tx, () => nudge(SENDER, shop));
  return count > 0;
}

/** What these failed commands were to do is wanted no more as it was: nobody can send them again but whoever revises them. `why` is added to their problem. */
export async function withdrawCommands(tx: ShopTx, ids: readonly string[], why: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Command" SET "variables" = '{}', "problem" = concat_ws(' ', "problem", ${why}::text)
    WHERE "id" = ANY(${ids}::uuid[]) AND "state" = 'failed' AND "variables" <> '{}'`;
}

/** The same for what was asked for under these keys. */
export async function withdrawKeys(tx: ShopTx, idempotencyKeys: readonly string[], why: string): Promise<void> {
  const rows = await tx.command.findMany({
    where: { idempotencyKey: { in: [...idempotencyKeys] }, state: 'failed' },
    select: { id: true },
  });
  const ids = rows.map((row) => row.id);
  if (ids.length > 0) await withdrawCommands(tx, ids, why);
}

/** A person looked and says: the unknown command did happen. True when there was one. */
export async function confirmCommand(shop: string, id: string, tell: Tell, now: Date): Promise<boolean> {
  return inShop(shop, async (tx) => {
    const command = await tx.command.findUnique({ where: { shop_id: { shop, id }, state: 'unknown' } });
    if (!command) return false;
    const outside = { tell, now: () => now } as Outside;
    await move(outside, tx, command, {
      state: 'confirmed',
      answer: { confirmedByAPerson: true },
      problem: null,
      again: null,
    });
    return true;
  });
}

export type CommandRow = Pick<
  Command,
  | 'id'
  | 'operation'
  | 'subject'
  | 'state'
  | 'attempts'
  | 'problem'
  | 'createdAt'
  | 'sentAt'
  | 'settledAt'
  | 'nextAttemptAt'
> & { seq: string; variables: unknown };

/** The outbox as a list, newest first. `before`: the last row's seq of the page above. Counts are of the whole outbox. */
export async function listCommands(
  shop: string,
  options: { states?: readonly CommandState[]; before?: string; limit?: number } = {},
): Promise<{ rows: CommandRow[]; counts: Record<CommandState, number>; more: boolean }> {
  const limit = options.limit ?? 50;
  return inShop(shop, async (tx) => {
    const rows = await tx.command.findMany({
      where: {
        shop,
        ...(options.states ? { state: { in: [...options.states] } } : {}),
        ...(options.before ? { seq: { lt: BigInt(options.before) } } : {}),
      },
      orderBy: { seq: 'desc' },
      take: limit + 1,
      omit: { answer: true, before: true },
    });
    const counts = { queued: 0, sending: 0, confirmed: 0, failed: 0, unknown: 0 };
    for (const group of await tx.command.groupBy({ by: ['state'], where: { shop }, _count: true }))
      counts[group.state as CommandState] = group._count;
    return {
      rows: rows.slice(0, limit).map((row) => ({ ...row, seq: row.seq.toString() })),
      counts,
      more: rows.length > limit,
    };
  });
}
