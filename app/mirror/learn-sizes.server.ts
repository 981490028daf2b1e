// Keeps PostgreSQL's idea of how great our tables are up with the mirror while that grows fast.
import { prisma } from '../db.server.ts';
import { log } from '../lib/log.server.ts';

const EVERY_MS = 3_000;
let lookedAt = 0;

/** Call it after each batch, outside of its transaction: looks every few seconds, works only when tables have grown by half. */
export async function learnSizes(): Promise<void> {
  const now = performance.now();
  if (now - lookedAt < EVERY_MS) return;
  lookedAt = now;
  try {
    await prisma.$queryRaw`SELECT backroom_learn_sizes()`;
  } catch (error) {
    log.warn({ problem: (error as Error).message }, 'The sizes of tables could not be learned; plans may be slow');
  }
}
