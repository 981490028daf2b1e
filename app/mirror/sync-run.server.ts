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

export type Progress = { owner?: string | null; stages: Record<string, StageProgress> };

export type Run = { id: string; kind: 'backfill' | 'full'; progress: Progress; objects: number; drift: number };

/** A run whose worker has not been heard of for this long is taken over. */
const LEASE = '45 seconds';

/** Begins a run unless one of this kind is under way. Answers its id. */
export async function begin(shop: string, kind: 'backfill' | 'full'): Promise<string> {
  return inShop(shop, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('sync:' || ${shop}, 0))`;
    const running = await tx.syncRun.findFirst({ where: { state: 'running', kind: { in: ['backfill', 'full'] } } });
    if (running) return running.id;
    const id = randomUUID();
    await tx.syncRun.create({ data: { shop, id, kind, state: 'running', progress: { stages: {} } } });
    return id;
  });
}

/** True when the shop has never been read wholly. */
export async function neverRead(shop: string): Promise<boolean> {
  return inShop(shop, async (tx) => (await tx.syncRun.count({ where: { kind: 'backfill', state: 'done' } })) === 0);
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
        AND ("progress"->>'owner' IS NULL OR "beatAt" < now() - ${LEASE}::interval) LIMIT 1 FOR UPDATE SKIP LOCKED)
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

export async function release(shop: string, run: Run): Promise<void> {
  await inShop(
    shop,
    (tx) => tx.$executeRaw`
      UPDATE "SyncRun" SET "progress" = "progress" - 'owner'
      WHERE "id" = ${run.id}::uuid AND "progress"->>'owner' = ${run.progress.owner}`,
  );
}

export async function finish(tx: ShopTx, run: Run, problem: string | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE "SyncRun" SET "state" = ${problem ? 'failed' : 'done'}, "problem" = ${problem}, "finishedAt" = now(),
      "beatAt" = now(), "objects" = ${run.objects}, "drift" = ${run.drift}, "stage" = NULL,
      "progress" = ${JSON.stringify({ ...run.progress, owner: null })}::jsonb
    WHERE "id" = ${run.id}::uuid`;
}
