// npm run bench -- chaos [--seed N] [--seeds K] [--events N] [--commands N] [--workers N]
//
// A seeded history of a shop while everything goes wrong at once: webhooks arrive twice, in any order or never, the secret is
// rotated, web and workers are killed, the database crashes for half a minute, answers to the app's writes are cut. Then the
// sweep and the reconcile have their turn, and every field of the mirror is held against the store, every command against its
// effects. `--seeds K` does it K times, from seed N on, and adds the figures up.
import { parseArgs } from 'node:util';
import { connected } from '../scripts/database.ts';
import { until } from '../scripts/process.ts';
import { adminOf, control } from './chaos/admin.ts';
import { type Chance, chance } from './chaos/chance.ts';
import { type Command, prepare, readRecords } from './chaos/commands.ts';
import { compare, type Difference } from './chaos/compare.ts';
import { readExpected } from './chaos/expected.ts';
import { type History, play } from './chaos/history.ts';
import { type ChaosHouse, openHouse } from './chaos/house.ts';
import { furnish } from './chaos/shop.ts';
import type { BenchResult } from './main.ts';

const OUTAGE_MS = 30_000;
/** So many commands are asked for right before a worker or the database goes, so that it goes in the midst of them. */
const BURST = 12;
const PLUS = { maximumAvailable: 20_000, restoreRate: 1000 };
const SWEPT = ['mirror.fold-inbox', 'mirror.read-again', 'shopify.send-commands', 'events.react'];
const DEADLINE = 600_000;

export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1' },
      events: { type: 'string', default: '5000' },
      commands: { type: 'string', default: '240' },
      workers: { type: 'string', default: '2' },
      drop: { type: 'string', default: '0.05' },
    },
  });
  const [seed, seeds, events, commands, workers] = (['seed', 'seeds', 'events', 'commands', 'workers'] as const).map(
    (name) => {
      const number = Number(values[name]);
      if (!Number.isInteger(number) || number < (name === 'seed' ? 0 : 1))
        throw new Error(`--${name} must be a whole number, not ${values[name]}`);
      return number;
    },
  ) as [number, number, number, number, number];
  const drop = Number(values.drop);
  if (!(drop >= 0 && drop <= 1)) throw new Error(`--drop must be a share from 0 to 1, not ${values.drop}`);
  const figures: Record<string, number> = {};
  for (let each = seed; each < seed + seeds; each += 1) {
    const one = await oneSeed(each, { events, commands, workers, drop });
    console.log(
      `seed ${each}: ${Object.entries(one)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
    );
    for (const [name, value] of Object.entries(one)) figures[name] = (figures[name] ?? 0) + value;
  }
  return { name: 'chaos', figures: { seeds, ...figures } };
}

type Size = { events: number; commands: number; workers: number; drop: number };

async function oneSeed(seed: number, size: Size): Promise<Record<string, number>> {
  const began = performance.now();
  const say = (line: string) =>
    console.log(`  ${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  say(`seed ${seed}: the house opens`);
  const chaos = await openHouse(size.workers);
  try {
    return await trouble(seed, size, chaos, say, began);
  } catch (error) {
    for (const line of chaos.house.log().filter(isTrouble).slice(-15)) console.error(`    ${line.slice(0, 500)}`);
    throw error;
  } finally {
    await chaos.stop();
  }
}

async function trouble(
  seed: number,
  size: Size,
  chaos: ChaosHouse,
  say: (line: string) => void,
  began: number,
): Promise<Record<string, number>> {
  const { house } = chaos;
  const draw = chance(seed);
  const admin = adminOf(house.storeUrl, 'shpat_dev');
  // The bench itself is not what is measured; the app has the points of Shopify Plus, as a shop this busy would.
  await control(house.storeUrl, '/_store/limits', {
    app: 'development',
    maximumAvailable: 1e9,
    restoreRate: 1e9,
  });
  const { apps } = await control(house.storeUrl, '/_store/apps');
  const own = apps.find((one: { apiKey: string }) => one.apiKey === house.apiKey);
  await control(house.storeUrl, '/_store/limits', { app: own.id, ...PLUS });
  const app = adminOf(house.storeUrl, await chaos.appToken());

  const shop = await furnish(admin, draw, 80);
  const commands = await prepare({ admin, app, draw, shop }, size.commands);
  await control(house.storeUrl, '/_store/deliveries/run', {});
  await chaos.openApp();
  await until(() => count(chaos, `"SyncRun" WHERE "kind" = 'backfill' AND "state" = 'done'`), {
    what: 'the backfill to end',
    deadline: 120_000,
    every: 250,
  });
  say(`installed and filled: ${shop.sold.length} products, ${80 + size.commands} orders; now the trouble begins`);

  await control(house.storeUrl, '/_store/chaos', {
    seed,
    duplicate: 0.3,
    drop: size.drop,
    reorder: Math.round(size.events * 0.8),
    cutAnswer: 0.2,
    cutRequest: 0.05,
  });
  const asked: Promise<void>[] = [];
  const askFor = ({ operation, variables, subject, key }: Command) =>
    asked.push(chaos.ask({ ask: 'command', operation, variables, subject, idempotencyKey: key }));
  let handed = 0;
  const burst = () => {
    for (const end = Math.min(handed + BURST, commands.length); handed < end; handed += 1) askFor(commands[handed]!);
  };
  const faults = new Faults(chaos, { draw, events: size.events, say, burst });
  const history: History = await play(admin, seed, shop, {
    events: size.events,
    lanes: 4,
    pace: size.events / 75,
    passed(events) {
      faults.passed(events);
      // All of them within the first three quarters, so that each has its share of the faults.
      const due = Math.min(commands.length, Math.ceil((events / (size.events * 0.75)) * commands.length));
      for (; handed < due; handed += 1) askFor(commands[handed]!);
    },
  });
  for (const command of commands.slice(handed)) askFor(command);
  await faults.over();
  await Promise.all(asked);
  say(`the history is over: ${history.events} events (${history.refused} refused), ${asked.length} commands asked for`);

  // What is still held back arrives, shuffled; what failed is tried again as if its hour had come.
  await control(house.storeUrl, '/_store/chaos', { reorder: false });
  const deliveries = await until(
    async () => {
      const counts = await control(house.storeUrl, '/_store/deliveries/run', {});
      return counts.held + counts.pending + counts.sending === 0 && counts;
    },
    { what: 'every webhook to be taken', deadline: DEADLINE, every: 1000 },
  );
  say(
    `webhooks: ${deliveries.made} made, ${deliveries.duplicates} twice, ${deliveries.dropped} never, ${deliveries.failed} given up`,
  );
  await quiet(chaos, true);
  say('inbox, readings and outbox are empty');
  // Nobody changes the store any more, so one reading of it serves all three comparisons.
  const expected = await readExpected(app);
  const hold = async () => compare(chaos.database.ownerUrl, chaos.tokenKeys, expected);
  const told = await hold();
  say(`before the reconcile: ${told.differences.length} differences (${deliveries.dropped} webhooks never came)`);
  group(told.differences);
  await reconcileRecent(chaos, say);
  await quiet(chaos, false);
  const recent = await hold();
  say(`after the reconcile of recent changes: ${recent.differences.length} differences`);
  group(recent.differences);
  await compareAll(chaos, say);
  await quiet(chaos, false);
  const result = await hold();
  say(`compared ${result.rows} rows, ${result.fields} fields: ${result.differences.length} differences`);
  show(result.differences);
  const dead = await count(chaos, `"Inbox" WHERE "state" = 'dead'`);
  const drift = await count(chaos, `"Drift" WHERE "healedAt" IS NOT NULL`);
  const unhealed = await count(chaos, `"Drift" WHERE "healedAt" IS NULL`);
  const { cut } = await control(house.storeUrl, '/_store/chaos');
  const judged = await judge(chaos, admin, commands);
  say(
    `commands: ${judged.commands_confirmed} confirmed, ${judged.commands_failed} failed, ${judged.commands_unknown} unknown`,
  );
  if (history.refusals.size > 0)
    for (const [why, times] of history.refusals)
      say(`refused ${times} times: ${why.replaceAll(/\s+/g, ' ').slice(0, 200)}`);
  return {
    events: history.events,
    differences: result.differences.length,
    commands: commands.length,
    ...judged,
    seconds: Math.round((performance.now() - began) / 1000),
    webhooks: deliveries.made - deliveries.duplicates,
    duplicates: deliveries.duplicates,
    dropped: deliveries.dropped,
    retries: deliveries.retries,
    given_up: deliveries.failed,
    differences_before_reconcile: told.differences.length,
    differences_after_recent: recent.differences.length,
    answers_cut: cut.answer,
    requests_cut: cut.request,
    rows: result.rows,
    fields: result.fields,
    dead_letters: dead,
    drift_healed: drift,
    drift_open: unhealed,
    kills: faults.kills,
  };
}

/** Kills, the outage and the rotation, each at a seeded point of the history. */
class Faults {
  kills = 0;
  private readonly plan: { at: number; does: () => Promise<void> }[];
  private readonly under: Promise<void>[] = [];
  private readonly chaos: ChaosHouse;
  private readonly say: (line: string) => void;
  private readonly burst: () => void;
  private readonly draw: Chance;
  /** Nothing else is restarted while a restart is under way. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    chaos: ChaosHouse,
    run: { draw: Chance; events: number; say: (line: string) => void; burst: () => void },
  ) {
    const { draw, events } = run;
    this.chaos = chaos;
    this.say = run.say;
    this.burst = run.burst;
    this.draw = draw;
    const around = (part: number) => Math.round(events * (part + (draw.next() - 0.5) * 0.06));
    const fresh = `shpss_${draw.uuid()}`;
    this.plan = [
      { at: around(0.06), does: () => this.kill('web 1') },
      { at: around(0.12), does: () => this.kill('worker 1') },
      { at: around(0.2), does: () => this.outage() },
      { at: around(0.5), does: () => this.rotate(fresh) },
      { at: around(0.58), does: () => this.kill('worker') },
      { at: around(0.64), does: () => this.kill('web 1') },
      { at: around(0.7), does: () => this.kill('worker 1') },
      { at: around(0.85), does: () => this.kill('web 1') },
    ];
  }

  passed(events: number): void {
    while (this.plan[0] && this.plan[0].at <= events) {
      const { does } = this.plan.shift()!;
      this.under.push(does());
    }
  }

  async over(): Promise<void> {
    this.passed(Number.POSITIVE_INFINITY);
    await Promise.all(this.under);
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.turn.then(work);
    this.turn = next.catch(() => {});
    return next;
  }

  private kill(name: string): Promise<void> {
    return this.inTurn(async () => {
      if (name.startsWith('worker')) await this.inTheMidst();
      await this.chaos.house.kill(name);
      this.kills += 1;
      this.say(`kill -9 ${name}`);
      await this.chaos.house.start(name);
    });
  }

  private outage(): Promise<void> {
    return this.inTurn(async () => {
      await this.inTheMidst();
      const restart = await this.chaos.scratch.outage();
      this.say('the database is gone');
      await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
      await restart();
      this.say('the database is back');
    });
  }

  private inTheMidst(): Promise<void> {
    this.burst();
    return new Promise((resolve) => setTimeout(resolve, this.draw.whole(100, 900)));
  }

  /** As an operator does it: a new secret at Shopify, both secrets in the app, and some time later Shopify signs with the new one. */
  private rotate(fresh: string): Promise<void> {
    const { house } = this.chaos;
    return this.inTurn(async () => {
      await control(house.storeUrl, '/_store/secret/rotate', {
        app: house.apiKey,
        secret: fresh,
        switchAfterSeconds: 10,
      });
      for (const name of ['web', 'worker']) {
        await house.kill(name);
        this.kills += 1;
        await house.start(name, { SHOPIFY_API_SECRET: fresh, SHOPIFY_API_SECRET_PREVIOUS: house.apiSecret });
      }
      this.say('the secret is rotated: web and workers were killed and start with both');
    });
  }
}

/** How many rows, seen by the owner of the tables. */
function count(chaos: ChaosHouse, from: string): Promise<number> {
  return connected(chaos.database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`);
    return rows[0]?.n ?? 0;
  });
}

/** Until nothing waits to be folded, read or, when `commands`, sent. The queues are told to look, as their cron would later. */
async function quiet(chaos: ChaosHouse, commands: boolean): Promise<void> {
  let last = '';
  let since = 0;
  await until(
    async () => {
      if (performance.now() - since > 3000) {
        since = performance.now();
        await chaos.ask({ ask: 'look', queues: SWEPT });
      }
      const [inbox, reread, outbox] = await Promise.all([
        count(chaos, `"Inbox" WHERE "state" = 'new'`),
        count(chaos, '"Reread"'),
        // An unknown one of which nobody can tell is looked at again in an hour; it stays for a person.
        count(
          chaos,
          `"Command" WHERE "state" IN ('queued', 'sending') OR ("state" = 'unknown' AND "nextAttemptAt" < now() + interval '5 minutes')`,
        ),
      ]);
      last = `${inbox} in the inbox, ${reread} to read, ${outbox} commands`;
      return inbox + reread + (commands ? outbox : 0) === 0;
    },
    { what: 'quiet', deadline: DEADLINE, every: 500 },
  ).catch((error) => {
    throw new Error(`${(error as Error).message}; still ${last}`);
  });
}

const runs = (kind: string) => `"SyncRun" WHERE "kind" = '${kind}' AND "state" = 'done'`;

/** What runs every ten minutes, now. */
async function reconcileRecent(chaos: ChaosHouse, say: (line: string) => void): Promise<void> {
  const recent = await count(chaos, runs('recent'));
  await chaos.ask({ ask: 'look', queues: ['mirror.reconcile-recent'] });
  await until(async () => (await count(chaos, runs('recent'))) > recent, {
    what: 'the reconcile of recent changes',
    deadline: 120_000,
    every: 500,
  });
  await sayDrift(chaos, 'recent changes reconciled', say);
}

/** What runs every night, now. */
async function compareAll(chaos: ChaosHouse, say: (line: string) => void): Promise<void> {
  const full = await count(chaos, runs('full'));
  await chaos.ask({ ask: 'full-compare' });
  await until(async () => (await count(chaos, runs('full'))) > full, {
    what: 'the full compare',
    deadline: 120_000,
    every: 500,
  });
  await sayDrift(chaos, 'whole store compared', say);
}

/** What the app itself says it found, by kind and field. */
async function sayDrift(chaos: ChaosHouse, what: string, say: (line: string) => void): Promise<void> {
  const found = await connected(chaos.database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ where: string; n: number }>(
      `SELECT r."kind" || ' ' || d."kind" || ' ' || regexp_replace(d."field", '[0-9]+', 'N', 'g') AS where, count(*)::int AS n
       FROM "Drift" d JOIN "SyncRun" r ON r."shop" = d."shop" AND r."id" = d."runId" GROUP BY 1 ORDER BY 2 DESC`,
    );
    return rows;
  });
  say(`${what}: ${found.reduce((sum, one) => sum + one.n, 0)} drifts noted so far`);
  for (const { where, n } of found.slice(0, 25)) console.log(`         ${where}: ${n}`);
}

/** Holds what the app says of its commands against what they did in the store. Stops the store: its file tells the rest. */
async function judge(
  chaos: ChaosHouse,
  admin: ReturnType<typeof adminOf>,
  commands: Command[],
): Promise<Record<string, number>> {
  type Told = { state: string; problem: string | null; attempts: number };
  const told = await connected(chaos.database.ownerUrl, async (client) => {
    const { rows } = await client.query<Told & { key: string }>(
      'SELECT "idempotencyKey" AS key, "state", "problem", "attempts" FROM "Command"',
    );
    return new Map(rows.map((row) => [row.key, row]));
  });
  const records = await readRecords(admin, chaos.storeRecords);
  const judged = {
    commands_lost: 0,
    commands_doubled: 0,
    commands_unknown: 0,
    commands_failed: 0,
    commands_confirmed: 0,
    commands_sent_again: 0,
  };
  for (const command of commands) {
    const times = command.effect(records);
    const row = told.get(command.key) ?? { state: 'never asked for', problem: null, attempts: 0 };
    if (row.state === 'confirmed') judged.commands_confirmed += 1;
    if (row.state === 'failed') judged.commands_failed += 1;
    if (row.state === 'unknown') judged.commands_unknown += 1;
    if (row.attempts > 1) judged.commands_sent_again += 1;
    const lost = times === 0 && row.state !== 'unknown';
    if (lost) judged.commands_lost += 1;
    if (times > 1) judged.commands_doubled += 1;
    if (lost || times > 1 || row.state !== 'confirmed')
      console.log(
        `         ${command.operation} ${command.subject}: ${row.state} after ${row.attempts} sendings, ${times} effects in the store${row.problem ? ` (${row.problem})` : ''}`,
      );
  }
  return judged;
}

function group(differences: Difference[]): void {
  for (const [name, list] of Map.groupBy(differences, ({ table, field }) => `${table}.${field}`)) {
    const [{ id, mirror, store }] = list as [Difference];
    console.log(
      `         ${name}: ${list.length}, as ${id}: mirror ${JSON.stringify(mirror)}, store ${JSON.stringify(store)}`,
    );
  }
}

function show(differences: Difference[]): void {
  group(differences);
  for (const { table, id, field, mirror, store } of differences.slice(0, 20))
    console.log(`         ${table} ${id} ${field}: mirror ${JSON.stringify(mirror)}, store ${JSON.stringify(store)}`);
}

/** Of a log in pino's JSON: warnings and worse. */
function isTrouble(line: string): boolean {
  return /"level":[456]0/.test(line) || !line.startsWith('{');
}
