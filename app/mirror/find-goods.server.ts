// Goods by the names that people use for them, and back: SKUs of variants, handles of products, types and vendors.
import { inShop } from '../db.server.ts';

export type GoodsScope = 'everything' | 'products' | 'variants' | 'type' | 'vendor';

/** Every product type and vendor that a product bears, by name. */
export async function readTypesAndVendors(shop: string): Promise<{ types: string[]; vendors: string[] }> {
  const rows = await inShop(
    shop,
    (tx) => tx.$queryRaw<{ kind: string; name: string }[]>`
      SELECT 'type' AS kind, "productType" AS name FROM "Product" WHERE "shop" = ${shop} AND "productType" <> '' GROUP BY 2
      UNION ALL
      SELECT 'vendor', "vendor" FROM "Product" WHERE "shop" = ${shop} AND "vendor" <> '' GROUP BY 2
      ORDER BY 1, 2 LIMIT 2000`,
  );
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.name);
  return { types: of('type'), vendors: of('vendor') };
}

/**
 * Turns names into keys for each of many askers at once. Variants are named by SKU, products by handle or title, case does not
 * count; a name that several bear means all of them. `unknown`: names that nothing bears. Types and vendors are
 * their own keys, known or not: a plan may come before its goods.
 */
export async function findGoods(
  shop: string,
  asked: readonly { scope: GoodsScope; names: readonly string[] }[],
): Promise<{ keys: string[]; unknown: string[] }[]> {
  const namesOf = (scope: GoodsScope) => [
    ...new Set(
      asked.filter((one) => one.scope === scope).flatMap((one) => one.names.map((name) => name.toLowerCase())),
    ),
  ];
  const skus = namesOf('variants');
  const products = namesOf('products');
  const [variantRows, productRows] = await inShop(shop, (tx) =>
    Promise.all([
      skus.length === 0
        ? []
        : tx.$queryRaw<{ name: string; id: string }[]>`
            SELECT lower("sku") AS name, "id" FROM "Variant" WHERE "shop" = ${shop} AND lower("sku") = ANY(${skus})`,
      products.length === 0
        ? []
        : tx.$queryRaw<{ name: string; id: string }[]>`
            SELECT lower("handle") AS name, "id" FROM "Product" WHERE "shop" = ${shop} AND lower("handle") = ANY(${products})
            UNION
            SELECT lower("title"), "id" FROM "Product" WHERE "shop" = ${shop} AND lower("title") = ANY(${products})`,
    ]),
  );
  const found = {
    variants: Map.groupBy(variantRows, (row) => row.name),
    products: Map.groupBy(productRows, (row) => row.name),
  };
  return asked.map(({ scope, names }) => {
    if (scope === 'everything') return { keys: [], unknown: [] };
    if (scope === 'type' || scope === 'vendor') return { keys: [...names], unknown: [] };
    const ids = names.map((name) => found[scope].get(name.toLowerCase())?.map((row) => row.id) ?? []);
    return { keys: [...new Set(ids.flat())], unknown: names.filter((_, index) => ids[index]?.length === 0) };
  });
}

/** Names for keys, as `findGoods` takes them; a key whose goods are gone is its own name. */
export async function nameGoods(
  shop: string,
  asked: readonly { scope: GoodsScope; keys: readonly string[] }[],
): Promise<string[][]> {
  const keysOf = (scope: GoodsScope) => [
    ...new Set(asked.filter((one) => one.scope === scope).flatMap((one) => one.keys)),
  ];
  const variants = keysOf('variants');
  const products = keysOf('products');
  const [skus, handles] = await inShop(shop, (tx) =>
    Promise.all([
      variants.length === 0
        ? []
        : tx.variant.findMany({ where: { id: { in: variants } }, select: { id: true, sku: true } }),
      products.length === 0
        ? []
        : tx.product.findMany({ where: { id: { in: products } }, select: { id: true, handle: true } }),
    ]),
  );
  const skuOf = new Map(skus.map((row) => [row.id, row.sku || row.id]));
  const handleOf = new Map(handles.map((row) => [row.id, row.handle]));
  return asked.map(({ scope, keys }) =>
    keys.map((key) => (scope === 'variants' ? skuOf.get(key) : scope === 'products' ? handleOf.get(key) : key) ?? key),
  );
}
