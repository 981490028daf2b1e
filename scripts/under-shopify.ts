// What `shopify app dev` starts (shopify.web.toml): vite and the worker on an embedded PostgreSQL of their own, speaking to the
// real Shopify. The CLI sets HOST (the tunnel's address), PORT, SHOPIFY_API_KEY and SHOPIFY_API_SECRET.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ending } from './ending.ts';
import { generate } from './generate.ts';
import { type Household, webRole, workerRole } from './household.ts';
import { keptSecrets, openDatabase } from './kept.ts';
import { Plain } from './process.ts';
import { command, step } from './progress.ts';
import { type Role, supervise } from './supervise.ts';

const folder = '.backroom/shopify';

await command('under-shopify', async () => {
  const { HOST, PORT, SHOPIFY_API_KEY, SHOPIFY_API_SECRET } = process.env;
  if (!HOST || !PORT || !SHOPIFY_API_KEY || !SHOPIFY_API_SECRET)
    throw new Plain('this is started by the Shopify CLI: run npm run shopify:dev');
  mkdirSync(folder, { recursive: true });
  const ending = new Ending();
  try {
    await step('generate code', async () => (await generate()).join(', '));
    const house: Household = {
      databaseUrl: await openDatabase(join(folder, 'postgres'), ending),
      storePort: 0,
      appUrl: HOST,
      apiKey: SHOPIFY_API_KEY,
      apiSecret: SHOPIFY_API_SECRET,
      tokenKeys: keptSecrets(join(folder, 'secrets.json')).tokenKeys,
      logLevel: process.env.LOG_LEVEL ?? 'info',
      mode: 'development',
    };
    const supervisor = supervise(join(folder, 'logs'), (line) => console.log(line));
    ending.supervises(supervisor);
    supervisor.start(forReal(webRole(house, 'web', Number(PORT))));
    supervisor.start(forReal(workerRole(house, 'worker')));
    supervisor.settled();
    await ending.requested;
  } finally {
    await ending.stopAll();
  }
  process.exit(0);
});

/** Without the emulator's address the app speaks to Shopify; vite reads HOST as its own and must not. */
function forReal(role: Role): Role {
  const { SHOPIFY_EMULATOR_URL: _emulator, HOST: _host, ...env } = role.env;
  return { ...role, env };
}
