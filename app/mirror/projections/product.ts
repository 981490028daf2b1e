// A product and all its variants.
import { minorFromDecimal } from '../../lib/money.ts';
import { idOf } from '../../shopify/gid.ts';
import {
  type Json,
  minor,
  objectOrNull,
  objects,
  ownId,
  referenceOrNull,
  sortedTags,
  tagList,
  text,
  textOrNull,
  wholeOr,
} from '../payload.ts';
import type { ProductRow, VariantRow } from '../rows.ts';
import { second } from '../times.ts';

/** products/create, update. `complete` is false when the payload was cut to its first hundred variants. */
export function productFromPayload(
  payload: Json,
  heardAt: string,
  currency: string,
): { product: ProductRow; complete: boolean } {
  const sourceUpdatedAt = second(text(payload, 'updated_at'));
  const variants = objects(payload.variants, 'variants');
  const image = objectOrNull(payload.image, 'image') ?? objects(payload.images, 'images')[0] ?? null;
  return {
    complete: objects(payload.variant_gids, 'variant_gids').length <= variants.length,
    product: {
      id: ownId(payload),
      title: text(payload, 'title'),
      handle: textOrNull(payload, 'handle') ?? '',
      status: (textOrNull(payload, 'status') ?? 'active').toUpperCase(),
      vendor: textOrNull(payload, 'vendor') ?? '',
      productType: textOrNull(payload, 'product_type') ?? '',
      tags: tagList(payload.tags),
      imageUrl: image && textOrNull(image, 'src'),
      createdAt: second(textOrNull(payload, 'created_at') ?? text(payload, 'updated_at')),
      sourceUpdatedAt,
      heardAt,
      variants: variants.map(
        (variant, index): VariantRow => ({
          id: ownId(variant),
          inventoryItemId: referenceOrNull(variant, 'inventory_item_id'),
          title: textOrNull(variant, 'title') ?? '',
          sku: textOrNull(variant, 'sku'),
          barcode: textOrNull(variant, 'barcode'),
          price: minor(variant, 'price', currency),
          position: wholeOr(variant, 'position', index + 1),
          sourceUpdatedAt: second(textOrNull(variant, 'updated_at') ?? text(payload, 'updated_at')),
          heardAt,
        }),
      ),
    },
  };
}

export type ProductNode = {
  id: string;
  title: string;
  handle: string;
  status: string;
  vendor: string;
  productType: string;
  tags: string[];
  createdAt: string;
  updatedAt: string;
  featuredMedia?: { preview?: { image?: { url: string } | null } | null } | null;
  variants: {
    nodes: {
      id: string;
      title: string;
      sku?: string | null;
      barcode?: string | null;
      price: string;
      position: number;
      updatedAt: string;
      inventoryItem?: { id: string } | null;
    }[];
  };
};

export function productFromNode(node: ProductNode, heardAt: string, currency: string): ProductRow {
  return {
    id: idOf(node.id),
    title: node.title,
    handle: node.handle,
    status: node.status,
    vendor: node.vendor,
    productType: node.productType,
    tags: sortedTags(node.tags),
    imageUrl: node.featuredMedia?.preview?.image?.url ?? null,
    createdAt: second(node.createdAt),
    sourceUpdatedAt: second(node.updatedAt),
    heardAt,
    variants: node.variants.nodes.map(
      (variant): VariantRow => ({
        id: idOf(variant.id),
        inventoryItemId: variant.inventoryItem ? idOf(variant.inventoryItem.id) : null,
        title: variant.title,
        sku: variant.sku || null,
        barcode: variant.barcode || null,
        price: minorFromDecimal(variant.price, currency).toString(),
        position: variant.position,
        sourceUpdatedAt: second(variant.updatedAt),
        heardAt,
      }),
    ),
  };
}
