// How often one may try. Guessing must be slow; the counts are shared by all processes, and only hashes are kept.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { env } from '../env.server.ts';

/** So many tries (`points`) within so many seconds (`duration`). */
export type Limit = { points: number; duration: number };

let pool: pg.Pool | undefined;
const limiters = new Map<string, RateLimiterPostgres>();

function connections(): pg.Pool {
  pool ??= new pg.Pool({ connectionString: env.DATABASE_URL, max: 2, idleTimeoutMillis: 5000, allowExitOnIdle: true });
  return pool;
}

/** `kind` names a limit in the whole house. */
function limiterOf(kind: string, limit: Limit): RateLimiterPostgres {
  let limiter = limiters.get(kind);
  if (!limiter) {
    limiter = new RateLimiterPostgres({
      storeClient: connections(),
      storeType: 'pool',
      schemaName: 'limits',
      tableName: 'portal_tries',
      tableCreated: true,
      keyPrefix: kind,
      clearExpiredByTimeout: false,
      ...limit,
    });
    limiters.set(kind, limiter);
  }
  return limiter;
}

/**
 * Counts one try of each kind in `tries`, at `shop` (empty: wherever); false when one of them was tried too often. Throws when
 * the database cannot be asked: a door that cannot count stays shut.
 */
export async function mayTry<Kind extends string>(
  limits: Record<Kind, Limit>,
  shop: string,
  tries: Partial<Record<Kind, string>>,
): Promise<boolean> {
  let allowed = true;
  for (const [kind, value] of Object.entries(tries) as [Kind, string][]) {
    const key = createHash('sha256').update(`${shop}\n${value.trim().toLowerCase()}`).digest('base64url');
    try {
      await limiterOf(kind, limits[kind]).consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      allowed = false;
    }
  }
  return allowed;
}

/** Forgets tries whose time is over. */
export async function forgetTries(now: Date): Promise<void> {
  await connections().query('DELETE FROM limits.portal_tries WHERE "expire" < $1', [now.getTime()]);
}
