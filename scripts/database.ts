// Roles, databases and migrations on a PostgreSQL server: ours (postgres.ts) or the one that DATABASE_URL names.
import { createHash, createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { Plain, run } from './process.ts';

export type Database = {
  name: string;
  /** The app's role, backroom_app: row-level security applies. */
  url: string;
  /** The owner of the tables, backroom_owner: runs migrations, sees all shops. */
  ownerUrl: string;
};

const migrations = 'prisma/migrations';

/** Runs `work` with one connection. */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The same server, another database and, when given, another role. */
export function urlOf(adminUrl: string, database: string, role?: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (role) {
    url.password = passwordOf(adminUrl, role);
    url.username = role;
  }
  return url.href;
}

/** Each role's password follows from the administrator's, so no second secret has to be kept. */
function passwordOf(adminUrl: string, role: string): string {
  return createHmac('sha256', `${new URL(adminUrl).password}`)
    .update(role)
    .digest('hex')
    .slice(0, 32);
}

/**
 * Only a superuser may set the attributes of a role that exists, even to what they are. For another administrator they are
 * looked at instead: a role that could step over row-level security must not be used.
 */
async function ensureRole(client: Client, adminUrl: string, role: string, attributes: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const password = client.escapeLiteral(passwordOf(adminUrl, role));
  const { rows } = await client.query<{ above: boolean; mayAlter: boolean }>(
    `SELECT r.rolsuper OR r.rolbypassrls AS above, me.rolsuper AS "mayAlter"
     FROM pg_roles r, pg_roles me WHERE r.rolname = $1 AND me.rolname = current_user`,
    [role],
  );
  const known = rows[0];
  if (!known) await client.query(`CREATE ROLE ${name} LOGIN ${attributes} PASSWORD ${password}`);
  else if (known.mayAlter) await client.query(`ALTER ROLE ${name} LOGIN ${attributes} PASSWORD ${password}`);
  else if (known.above)
    throw new Plain(
      `the role ${role} of this server may step over row-level security: let a superuser run ALTER ROLE ${name} NOSUPERUSER NOBYPASSRLS`,
    );
  else await client.query(`ALTER ROLE ${name} LOGIN PASSWORD ${password}`);
}

/** Makes the roles and the database where they are missing. Migrations are not run. `template` copies another database. */
export async function ensureDatabase(adminUrl: string, name: string, template?: string): Promise<Database> {
  return connected(adminUrl, async (client) => {
    const { rows } = await client.query<{ super: boolean; me: string }>(
      'SELECT rolsuper AS super, current_user AS me FROM pg_roles WHERE rolname = current_user',
    );
    const superuser = rows[0]?.super === true;
    const owner = superuser ? 'backroom_owner' : (rows[0]?.me ?? '');
    if (!template) {
      await ensureRole(client, adminUrl, 'backroom_app', 'NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS');
      if (superuser) {
        await ensureRole(client, adminUrl, owner, 'NOSUPERUSER CREATEDB CREATEROLE BYPASSRLS');
        await client.query('GRANT backroom_app TO backroom_owner WITH ADMIN OPTION');
      }
    }
    const exists = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!exists.rowCount) {
      const from = template ? `TEMPLATE ${client.escapeIdentifier(template)}` : '';
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(name)} ${from} OWNER ${client.escapeIdentifier(owner)}`,
      );
    }
    const ownerUrl = superuser ? urlOf(adminUrl, name, owner) : urlOf(adminUrl, name);
    return { name, url: urlOf(adminUrl, name, 'backroom_app'), ownerUrl };
  });
}

/** Applies the migrations that the database does not have yet. Answers how many, 0 when it was up to date. */
export async function migrate(ownerUrl: string): Promise<number> {
  const missing = await missingMigrations(ownerUrl);
  if (missing.length > 0) {
    const env = { ...process.env, DATABASE_URL: ownerUrl, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
    // Its timer for the advisory lock keeps the CLI alive for ten seconds after its last word, so we do not wait for it.
    const lastWord = /migrations have been successfully applied|No pending migrations/;
    await run(process.execPath, ['node_modules/prisma/build/index.js', 'migrate', 'deploy'], { env, lastWord });
    const still = await missingMigrations(ownerUrl);
    if (still.length > 0) throw new Error(`Prisma did not apply ${still.join(', ')}`);
  }
  return missing.length;
}

/** Compares the folder with Prisma's own table, in a few milliseconds instead of the seconds its CLI takes to start. */
async function missingMigrations(ownerUrl: string): Promise<string[]> {
  const onDisk = readdirSync(migrations)
    .filter((name) => existsSync(join(migrations, name, 'migration.sql')))
    .sort();
  return connected(ownerUrl, async (client) => {
    const table = await client.query<{ exists: boolean }>(
      `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists`,
    );
    if (!table.rows[0]?.exists) return onDisk;
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    return onDisk.filter((name) => {
      const known = applied.get(name);
      if (known === undefined) return true;
      const checksum = createHash('sha256')
        .update(readFileSync(join(migrations, name, 'migration.sql')))
        .digest('hex');
      if (checksum === known) return false;
      throw new Plain(
        `the migration ${name} changed after it was applied to this database: write a new migration instead, or start anew with -- --fresh`,
      );
    });
  });
}
