// What became of single commands, for the room that asked for them.
import type { ShopTx } from '../db.server.ts';
import type { CommandState } from './command.ts';

export type CommandOutcome = {
  id: string;
  state: CommandState;
  problem: string | null;
  settledAt: Date | null;
  answer: unknown;
};

/** By command id, in one query. */
export async function commandOutcomes(tx: ShopTx, ids: string[]): Promise<Map<string, CommandOutcome>> {
  const rows = await tx.command.findMany({
    where: { id: { in: ids } },
    select: { id: true, state: true, problem: true, settledAt: true, answer: true },
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

/** How many commands about `subject` (Return/123) are in `state`. */
export async function countCommandsAbout(tx: ShopTx, subject: string, state: CommandState): Promise<number> {
  return tx.command.count({ where: { subject, state } });
}

/** The newest command about `subject`, or null. */
export async function lastCommandAbout(
  tx: ShopTx,
  subject: string,
): Promise<(CommandOutcome & { operation: string }) | null> {
  const row = await tx.command.findFirst({
    where: { subject },
    orderBy: { seq: 'desc' },
    select: { id: true, operation: true, state: true, problem: true, settledAt: true, answer: true },
  });
  return row ? { ...row, state: row.state as CommandState } : null;
}

/** Empties what settled commands of one operation about these subjects were sent with: it held a customer's words. */
export async function emptySettled(tx: ShopTx, operation: string, subjects: string[]): Promise<void> {
  await tx.command.updateMany({
    where: { operation, subject: { in: subjects }, state: { in: ['confirmed', 'failed'] } },
    data: { variables: {} },
  });
}
