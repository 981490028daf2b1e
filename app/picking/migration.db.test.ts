// Waves that were planned before a line could be picked from several bins go on after the migration, each line with its bin.
import { expect, test } from 'vitest';
import { beforeMigration } from '../../tests/before-migration.ts';

test('every line of every wave is kept as the first part of itself, and rides in one wave as before', async () => {
  await beforeMigration('allocations', async (client, migrate) => {
    const [one, two] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
    await client.query(`INSERT INTO "Wave" ("shop", "id", "number", "locationId", "state") VALUES
      ('a', '${one}', 1, '9', 'canceled'), ('a', '${two}', 2, '9', 'released')`);
    const insert = (wave: string, line: string, bin: string | null, more = '') =>
      client.query(`INSERT INTO "WaveLine" ("shop", "waveId", "fulfillmentOrderLineId", "fulfillmentOrderId", "orderId",
        "orderName", "title", "position", "quantity", "picked", "bin", "active"${more ? ', "part"' : ''})
        VALUES ('a', '${wave}', '${line}', '1', '1', '#1', 'Tea', 1, 5, 2, ${bin ? `'${bin}'` : 'NULL'}, ${wave === two}${more})`);
    await insert(one, '11', 'A-1');
    await insert(two, '11', 'A-1');
    await insert(two, '12', null);
    await migrate();
    const { rows } = await client.query({
      text: `SELECT "fulfillmentOrderLineId", "part", "bin", "quantity", "picked", "active" FROM "WaveLine" ORDER BY "waveId", 1`,
      rowMode: 'array',
    });
    expect(rows).toEqual([
      ['11', 1, 'A-1', 5, 2, false],
      ['11', 1, 'A-1', 5, 2, true],
      ['12', 1, null, 5, 2, true],
    ]);
    const { rows: secured } = await client.query(
      `SELECT relforcerowsecurity AS forced FROM pg_class WHERE relname = 'WaveLine'`,
    );
    expect(secured).toEqual([{ forced: true }]);
    await insert(two, '11', 'B-2', ', 2');
    await expect(insert(two, '11', 'A-1', ', 3')).rejects.toThrow('WaveLine_one_active_part_of_a_bin');
    await expect(insert(two, '12', null, ', 2')).rejects.toThrow('WaveLine_one_active_part_of_a_bin');
    await expect(insert(two, '11', 'C-3', ', 2')).rejects.toThrow('duplicate key');
  });
});
