// The only file that knows SyncRun: a long reading of the store that survives whoever does it.
import { randomUUID } from 'node:crypto';
import { inShop, type ShopTx } from '../db.server.ts';

export type StageProgress = {
  operationId?: string;
  /** Shopify's time at which the operation began: what it tells is at least as young */
  asOf?: string;
  url?: string;
  /** whole objects taken over */
  objects: number;
  total?: number;
  failures?: number;
  done?: boolean;
};

export type Progress = {
  owner?: string | null;
  stages: Record<string, StageProgress>;
  /** looks that ended in a problem which waiting alone does not mend */
  failures?: number;
  /** after such a one, nobody takes the run before this moment (ISO) */
  restsUntil?: string | null;
  /** a person has said that however much the store does not show may be gone */
  acceptMissing?: boolean;
};

export type Run = { id: string; kind: 'backfill' | 'full'; progress: Progress; objects: number; drift: number };

/** A run whose worker has not been heard of for this long is taken over. */
const LEASE = '45 seconds';
const FIRST_REST_MS = 60_000;
const FIRST_READING_REST_MS = 5 * 60_000;
const LONGEST_REST_MS = 6 * 3_600_000;

/** Begins a run unless one is under way; one that rests after a failure is to be tried at once. Answers its id. */
export async function begin(
  shop: string,
  kind: 'backfill' | 'full',
  options: { acceptMissing?: boolean } = {},
): Promise<string> {
  return inShop(shop, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sync:' || ${shop}, 0))`;
    const running = await tx.syncRun.findFirst({ where: { state: 'running', kind: { in: ['backfill', 'full'] } } });
    if (running) {
      await tx.$executeRaw`UPDATE "SyncRun" SET "progress" = "progress" - 'restsUntil' WHERE "id" = ${running.id}::uuid`;
      return running.id;
    }
    const id = randomUUID();
    await tx.syncRun.create({ data: { shop, id, kind, state: 'running', progress: { ...options, stages: {} } } });
    return id;
  });
}

/** True when the shop has never been read wholly and its first reading is due: at once, and ever later after failures. */
export async function firstReadingDue(shop: string, now: Date): Promise<boolean> {
  return inShop(shop, async (tx) => {
    if ((await tx.syncRun.count({ where: { kind: 'backfill', state: 'done' } })) > 0) return false;
    const failed = { kind: 'backfill', state: 'failed' };
    const last = await tx.syncRun.findFirst({ where: failed, orderBy: { startedAt: 'desc' } });
    if (!last?.finishedAt) return true;
    return (
      now.getTime() - last.finishedAt.getTime() > rest(FIRST_READING_REST_MS, await tx.syncRun.count({ where: failed }))
    );
  });
}

function rest(firstMs: number, failures: number): number {
  return Math.min(LONGEST_REST_MS, firstMs * 2 ** Math.min(failures - 1, 20));
}

/** True when no whole reading has begun since `since`: a worker that starts looks at every nightly job, however often it starts. */
export async function notReadSince(shop: string, since: Date): Promise<boolean> {
  return inShop(
    shop,
    async (tx) =>
      (await tx.syncRun.count({ where: { kind: { in: ['backfill', 'full'] }, startedAt: { gte: since } } })) === 0,
  );
}

/** Takes the running run for `owner`, if nobody is on it. */
export async function take(shop: string, owner: string): Promise<Run | null> {
  return inShop(shop, async (tx) => {
    const [row] = await tx.$queryRaw<Run[]>`
      UPDATE "SyncRun" SET "beatAt" = now(), "progress" = jsonb_set("progress", '{owner}', to_jsonb(${owner}::text))
      WHERE ("shop", "id") = (SELECT "shop", "id" FROM "SyncRun" WHERE "state" = 'running' AND "kind" IN ('backfill', 'full')
        AND ("progress"->>'owner' IS NULL OR "beatAt" < now() - ${LEASE}::interval)
        AND coalesce(("progress"->>'restsUntil')::timestamptz <= now(), true) LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING "id", "kind", "progress", "objects", "drift"`;
    return row ?? null;
  });
}

/** Writes how far the run is. Throws when it was taken over meanwhile: then the work in hand must not commit. */
export async function beat(tx: ShopTx, run: Run, stage: string): Promise<void> {
  const kept = await tx.$executeRaw`
    UPDATE "SyncRun" SET "beatAt" = now(), "stage" = ${stage}, "progress" = ${JSON.stringify(run.progress)}::jsonb,
      "objects" = ${run.objects}, "drift" = ${run.drift}
    WHERE "id" = ${run.id}::uuid AND "state" = 'running' AND "progress"->>'owner' = ${run.progress.owner}`;
  if (kept === 0) throw new Error('Another worker has taken this run over.');
}

/** Leaves the run to the next look, with the problem that kept this one from going on. */
export async function release(shop: string, run: Run, problem: string | null): Promise<void> {
  await inShop(
    shop,
    (tx) => tx.$executeRaw`
      UPDATE "SyncRun" SET "progress" = "progress" - 'owner', "problem" = ${problem?.slice(0, 2000) ?? null}
      WHERE "id" = ${run.id}::uuid AND "progress"->>'owner' = ${run.progress.owner}`,
  );
}

/** The same after a problem that comes again when asked again at once: the run rests first, or at the `last` time ends failed. */
export async function setBack(shop: string, run: Run, problem: string, last: number): Promise<void> {
  const failures = (run.progress.failures ?? 0) + 1;
  run.progress.failures = failures;
  if (failures >= last) {
    await inShop(shop, (tx) => finish(tx, run, problem));
    return;
  }
  const until = new Date(Date.now() + rest(FIRST_REST_MS, failures)).toISOString();
  const noted = JSON.stringify({ failures, restsUntil: until });
  await inShop(
    shop,
    (tx) => tx.$executeRaw`
      UPDATE "SyncRun" SET "progress" = ("progress" - 'owner') || ${noted}::jsonb, "problem" = ${problem.slice(0, 2000)}
      WHERE "id" = ${run.id}::uuid AND "progress"->>'owner' = ${run.progress.owner}`,
  );
}

export async function finish(tx: ShopTx, run: Run, problem: string | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE "SyncRun" SET "state" = ${problem ? 'failed' : 'done'}, "problem" = ${problem}, "finishedAt" = now(),
      "beatAt" = now(), "objects" = ${run.objects}, "drift" = ${run.drift}, "stage" = NULL,
      "progress" = ${JSON.stringify({ ...run.progress, owner: null })}::jsonb
    WHERE "id" = ${run.id}::uuid AND "progress"->>'owner' = ${run.progress.owner}`;
}

/** When a first reading of the store was last through; null before. */
export async function firstReadingDoneAt(tx: ShopTx): Promise<Date | null> {
  const { _max } = await tx.syncRun.aggregate({
    where: { kind: 'backfill', state: 'done' },
    _max: { finishedAt: true },
  });
  return _max.finishedAt;
}

/** A comparison of recent changes knows no beat: one that old has lost its worker. */
const ABANDONED_MS = 3_600_000;

export async function closeAbandoned(tx: ShopTx, now: Date): Promise<void> {
  await tx.syncRun.updateMany({
    where: { kind: 'recent', state: 'running', startedAt: { lt: new Date(now.getTime() - ABANDONED_MS) } },
    data: { state: 'failed', problem: 'The worker stopped', finishedAt: now },
  });
}

/**
 * Deletes at most `take` runs that began before the moment given for their kind. The newest done one of each kind stays: by it
 * is known that the store was read, and since when to compare. Answers how many.
 */
export async function forgetOldRuns(tx: ShopTx, before: { recent: Date; whole: Date }, take: number): Promise<number> {
  return tx.$executeRaw`
    DELETE FROM "SyncRun" WHERE "id" = ANY(ARRAY(SELECT r."id" FROM "SyncRun" r
      WHERE ((r."kind" = 'recent' AND r."startedAt" < ${before.recent})
          OR (r."kind" <> 'recent' AND r."startedAt" < ${before.whole} AND r."state" <> 'running'))
        AND NOT (r."state" = 'done' AND NOT EXISTS (SELECT FROM "SyncRun" n WHERE n."shop" = r."shop"
          AND n."kind" = r."kind" AND n."state" = 'done' AND n."startedAt" > r."startedAt"))
      LIMIT ${take}))`;
}
