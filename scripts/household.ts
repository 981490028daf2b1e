// The processes that make up Backroom on one machine (dev store, web, worker) and what each is told.
import { createServer } from 'node:net';
import { Plain } from './process.ts';
import type { Role } from './supervise.ts';

export const shop = 'backroom-demo.myshopify.com';

/** Where things are and which secrets they share. */
export type Household = {
  databaseUrl: string;
  storePort: number;
  /** Where the app says it is: the tunnel's address in the demo, the web process itself in tests. */
  appUrl: string;
  apiKey: string;
  apiSecret: string;
  tokenKeys: string;
  logLevel: string;
  /** A sink on this machine, so that purchase orders reach nobody. */
  smtpUrl?: string;
  mode: 'production' | 'development' | 'test';
};

export const storeUrl = (house: Pick<Household, 'storePort'>) => `http://localhost:${house.storePort}`;

/** The environment of a process of the app. Nothing of ours that it should not see is passed on. */
function appEnvironment(house: Household, name: string, port?: number): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _owner, ...inherited } = process.env;
  return {
    ...inherited,
    NODE_ENV: house.mode,
    DATABASE_URL: house.databaseUrl,
    SHOPIFY_API_KEY: house.apiKey,
    SHOPIFY_API_SECRET: house.apiSecret,
    SHOPIFY_APP_URL: house.appUrl,
    SHOPIFY_EMULATOR_URL: storeUrl(house),
    TOKEN_KEYS: house.tokenKeys,
    LOG_LEVEL: house.logLevel,
    ...(house.smtpUrl ? { SMTP_URL: house.smtpUrl, SMTP_FROM: 'Backroom demo <orders@backroom-demo.example>' } : {}),
    BACKROOM_PROCESS: name,
    ...(port === undefined ? {} : { PORT: `${port}` }),
  };
}

/** The web process: the production build, or vite with hot reload. `bridgeUrl` replaces Shopify's address of App Bridge. */
export function webRole(house: Household, name: string, port: number, bridgeUrl?: string): Role {
  const env = { ...appEnvironment(house, name, port), ...(bridgeUrl ? { APP_BRIDGE_URL: bridgeUrl } : {}) };
  const vite = ['node_modules/@remix-run/dev/dist/cli.js', 'vite:dev', '--port', `${port}`, '--host', '127.0.0.1'];
  const args = house.mode === 'development' ? [...vite, '--strictPort'] : ['app/web.server.ts'];
  return { name, command: process.execPath, args, env };
}

/**
 * A batch is garbage once it is written, and V8 on a machine with much memory would let it pile up: collect after growing by a
 * third. compose.yaml says the same.
 */
const LEAN_HEAP = ['--max-semi-space-size=4', '--heap-growing-percent=30'];

/**
 * Batches come and go as large buffers: told a fixed threshold, glibc gives them back to the system instead of keeping the
 * holes they leave (mallopt(3); left alone the threshold grows with what was freed).
 */
const LEAN_MALLOC = { MALLOC_MMAP_THRESHOLD_: '32768', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' };

export function workerRole(house: Household, name: string): Role {
  const watch = house.mode === 'development' ? ['--watch', '--watch-preserve-output'] : [];
  return {
    name,
    command: process.execPath,
    args: [...watch, ...LEAN_HEAP, 'app/jobs/worker.server.ts'],
    env: { ...appEnvironment(house, name), ...LEAN_MALLOC },
  };
}

/** Names bins and draws a floor, once, and ends. */
export function placeRole(house: Household): Role {
  return {
    name: 'place',
    command: process.execPath,
    args: ['scripts/place-demo.ts'],
    env: appEnvironment(house, 'place'),
  };
}

/** The dev store, which knows the app from its TOML. `options` are more of its own (dev/store/main.ts). */
export function storeRole(house: Household, options: string[]): Role {
  const watch = house.mode === 'development' ? ['--watch', '--watch-preserve-output'] : [];
  const { DATABASE_URL: _url, DATABASE_OWNER_URL: _owner, ...env } = process.env;
  const app = ['--app-toml', 'shopify.app.toml', '--app-url', house.appUrl, '--app-key', house.apiKey];
  return {
    name: 'dev store',
    command: process.execPath,
    args: [...watch, 'dev/store/main.ts', '--port', `${house.storePort}`, ...app, ...options],
    env: { ...env, SHOPIFY_API_SECRET: house.apiSecret },
  };
}

/** Whether anything speaks HTTP there; any answer will do. */
export async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
  await response.body?.cancel();
  return response.status < 500;
}

/** Refuses in one line when the port cannot be had. */
export async function claimPort(port: number, option: string): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new Plain(`port ${port} is in use: stop what uses it, or choose another with ${option}`);
    if (code === 'EACCES') throw new Plain(`no permission to open port ${port}: choose one above 1023 with ${option}`);
    throw new Plain(`cannot open port ${port}: ${message}`);
  }
  await new Promise((resolve) => server.close(resolve));
}
