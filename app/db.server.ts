// The database, opened for one shop at a time.
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '@prisma/client';
import { env } from './env.server.ts';

/** A transaction in which one shop's rows, and no others, can be seen and written. */
export type ShopTx = Prisma.TransactionClient;

/** Without a shop this client sees ShopDirectory and nothing else; use `inShop`. */
export const prisma: PrismaClient = new PrismaClient({
  adapter: new PrismaPg({ connectionString: env.DATABASE_URL, max: 10 }),
});

/**
 * Runs `work` in one transaction that belongs to `shop` (a *.myshopify.com domain). Row-level security does the rest:
 * a row of another shop is neither read nor written. Commits when `work` resolves, rolls back when it throws.
 */
export async function inShop<T>(
  shop: string,
  work: (tx: ShopTx) => Promise<T>,
  options: { timeoutMs?: number; maxWaitMs?: number; isolationLevel?: Prisma.TransactionIsolationLevel } = {},
): Promise<T> {
  const afterwards: (() => void)[] = [];
  const done = await prisma.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT set_config('backroom.shop', ${shop}, true)`;
      committed.set(tx, afterwards);
      return work(tx);
    },
    {
      maxWait: options.maxWaitMs ?? 10_000,
      timeout: options.timeoutMs ?? 30_000,
      ...(options.isolationLevel ? { isolationLevel: options.isolationLevel } : {}),
    },
  );
  for (const next of afterwards) next();
  return done;
}

const committed = new WeakMap<ShopTx, (() => void)[]>();

/** Runs `next` once `tx` has committed, and never if it rolls back: for telling workers of rows that they can see by then. */
export function afterCommit(tx: ShopTx, next: () => void): void {
  committed.get(tx)?.push(next);
}
