// What the Sync page shows: is the mirror near the store, and what is in its way?
import { inShop } from '../db.server.ts';
import { type Missing, readMissing } from './drift.server.ts';
import { REREAD_KINDS } from './rows.ts';
import type { Progress } from './sync-run.server.ts';

export type SyncState = {
  lastWebhookAt: Date | null;
  /** age of the oldest delivery that waits to be folded, in seconds; 0 when none waits */
  lagSeconds: number;
  waiting: number;
  dead: number;
  /** objects to be read again, by kind, and the last problem met */
  rereads: { kind: string; count: number; problem: string | null }[];
  driftOpen: number;
  driftLastDay: number;
  /** kinds of which the store shows far less than the mirror holds; nothing is touched until a person accepts it */
  missing: Missing[];
  /** the whole reading under way, or the last one */
  run: SyncRunView | null;
  /** true once the store has been read wholly */
  everRead: boolean;
  /** the newest of all kinds; those every few minutes soon fill it, so it answers nothing about the others */
  runs: SyncRunView[];
};

export type SyncRunView = {
  id: string;
  kind: string;
  state: string;
  stage: string | null;
  objects: number;
  /** of all objects of the stages whose size is known; null before that */
  total: number | null;
  drift: number;
  startedAt: Date;
  finishedAt: Date | null;
  problem: string | null;
};

export async function readSync(shop: string): Promise<SyncState> {
  return inShop(shop, async (tx) => {
    const [inbox] = await tx.$queryRaw<
      { last: Date | null; oldest: Date | null; waiting: number; dead: number; now: Date }[]
    >`
      SELECT max("receivedAt") AS "last", min("receivedAt") FILTER (WHERE "state" = 'new') AS "oldest",
        count(*) FILTER (WHERE "state" = 'new')::int AS "waiting",
        count(*) FILTER (WHERE "state" = 'dead')::int AS "dead", now()::timestamptz(3) AS "now" FROM "Inbox"`;
    const rereads = await tx.$queryRaw<SyncState['rereads']>`
      SELECT "kind", count(*)::int AS "count", max("problem") AS "problem" FROM "Reread" GROUP BY "kind"`;
    const order = (kind: string) => (REREAD_KINDS as readonly string[]).indexOf(kind);
    const driftOpen = await tx.drift.count({ where: { healedAt: null } });
    const [recent] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS "count" FROM "Drift" WHERE "foundAt" > now() - interval '1 day'`;
    const runs = (await tx.syncRun.findMany({ orderBy: { startedAt: 'desc' }, take: 20 })).map(view);
    const whole = await tx.syncRun.findFirst({
      where: { kind: { in: ['backfill', 'full'] } },
      orderBy: { startedAt: 'desc' },
    });
    const read = await tx.syncRun.findFirst({ where: { kind: 'backfill', state: 'done' }, select: { id: true } });
    return {
      lastWebhookAt: inbox?.last ?? null,
      lagSeconds: inbox?.oldest ? Math.max(0, (inbox.now.getTime() - inbox.oldest.getTime()) / 1000) : 0,
      waiting: inbox?.waiting ?? 0,
      dead: inbox?.dead ?? 0,
      rereads: rereads.sort((a, b) => order(a.kind) - order(b.kind)),
      driftOpen,
      driftLastDay: recent?.count ?? 0,
      missing: await readMissing(tx),
      run: whole ? view(whole) : null,
      everRead: read !== null,
      runs,
    };
  });
}

function view(row: {
  id: string;
  kind: string;
  state: string;
  stage: string | null;
  progress: unknown;
  objects: number;
  drift: number;
  startedAt: Date;
  finishedAt: Date | null;
  problem: string | null;
}): SyncRunView {
  const { progress, ...rest } = row;
  const stages = Object.values((progress as Partial<Progress>).stages ?? {});
  const known = stages.filter((stage) => stage.total !== undefined);
  return {
    id: rest.id,
    kind: rest.kind,
    state: rest.state,
    stage: rest.stage,
    objects: rest.objects,
    total: known.length > 0 ? known.reduce((sum, stage) => sum + (stage.total ?? 0), 0) : null,
    drift: rest.drift,
    startedAt: rest.startedAt,
    finishedAt: rest.finishedAt,
    problem: rest.problem,
  };
}

export type DeadLetter = {
  webhookId: string;
  topic: string;
  receivedAt: Date;
  attempts: number;
  problem: string | null;
  /** false when its payload is gone: then only a re-read can help */
  replayable: boolean;
};

export async function readDeadLetters(shop: string, page: { skip: number; take: number }): Promise<DeadLetter[]> {
  return inShop(
    shop,
    (tx) => tx.$queryRaw<DeadLetter[]>`
      SELECT "webhookId", "topic", "receivedAt", "attempts", "problem", "payload" IS NOT NULL AS "replayable"
      FROM "Inbox" WHERE "state" = 'dead' ORDER BY "receivedAt" DESC OFFSET ${page.skip} LIMIT ${page.take}`,
  );
}

/** Differences found, youngest first. */
export async function readDrift(shop: string, page: { skip: number; take: number }) {
  return inShop(shop, (tx) => tx.drift.findMany({ orderBy: { foundAt: 'desc' }, skip: page.skip, take: page.take }));
}
