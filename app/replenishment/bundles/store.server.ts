// The only file that writes the table BundlePart; the demand reads it (demand/store.server.ts).
import type { ShopTx } from '../../db.server.ts';
import type { Part } from './bundle.ts';

export type StoredPart = Part & { bundleVariantId: string };

export async function partsOfBundles(tx: ShopTx, bundleVariantIds: readonly string[]): Promise<StoredPart[]> {
  return tx.bundlePart.findMany({
    where: { bundleVariantId: { in: [...bundleVariantIds] } },
    select: { bundleVariantId: true, inventoryItemId: true, quantity: true },
    orderBy: [{ bundleVariantId: 'asc' }, { inventoryItemId: 'asc' }],
  });
}

/** Puts parts into their bundles, or sets their quantities; the others stay. Answers those that were not so already. */
export async function putParts(
  tx: ShopTx,
  shop: string,
  parts: readonly StoredPart[],
  source: 'manual' | 'file',
): Promise<StoredPart[]> {
  return tx.$queryRaw<StoredPart[]>`
    INSERT INTO "BundlePart" AS kept ("shop", "bundleVariantId", "inventoryItemId", "quantity", "source")
    SELECT ${shop}, r."bundleVariantId", r."inventoryItemId", r."quantity", ${source}
    FROM jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) AS r("bundleVariantId" text, "inventoryItemId" text, "quantity" int)
    ON CONFLICT ("shop", "bundleVariantId", "inventoryItemId")
      DO UPDATE SET "quantity" = excluded."quantity", "source" = excluded."source"
    WHERE kept."quantity" <> excluded."quantity"
    RETURNING "bundleVariantId", "inventoryItemId", "quantity"`;
}

/** Takes out of a bundle all but `keep`, and answers how many there were. */
export async function dropParts(tx: ShopTx, bundleVariantId: string, keep: readonly string[]): Promise<number> {
  const { count } = await tx.bundlePart.deleteMany({
    where: { bundleVariantId, inventoryItemId: { notIn: [...keep] } },
  });
  return count;
}

/** Null in place of item, title and SKU: the variant is deleted in Shopify. */
export type BundleHead = {
  variantId: string;
  inventoryItemId: string | null;
  title: string | null;
  sku: string | null;
};

/** Bundles by title whose title or SKU, or that of a component, contains `search`, and how many there are. */
export async function pageOfBundles(
  tx: ShopTx,
  shop: string,
  search: string,
  { skip, take }: { skip: number; take: number },
): Promise<{ total: number; heads: BundleHead[] }> {
  const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await tx.$queryRaw<(BundleHead & { total: number })[]>`
    WITH named AS (
      SELECT v."id", v."inventoryItemId", v."sku",
        p."title" || CASE WHEN v."title" IN ('', 'Default Title') THEN '' ELSE ', ' || v."title" END AS "title"
      FROM "Variant" v JOIN "Product" p ON p."shop" = v."shop" AND p."id" = v."productId"
      WHERE v."shop" = ${shop}
    )
    SELECT b."bundleVariantId" AS "variantId", n."inventoryItemId", n."title", n."sku", count(*) OVER ()::int AS "total"
    FROM (SELECT DISTINCT "bundleVariantId" FROM "BundlePart" WHERE "shop" = ${shop}) b
    LEFT JOIN named n ON n."id" = b."bundleVariantId"
    WHERE ${search} = '' OR n."title" ILIKE ${like} OR n."sku" ILIKE ${like} OR EXISTS (
      SELECT FROM "BundlePart" part JOIN named c ON c."inventoryItemId" = part."inventoryItemId"
      WHERE part."shop" = ${shop} AND part."bundleVariantId" = b."bundleVariantId" AND (c."title" ILIKE ${like} OR c."sku" ILIKE ${like}))
    ORDER BY n."title" NULLS FIRST, b."bundleVariantId" LIMIT ${take} OFFSET ${skip}`;
  return { total: rows[0]?.total ?? 0, heads: rows.map(({ total: _, ...head }) => head) };
}
