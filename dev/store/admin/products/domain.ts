import { connection, cursorOf, type PageArgs, textConnection } from '../../kernel/connection.ts';
import { type Ctx, expectId, type Resolver, type Resolvers } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { money } from '../../kernel/money.ts';
import { type Searchable, search } from '../../kernel/search.ts';
import type { World } from '../../kernel/world.ts';
import { availableOf, countedTotal } from '../inventory/level.ts';
import { metafieldFields } from '../metafields/metafield.ts';
import { legacyResourceId } from '../node.ts';
import { shopOf } from '../shop/domain.ts';
import { optionFields, optionMutations } from './options.ts';
import { productGonePayload, productPayload, variantStockPayload } from './payload.ts';
import { type Product, type ProductVariant, variantsOf } from './product.ts';
import { productMutations } from './write.ts';

interface ListArgs extends PageArgs {
  query?: string | null;
  sortKey?: string | null;
}

const PRODUCT_SORT: Record<string, (product: Product) => string | number> = {
  TITLE: (product) => product.title.toLowerCase(),
  CREATED_AT: (product) => product.createdAt,
  UPDATED_AT: (product) => product.updatedAt,
  VENDOR: (product) => product.vendor.toLowerCase(),
  PRODUCT_TYPE: (product) => product.productType.toLowerCase(),
};

const productSearch = (world: World): Searchable<Product> => ({
  fields: {
    id: (one) => gidTail(one.id),
    title: (one) => one.title,
    handle: (one) => one.handle,
    status: (one) => one.status.toLowerCase(),
    vendor: (one) => one.vendor,
    product_type: (one) => one.productType,
    tag: (one) => one.tags,
    gift_card: (one) => String(one.isGiftCard),
    created_at: (one) => one.createdAt,
    updated_at: (one) => one.updatedAt,
    published_at: (one) => one.publishedAt,
    price: (one) => variantsOf(world, one.id).map((variant) => variant.price / 100),
    sku: (one) => variantsOf(world, one.id).map((variant) => variant.sku),
    barcode: (one) => variantsOf(world, one.id).map((variant) => variant.barcode),
    variant_id: (one) => variantsOf(world, one.id).map((variant) => gidTail(variant.id)),
    variant_title: (one) => variantsOf(world, one.id).map((variant) => variant.title),
    inventory_total: (one) => countedTotal(world, one.id),
    out_of_stock_somewhere: (one) => String(variantsOf(world, one.id).some((variant) => !inStock(world, variant))),
  },
  text: (one) => [
    one.title,
    one.vendor,
    one.productType,
    ...one.tags,
    ...variantsOf(world, one.id).map((variant) => variant.sku),
  ],
});

const variantSearch = (world: World): Searchable<ProductVariant> => {
  const productOf = (one: ProductVariant) => world.get('Product', one.productId);
  return {
    fields: {
      id: (one) => gidTail(one.id),
      sku: (one) => one.sku,
      barcode: (one) => one.barcode,
      title: (one) => one.title,
      product_id: (one) => gidTail(one.productId),
      inventory_quantity: (one) => availableOf(world, one.inventoryItemId),
      taxable: (one) => String(one.taxable),
      product_status: (one) => productOf(one)?.status.toLowerCase(),
      product_type: (one) => productOf(one)?.productType,
      tag: (one) => productOf(one)?.tags,
      vendor: (one) => productOf(one)?.vendor,
      updated_at: (one) => one.updatedAt,
    },
    text: (one) => [one.sku, one.title, productOf(one)?.title],
  };
};

/** The records a query finds; what it does not understand is said beside the data. */
function found<R>(root: string, all: R[], query: string | null | undefined, searchable: Searchable<R>, ctx: Ctx): R[] {
  const { test, warnings } = search(query, searchable);
  if (warnings.length) ctx.extensions.search = [{ path: [root], query, warnings }];
  return query ? all.filter(test) : all;
}

const products: Resolver = (_, args: ListArgs, ctx) => {
  const sort = PRODUCT_SORT[args.sortKey ?? ''];
  const all = found('products', ctx.world.all('Product'), args.query, productSearch(ctx.world), ctx);
  return connection(all, args, sort ? { sort } : {});
};

const VARIANT_SORT: Record<string, (variant: ProductVariant, world: World) => string | number> = {
  SKU: (variant) => variant.sku?.toLowerCase() ?? '',
  TITLE: (variant) => variant.title.toLowerCase(),
  NAME: (variant) => variant.title.toLowerCase(),
  POSITION: (variant) => variant.position,
  INVENTORY_QUANTITY: (variant, world) => availableOf(world, variant.inventoryItemId),
};

const productVariants: Resolver = (_, args: ListArgs, ctx) => {
  const { world } = ctx;
  const sort = VARIANT_SORT[args.sortKey ?? ''];
  const all = found('productVariants', world.all('ProductVariant'), args.query, variantSearch(world), ctx);
  return connection(all, args, sort ? { sort: (one) => sort(one, world) } : {});
};

interface CountArgs {
  query?: string | null;
  limit?: number | null;
}

/** Counting stops at the limit: 10,000 unless told. */
function counted(list: unknown[], { limit }: CountArgs) {
  const most = limit === undefined ? 10000 : (limit ?? Number.POSITIVE_INFINITY);
  return list.length > most ? { count: most, precision: 'AT_LEAST' } : { count: list.length, precision: 'EXACT' };
}

/** Every text that products have. */
const texts =
  (pick: (product: Product) => string[]): Resolver =>
  (_, args: PageArgs, { world }) =>
    textConnection(world.all('Product').flatMap(pick), args);

/** The lowest and highest of some amounts of a product's variants; undefined when there are none. */
function range(world: World, product: Product, pick: (variant: ProductVariant) => number | null) {
  const amounts = variantsOf(world, product.id).flatMap((variant) => pick(variant) ?? []);
  const { currencyCode } = shopOf(world);
  return amounts.length
    ? { min: money(Math.min(...amounts), currencyCode), max: money(Math.max(...amounts), currencyCode) }
    : undefined;
}

const plainText = (product: Product) => product.descriptionHtml.replace(/<[^>]*>/g, '').trim();
const none = (_: unknown, args: PageArgs) => connection([], args);

/** What totalInventory shows: the old sum until Shopify has counted again. */
function totalInventory(world: World, product: Product): number {
  return product.lag && world.now() < product.lag.until ? product.lag.shown : countedTotal(world, product.id);
}

const tracked = (world: World, variant: ProductVariant) =>
  world.get('InventoryItem', variant.inventoryItemId)?.tracked ?? false;
const sortedVariants = (world: World, product: Product) =>
  variantsOf(world, product.id).sort((a, b) => a.position - b.position);
const inStock = (world: World, variant: ProductVariant) =>
  !tracked(world, variant) || variant.inventoryPolicy === 'CONTINUE' || availableOf(world, variant.inventoryItemId) > 0;

const resolvers: Resolvers = {
  QueryRoot: {
    product: (_, { id }: { id: string }, { world }) => world.get('Product', expectId(id, 'Product')) ?? null,
    products,
    productsCount: (_, args: CountArgs, ctx) =>
      counted(found('productsCount', ctx.world.all('Product'), args.query, productSearch(ctx.world), ctx), args),
    productByHandle: (_, { handle }: { handle: string }, { world }) =>
      world.where('Product', 'handle', handle)[0] ?? null,
    productVariant: (_, { id }: { id: string }, { world }) =>
      world.get('ProductVariant', expectId(id, 'ProductVariant')) ?? null,
    productVariants,
    productVariantsCount: (_, args: CountArgs, { world }) => counted(world.all('ProductVariant'), args),
    productByIdentifier: (_, { identifier: { id, handle } }, { world }) =>
      (id ? world.get('Product', expectId(id, 'Product')) : world.where('Product', 'handle', handle)[0]) ?? null,
    productVariantByIdentifier: (_, { identifier }, { world }) => world.get('ProductVariant', identifier.id) ?? null,
    // Nothing here makes collections: there are none, under whichever name.
    collection: () => null,
    collectionByHandle: () => null,
    collectionByIdentifier: () => null,
    collections: none,
    collectionsCount: () => ({ count: 0, precision: 'EXACT' }),
    productTags: texts((product) => product.tags),
    productTypes: texts((product) => [product.productType]),
    productVendors: texts((product) => [product.vendor]),
  },
  Mutation: { ...productMutations, ...optionMutations },
  Product: {
    ...metafieldFields,
    legacyResourceId,
    bodyHtml: (product: Product) => product.descriptionHtml,
    description: (product: Product, { truncateAt }: { truncateAt?: number | null }) => {
      const text = plainText(product);
      return truncateAt != null && text.length > truncateAt ? `${text.slice(0, Math.max(0, truncateAt - 3))}...` : text;
    },
    descriptionPlainSummary: plainText,
    totalInventory: (product: Product, _, { world }) => totalInventory(world, product),
    tracksInventory: (product: Product, _, { world }) =>
      variantsOf(world, product.id).some((variant) => tracked(world, variant)),
    hasOutOfStockVariants: (product: Product, _, { world }) =>
      variantsOf(world, product.id).some((variant) => !inStock(world, variant)),
    hasOnlyDefaultVariant: (product: Product, _, { world }) => {
      const variants = variantsOf(world, product.id);
      return variants.length === 1 && variants[0]!.title === 'Default Title';
    },
    variants: (product: Product, args: PageArgs, { world }) => connection(sortedVariants(world, product), args),
    variantsCount: (product: Product, _, { world }) => ({
      count: variantsOf(world, product.id).length,
      precision: 'EXACT',
    }),
    totalVariants: (product: Product, _, { world }) => variantsOf(world, product.id).length,
    options: (product: Product, { first }: { first?: number | null }) =>
      product.options.slice(0, first ?? undefined).map((option) => ({ ...option, productId: product.id })),
    featuredMedia: (product: Product) =>
      product.imageUrl === null
        ? null
        : {
            __typename: 'MediaImage',
            id: gid('MediaImage', gidTail(product.id)),
            alt: product.title,
            mediaContentType: 'IMAGE',
            preview: {
              image: { id: null, url: product.imageUrl, altText: product.title, width: 600, height: 600 },
              status: 'READY',
            },
          },
    featuredImage: (product: Product) =>
      product.imageUrl === null ? null : { id: null, url: product.imageUrl, altText: product.title },
    media: (_: Product, args: PageArgs) => connection([], args),
    images: (_: Product, args: PageArgs) => connection([], args),
    collections: (_: Product, args: PageArgs) => connection([], args),
    seo: (product: Product) => product.seo ?? { title: null, description: null },
    onlineStoreUrl: (product: Product, _, { world }) =>
      product.status === 'ACTIVE' && product.publishedAt ? `https://${world.shop}/products/${product.handle}` : null,
    priceRangeV2: (product: Product, _, { world }) => {
      const prices = range(world, product, (variant) => variant.price);
      return { minVariantPrice: prices?.min, maxVariantPrice: prices?.max };
    },
    priceRange: (product: Product, _, { world }) => {
      const prices = range(world, product, (variant) => variant.price);
      return { minVariantPrice: prices?.min, maxVariantPrice: prices?.max };
    },
    compareAtPriceRange: (product: Product, _, { world }) => {
      const prices = range(world, product, (variant) => variant.compareAtPrice);
      return prices ? { minVariantCompareAtPrice: prices.min, maxVariantCompareAtPrice: prices.max } : null;
    },
    mediaCount: (product: Product) => ({ count: product.imageUrl === null ? 0 : 1, precision: 'EXACT' }),
    customProductType: (product: Product) => product.productType,
    onlineStorePreviewUrl: (product: Product, _, { world }) => `https://${world.shop}/products/${product.handle}`,
    storefrontId: (product: Product) => Buffer.from(product.id).toString('base64'),
    defaultCursor: (product: Product) => cursorOf(product.id, null),
    // Taxonomy, bundles, combined listings and selling plans are features that no product of this shop uses.
    category: () => null,
    productCategory: () => null,
    standardizedProductType: () => null,
    combinedListing: () => null,
    combinedListingRole: () => null,
    giftCardTemplateSuffix: () => null,
    restrictedForResource: () => null,
    feedback: () => null,
    hasVariantsThatRequiresComponents: () => false,
    requiresSellingPlan: () => false,
    inCollection: () => false,
    bundleComponents: none,
    productComponents: none,
    productComponentsCount: () => ({ count: 0, precision: 'EXACT' }),
    productParents: none,
    sellingPlanGroups: none,
    sellingPlanGroupCount: () => 0,
    sellingPlanGroupsCount: () => ({ count: 0, precision: 'EXACT' }),
    translations: () => [],
  },
  ...optionFields,
  ProductVariant: {
    ...metafieldFields,
    legacyResourceId,
    product: (variant: ProductVariant, _, { world }) => world.get('Product', variant.productId) ?? null,
    inventoryItem: (variant: ProductVariant, _, { world }) =>
      world.get('InventoryItem', variant.inventoryItemId) ?? null,
    inventoryQuantity: (variant: ProductVariant, _, { world }) => availableOf(world, variant.inventoryItemId),
    sellableOnlineQuantity: (variant: ProductVariant, _, { world }) => availableOf(world, variant.inventoryItemId),
    availableForSale: (variant: ProductVariant, _, { world }) => inStock(world, variant),
    price: (variant: ProductVariant) => (variant.price / 100).toFixed(2),
    compareAtPrice: (variant: ProductVariant) =>
      variant.compareAtPrice === null ? null : (variant.compareAtPrice / 100).toFixed(2),
    displayName: (variant: ProductVariant, _, { world }) => {
      const title = world.get('Product', variant.productId)?.title ?? '';
      return `${title} - ${variant.title}`;
    },
    selectedOptions: (variant: ProductVariant, _, { world }) => {
      const options = world.get('Product', variant.productId)?.options ?? [];
      return variant.selected.flatMap(({ optionId, valueId }) => {
        const option = options.find((one) => one.id === optionId);
        const value = option?.values.find((one) => one.id === valueId);
        return option && value ? [{ name: option.name, value: value.name, optionValue: value }] : [];
      });
    },
    image: () => null,
    media: (_: ProductVariant, args: PageArgs) => connection([], args),
    defaultCursor: (variant: ProductVariant) => cursorOf(variant.id, null),
    storefrontId: (variant: ProductVariant) => Buffer.from(variant.id).toString('base64'),
    requiresComponents: () => false,
    productVariantComponents: none,
    productParents: none,
    sellingPlanGroups: none,
    sellingPlanGroupCount: () => 0,
    sellingPlanGroupsCount: () => ({ count: 0, precision: 'EXACT' }),
    showUnitPrice: () => false,
    unitPrice: () => null,
    unitPriceMeasurement: () => null,
    taxCode: () => null,
    translations: () => [],
  },
};

export const productsDomain: Domain = {
  name: 'products',
  resolvers,
  payloads: {
    'products/create': productPayload,
    'products/update': productPayload,
    'products/delete': productGonePayload,
    'variants/in_stock': variantStockPayload,
    'variants/out_of_stock': variantStockPayload,
  },
};
