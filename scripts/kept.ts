// What a house of demo or dev keeps in its folder from one start to the next: its database and its secrets.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ensureDatabase, migrate } from './database.ts';
import type { Ending } from './ending.ts';
import { startCluster } from './postgres.ts';
import { step } from './progress.ts';

/** The server that DATABASE_URL names, else our own in `dir`, with the migrations applied. Answers the app's connection string. */
export async function openDatabase(dir: string, ending: Ending): Promise<string> {
  const given = process.env.DATABASE_URL;
  const owner = process.env.DATABASE_OWNER_URL;
  if (given && owner) {
    await step('apply migrations', async () => counted(await migrate(owner)));
    return given;
  }
  let adminUrl = given ?? '';
  if (!given) {
    await step('start PostgreSQL', async () => {
      adminUrl = await ownServer(dir, ending);
    });
  }
  let url = '';
  await step('apply migrations', async () => {
    const database = await ensureDatabase(adminUrl, 'backroom');
    url = database.url;
    return counted(await migrate(database.ownerUrl));
  });
  return url;
}

const counted = (number: number) => (number === 0 ? 'none new' : `${number} new`);

/** A PostgreSQL that dies (killed, out of memory) comes back on its port; web and worker find it again by themselves. */
async function ownServer(dir: string, ending: Ending, port?: number): Promise<string> {
  const cluster = await startCluster(dir, { durable: true, ...(port ? { port } : {}) });
  ending.add(() => cluster.stop());
  cluster.child.exit.then(() => {
    if (ending.begun) return;
    console.log('  PostgreSQL stopped; starting it again.');
    return ownServer(dir, ending, cluster.port);
  });
  return cluster.adminUrl;
}

/** Secrets of this house, made at its first start. */
export function keptSecrets(file: string): { apiKey: string; apiSecret: string; tokenKeys: string } {
  if (!existsSync(file)) {
    const secrets = {
      apiKey: randomBytes(16).toString('hex'),
      apiSecret: randomBytes(16).toString('hex'),
      tokenKeys: randomBytes(32).toString('base64'),
    };
    writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
