import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Client } from 'pg';
import { connected, type Database } from '../scripts/database.ts';
import { type Household, shop, workerRole } from '../scripts/household.ts';
import { startChild } from '../scripts/process.ts';
import { createDatabase, startScratch } from '../scripts/scratch.ts';
import type { BenchResult } from './main.ts';
import { fillShop } from './replenish-scale/shop.ts';

const DAY_MS = 86_400_000;

/**
 * Every reorder point of a made-up shop, computed as the nightly job does it, then those of the items that news came of, as the news
 * job does it; in a process with the worker's flags, on a database that writes to disk. Options: `--places 50000`, `--changed 500`,
 * `--days 730`, `--seed 1`. It is a Monday, the longest night: the shop has run the night before, so this one finds yesterday's sales, a
 * new day for every place, the methods of a seventh of the items to choose anew, and all receipts of the week to keep. `ordinary_s` is the
 * night after it, without those. News come at noon of the day that began with that night. A worker runs for weeks, so `incremental_s` is
 * measured in a process that has answered news of as many other items before; those, its first, are `incremental_cold_s`. `baseline_s`: two to three weeks of average sales for the same places by one SQL statement.
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: {
      places: { type: 'string', default: '50000' },
      changed: { type: 'string', default: '500' },
      days: { type: 'string', default: '730' },
      seed: { type: 'string', default: '1' },
    },
  });
  const size = { places: Number(options.places), days: Number(options.days), seed: Number(options.seed) };
  const day = Math.floor(Date.now() / DAY_MS);
  const now = new Date((day - ((day + 3) % 7)) * DAY_MS);
  const tonight = new Date(now.getTime() + 20 * 60_000);
  const postgres = await startScratch({ durable: true });
  try {
    const database = await createDatabase(postgres.adminUrl, 'replenish');
    return await connected(database.ownerUrl, async (client) => {
      const lines = await timed('a shop of made-up sales (not counted)', () => fillShop(client, shop, now, size));
      console.log(`  ${size.places} places, ${lines} order lines in ${size.days} days`);
      await timed('the night before (not counted)', async () => {
        await look(database, ['nightly', new Date(tonight.getTime() - DAY_MS).toISOString()]);
        // All were chosen in one night; by now each item has its own night of the week.
        await client.query(`UPDATE "DemandHistory" SET "chosenAt" = "chosenAt" - interval '7 days'`);
        await client.query('VACUUM ANALYZE');
      });
      const full = await timed('the nightly run', () => look(database, ['nightly', tonight.toISOString()]));
      const ordinary = await timed('the night after it', () =>
        look(database, ['nightly', new Date(tonight.getTime() + DAY_MS).toISOString()]),
      );
      const noon = new Date(tonight.getTime() + 1.5 * DAY_MS);
      const [cold, news] = await timed(`news of ${options.changed} items, then of as many others`, () =>
        looks(database, ['news', noon.toISOString(), options.changed]),
      );
      if (!cold || !news) throw new Error('the worker told of fewer looks than it took');
      const baseline = await timed('the starter rule by itself', () => starterRule(client, now));
      const { rows } = await client.query<{ advice: string; places: number }>(
        `SELECT "advice", count(*)::int AS places FROM "ReorderPoint" GROUP BY 1 ORDER BY 1`,
      );
      console.log(`  ${rows.map(({ advice, places }) => `${advice}: ${places}`).join(', ')}`);
      return {
        name: 'replenish-scale',
        figures: {
          full_s: full.seconds,
          incremental_s: news.seconds,
          incremental_cold_s: cold.seconds,
          peak_rss_mb: Math.max(full.peak, news.peak),
          full_cpu_s: full.cpu,
          ordinary_s: ordinary.seconds,
          ordinary_cpu_s: ordinary.cpu,
          incremental_cpu_s: news.cpu,
          incremental_cold_cpu_s: cold.cpu,
          places: rows.reduce((sum, { places }) => sum + places, 0),
          changed: Number(options.changed),
          load_average: loadavg()[0] ?? 0,
        },
        baseline: { baseline_s: baseline },
      };
    });
  } finally {
    await postgres.stop();
  }
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const result = await work();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`replenish-scale: ${what}, ${seconds} s, load average ${loadavg()[0]?.toFixed(1)}`);
  return result;
}

type Look = { seconds: number; peak: number; cpu: number };

async function look(database: Database, args: string[]): Promise<Look> {
  const [one] = await looks(database, args);
  if (!one) throw new Error('the worker told of no look');
  return one;
}

/** The worker's own command line, with our looks instead of its queues. */
async function looks(database: Database, args: string[]): Promise<Look[]> {
  const house: Household = {
    databaseUrl: database.url,
    storePort: 9,
    appUrl: 'http://127.0.0.1:9',
    apiKey: 'backroom-bench-key',
    apiSecret: 'backroom-bench-secret',
    tokenKeys: Buffer.alloc(32, 7).toString('base64'),
    logLevel: 'warn',
    mode: 'production',
  };
  const role = workerRole(house, 'worker');
  const flags = role.args.slice(0, -1);
  const answers: Look[] = [];
  const child = startChild(role.command, [...flags, 'bench/replenish-scale/worker.server.ts', ...args], {
    ...(role.env ? { env: role.env } : {}),
    onLine: (line) => {
      if (line.startsWith('{"seconds"')) answers.push(JSON.parse(line) as Look);
      else console.log(`  worker: ${line}`);
    },
  });
  const code = await child.exit;
  if (code !== 0) throw new Error(`the worker's look ended with ${code}`);
  return answers;
}

async function starterRule(client: Client, until: Date): Promise<number> {
  const begun = performance.now();
  await client.query(
    `CREATE TEMPORARY TABLE starter AS
     WITH sold AS (
       SELECT l."variantId" AS item, coalesce(f."locationId", '1') AS location, sum(l."currentQuantity") / 90.0 AS rate
       FROM "Order" o JOIN "OrderLine" l ON l."shop" = o."shop" AND l."orderId" = o."id"
       LEFT JOIN "FulfillmentLine" fl ON fl."shop" = l."shop" AND fl."orderLineId" = l."id"
       LEFT JOIN "Fulfillment" f ON f."shop" = fl."shop" AND f."id" = fl."fulfillmentId"
       WHERE o."processedAt" >= $1::timestamptz - interval '90 days' AND o."cancelledAt" IS NULL GROUP BY 1, 2
     )
     SELECT s."inventoryItemId", s."locationId", ceil(coalesce(rate, 0) * 14) AS point, ceil(coalesce(rate, 0) * 21) AS up_to,
       CASE WHEN s."available" <= ceil(coalesce(rate, 0) * 14) THEN ceil(coalesce(rate, 0) * 21) - s."available" ELSE 0 END AS buy
     FROM "InventoryLevel" s LEFT JOIN sold ON sold.item = s."inventoryItemId" AND sold.location = s."locationId"`,
    [until],
  );
  return (performance.now() - begun) / 1000;
}
