import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { api } from './domains.ts';
import { DEFAULT_SHOP, Shops } from './kernel/shops.ts';
import { createStoreServer } from './server.ts';

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '4400' },
    host: { type: 'string', default: '127.0.0.1' },
    /** A bare shop; nothing is read or made up. */
    empty: { type: 'boolean', default: false },
    /** Folder that keeps the shop between runs. */
    data: { type: 'string' },
  },
});

const shops = new Shops(api);
const world = shops.open(DEFAULT_SHOP);
const file = options.data ? join(options.data, `${DEFAULT_SHOP}.jsonl`) : undefined;
if (options.data) mkdirSync(options.data, { recursive: true });
if (file && !options.empty) world.restore(file);

const server = createStoreServer(shops);
server.on('error', (error: NodeJS.ErrnoException) => {
  const reason =
    error.code === 'EADDRINUSE'
      ? `port ${options.port} is already in use; stop the other process or choose one with --port`
      : error.code === 'EACCES'
        ? `no permission to open port ${options.port}; choose one above 1024 with --port`
        : error.message;
  console.error(`dev store: ${reason}`);
  process.exit(1);
});
server.listen(Number(options.port), options.host, () => {
  console.log(`dev store: ${DEFAULT_SHOP} at http://localhost:${options.port} (token shpat_dev)`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    if (file) world.snapshot(file);
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
