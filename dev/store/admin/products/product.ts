import type { Cents } from '../../kernel/money.ts';
import type { World } from '../../kernel/world.ts';

export interface OptionValue {
  id: string;
  name: string;
}

export interface ProductOption {
  id: string;
  name: string;
  position: number;
  values: OptionValue[];
}

export interface Product {
  id: string;
  title: string;
  handle: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT' | 'UNLISTED';
  /** Sorted, as Shopify answers them. */
  tags: string[];
  templateSuffix: string | null;
  options: ProductOption[];
  imageUrl: string | null;
  isGiftCard: boolean;
  seo?: { title: string | null; description: string | null };
  createdAt: string;
  updatedAt: string;
  publishedAt: string | null;
  /** What totalInventory answers until Shopify has counted again. */
  lag?: { shown: number; until: number } | undefined;
}

export interface ProductVariant {
  id: string;
  productId: string;
  inventoryItemId: string;
  /** "Default Title" for a product without options. */
  title: string;
  sku: string | null;
  barcode: string | null;
  price: Cents;
  compareAtPrice: Cents | null;
  taxable: boolean;
  inventoryPolicy: 'DENY' | 'CONTINUE';
  position: number;
  /** One value per option of the product, by option id. */
  selected: { optionId: string; valueId: string }[];
  createdAt: string;
  updatedAt: string;
}

export interface InventoryItem {
  id: string;
  variantId: string;
  sku: string | null;
  tracked: boolean;
  requiresShipping: boolean;
  cost: Cents | null;
  countryCodeOfOrigin: string | null;
  provinceCodeOfOrigin: string | null;
  harmonizedSystemCode: string | null;
  weight: { value: number; unit: string };
  createdAt: string;
  updatedAt: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Product: Product;
    ProductVariant: ProductVariant;
    InventoryItem: InventoryItem;
  }
}

export const variantsOf = (world: World, productId: string): ProductVariant[] =>
  world.where('ProductVariant', 'productId', productId);

/** Weight of one unit of what a line sold, as its item says now. */
export function weightOf(world: World, line: { variantId: string | null }): InventoryItem['weight'] | null {
  const variant = world.get('ProductVariant', line.variantId);
  return world.get('InventoryItem', variant?.inventoryItemId)?.weight ?? null;
}

/** What an order line copies from a variant when it is sold; undefined for an unknown variant. */
export function soldVariant(world: World, variantId: string) {
  const variant = world.get('ProductVariant', variantId);
  if (!variant) return undefined;
  const product = world.get('Product', variant.productId);
  const item = world.get('InventoryItem', variant.inventoryItemId);
  return {
    variant,
    title: product?.title ?? variant.title,
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    vendor: product?.vendor ?? null,
    requiresShipping: item?.requiresShipping ?? true,
  };
}
