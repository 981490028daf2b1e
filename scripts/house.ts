// The whole house for one test or benchmark: dev store, web (the production build) and worker as processes of their own, on
// free ports and a database of their own.
import { build } from './build.ts';
import type { Database } from './database.ts';
import { generate } from './generate.ts';
import { answers, type Household, shop, storeRole, storeUrl, webRole, workerRole } from './household.ts';
import { type SunkLetter, startMailSink } from './mail-sink.ts';
import { type Child, freePort, startChild, until } from './process.ts';
import type { Role } from './supervise.ts';

export type HouseOptions = {
  database: Database;
  web?: number;
  workers?: number;
  /** More options of dev/store/main.ts. `--empty` is given unless `furnished`. */
  store?: string[];
  furnished?: boolean;
  /** How long the dev store may take to read its past; a minute unless told. */
  storeReadyWithinMs?: number;
  /** More environment for web and worker. */
  env?: Record<string, string>;
};

export type House = {
  shop: string;
  database: Database;
  /** What its processes were told. */
  household: Household;
  /** The dev store. */
  storeUrl: string;
  /** The same over TLS, for a browser in which Shopify's names lead to it (tests/chromium.ts). */
  tlsPort: number;
  /** The first web process, and all of them. */
  appUrl: string;
  webUrls: string[];
  apiKey: string;
  apiSecret: string;
  /** What was posted to suppliers so far. */
  letters: readonly SunkLetter[];
  /** What web, worker and store have written so far. */
  log(name?: string): string[];
  /** The process of this role: `web 1`, `worker 1`, `dev store`. */
  pid(name: string): number | undefined;
  /** Ends a process at once, as a crash would (kill -9). Without a number: all of that kind. */
  kill(name: string): Promise<void>;
  /** Starts again what was killed, and waits until it answers. `env` is added to its environment, also for later starts. */
  start(name: string, env?: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the house and waits until all of it answers. Rejects with the last log lines of a process that did not start. */
export async function startHouse(options: HouseOptions): Promise<House> {
  await generate();
  await build();
  const [storePort, tlsPort, ...webPorts] = await manyPorts(2 + (options.web ?? 1));
  const webUrls = webPorts.map((port) => `http://localhost:${port}`);
  const appUrl = webUrls[0] ?? '';
  const mail = await startMailSink();
  const house: Household = {
    databaseUrl: options.database.url,
    storePort: storePort ?? 0,
    appUrl,
    apiKey: 'backroom-test-key',
    apiSecret: 'backroom-test-secret',
    tokenKeys: Buffer.alloc(32, 7).toString('base64'),
    logLevel: 'info',
    smtpUrl: mail.url,
    mode: 'production',
  };
  const ofStore = [
    '--tls-port',
    `${tlsPort}`,
    '--install',
    ...(options.furnished ? [] : ['--empty']),
    ...(options.store ?? []),
  ];
  const roles = new Map<string, { role: Role; health?: string }>();
  const add = (role: Role, health?: string) =>
    roles.set(role.name, { role: { ...role, env: { ...role.env, ...options.env } }, ...(health ? { health } : {}) });
  add(storeRole(house, ofStore), storeUrl(house));
  webPorts.forEach((port, index) => {
    add(webRole(house, `web ${index + 1}`, port), `http://127.0.0.1:${port}/healthz`);
  });
  for (let index = 1; index <= (options.workers ?? 1); index += 1) add(workerRole(house, `worker ${index}`));

  const running = new Map<string, Child>();
  const logs = new Map<string, string[]>();
  const named = (name: string) => [...roles.keys()].filter((known) => known === name || known.startsWith(`${name} `));

  function launch(name: string): void {
    const known = roles.get(name);
    if (!known) throw new Error(`there is no ${name} in this house, only ${[...roles.keys()].join(', ')}`);
    const lines = logs.get(name) ?? [];
    logs.set(name, lines);
    const { command, args, env } = known.role;
    running.set(name, startChild(command, args, { env, onLine: (line) => lines.push(line) }));
  }

  async function answered(name: string): Promise<void> {
    const health = roles.get(name)?.health;
    if (!health) return;
    const what = `${name} to answer at ${health}`;
    await until(
      () => {
        if (running.get(name)?.alive()) return answers(health).catch(() => false);
        throw new Stopped(`${name} stopped at its start:\n${(logs.get(name) ?? []).slice(-15).join('\n')}`);
      },
      {
        what,
        deadline: name === 'dev store' ? (options.storeReadyWithinMs ?? 60_000) : 60_000,
        every: 50,
        giveUp: (error) => error instanceof Stopped,
      },
    );
  }

  async function stop(): Promise<void> {
    const store = running.get('dev store');
    await Promise.all([...running.values()].filter((child) => child !== store).map((child) => child.stop()));
    await store?.stop();
    await mail.close();
  }

  try {
    for (const name of roles.keys()) launch(name);
    for (const name of roles.keys()) await answered(name);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    shop,
    database: options.database,
    household: house,
    storeUrl: storeUrl(house),
    tlsPort: tlsPort ?? 0,
    appUrl,
    webUrls,
    apiKey: house.apiKey,
    apiSecret: house.apiSecret,
    letters: mail.letters,
    log: (name) => (name ? named(name) : [...logs.keys()]).flatMap((one) => logs.get(one) ?? []),
    pid: (name) => running.get(name)?.process.pid,
    async kill(name) {
      await Promise.all(named(name).map((one) => running.get(one)?.stop('SIGKILL')));
    },
    async start(name, env = {}) {
      for (const one of named(name)) Object.assign(roles.get(one)?.role.env ?? {}, env);
      for (const one of named(name)) if (!running.get(one)?.alive()) launch(one);
      for (const one of named(name)) await answered(one);
    },
    stop,
  };
}

class Stopped extends Error {}

/** Asked for together, so that no two are the same. */
async function manyPorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, () => freePort()));
}
