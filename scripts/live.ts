// The house as a person uses it (demo and dev): data that stays in a folder, one URL, until Ctrl-C.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from './build.ts';
import { Ending } from './ending.ts';
import { buildExtensions } from './extensions.ts';
import { generate } from './generate.ts';
import {
  answers,
  claimPort,
  type Household,
  placeRole,
  shop,
  storeRole,
  storeUrl,
  webRole,
  workerRole,
} from './household.ts';
import { keptSecrets, openDatabase } from './kept.ts';
import { startMailSink } from './mail-sink.ts';
import { stopLeftover } from './postgres.ts';
import { freePort, Plain, startChild, until } from './process.ts';
import { step } from './progress.ts';
import { type Supervisor, supervise } from './supervise.ts';

export type Life = {
  /** Where this house keeps everything. */
  folder: string;
  command: string;
  mode: 'production' | 'development';
  fresh: boolean;
  /** The dev store's port; the next one leads to the app. */
  port: number;
  web: number;
  workers: number;
  /** A transaction file that becomes the shop's past at its first start. */
  history?: string;
  /** Whether a file keeps its own times (`then`) or is brought forward to `now`. */
  until?: string;
  /** How fast the shop's day goes on by itself; 0 stands still. */
  speed?: number;
};

/** Starts everything, prints the URL and stays until a signal; then, or when the start fails, stops everything. */
export async function live(life: Life): Promise<void> {
  refuseSecond(join(life.folder, 'running.json'), life);
  await claimPort(life.port, '--port');
  await claimPort(life.port + 1, '--port');
  const ending = new Ending();
  try {
    await Promise.race([open(life, ending).then(() => ending.requested), ending.requested]);
  } finally {
    await ending.stopAll();
  }
  process.exit(0);
}

async function open(life: Life, ending: Ending): Promise<void> {
  const startedAt = performance.now();
  const path = (name: string) => join(life.folder, name);
  if (life.fresh && existsSync(life.folder)) {
    await stopLeftover(path('postgres'));
    await step('start anew: forget the old shop', async () => rmSync(life.folder, { recursive: true }));
  }
  mkdirSync(life.folder, { recursive: true });
  const past = settlePast(path('past'), life);
  const secrets = keptSecrets(path('secrets.json'));
  writeFileSync(path('running.json'), JSON.stringify({ pid: process.pid, port: life.port }));
  ending.add(async () => rmSync(path('running.json'), { force: true }));

  await step('generate code', async () => (await generate()).join(', '));
  if (life.mode === 'production') {
    await step('build the web app', async () => ((await build()) ? '' : 'unchanged'));
  }
  const appUrl = `http://localhost:${life.port + 1}`;
  await step('bundle the extensions', async () => ((await buildExtensions(appUrl)) ? '' : 'unchanged'));
  const databaseUrl = await openDatabase(path('postgres'), ending);
  if (ending.begun) return;

  const mail = await startMailSink(path('mail'));
  ending.add(() => mail.close());
  const house: Household = {
    ...secrets,
    smtpUrl: mail.url,
    databaseUrl,
    storePort: life.port,
    appUrl,
    logLevel: process.env.LOG_LEVEL ?? 'info',
    mode: life.mode,
  };
  const supervisor = supervise(path('logs'), (line) => console.log(`  ${line}`));
  ending.supervises(supervisor);
  await step('start the dev store, the web app and the worker', () => startAll(supervisor, house, life, past));
  if (ending.begun) return;
  supervisor.settled();
  const { command, args, env } = placeRole(house);
  const furnishing = startChild(command, args, { env });
  ending.add(() => furnishing.stop());

  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`\n  Backroom is open (${seconds} s): ${storeUrl(house)}/store/${shop.split('.')[0]}/apps/backroom`);
  console.log(`  Mail to suppliers goes to nobody: read it in ${path('mail')}.`);
  console.log(`  Logs: ${path('logs')}. Ctrl-C stops everything; the data stays.\n`);
}

async function startAll(supervisor: Supervisor, house: Household, life: Life, past: Past): Promise<void> {
  const ports = await Promise.all(Array.from({ length: life.web }, freePort));
  const webs = ports.map((port) => `http://127.0.0.1:${port}`);
  const pace = ['--until', life.until ?? 'then', '--speed', `${life.speed ?? 0}`];
  const tunnel = ['--tunnel-port', `${life.port + 1}`, ...webs.flatMap((web) => ['--tunnel-to', web])];
  supervisor.start(
    storeRole(house, ['--data', join(life.folder, 'store'), '--install', ...tunnel, ...past.options, ...pace]),
  );
  const bridge = `${storeUrl(house)}/shopifycloud/app-bridge.js`;
  ports.forEach((port, index) => {
    supervisor.start(webRole(house, `web ${index + 1}`, port, bridge));
  });
  for (let index = 1; index <= life.workers; index += 1) supervisor.start(workerRole(house, `worker ${index}`));

  const health = life.mode === 'production' ? '/healthz' : '/';
  const needed = [storeUrl(house), ...webs.map((web) => `${web}${health}`)];
  for (const url of needed) {
    // A year of history takes the dev store a while to read.
    await until(
      async () => {
        if (supervisor.failure()) return true;
        return answers(url).catch(() => false);
      },
      { what: `an answer from ${url}`, deadline: 180_000, every: 100 },
    );
    const failure = supervisor.failure();
    if (failure) throw new Plain(failure);
    if (url === storeUrl(house)) past.keep();
  }
}

type Past = {
  /** The dev store's options for it. */
  options: string[];
  /** From now on this is the shop's past. Called once the dev store has read it: a file that failed is not tried again. */
  keep: () => void;
};

/** The shop keeps the past that it was first started with. */
function settlePast(file: string, life: Life): Past {
  const wanted = life.history ? resolve(life.history) : '';
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (wanted && kept !== null && wanted !== kept) {
    const which = kept ? `the past of ${kept}` : 'a made-up past';
    throw new Plain(`this shop already has ${which}: add --fresh to start anew with ${life.history}`);
  }
  const past = kept ?? wanted;
  return { options: past ? ['--history', past] : [], keep: () => writeFileSync(file, past) };
}

/** Two supervisors on one folder would fight over its data. */
function refuseSecond(file: string, life: Life): void {
  if (!existsSync(file)) return;
  const { pid, port } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; port: number };
  let args = '';
  try {
    args = execFileSync('ps', ['-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' });
  } catch {
    return;
  }
  if (!args.includes(`scripts/${life.command}.ts`)) return;
  throw new Plain(
    `it already runs here (process ${pid}, http://localhost:${port}): stop that one first, with Ctrl-C or \`kill ${pid}\``,
  );
}
