import { inShop } from '../../app/db.server.ts';

/** As the fold does it: stock that became another, in the mirror and in the diary. Each `round` is about other items. */
export async function tellNews(shop: string, at: Date, items: number, round: number): Promise<void> {
  await inShop(shop, async (tx) => {
    await tx.$executeRaw`
      WITH changed AS (
        UPDATE "InventoryLevel" SET "available" = greatest(0, "available" - 1) WHERE "shop" = ${shop} AND "inventoryItemId" IN (
          SELECT "id" FROM "InventoryItem" WHERE "shop" = ${shop} ORDER BY md5("id") OFFSET ${round * items}::int LIMIT ${items}::int)
        RETURNING "inventoryItemId", "locationId", "available"
      )
      INSERT INTO "Event" ("shop", "key", "type", "subject", "at", "data")
      SELECT ${shop}, 'stock.changed:' || "inventoryItemId" || '/' || "locationId", 'stock.changed', 'InventoryItem/' || "inventoryItemId", ${at},
        jsonb_build_object('inventoryItemId', "inventoryItemId", 'locationId', "locationId", 'variantId', "inventoryItemId",
          'productId', "inventoryItemId", 'from', "available" + 1, 'available', "available")
      FROM changed`;
  });
}
