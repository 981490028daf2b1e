import { ask, type Data } from '../merchant.ts';
import type { AdminRequest } from '../place.ts';

const PRODUCT = `id title handle descriptionHtml vendor productType status tags createdAt updatedAt totalInventory hasOnlyDefaultVariant
  options { id name position values } variants(first: 50) { nodes { id title displayName sku barcode price position createdAt updatedAt
  inventoryQuantity inventoryPolicy taxable availableForSale inventoryItem { id } selectedOptions { value } } }`;
const VARIANT = `id title displayName sku barcode price position createdAt updatedAt inventoryQuantity inventoryPolicy taxable availableForSale
  inventoryItem { id } selectedOptions { value } product { id title handle vendor status }`;
const COLLECTION = 'id title handle description descriptionHtml updatedAt sortOrder productsCount { count }';

/** What the resource picker lists: by search text, or by ids when it opens with a selection. */
export function resources(request: AdminRequest, wanted: Record<string, unknown>): Data[] {
  const type = String(wanted.type ?? 'product');
  const filter = (wanted.filter ?? {}) as { query?: string; draft?: boolean; archived?: boolean };
  if (Array.isArray(wanted.ids)) {
    const { data } = ask(
      request,
      `query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Product { ${PRODUCT} } ... on ProductVariant { ${VARIANT} } } }`,
      { ids: wanted.ids },
    );
    return (data.nodes ?? []).filter(Boolean).map(flat);
  }
  const words = String(wanted.text ?? '').trim();
  const terms = [words && `${words.replace(/["\\:()]/g, ' ').trim()}*`, filter.query].filter(Boolean);
  if (type === 'product' && filter.draft === false) terms.push('-status:draft');
  if (type === 'product' && filter.archived === false) terms.push('-status:archived');
  const query = terms.join(' AND ') || null;
  const [field, selection] = (
    {
      product: ['products', PRODUCT],
      variant: ['productVariants', VARIANT],
      collection: ['collections', COLLECTION],
    } as const
  )[type as 'product'] ?? ['products', PRODUCT];
  const { data } = ask(
    request,
    `query($query: String) { ${field}(first: 50, query: $query) { nodes { ${selection} } } }`,
    { query },
  );
  return (data[field]?.nodes ?? []).filter(Boolean).map(flat);
}

/** As the picker hands it to the app: lists instead of connections, numbers instead of counts. */
function flat(resource: Data): Data {
  const variants = resource.variants?.nodes?.map((variant: Data) => ({ ...variant, product: { id: resource.id } }));
  return {
    ...resource,
    ...(variants ? { variants, totalVariants: variants.length, images: [] } : {}),
    ...(resource.productsCount ? { productsCount: resource.productsCount.count } : {}),
  };
}
