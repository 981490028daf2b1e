import { expect, test } from 'vitest';
import { connected } from '../scripts/database.ts';
import { run } from '../scripts/process.ts';
import { newDatabase, testDatabase } from './database.ts';

/** What the schema files speak about: columns, keys and indexes of the tables; not the policies and functions beside them. */
async function shapeOf(url: string): Promise<string[]> {
  return connected(url, async (client) => {
    const columns = await client.query<{ line: string }>(`
      SELECT concat_ws(' ', 'column', c.table_name, c.column_name, c.udt_name, c.is_nullable, c.datetime_precision,
        c.numeric_precision, c.numeric_scale, c.column_default) AS line
      FROM information_schema.columns c
      WHERE c.table_schema = 'public' AND c.table_name <> '_prisma_migrations'`);
    const keys = await client.query<{ line: string }>(`
      SELECT concat_ws(' ', 'key', conrelid::regclass, pg_get_constraintdef(oid)) AS line
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')
        AND conrelid::regclass::text <> '_prisma_migrations'`);
    const indexes = await client.query<{ line: string }>(`
      SELECT concat_ws(' ', 'index', indexdef) AS line FROM pg_indexes
      WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' AND indexdef NOT LIKE '% WHERE %'`);
    return [...columns.rows, ...keys.rows, ...indexes.rows].map((row) => row.line).sort();
  });
}

test('the migrations build exactly the tables that the schema files describe', async () => {
  const migrated = await testDatabase();
  const described = await newDatabase();
  await connected(described.ownerUrl, (client) =>
    client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public').then(() => undefined),
  );
  const diff = ['migrate', 'diff', '--from-empty', '--to-schema-datamodel', 'prisma/schema', '--script'];
  const script = await run(process.execPath, ['node_modules/prisma/build/index.js', ...diff], {
    env: { ...process.env, DATABASE_URL: described.ownerUrl },
  });
  const sql = script.slice(script.indexOf('-- Create'));
  await connected(described.ownerUrl, (client) => client.query(sql).then(() => undefined));
  expect(await shapeOf(migrated.ownerUrl)).toEqual(await shapeOf(described.ownerUrl));
});

test('the app connects as a role that row-level security binds', async () => {
  const { url } = await testDatabase();
  const rows = await connected(url, async (client) => {
    const result = await client.query(
      'SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user',
    );
    return result.rows;
  });
  expect(rows).toEqual([{ rolname: 'backroom_app', rolsuper: false, rolbypassrls: false }]);
});
