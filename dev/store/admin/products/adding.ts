import type { World } from '../../kernel/world.ts';
import { stockAt } from '../inventory/level.ts';
import { type Location, primaryLocation } from '../locations/location.ts';
import { sortTags } from '../orders/taking.ts';
import type { InventoryItem, Product, ProductOption, ProductVariant } from './product.ts';
import { variantsOf } from './product.ts';

export const DEFAULT_TITLE = 'Default Title';

export interface NewProduct extends Partial<Omit<Product, 'id' | 'options'>> {
  title: string;
  options?: { name: string; values: string[] }[];
}

export interface NewVariant extends Partial<Omit<ProductVariant, 'id' | 'productId' | 'selected' | 'title'>> {
  /** One value name per option of the product; absent options get their first value. */
  values?: Record<string, string>;
  item?: Partial<InventoryItem>;
}

/** Makes a product without variants; the caller adds at least one. */
export function addProduct(world: World, given: NewProduct): Product {
  const now = world.timestamp();
  const { options, tags, ...rest } = given;
  const wanted = options?.length ? options : [{ name: 'Title', values: [DEFAULT_TITLE] }];
  const product = world.insert('Product', {
    descriptionHtml: '',
    vendor: '',
    productType: '',
    status: 'ACTIVE',
    templateSuffix: null,
    imageUrl: null,
    isGiftCard: false,
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
    ...rest,
    handle: freeHandle(world, rest.handle ?? rest.title),
    tags: sortTags(tags ?? []),
    options: wanted.map((option, index) => makeOption(world, option, index + 1)),
  });
  world.emit('products/create', product.id);
  return product;
}

function makeOption(world: World, option: { name: string; values: string[] }, position: number): ProductOption {
  return {
    id: world.newId('ProductOption'),
    name: option.name,
    position,
    values: option.values.map((name) => ({ id: world.newId('ProductOptionValue'), name })),
  };
}

/** Adds a variant with its inventory item, stocked at the shop's own location (or the one given) with nothing on the shelf. */
export function addVariant(
  world: World,
  product: Product,
  given: NewVariant = {},
  stockedAt: Location | undefined = primaryLocation(world),
): ProductVariant {
  const now = world.timestamp();
  const { values = {}, item, ...rest } = given;
  const id = world.newId('ProductVariant');
  const itemId = world.newId('InventoryItem');
  const selected = chooseValues(world, product, values);
  const variant = world.insert('ProductVariant', {
    barcode: null,
    price: 0,
    compareAtPrice: null,
    taxable: true,
    inventoryPolicy: 'DENY',
    createdAt: now,
    updatedAt: now,
    ...rest,
    sku: rest.sku ?? null,
    position: rest.position ?? variantsOf(world, product.id).length + 1,
    id,
    productId: product.id,
    inventoryItemId: itemId,
    title: titleOf(world, product.id, selected),
    selected,
  });
  world.insert('InventoryItem', {
    tracked: false,
    requiresShipping: true,
    cost: null,
    countryCodeOfOrigin: null,
    provinceCodeOfOrigin: null,
    harmonizedSystemCode: null,
    weight: { value: 0, unit: 'KILOGRAMS' },
    createdAt: now,
    updatedAt: now,
    ...item,
    sku: variant.sku,
    id: itemId,
    variantId: id,
  });
  world.emit('inventory_items/create', itemId);
  if (stockedAt) stockAt(world, itemId, stockedAt);
  return variant;
}

/** Takes a variant away with its item and levels. */
export function removeVariant(world: World, variant: ProductVariant): void {
  const item = world.get('InventoryItem', variant.inventoryItemId);
  if (item) {
    world.emit('inventory_items/delete', item.id);
    for (const level of world.where('InventoryLevel', 'itemId', item.id)) world.remove('InventoryLevel', level);
    world.remove('InventoryItem', item);
  }
  world.remove('ProductVariant', variant);
}

/** Marks a product as changed now and tells it. */
export function touchProduct(world: World, product: Product, changes: Partial<Product> = {}): Product {
  world.patch('Product', product, { ...changes, updatedAt: world.timestamp() });
  world.emit('products/update', product.id);
  return product;
}

/** The value of each option by name; a value that the option does not have yet is added to it. */
export function chooseValues(
  world: World,
  product: Product,
  values: Record<string, string>,
): ProductVariant['selected'] {
  return product.options.map((option) => {
    const wanted = values[option.name] ?? option.values[0]?.name ?? DEFAULT_TITLE;
    const known = option.values.find((value) => value.name === wanted);
    if (known) return { optionId: option.id, valueId: known.id };
    const made = { id: world.newId('ProductOptionValue'), name: wanted };
    const current = world.get('Product', product.id)!;
    world.patch('Product', current, {
      options: current.options.map((one) => (one.id === option.id ? { ...one, values: [...one.values, made] } : one)),
    });
    return { optionId: option.id, valueId: made.id };
  });
}

/** "Small / Red": the values of a variant joined. */
export function titleOf(world: World, productId: string, selected: ProductVariant['selected']): string {
  const options = world.get('Product', productId)?.options ?? [];
  return selected
    .map(
      ({ optionId, valueId }) =>
        options.find((one) => one.id === optionId)?.values.find((one) => one.id === valueId)?.name,
    )
    .filter(Boolean)
    .join(' / ');
}

/** The handle of a title, made unique by a number as Shopify does. */
export function freeHandle(world: World, title: string, except?: string): string {
  const plain =
    title
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'product';
  const taken = (handle: string) => world.where('Product', 'handle', handle).some((one) => one.id !== except);
  if (!taken(plain)) return plain;
  for (let number = 1; ; number++) if (!taken(`${plain}-${number}`)) return `${plain}-${number}`;
}
