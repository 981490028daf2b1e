// What a store ships by was not always kept: a shop that was mirrored before gets it without reading all of it anew.
import { expect, test } from 'vitest';
import { beforeMigration } from '../../tests/before-migration.ts';

test('what is still to be shipped is read again, shop by shop, and what is asked for already keeps its turn', async () => {
  await beforeMigration('shipping_methods', async (client, migrate) => {
    const insert = (shop: string, id: string, status: string) =>
      client.query(
        `INSERT INTO "FulfillmentOrder" ("shop", "id", "orderId", "status", "createdAt", "sourceUpdatedAt", "heardAt")
        VALUES ($1, $2, '1', $3, now(), now(), now())`,
        [shop, id, status],
      );
    await client.query(
      `ALTER TABLE "FulfillmentOrder" NO FORCE ROW LEVEL SECURITY; ALTER TABLE "Reread" NO FORCE ROW LEVEL SECURITY`,
    );
    await insert('a', '11', 'OPEN');
    await insert('a', '12', 'CLOSED');
    await insert('a', '13', 'ON_HOLD');
    await insert('b', '11', 'SCHEDULED');
    await client.query(
      `INSERT INTO "Reread" ("shop", "kind", "id", "attempts") VALUES ('a', 'FulfillmentOrder', '13', 4)`,
    );
    await client.query(
      `ALTER TABLE "FulfillmentOrder" FORCE ROW LEVEL SECURITY; ALTER TABLE "Reread" FORCE ROW LEVEL SECURITY`,
    );
    await migrate();
    const { rows: secured } = await client.query(
      `SELECT relname FROM pg_class WHERE relname IN ('FulfillmentOrder', 'Reread') AND relforcerowsecurity ORDER BY 1`,
    );
    expect(secured).toHaveLength(2);
    await client.query('ALTER TABLE "Reread" NO FORCE ROW LEVEL SECURITY');
    const { rows } = await client.query({
      text: 'SELECT "shop", "kind", "id", "attempts" FROM "Reread" ORDER BY 1, 3',
      rowMode: 'array',
    });
    expect(rows).toEqual([
      ['a', 'FulfillmentOrder', '11', 0],
      ['a', 'FulfillmentOrder', '13', 4],
      ['b', 'FulfillmentOrder', '11', 0],
    ]);
  });
});
