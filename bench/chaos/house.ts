// The house of one run: a database that can crash, a store that can lie about the network, the app opened once as a merchant
// opens it, and a small process of the app that asks for things.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { framedUrl, sessionToken } from '../../dev/store/pages/session-token.ts';
import type { Database } from '../../scripts/database.ts';
import { generate } from '../../scripts/generate.ts';
import { type House, startHouse } from '../../scripts/house.ts';
import { createDatabase, type Scratch, startScratch } from '../../scripts/scratch.ts';
import { type Any, control } from './admin.ts';
import type { Request } from './ask.ts';

type Unnumbered<T> = T extends unknown ? Omit<T, 'number' | 'shop'> : never;

export type ChaosHouse = {
  house: House;
  database: Database;
  scratch: Scratch;
  tokenKeys: string;
  /** Settles once the app has it in its database. */
  ask(request: Unnumbered<Request>): Promise<void>;
  /** Opens the app's first page as the admin does; that installs it. */
  openApp(): Promise<void>;
  /** A token of a member of staff with the app's scopes. */
  appToken(): Promise<string>;
  /** Stops everything but the database and answers the store's own file, a record a line. */
  storeRecords(): Promise<string[]>;
  stop(): Promise<void>;
};

export async function openHouse(workers: number): Promise<ChaosHouse> {
  await generate();
  const scratch = await startScratch({ durable: true });
  const database = await createDatabase(scratch.adminUrl, `chaos_${process.pid}`);
  const data = mkdtempSync(join(tmpdir(), 'backroom-chaos-'));
  const tokenKeys = Buffer.alloc(32, 9).toString('base64');
  const house = await startHouse({ database, workers, store: ['--data', data], env: { TOKEN_KEYS: tokenKeys } });
  const app = { apiKey: house.apiKey, secret: house.apiSecret };
  const asker = spawn(process.execPath, ['bench/chaos/ask.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: database.url,
      SHOPIFY_API_KEY: house.apiKey,
      SHOPIFY_API_SECRET: house.apiSecret,
      SHOPIFY_APP_URL: house.appUrl,
      SHOPIFY_EMULATOR_URL: house.storeUrl,
      TOKEN_KEYS: tokenKeys,
      LOG_LEVEL: 'silent',
    },
  });
  const waiting = new Map<number, () => void>();
  createInterface({ input: asker.stdout }).on('line', (line) => {
    const { done } = JSON.parse(line) as { done: number };
    waiting.get(done)?.();
    waiting.delete(done);
  });
  let number = 0;
  let stopped: Promise<void> | undefined;
  const stopHouse = () => {
    stopped ??= house.stop();
    return stopped;
  };

  return {
    house,
    database,
    scratch,
    tokenKeys,
    ask(request) {
      number += 1;
      const line = { ...request, number, shop: house.shop } as Request;
      asker.stdin.write(`${JSON.stringify(line)}\n`);
      return new Promise((resolve) => waiting.set(line.number, resolve));
    },
    async openApp() {
      const url = framedUrl(new URL(`${house.appUrl}/app`), house.shop, app, Date.now());
      const response = await fetch(url, { headers: { 'user-agent': 'Mozilla/5.0 Chrome/140.0', accept: 'text/html' } });
      const text = await response.text();
      if (!response.ok) throw new Error(`the app's first page answers ${response.status}: ${text.slice(0, 300)}`);
    },
    async appToken() {
      const { access_token } = await control(house.storeUrl, '/admin/oauth/access_token', {
        client_id: app.apiKey,
        client_secret: app.secret,
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: sessionToken(house.shop, app, Date.now()),
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token',
      }).catch((error: Any) => {
        throw new Error(`no token for the benchmark: ${error.message}`);
      });
      return access_token;
    },
    async storeRecords() {
      await stopHouse();
      return readFileSync(join(data, `${house.shop}.jsonl`), 'utf8').split('\n');
    },
    async stop() {
      asker.kill();
      await stopHouse();
      await scratch.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
