import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inShop, prisma } from '../app/db.server.ts';
import { testDatabase } from './database.ts';

/** The only tables that are not a shop's own, in whatever schema. */
const SHARED = [
  'public.ShopDirectory', // which shops there are
  'public._prisma_migrations',
  'limits.portal_tries', // tries at the portal and of pairing codes: hashes and counts, in the shape that the library dictates
];

/** Schemas that are not walked: PostgreSQL's own, and the queue, whose messages name a shop and hold nothing of it. */
const WALKED = `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'pgboss')`;

let owner: pg.Client;
beforeAll(async () => {
  owner = new pg.Client({ connectionString: (await testDatabase()).ownerUrl });
  await owner.connect();
  for (const shop of ['one.myshopify.com', 'two.myshopify.com'])
    await inShop(shop, (tx) =>
      tx.location.create({
        data: { shop, id: '1', name: shop, active: true, sourceUpdatedAt: new Date(0), heardAt: new Date(0) },
      }),
    );
});
afterAll(() => owner.end());

describe('every row belongs to a shop', () => {
  test('without a shop nothing is seen', async () => {
    expect(await prisma.location.findMany()).toEqual([]);
    expect(await prisma.$queryRaw`SELECT * FROM "Location"`).toEqual([]);
  });

  test('one shop sees its own rows only, whatever it asks for', async () => {
    const names = await inShop('one.myshopify.com', (tx) => tx.$queryRaw`SELECT "name" FROM "Location"`);
    expect(names).toEqual([{ name: 'one.myshopify.com' }]);
    const other = await inShop('one.myshopify.com', (tx) =>
      tx.location.findMany({ where: { shop: 'two.myshopify.com' } }),
    );
    expect(other).toEqual([]);
  });

  test('a write into another shop fails', async () => {
    const row = { id: '2', name: 'x', active: true, sourceUpdatedAt: new Date(0), heardAt: new Date(0) };
    await expect(
      inShop('one.myshopify.com', (tx) => tx.location.create({ data: { shop: 'two.myshopify.com', ...row } })),
    ).rejects.toThrow('row-level security');
    await expect(
      inShop('one.myshopify.com', (tx) => tx.$executeRaw`UPDATE "Location" SET "shop" = 'two.myshopify.com'`),
    ).rejects.toThrow('row-level security');
    const touched = await inShop(
      'one.myshopify.com',
      (tx) => tx.$executeRaw`UPDATE "Location" SET "name" = 'mine' WHERE "shop" = 'two.myshopify.com'`,
    );
    expect(touched).toBe(0);
  });

  test('the role of the app cannot step over the policies', async () => {
    const { rows } = await owner.query("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'backroom_app'");
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
    const { rows: owned } = await owner.query(
      "SELECT tablename FROM pg_tables WHERE schemaname <> 'pgboss' AND tableowner = 'backroom_app'",
    );
    expect(owned).toEqual([]);
  });

  test('every table is under row-level security by shop, forced, reading and writing', async () => {
    const { rows } = await owner.query(`
      SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${WALKED} AND c.relkind IN ('r', 'p', 'm', 'f') AND NOT (
        c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
          SELECT FROM pg_policies p WHERE p.schemaname = n.nspname AND p.tablename = c.relname AND p.cmd = 'ALL'
            AND p.qual LIKE '%shop%backroom.shop%' AND p.with_check LIKE '%shop%backroom.shop%'))`);
    expect(rows.map((row) => row.name).sort()).toEqual(SHARED.sort());
  });

  test('every primary key, unique key and foreign key leads with the shop', async () => {
    const { rows: keys } = await owner.query(`
      SELECT n.nspname || '.' || t.relname AS name, i.relname AS key FROM pg_index x
      JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_class i ON i.oid = x.indexrelid
      LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
      WHERE ${WALKED} AND x.indisunique AND a.attname IS DISTINCT FROM 'shop'`);
    expect(keys.filter((row) => !SHARED.includes(row.name))).toEqual([]);
    const { rows: bare } = await owner.query(`
      SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${WALKED} AND c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary)`);
    expect(bare).toEqual([]);
    const { rows: foreign } = await owner.query(`
      SELECT f.conname AS name FROM pg_constraint f
      JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
      JOIN pg_attribute b ON b.attrelid = f.confrelid AND b.attnum = f.confkey[1]
      JOIN pg_namespace n ON n.oid = f.connamespace
      WHERE f.contype = 'f' AND ${WALKED} AND (a.attname <> 'shop' OR b.attname <> 'shop')`);
    expect(foreign).toEqual([]);
  });
});
