// The bins that people had named before bins had a ledger are still there after the migration, each with its item.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connected } from '../../../scripts/database.ts';
import { newDatabase } from '../../../tests/database.ts';

const folder = 'prisma/migrations';
const all = readdirSync(folder)
  .filter((name) => /^\d{14}_/.test(name))
  .sort();
const place = all.findIndex((name) => name.endsWith('_the_place'));
const sqlOf = (name: string) => readFileSync(join(folder, name, 'migration.sql'), 'utf8');

test('every bin that was named is kept as the pick face of what lay in it, and the ledger begins with that', async () => {
  const { ownerUrl } = await newDatabase();
  await connected(ownerUrl, async (client) => {
    await client.query('DROP SCHEMA public, limits CASCADE; CREATE SCHEMA public');
    for (const name of all.slice(0, place)) await client.query(sqlOf(name));
    await client.query(`INSERT INTO "Bin" ("shop", "locationId", "inventoryItemId", "name") VALUES
      ('a', '1', '10', 'A-1'), ('a', '1', '11', 'A-1'), ('a', '2', '10', 'A-1'), ('b', '1', '10', 'Z')`);
    await client.query(sqlOf(all[place]!));
    const rows = async (sql: string) =>
      (await client.query({ text: sql, rowMode: 'array' })).rows.map((row) => row.join(' '));
    expect(await rows('SELECT "shop", "locationId", "name", "kind" FROM "Bin" ORDER BY 1, 2, 3')).toEqual([
      'a 1 A-1 pick',
      'a 2 A-1 pick',
      'b 1 Z pick',
    ]);
    const lies = ['a 1 A-1 10', 'a 1 A-1 11', 'a 2 A-1 10', 'b 1 Z 10'];
    const stock =
      'SELECT "shop", "locationId", "bin", "inventoryItemId" FROM "BinStock" WHERE "quantity" IS NULL ORDER BY 1, 2, 3, 4';
    expect(await rows(stock)).toEqual(lies);
    const moves = `SELECT "shop", "locationId", "toBin", "inventoryItemId" FROM "BinMove" WHERE "kind" = 'placed' ORDER BY 1, 2, 3, 4`;
    expect(await rows(moves)).toEqual(lies);
    expect(await rows(`SELECT relforcerowsecurity FROM pg_class WHERE relname = 'Bin'`)).toEqual(['true']);
  });
});
