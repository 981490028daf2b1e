// The queue: a message only says "look now" for one shop. The work itself is rows; a lost message loses nothing because the
// job's cron looks anyway, a repeated one does nothing because the rows are done.
import { type JobInsert, PgBoss } from 'pg-boss';
import { env } from '../env.server.ts';
import { log } from './log.server.ts';

/** A job file exports one of these. `run` looks for work of one shop and does it; it must be safe to run again at any time. */
export type Job = {
  /** the file's name, for example mirror.fold-inbox */
  queue: string;
  run: (work: Work) => Promise<void>;
  /** five-field cron in UTC: how often each installed shop is looked at without being told */
  every?: string;
  /** looked at although the app was removed: what such a shop told last must not lie around */
  removedShopsToo?: true;
};

/** Which shops a sweep looks at. */
export type Shops = { installed: () => Promise<string[]>; all: () => Promise<string[]> };

export type Work = {
  shop: string;
  /** aborted when the process is to stop: finish the batch in hand, then return */
  signal: AbortSignal;
};

/** So many shops a queue and process: one that has much to do keeps few others waiting, and never takes two of the places. */
const SHOPS_AT_ONCE = 4;
const SWEEP_PAGE = 1_000;

type Data = { shop?: string };

let starting: Promise<PgBoss> | null = null;
const known = new Set<string>();

function connect(role: 'sender' | 'worker'): Promise<PgBoss> {
  starting ??= (async () => {
    const boss = new PgBoss({
      connectionString: env.DATABASE_URL,
      schema: 'pgboss',
      createSchema: false,
      application_name: `backroom-queue-${role}`,
      max: role === 'worker' ? 8 : 2,
      supervise: role === 'worker',
      schedule: role === 'worker',
      useListenNotify: role === 'worker',
    });
    // While the database is away this speaks every second; the queue itself goes on trying.
    boss.on('error', (error) => log.warn({ problem: error.message }, 'The queue cannot reach the database'));
    await boss.start();
    return boss;
  })();
  starting.catch(() => {
    starting = null;
  });
  return starting;
}

async function ready(boss: PgBoss, queue: string): Promise<void> {
  if (known.has(queue)) return;
  // short: one waiting per shop, so that a thousand nudges make one look; a running one does not hold up the next, since
  // whoever died with it cannot say so. Workers wake by NOTIFY; polling is only for when that is not to be had.
  await boss.createQueue(queue, {
    policy: 'short',
    notify: true,
    retryLimit: 0,
    expireInSeconds: 3600,
    deleteAfterSeconds: 60,
  });
  known.add(queue);
}

const nudged = new Map<string, { at: number; again: NodeJS.Timeout | null }>();
const QUIET_MS = 200;

/**
 * Says "look now" to the workers of `queue` for `shop`. Cheap: many nudges within a fifth of a second send one message at
 * the start and one at the end. Never throws: when the queue is out of reach, the sweep will find the work.
 */
export function nudge(queue: string, shop: string): void {
  const key = `${queue} ${shop}`;
  const now = Date.now();
  const last = nudged.get(key);
  if (last && now - last.at < QUIET_MS) {
    last.again ??= setTimeout(
      () => {
        last.again = null;
        nudge(queue, shop);
      },
      QUIET_MS - (now - last.at),
    ).unref();
    return;
  }
  if (last) last.at = now;
  else nudged.set(key, { at: now, again: null });
  void send(queue, shop);
}

/** `singletonKey`: one waiting a shop. `group`: one running a shop and process; the next one waits for it without taking a place. */
function lookAt(shop: string): JobInsert<Data> {
  return { data: { shop }, singletonKey: shop, group: { id: shop } };
}

async function send(queue: string, shop: string): Promise<void> {
  try {
    const boss = await connect('sender');
    await ready(boss, queue);
    await boss.insert(queue, [lookAt(shop)]);
  } catch (error) {
    log.warn({ queue, shop, problem: (error as Error).message }, 'A nudge was lost; the next sweep will look');
  }
}

/**
 * Works the jobs until `signal` aborts; then lets the batch in hand finish. Survives the database: at the start it waits for it, later the queue reconnects by itself.
 */
export async function work(jobs: readonly Job[], shops: Shops, signal: AbortSignal): Promise<void> {
  const boss = await connectPatiently(signal);
  if (!boss) return;
  for (const job of jobs) {
    await ready(boss, job.queue);
    for (let place = 0; place < SHOPS_AT_ONCE; place++) await workAt(boss, job, shops, signal);
    if (job.every) await boss.schedule(job.queue, job.every, {}, { tz: 'UTC' });
    else await boss.unschedule(job.queue);
  }
  for (const job of jobs) if (job.every) await sweep(boss, job, shops);
  log.info({ queues: jobs.length }, 'The worker looks after its queues');
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await stopQueue();
}

/** One place. Not the library's localConcurrency: it names one place of several, and each must wake itself. */
async function workAt(boss: PgBoss, job: Job, shops: Shops, signal: AbortSignal): Promise<void> {
  const place = await boss.work<Data>(
    job.queue,
    { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 10, batchSize: 1, localGroupConcurrency: 1 },
    async ([message]) => {
      if (signal.aborted) return;
      const shop = message?.data?.shop;
      if (shop) await runOnce(job, shop, signal);
      else await sweep(boss, job, shops);
      // There may be more waiting, and NOTIFY tells of each message once: look again now, not after the polling interval.
      boss.notifyWorker(place);
    },
  );
}

/** Like nudges to all shops, a page of them in one statement. Never throws: the next sweep comes soon. */
async function sweep(boss: PgBoss, job: Job, shops: Shops): Promise<void> {
  try {
    const all = await (job.removedShopsToo ? shops.all() : shops.installed());
    for (let from = 0; from < all.length; from += SWEEP_PAGE)
      await boss.insert(job.queue, all.slice(from, from + SWEEP_PAGE).map(lookAt));
  } catch (error) {
    log.warn({ queue: job.queue, problem: (error as Error).message }, 'A sweep was lost; the next one will look');
  }
}

async function runOnce(job: Job, shop: string, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  try {
    await job.run({ shop, signal });
    log.debug({ queue: job.queue, shop, ms: Math.round(performance.now() - began) }, 'Looked');
  } catch (error) {
    // The rows are still there and the sweep comes again; failing the message would only keep a copy of the same news.
    log.error(
      { queue: job.queue, shop, problem: problemOf(error) },
      'A job failed; its rows stay and the next look tries again',
    );
  }
}

/** Library code throws Response objects; say what they were. */
function problemOf(error: unknown): string {
  if (error instanceof Error) return error.stack ?? error.message;
  if (error instanceof Response) return `Response ${error.status} ${error.statusText}`;
  return String(error);
}

async function connectPatiently(signal: AbortSignal): Promise<PgBoss | null> {
  for (let wait = 250; !signal.aborted; wait = Math.min(wait * 2, 10_000)) {
    try {
      return await connect('worker');
    } catch (error) {
      log.warn({ problem: (error as Error).message, againInMs: wait }, 'The worker cannot reach the database');
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return null;
}

/** Lets running jobs finish (at most 25 s) and closes the connections. */
export async function stopQueue(): Promise<void> {
  const boss = await starting?.catch(() => null);
  starting = null;
  known.clear();
  await boss?.stop({ graceful: true, timeout: 25_000 });
}
