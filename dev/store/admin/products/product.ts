import type { Cents } from '../../kernel/money.ts';
import type { World } from '../../kernel/world.ts';

/** The least that other domains rely on; the products and inventory domain adds its own fields. */
export interface Product {
  id: string;
  title: string;
  vendor: string;
}

export interface ProductVariant {
  id: string;
  productId: string;
  inventoryItemId: string;
  /** "Default Title" for a product without options. */
  title: string;
  sku: string | null;
  price: Cents;
  taxable: boolean;
}

export interface InventoryItem {
  id: string;
  variantId: string;
  tracked: boolean;
  requiresShipping: boolean;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    Product: Product;
    ProductVariant: ProductVariant;
    InventoryItem: InventoryItem;
  }
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
