import { gidTail } from '../../kernel/gid.ts';
import { restId, restTime } from '../../kernel/rest.ts';
import type { PayloadBuilder } from '../../kernel/world.ts';
import { availableOf } from '../inventory/level.ts';
import { shopOf } from '../shop/domain.ts';
import { variantsOf } from './product.ts';

/** products/create and update. */
export const productPayload: PayloadBuilder = (world, id) => {
  const product = world.get('Product', id)!;
  const offset = shopOf(world).timezoneOffsetMinutes;
  const variants = variantsOf(world, product.id);
  const valueName = (optionId: string, valueId: string) =>
    product.options.find((one) => one.id === optionId)?.values.find((one) => one.id === valueId)?.name ?? null;
  return {
    admin_graphql_api_id: product.id,
    body_html: product.descriptionHtml,
    created_at: restTime(product.createdAt, offset),
    handle: product.handle,
    id: restId(product.id),
    product_type: product.productType,
    published_at: restTime(product.publishedAt, offset),
    template_suffix: product.templateSuffix,
    title: product.title,
    updated_at: restTime(product.updatedAt, offset),
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: 'web',
    tags: product.tags.join(', '),
    variants: variants.map((variant) => {
      const [option1 = null, option2 = null, option3 = null] = variant.selected.map((one) =>
        valueName(one.optionId, one.valueId),
      );
      const quantity = availableOf(world, variant.inventoryItemId);
      return {
        admin_graphql_api_id: variant.id,
        barcode: variant.barcode,
        compare_at_price: variant.compareAtPrice === null ? null : (variant.compareAtPrice / 100).toFixed(2),
        created_at: restTime(variant.createdAt, offset),
        id: restId(variant.id),
        inventory_policy: variant.inventoryPolicy.toLowerCase(),
        position: variant.position,
        price: (variant.price / 100).toFixed(2),
        product_id: restId(product.id),
        sku: variant.sku,
        taxable: variant.taxable,
        title: variant.title,
        updated_at: restTime(variant.updatedAt, offset),
        option1,
        option2,
        option3,
        image_id: null,
        inventory_item_id: restId(variant.inventoryItemId),
        inventory_quantity: quantity,
        old_inventory_quantity: quantity,
      };
    }),
    options: product.options.map((option) => ({
      name: option.name,
      id: restId(option.id),
      product_id: restId(product.id),
      position: option.position,
      values: option.values.map((value) => value.name),
    })),
    images: [],
    image: null,
    media: [],
    variant_gids: variants.map((variant) => ({
      admin_graphql_api_id: variant.id,
      updated_at: variant.updatedAt.replace('Z', '.000Z'),
    })),
    has_variants_that_requires_components: false,
    category: null,
  };
};

export const productGonePayload: PayloadBuilder = (_, id) => ({ id: Number(gidTail(id)) });

/** variants/in_stock and out_of_stock: the variant as its product's body holds it. */
export const variantStockPayload: PayloadBuilder = (world, id) => {
  const product = productPayload(world, world.get('ProductVariant', id)!.productId) as {
    variants: { admin_graphql_api_id: string }[];
  };
  return product.variants.find((one) => one.admin_graphql_api_id === id);
};
