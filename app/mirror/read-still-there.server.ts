// What of a list Shopify still has: variants of items, active levels of places, items of variants.
import type { ShopTx } from '../db.server.ts';

type Place = { inventoryItemId: string; locationId: string };

/** Those of the items whose variant is deleted in Shopify. */
export async function itemsWithoutVariant(tx: ShopTx, shop: string, items: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT item.id FROM unnest(${[...items]}::text[]) AS item(id)
    WHERE NOT EXISTS (SELECT FROM "Variant" v WHERE v."shop" = ${shop} AND v."inventoryItemId" = item.id)`;
  return rows.map(({ id }) => id);
}

/** From so many places on one pass over all levels is quicker than a look-up for each. */
const MANY_PLACES = 10_000;

/** Those of the places without an active level at an active location. */
export async function placesWithoutLevel(tx: ShopTx, shop: string, places: readonly Place[]): Promise<Place[]> {
  const items = places.map((place) => place.inventoryItemId);
  const many = places.length >= MANY_PLACES;
  return tx.$queryRaw<Place[]>`
    SELECT place.* FROM unnest(${items}::text[], ${places.map((place) => place.locationId)}::text[])
      AS place("inventoryItemId", "locationId")
    WHERE NOT EXISTS (
      SELECT FROM "InventoryLevel" s JOIN "Location" w ON w."shop" = ${shop} AND w."id" = s."locationId" AND w."active"
      WHERE s."shop" = ${shop} AND (${many} OR s."inventoryItemId" = ANY(${many ? [] : [...new Set(items)]}))
        AND s."inventoryItemId" = place."inventoryItemId" AND s."locationId" = place."locationId" AND s."active")`;
}

/** The inventory items of variants, by variant; what is deleted or has none is missing. */
export async function itemsOfVariants(
  tx: ShopTx,
  shop: string,
  variants: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; inventoryItemId: string }[]>`
    SELECT "id", "inventoryItemId" FROM "Variant"
    WHERE "shop" = ${shop} AND "id" = ANY(${[...variants]}) AND "inventoryItemId" IS NOT NULL`;
  return new Map(rows.map((row) => [row.id, row.inventoryItemId]));
}
