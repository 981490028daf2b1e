import { mkdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { furnishDevelopmentApp, registerApp } from './auth/app.ts';
import { installApp } from './auth/install.ts';
import { readAppToml } from './auth/toml.ts';
import { givePast } from './day/past.ts';
import { liveThrough } from './day/simulated-day.ts';
import { api } from './domains.ts';
import { DEFAULT_SHOP, Shops } from './kernel/shops.ts';
import { knowExtensions } from './pages/account/extensions.ts';
import { overTls } from './pages/tls.ts';
import { createTunnel } from './pages/tunnel.ts';
import { createStoreServer } from './server.ts';

const PORTS = ['port', 'tls-port', 'tunnel-port'];

/** A mistake of the person at the terminal: said in one line. */
function stop(message: string): never {
  console.error(`dev store: ${message}`);
  process.exit(1);
}

const options = read(
  () =>
    parseArgs({
      options: {
        port: { type: 'string', default: '4400' },
        host: { type: 'string', default: '127.0.0.1' },
        /** A bare shop; nothing is read or made up. */
        empty: { type: 'boolean', default: false },
        /** Folder that keeps the shop between runs. */
        data: { type: 'string' },
        /** The app to know from the start: its shopify.app.toml, where it answers and its secret (else SHOPIFY_API_SECRET). */
        'app-toml': { type: 'string' },
        'app-url': { type: 'string' },
        'app-key': { type: 'string' },
        'app-secret': { type: 'string' },
        /** Where its UI extensions lie, built by "shopify app build"; else the folder extensions/ beside its toml. */
        extensions: { type: 'string' },
        /** Install that app as well. */
        install: { type: 'boolean', default: false },
        /** A second port that speaks TLS, for a browser in which admin.shopify.com, cdn.shopify.com and *.myshopify.com are mapped to it. */
        'tls-port': { type: 'string' },
        /** A port that passes requests on to the app (--tunnel-to), letting this admin frame it in an ordinary browser. */
        'tunnel-port': { type: 'string' },
        /** A transaction file (the layout of UCI "Online Retail") as the shop's past; without it, and without --empty, a shop is made up. */
        history: { type: 'string' },
        /** `then` keeps a file's own times; `now` moves them forward by whole weeks up to the present. */
        until: { type: 'string', default: 'then' },
        seed: { type: 'string', default: '1' },
        /** Days of a made-up past, 13 months unless told. */
        days: { type: 'string' },
        /** How fast the shop's day goes on by itself: 1 is real time, 0 stands still. */
        speed: { type: 'string', default: '0' },
        'tunnel-to': { type: 'string', multiple: true, default: ['http://127.0.0.1:3000'] },
      },
    }).values,
);
for (const [name, value] of [...PORTS, 'seed', 'days', 'speed'].map((name) => [name, options[name as 'port']] as const))
  if (value !== undefined && !isNumber(value, PORTS.includes(name) ? 65535 : Number.MAX_SAFE_INTEGER))
    stop(`--${name} takes a number, not "${value}"`);

function isNumber(text: string, most: number): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) <= most;
}

/** What is asked of the command line and of files; what cannot be had is said in one line. */
function read<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    return stop((error as Error).message.split('. ')[0]!);
  }
}

const shops = new Shops(api);
const world = shops.open(DEFAULT_SHOP);
const file = options.data ? join(options.data, `${DEFAULT_SHOP}.jsonl`) : undefined;
if (options.data) {
  mkdirSync(options.data, { recursive: true });
  world.folder = join(options.data, 'files');
}
if (!options.empty && !(file && world.restore(file))) {
  const days = options.days ? Number(options.days) : undefined;
  const wanted = { file: options.history, until: options.until === 'now' ? ('now' as const) : ('then' as const) };
  try {
    await givePast(world, { ...wanted, seed: Number(options.seed), days }, (line) => console.log(`dev store: ${line}`));
  } catch (error) {
    stop((error as Error).message);
  }
  if (file) world.snapshot(file);
}
furnishDevelopmentApp(world);
const toml = options['app-toml'];
if (toml) {
  const secret = options['app-secret'] ?? process.env.SHOPIFY_API_SECRET;
  if (!secret) stop("--app-toml needs the app's secret: --app-secret or SHOPIFY_API_SECRET");
  const setting = { secret, url: options['app-url'], apiKey: options['app-key'] };
  const app = registerApp(
    world,
    read(() => readAppToml(readFileSync(toml, 'utf8'), setting)),
  );
  if (options.install) installApp(world, app);
  knowExtensions(app.apiKey, options.extensions ?? join(dirname(toml), 'extensions'));
}

liveThrough(world, Number(options.speed), Number(options.seed));

const server = createStoreServer(shops);
listen(server, '--port', options.port, () => {
  console.log(`dev store: ${DEFAULT_SHOP} at http://localhost:${options.port} (token shpat_dev)`);
});
const servers = [server];
if (options['tls-port']) {
  const secure = await overTls(server);
  listen(secure, '--tls-port', options['tls-port'], () => {
    console.log(`dev store: the same over TLS at https://localhost:${options['tls-port']}`);
  });
  servers.push(secure);
}
if (options['tunnel-port']) {
  const tunnel = createTunnel({ to: options['tunnel-to'], admin: `http://localhost:${options.port}` });
  listen(tunnel, '--tunnel-port', options['tunnel-port'], () => {
    console.log(
      `dev store: http://localhost:${options['tunnel-port']} leads to the app at ${options['tunnel-to'].join(', ')}`,
    );
  });
  servers.push(tunnel);
}

function listen(one: Server, option: string, port: string, ready: () => void): void {
  one.on('error', (error: NodeJS.ErrnoException) => {
    const reason =
      error.code === 'EADDRINUSE'
        ? `port ${port} is already in use; stop the other process or choose one with ${option}`
        : error.code === 'EACCES'
          ? `no permission to open port ${port}; choose one above 1024 with ${option}`
          : error.message;
    console.error(`dev store: ${reason}`);
    process.exit(1);
  });
  one.listen(Number(port), options.host, ready);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    if (file) world.snapshot(file);
    server.close(() => process.exit(0));
    for (const one of servers) one.closeAllConnections();
  });
}
