import { inShop } from '../db.server.ts';

/** The names of the shipping methods of what is still to be shipped, the most usual first, `limit` at most. */
export async function readShippingMethods(shop: string, limit: number): Promise<string[]> {
  const rows = await inShop(
    shop,
    (tx) => tx.$queryRaw<{ name: string }[]>`
      SELECT "shippingMethod" AS "name" FROM "FulfillmentOrder"
      WHERE "shop" = ${shop} AND "status" IN ('OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED') AND "shippingMethod" IS NOT NULL
      GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ${limit}`,
  );
  return rows.map((row) => row.name);
}
