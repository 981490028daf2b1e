import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Client } from 'pg';
import { connected } from '../scripts/database.ts';
import { startHouse } from '../scripts/house.ts';
import { until } from '../scripts/process.ts';
import { createDatabase, startScratch } from '../scripts/scratch.ts';
import { Comparison } from './backfill/compare.ts';
import { peakMemory } from './backfill/memory.ts';
import { storeAt } from './backfill/read-store.ts';
import { READINGS } from './backfill/tables.ts';
import { openApp } from './install.ts';
import type { BenchResult } from './main.ts';

const LOADING_MS = 15 * 60_000;
const BACKFILL_MS = 30 * 60_000;

/**
 * Mirrors a real retailer's year by backfill and compares the mirror with the store, row by row and field by field.
 * Options: `--history FILE` (default ../shared/data/online-retail.csv.gz). Counted are the seconds from the installation to
 * the end of the backfill, and the greatest memory of web and worker (their peaks added up) until the comparison ends.
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: { history: { type: 'string', default: '../shared/data/online-retail.csv.gz' } },
  });
  const history = resolve(options.history);
  if (!existsSync(history)) {
    console.log(`backfill: skipped, there is no file ${options.history} (give one with --history FILE)`);
    return { name: 'backfill', figures: { skipped: 1 } };
  }
  console.log('backfill: the dev store reads the history (not counted)');
  const postgres = await startScratch({ durable: true });
  const database = await createDatabase(postgres.adminUrl, 'backfill');
  const house = await startHouse({
    database,
    furnished: true,
    store: ['--history', history],
    storeReadyWithinMs: LOADING_MS,
    env: { NODE_ENV: 'production' },
  });
  try {
    for (const line of house.log('dev store')) console.log(`  ${line}`);
    const begun = performance.now();
    await openApp(house);
    const figures = await connected(database.ownerUrl, async (client) => {
      await backfilled(client);
      const seconds = (performance.now() - begun) / 1000;
      const peakAtEnd = memoryOf(house.pid('web 1'), house.pid('worker 1'));
      const [counted] = (
        await client.query<{ orders: number; lines: number; returns: number; refunds: number }>(
          `SELECT (SELECT count(*)::int FROM "Order") AS orders, (SELECT count(*)::int FROM "OrderLine") AS lines,
            (SELECT count(*)::int FROM "Return") AS returns, (SELECT count(*)::int FROM "Refund") AS refunds`,
        )
      ).rows;
      console.log(
        `backfill: ${counted?.orders} orders, ${counted?.lines} lines, ${counted?.returns} returns, ${counted?.refunds} refunds in ${seconds.toFixed(1)} s`,
      );
      await settled(client);
      const comparison = await compareAll(client, house.storeUrl);
      const memory = memoryOf(house.pid('web 1'), house.pid('worker 1'));
      console.log(
        `backfill: peak memory web ${memory.web.toFixed(0)} MB, worker ${memory.worker.toFixed(0)} MB (worker at the end of the backfill: ${peakAtEnd.worker.toFixed(0)} MB)`,
      );
      return {
        orders: counted?.orders ?? 0,
        lines: counted?.lines ?? 0,
        seconds,
        peak_rss_mb: memory.web + memory.worker,
        differences: comparison.total,
        returns: counted?.returns ?? 0,
        refunds: counted?.refunds ?? 0,
        rows_compared: Object.values(comparison.rows).reduce((sum, rows) => sum + rows, 0),
        worker_peak_rss_mb: memory.worker,
        web_peak_rss_mb: memory.web,
      };
    });
    return { name: 'backfill', figures };
  } finally {
    await house.stop();
    await postgres.stop();
  }
}

const memoryOf = (web: number | undefined, worker: number | undefined) => ({
  web: peakMemory(web) ?? 0,
  worker: peakMemory(worker) ?? 0,
});

/** Waits for the end of the run that the installation asked for, and says how it goes. */
async function backfilled(client: Client): Promise<void> {
  let said = '';
  await until(
    async () => {
      const { rows } = await client.query<{ state: string; stage: string; objects: number; problem: string }>(
        `SELECT "state", "stage", "objects", "problem" FROM "SyncRun" WHERE "kind" = 'backfill'`,
      );
      const run = rows[0];
      if (run?.state === 'failed') throw new Failed(run.problem);
      if (run?.stage && run.stage !== said) console.log(`  ${new Date().toISOString()} reading ${run.stage}`);
      said = run?.stage ?? said;
      return run?.state === 'done';
    },
    { what: 'the backfill to end', deadline: BACKFILL_MS, every: 100, giveUp: (error) => error instanceof Failed },
  );
}

class Failed extends Error {}

/** What the backfill set in motion may write to the store and hear of it again: wait until nothing is on its way. */
async function settled(client: Client): Promise<void> {
  let quiet = 0;
  await until(
    async () => {
      const { rows } = await client.query<{ due: number }>(
        `SELECT (SELECT count(*) FROM "Inbox" WHERE "state" = 'new')::int + (SELECT count(*) FROM "Reread")::int AS due`,
      );
      quiet = rows[0]?.due === 0 ? quiet + 1 : 0;
      return quiet >= 10;
    },
    { what: 'what followed from the backfill', deadline: 5 * 60_000, every: 300 },
  );
}

async function compareAll(client: Client, storeUrl: string): Promise<Comparison> {
  const store = storeAt(storeUrl);
  const comparison = new Comparison();
  for (const reading of READINGS) {
    const told = await reading.read(store);
    for (const [name, shape] of Object.entries(reading.tables))
      await comparison.hold(client, shape, told[name] ?? new Map());
    console.log(`  compared ${reading.says}: ${comparison.total} differences so far`);
  }
  for (const [table, rows] of Object.entries(comparison.rows)) console.log(`  ${table}: ${rows} rows in the store`);
  for (const [field, count] of [...comparison.byField].sort((a, b) => b[1] - a[1]))
    console.log(`  differs: ${field} ${count} times`);
  for (const { table, field, id, mirrored, store: actual } of comparison.found)
    console.log(`  ${table} ${id} ${field}: mirrored ${mirrored}, store ${actual}`);
  return comparison;
}
