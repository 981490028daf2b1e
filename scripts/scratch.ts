// A PostgreSQL for one run of the tests or of a benchmark: gone when the run ends. The migrated cluster is made once per
// state of the migrations and copied from then on, which takes a fraction of a second.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, ensureDatabase, migrate } from './database.ts';
import { type Cluster, startCluster, stopLeftover } from './postgres.ts';
import { Plain, run } from './process.ts';
import { hashOf } from './stamp.ts';

const folder = '.backroom/scratch';
/** The migrated, empty database that every other is copied from. */
export const template = 'backroom_template';

export type Scratch = {
  /** A server that may make databases: `createDatabase(adminUrl, name)`. */
  adminUrl: string;
  /** Ends the server at once, as a crash would. Call the answer to start it again, on the same port with what it had committed. */
  outage(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
};

/**
 * Starts a server that holds the template. `durable: true` writes to disk as production does (for benchmarks).
 * With DATABASE_URL set that server is used instead, and its template is made anew.
 */
export async function startScratch(
  options: { durable?: boolean; settings?: Record<string, string> } = {},
): Promise<Scratch> {
  const given = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL;
  if (given) {
    await makeTemplate(given);
    return {
      adminUrl: given,
      outage: async () => {
        throw new Plain('the server that DATABASE_URL names is not ours to stop: unset it for an outage');
      },
      stop: async () => {},
    };
  }
  const seed = await seedFolder();
  const dir = join(folder, `run-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
  await run('cp', ['-a', seed, dir]);
  const started = {
    durable: options.durable ?? false,
    ...(options.settings ? { settings: options.settings } : {}),
  };
  let cluster: Cluster = await startCluster(dir, started);
  const { port, adminUrl } = cluster;
  return {
    adminUrl,
    async outage() {
      // SIGQUIT is PostgreSQL's immediate shutdown: connections drop, nothing is written, the next start recovers.
      await cluster.child.stop('SIGQUIT');
      return async () => {
        cluster = await startCluster(dir, { ...started, port });
      };
    },
    async stop() {
      await cluster.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A new database with all tables and no rows. */
export function createDatabase(adminUrl: string, name: string): Promise<Database> {
  return ensureDatabase(adminUrl, name, template);
}

async function makeTemplate(adminUrl: string): Promise<void> {
  const database = await ensureDatabase(adminUrl, template);
  await migrate(database.ownerUrl);
}

async function seedFolder(): Promise<string> {
  mkdirSync(folder, { recursive: true });
  await clearLeftovers();
  const seed = join(folder, `seed-${hashOf(['prisma/migrations/*/migration.sql', 'scripts/{database,postgres}.ts'])}`);
  if (existsSync(seed)) return seed;
  const making = `${seed}.${process.pid}`;
  const cluster = await startCluster(making, { durable: false });
  try {
    await makeTemplate(cluster.adminUrl);
  } finally {
    await cluster.stop();
  }
  // Another run may have been quicker; then ours is not needed.
  if (existsSync(seed)) rmSync(making, { recursive: true });
  else renameSync(making, seed);
  for (const name of readdirSync(folder)) {
    const old = /^seed-\w+$/.test(name) && join(folder, name) !== seed;
    if (old) rmSync(join(folder, name), { recursive: true, force: true });
  }
  return seed;
}

/** Removes what runs that were killed left behind. */
async function clearLeftovers(): Promise<void> {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^(?:run-(\d+)-\w+|seed-\w+\.(\d+))$/.exec(name)?.slice(1).find(Boolean) ?? Number.NaN);
    if (Number.isNaN(pid) || isRunning(pid)) continue;
    await stopLeftover(join(folder, name));
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
