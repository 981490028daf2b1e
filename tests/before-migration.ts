import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { connected } from '../scripts/database.ts';
import { newDatabase } from './database.ts';

const folder = 'prisma/migrations';
const all = readdirSync(folder)
  .filter((name) => /^\d{14}_/.test(name))
  .sort();
const sqlOf = (name: string) => readFileSync(join(folder, name, 'migration.sql'), 'utf8');

/** A database as it was before the migration of this name, which `migrate` runs. */
export async function beforeMigration(
  name: string,
  work: (client: pg.Client, migrate: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const at = all.findIndex((one) => one.endsWith(`_${name}`));
  const { ownerUrl } = await newDatabase();
  await connected(ownerUrl, async (client) => {
    await client.query('DROP SCHEMA public, limits CASCADE; CREATE SCHEMA public');
    for (const earlier of all.slice(0, at)) await client.query(sqlOf(earlier));
    await work(client, () => client.query(sqlOf(all[at]!)));
  });
}
