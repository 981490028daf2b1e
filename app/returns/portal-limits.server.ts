// How often one may try. Guessing order numbers or e-mails must be slow; the counts are shared by all processes.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { env } from '../env.server.ts';

const limits = {
  /** any step from one address on the net */
  address: { points: 40, duration: 600 },
  /** looking for an order with one e-mail */
  email: { points: 10, duration: 3600 },
  /** looking for one order */
  order: { points: 10, duration: 3600 },
  /** a signed-in customer's requests */
  customer: { points: 60, duration: 600 },
} as const;

export type Limited = keyof typeof limits;

let pool: pg.Pool | undefined;
const limiters = new Map<Limited, RateLimiterPostgres>();

function limiterOf(kind: Limited): RateLimiterPostgres {
  pool ??= new pg.Pool({ connectionString: env.DATABASE_URL, max: 2, idleTimeoutMillis: 5000, allowExitOnIdle: true });
  let limiter = limiters.get(kind);
  if (!limiter) {
    limiter = new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      schemaName: 'limits',
      tableName: 'portal_tries',
      tableCreated: true,
      keyPrefix: kind,
      clearExpiredByTimeout: false,
      ...limits[kind],
    });
    limiters.set(kind, limiter);
  }
  return limiter;
}

/**
 * Counts one try for each of `tries` at `shop`; false when one of them was tried too often. Only hashes are kept. Throws when
 * the database cannot be asked: a door that cannot count stays shut.
 */
export async function mayTry(shop: string, tries: Partial<Record<Limited, string>>): Promise<boolean> {
  let allowed = true;
  for (const [kind, value] of Object.entries(tries) as [Limited, string][]) {
    const key = createHash('sha256').update(`${shop}\n${value.trim().toLowerCase()}`).digest('base64url');
    try {
      await limiterOf(kind).consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      allowed = false;
    }
  }
  return allowed;
}

/** Forgets tries whose time is over. */
export async function forgetTries(now: Date): Promise<void> {
  pool ??= new pg.Pool({ connectionString: env.DATABASE_URL, max: 2, idleTimeoutMillis: 5000, allowExitOnIdle: true });
  await pool.query('DELETE FROM limits.portal_tries WHERE "expire" < $1', [now.getTime()]);
}
