// What is measured, each standing up on its own database: the app (web, worker, the shop it reads) or the baseline.
import { mkdirSync, readFileSync } from 'node:fs';
import { build } from '../../scripts/build.ts';
import { connected, type Database, urlOf } from '../../scripts/database.ts';
import { generate } from '../../scripts/generate.ts';
import { answers, type Household, shop, storeUrl, webRole, workerRole } from '../../scripts/household.ts';
import { type Child, freePort, run, startChild, until } from '../../scripts/process.ts';
import { openApp } from '../install.ts';
import type { Event } from './load.ts';

export type Stand = {
  webhooksUrl: string;
  secret: string;
  /** Seconds since the oldest delivery came in that is not yet in the mirror; 0 when all are. Null where nothing waits. */
  lag: (() => Promise<number>) | null;
  /** Of the acknowledged webhooks, how many are not there. */
  missing: (acknowledged: string[]) => Promise<number>;
  stop(): Promise<void>;
};

const file = '.backroom/ingest-events.jsonl';

/** The shop with its past and the app installed and filled. Then the shop trades: `events` webhooks, in their order. */
export async function standUpApp(database: Database, events: number): Promise<{ stand: Stand; events: Event[] }> {
  await generate();
  await build();
  const [storePort, webPort] = [await freePort(), await freePort()];
  const house: Household = {
    databaseUrl: database.url,
    storePort,
    appUrl: `http://127.0.0.1:${webPort}`,
    apiKey: 'backroom-bench-key',
    apiSecret: 'backroom-bench-secret',
    tokenKeys: Buffer.alloc(32, 7).toString('base64'),
    logLevel: 'warn',
    mode: 'production',
  };
  const children: Child[] = [];
  const start = (name: string, command: string, args: string[], env: NodeJS.ProcessEnv | undefined) => {
    const child = startChild(command, args, {
      ...(env ? { env } : {}),
      onLine: (line) => console.log(`  ${name}: ${line}`),
    });
    children.push(child);
    return child;
  };
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
  };
  try {
    const store = [
      'bench/ingest/shop.server.ts',
      '--port',
      `${storePort}`,
      '--app-url',
      house.appUrl,
      '--app-key',
      house.apiKey,
    ];
    start('shop', process.execPath, store, { ...process.env, SHOPIFY_API_SECRET: house.apiSecret });
    await up(storeUrl(house), 180_000);
    for (const role of [webRole(house, 'web', webPort), workerRole(house, 'worker')])
      start(role.name, role.command, role.args, role.env);
    await up(`${house.appUrl}/healthz`);
    await openApp({ ...house, shop });
    await connected(database.ownerUrl, (client) =>
      until(
        async () => {
          const { rows } = await client.query(`SELECT 1 FROM "SyncRun" WHERE "kind" = 'backfill' AND "state" = 'done'`);
          return rows.length > 0;
        },
        { what: 'the backfill of the made-up shop', deadline: 300_000 },
      ),
    );
    mkdirSync('.backroom', { recursive: true });
    const begun = performance.now();
    const answer = await fetch(`${storeUrl(house)}/_bench/trade`, {
      method: 'POST',
      body: JSON.stringify({ events, file }),
    });
    if (!answer.ok) throw new Error(`the shop did not trade: ${await answer.text()}`);
    const topics = (await answer.json()) as Record<string, number>;
    console.log(`  the shop traded for ${((performance.now() - begun) / 1000).toFixed(1)} s: ${shares(topics)}`);
  } catch (error) {
    await stop();
    throw error;
  }
  const stand: Stand = {
    webhooksUrl: `${house.appUrl}/webhooks`,
    secret: house.apiSecret,
    lag: () =>
      connected(database.ownerUrl, async (client) => {
        const { rows } = await client.query<{ lag: number }>(
          `SELECT coalesce(extract(epoch FROM clock_timestamp() - min("receivedAt")), 0)::float AS lag FROM "Inbox" WHERE "state" = 'new'`,
        );
        return rows[0]?.lag ?? 0;
      }),
    missing: (acknowledged) =>
      connected(database.ownerUrl, async (client) => {
        const { rows } = await client.query<{ missing: number }>(
          `SELECT count(*)::int AS missing FROM unnest($1::text[]) AS sent(id)
            WHERE NOT EXISTS (SELECT FROM "Inbox" WHERE "webhookId" = sent.id)`,
          [acknowledged],
        );
        return rows[0]?.missing ?? 0;
      }),
    stop,
  };
  const told = readFileSync(file, 'utf8').trimEnd().split('\n');
  return { stand, events: told.map((line) => JSON.parse(line) as Event) };
}

/** The usual template style on a database of its own, installed: a session that does not expire lies there. */
export async function standUpBaseline(adminUrl: string): Promise<Stand> {
  const name = 'baseline';
  await connected(adminUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = urlOf(adminUrl, name);
  const env = { ...process.env, DATABASE_URL: url, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  const prisma = 'node_modules/prisma/build/index.js';
  const schema = ['--schema', 'bench/ingest/baseline.prisma'];
  await run(process.execPath, [prisma, 'generate', '--no-hints', ...schema], { env });
  const script = await run(
    process.execPath,
    [prisma, 'migrate', 'diff', '--from-empty', '--to-schema-datamodel', schema[1]!, '--script'],
    { env },
  );
  const sql = script.slice(script.indexOf('-- CreateTable'));
  await connected(url, async (client) => {
    await client.query(sql);
    await client.query(
      `INSERT INTO "Session" ("id", "shop", "state", "accessToken", "scope") VALUES ($1, $2, '', 'shpat_bench', 'read_orders')`,
      [`offline_${shop}`, shop],
    );
  });
  const port = await freePort();
  const secret = 'baseline-bench-secret';
  const origin = `http://127.0.0.1:${port}`;
  const child = startChild(process.execPath, ['bench/ingest/baseline.server.ts'], {
    env: {
      ...env,
      NODE_ENV: 'production',
      PORT: `${port}`,
      SHOPIFY_API_KEY: 'baseline-bench-key',
      SHOPIFY_API_SECRET: secret,
      SHOPIFY_APP_URL: origin,
    },
    onLine: (line) => console.log(`  baseline: ${line}`),
  });
  await up(`${origin}/healthz`);
  return { webhooksUrl: `${origin}/webhooks`, secret, lag: null, missing: async () => 0, stop: () => child.stop() };
}

async function up(url: string, deadline = 60_000): Promise<void> {
  await until(() => answers(url), { what: `an answer at ${url}`, deadline, every: 100 });
}

function shares(counts: Record<string, number>): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const sorted = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  return sorted.map(([topic, count]) => `${topic} ${((100 * count) / all).toFixed(0)} %`).join(', ');
}
