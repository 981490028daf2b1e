// Runs over the reorder points: asked for, claimed by one worker, kept alive by its beat, taken over when it falls silent.
import { randomUUID } from 'node:crypto';
import { afterCommit, inShop, type ShopTx } from '../db.server.ts';
import { nudge } from '../lib/queue.server.ts';
import type { Computed } from './compute-page.server.ts';

export type RunKind = 'nightly' | 'news' | 'asked';
export type Run = {
  id: string;
  kind: RunKind;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** places to look at, and how many are done */
  places: number;
  done: number;
  /** answers that became another advice or quantity */
  changed: number;
  toBuy: number;
  startedAt: Date;
  finishedAt: Date | null;
  problem: string | null;
};

/** Whoever has not beaten for so long is dead: a page takes a few seconds. */
const SILENT_MS = 2 * 60_000;
const KEPT_DAYS = 60;

/** A person wants everything computed: the worker does it right away, once however often it is asked for. */
export async function askForRun(shop: string, now: Date): Promise<void> {
  await inShop(shop, async (tx) => {
    await oneAtATime(tx, shop);
    const waiting = await tx.reorderRun.count({ where: { state: 'waiting' } });
    if (waiting === 0) await tx.reorderRun.create({ data: { ...fresh(shop, 'asked', now), state: 'waiting' } });
    afterCommit(tx, () => nudge('replenishment.compute-all', shop));
  });
}

/**
 * The run that the caller shall do over everything: one that was asked for, or a nightly one; null while another worker is on one.
 * One whose worker fell silent has failed.
 */
export async function claimRun(shop: string, now: Date): Promise<string | null> {
  return inShop(shop, async (tx) => {
    await oneAtATime(tx, shop);
    await tx.reorderRun.updateMany({
      where: { state: 'running', beatAt: { lt: new Date(now.getTime() - SILENT_MS) } },
      data: { state: 'failed', finishedAt: now, problem: 'The worker stopped before the run was through' },
    });
    if ((await tx.reorderRun.count({ where: { state: 'running', kind: { not: 'news' } } })) > 0) return null;
    const asked = await tx.reorderRun.findFirst({ where: { state: 'waiting' }, select: { id: true } });
    const running = { state: 'running', startedAt: now, beatAt: now };
    if (asked) {
      await tx.reorderRun.update({ where: { shop_id: { shop, id: asked.id } }, data: running });
      return asked.id;
    }
    const run = fresh(shop, 'nightly', now);
    await tx.reorderRun.create({ data: { ...run, ...running } });
    return run.id;
  });
}

/** Whether everything has to be computed: somebody asked, or no run over everything was done on this day of the shop. */
export async function runIsDue(shop: string, now: Date): Promise<boolean> {
  const [due] = await inShop(
    shop,
    (tx) => tx.$queryRaw<{ due: boolean }[]>`
      SELECT EXISTS (SELECT FROM "ReorderRun" WHERE "shop" = ${shop} AND "state" = 'waiting') OR NOT EXISTS (
        SELECT FROM "ReorderRun" r JOIN "Shop" s ON s."shop" = r."shop"
        WHERE r."shop" = ${shop} AND r."kind" <> 'news' AND r."state" = 'done' AND r."places" > 0
          AND r."startedAt" >= (${now}::timestamptz AT TIME ZONE s."timeZone")::date::timestamp AT TIME ZONE s."timeZone"
      ) AS due`,
  );
  return due?.due ?? false;
}

/** Says how far the run is; false when it was taken over meanwhile, and the caller must stop. */
export async function beat(tx: ShopTx, id: string, now: Date, more: Computed & { of: number }): Promise<boolean> {
  const { places, toBuy, changed, of } = more;
  const { count } = await tx.reorderRun.updateMany({
    where: { id, state: 'running' },
    data: {
      beatAt: now,
      places: of,
      done: { increment: places },
      toBuy: { increment: toBuy },
      changed: { increment: changed },
    },
  });
  return count === 1;
}

export async function finishRun(tx: ShopTx, id: string, now: Date): Promise<Run> {
  const { done } = await tx.reorderRun.findFirstOrThrow({ where: { id }, select: { done: true } });
  await tx.reorderRun.updateMany({
    where: { id },
    data: { state: 'done', finishedAt: now, beatAt: now, places: done },
  });
  await tx.reorderRun.deleteMany({ where: { startedAt: { lt: new Date(now.getTime() - KEPT_DAYS * 86_400_000) } } });
  return (await tx.reorderRun.findFirstOrThrow({ where: { id } })) as Run;
}

export async function failRun(shop: string, id: string, now: Date, problem: string): Promise<void> {
  await inShop(shop, (tx) =>
    tx.reorderRun.updateMany({
      where: { id, state: 'running' },
      data: { state: 'failed', finishedAt: now, problem: problem.slice(0, 500) },
    }),
  );
}

/** Writes down what a look at single items did, where it changed anything. */
export async function recordNews(tx: ShopTx, shop: string, began: Date, now: Date, computed: Computed): Promise<void> {
  if (computed.changed === 0) return;
  const { places, toBuy, changed } = computed;
  await tx.reorderRun.create({
    data: { ...fresh(shop, 'news', began), state: 'done', places, done: places, toBuy, changed, finishedAt: now },
  });
}

/** The last runs, the newest first, with how far one is that goes on now. */
export async function readRuns(shop: string, take = 10): Promise<Run[]> {
  const rows = await inShop(shop, (tx) =>
    tx.reorderRun.findMany({ orderBy: [{ startedAt: 'desc' }, { id: 'asc' }], take }),
  );
  return rows.map(({ shop: _, beatAt: __, ...run }) => run as Run);
}

function oneAtATime(tx: ShopTx, shop: string): Promise<number> {
  return tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('reorder run:' || ${shop}, 0))`;
}

const fresh = (shop: string, kind: RunKind, now: Date) => ({
  shop,
  id: randomUUID(),
  kind,
  startedAt: now,
  beatAt: now,
});
