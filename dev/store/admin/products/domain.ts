import { connection, type PageArgs } from '../../kernel/connection.ts';
import { expectId, type Resolver, type Resolvers } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { money } from '../../kernel/money.ts';
import { search } from '../../kernel/search.ts';
import type { World } from '../../kernel/world.ts';
import { availableOf, countedTotal } from '../inventory/level.ts';
import { metafieldFields } from '../metafields/metafield.ts';
import { legacyResourceId } from '../node.ts';
import { shopOf } from '../shop/domain.ts';
import { productGonePayload, productPayload, variantStockPayload } from './payload.ts';
import { type Product, type ProductOption, type ProductVariant, variantsOf } from './product.ts';
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

const products: Resolver = (_, args: ListArgs, { world, extensions }) => {
  const { test, warnings } = search<Product>(args.query, {
    fields: {
      id: (one) => gidTail(one.id),
      title: (one) => one.title,
      handle: (one) => one.handle,
      status: (one) => one.status.toLowerCase(),
      vendor: (one) => one.vendor,
      product_type: (one) => one.productType,
      tag: (one) => one.tags,
      created_at: (one) => one.createdAt,
      updated_at: (one) => one.updatedAt,
      sku: (one) => variantsOf(world, one.id).map((variant) => variant.sku),
      barcode: (one) => variantsOf(world, one.id).map((variant) => variant.barcode),
      inventory_total: (one) => countedTotal(world, one.id),
    },
    text: (one) => [
      one.title,
      one.vendor,
      one.productType,
      ...one.tags,
      ...variantsOf(world, one.id).map((variant) => variant.sku),
    ],
  });
  if (warnings.length) extensions.search = [{ path: ['products'], query: args.query, warnings }];
  const sort = PRODUCT_SORT[args.sortKey ?? ''];
  return connection(world.all('Product').filter(test), args, sort ? { sort } : {});
};

const productVariants: Resolver = (_, args: ListArgs, { world, extensions }) => {
  const { test, warnings } = search<ProductVariant>(args.query, {
    fields: {
      id: (one) => gidTail(one.id),
      sku: (one) => one.sku,
      barcode: (one) => one.barcode,
      title: (one) => one.title,
      product_id: (one) => gidTail(one.productId),
      updated_at: (one) => one.updatedAt,
    },
    text: (one) => [one.sku, one.title, world.get('Product', one.productId)?.title],
  });
  if (warnings.length) extensions.search = [{ path: ['productVariants'], query: args.query, warnings }];
  return connection(world.all('ProductVariant').filter(test), args);
};

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
    productsCount: (_, __, { world }) => ({ count: world.all('Product').length, precision: 'EXACT' }),
    productByHandle: (_, { handle }: { handle: string }, { world }) =>
      world.where('Product', 'handle', handle)[0] ?? null,
    productVariant: (_, { id }: { id: string }, { world }) =>
      world.get('ProductVariant', expectId(id, 'ProductVariant')) ?? null,
    productVariants,
    productVariantsCount: (_, __, { world }) => ({ count: world.all('ProductVariant').length, precision: 'EXACT' }),
  },
  Mutation: productMutations,
  Product: {
    ...metafieldFields,
    legacyResourceId,
    bodyHtml: (product: Product) => product.descriptionHtml,
    description: (product: Product) => product.descriptionHtml.replace(/<[^>]*>/g, '').trim(),
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
    options: (product: Product, { first }: { first?: number | null }) => product.options.slice(0, first ?? undefined),
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
    seo: () => ({ title: null, description: null }),
    onlineStoreUrl: (product: Product, _, { world }) =>
      product.status === 'ACTIVE' && product.publishedAt ? `https://${world.shop}/products/${product.handle}` : null,
    priceRangeV2: (product: Product, _, { world }) => {
      const prices = variantsOf(world, product.id).map((variant) => variant.price);
      const { currencyCode } = shopOf(world);
      return {
        minVariantPrice: money(Math.min(...prices), currencyCode),
        maxVariantPrice: money(Math.max(...prices), currencyCode),
      };
    },
  },
  ProductOption: {
    values: (option: ProductOption) => option.values.map((value) => value.name),
    optionValues: (option: ProductOption) => option.values.map((value) => ({ ...value, hasVariants: true })),
  },
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
