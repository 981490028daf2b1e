import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { cents } from '../../kernel/money.ts';
import { type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { readItem } from '../inventory/domain.ts';
import { shift, stockAt } from '../inventory/level.ts';
import { type MetafieldInput, setMetafields } from '../metafields/metafield.ts';
import { sortTags } from '../orders/taking.ts';
import { shopOf } from '../shop/domain.ts';
import { addProduct, addVariant, chooseValues, freeHandle, removeVariant, titleOf, touchProduct } from './adding.ts';
import { type Product, type ProductVariant, variantsOf } from './product.ts';

interface ProductInput {
  id?: string | null;
  title?: string | null;
  handle?: string | null;
  descriptionHtml?: string | null;
  vendor?: string | null;
  productType?: string | null;
  status?: Product['status'] | null;
  tags?: string[] | null;
  templateSuffix?: string | null;
  giftCard?: boolean | null;
  seo?: { title?: string | null; description?: string | null } | null;
  metafields?: MetafieldInput[] | null;
  productOptions?: { name: string; values?: { name: string }[] | null }[] | null;
}

interface VariantInput {
  id?: string | null;
  sku?: string | null;
  barcode?: string | null;
  price?: string | number | null;
  compareAtPrice?: string | number | null;
  taxable?: boolean | null;
  inventoryPolicy?: 'DENY' | 'CONTINUE' | null;
  position?: number | null;
  inventoryItem?: Parameters<typeof readItem>[0] | null;
  inventoryQuantities?: { locationId: string; name?: string; quantity?: number; availableQuantity?: number }[] | null;
  quantityAdjustments?: { locationId: string; adjustment: number }[] | null;
  optionValues?:
    | { optionName?: string | null; optionId?: string | null; name?: string | null; id?: string | null }[]
    | null;
  metafields?: ProductInput['metafields'];
}

function checkProduct(input: ProductInput, isNew: boolean, path: string[]): UserError[] {
  const errors: UserError[] = [];
  if ((isNew || input.title != null) && !input.title?.trim())
    errors.push(userError([...path, 'title'], "Title can't be blank", 'BLANK'));
  if ((input.title?.length ?? 0) > 255)
    errors.push(userError([...path, 'title'], 'Title is too long (maximum is 255 characters)', 'TOO_LONG'));
  if ((input.handle?.length ?? 0) > 255)
    errors.push(userError([...path, 'handle'], 'Handle is too long (maximum is 255 characters)', 'TOO_LONG'));
  return errors;
}

function readProduct(world: World, input: ProductInput, self?: Product): Partial<Omit<Product, 'options' | 'id'>> {
  return {
    ...(input.title == null ? {} : { title: input.title }),
    ...(input.handle == null ? {} : { handle: freeHandle(world, input.handle, self?.id) }),
    ...(input.descriptionHtml == null ? {} : { descriptionHtml: input.descriptionHtml }),
    ...(input.vendor == null ? {} : { vendor: input.vendor }),
    ...(input.productType == null ? {} : { productType: input.productType }),
    ...(input.status == null ? {} : { status: input.status }),
    ...(input.tags == null ? {} : { tags: sortTags(input.tags) }),
    ...(input.templateSuffix === undefined ? {} : { templateSuffix: input.templateSuffix }),
    ...(input.seo ? { seo: { title: null, description: null, ...self?.seo, ...input.seo } } : {}),
    ...(input.giftCard == null ? {} : { isGiftCard: input.giftCard }),
  };
}

function makeProduct(ctx: Ctx, input: ProductInput): Product {
  const { world } = ctx;
  const product = addProduct(world, {
    vendor: shopOf(world).name,
    ...readProduct(world, input),
    title: input.title ?? '',
    ...(input.productOptions?.length
      ? {
          options: input.productOptions.map((option) => ({
            name: option.name,
            values: (option.values ?? []).map((value) => value.name),
          })),
        }
      : {}),
  });
  if (input.metafields?.length) setMetafields(ctx, product.id, input.metafields);
  return product;
}

/** Mutation.productCreate: the product with its first variant. */
const productCreate: Resolver = (_, args: { product?: ProductInput | null; input?: ProductInput | null }, ctx: Ctx) => {
  const { world } = ctx;
  const input = args.product ?? args.input ?? {};
  const errors = checkProduct(input, true, []);
  if (errors.length) return { product: null, shop: shopOf(world), userErrors: errors };
  const product = makeProduct(ctx, input);
  addVariant(world, product);
  return { product, shop: shopOf(world), userErrors: [] };
};

/** Mutation.productUpdate. */
const productUpdate: Resolver = (
  _,
  args: { product?: ProductInput | null; input?: ProductInput | null; identifier?: { id?: string | null } | null },
  ctx: Ctx,
) => {
  const { world } = ctx;
  const input = args.product ?? args.input ?? {};
  const id = args.identifier?.id ?? input.id;
  const product = id ? world.get('Product', expectId(id, 'Product')) : undefined;
  if (!product) return { product: null, userErrors: [userError(['id'], 'Product does not exist')] };
  const errors = checkProduct(input, false, []);
  if (errors.length) return { product: null, userErrors: errors };
  touchProduct(world, product, readProduct(world, input, product));
  if (input.metafields?.length) setMetafields(ctx, product.id, input.metafields);
  return { product, userErrors: [] };
};

/** Mutation.productChangeStatus. */
const productChangeStatus: Resolver = (
  _,
  { productId, status }: { productId: string; status: Product['status'] },
  { world },
) => {
  const product = world.get('Product', expectId(productId, 'Product'));
  if (!product)
    return { product: null, userErrors: [userError(['productId'], 'Product does not exist', 'PRODUCT_NOT_FOUND')] };
  return { product: touchProduct(world, product, { status }), userErrors: [] };
};

/** Mutation.productDuplicate: the same options and variants under a new title, with nothing on the shelf. */
const productDuplicate: Resolver = (
  _,
  args: { productId: string; newTitle: string; newStatus?: Product['status'] | null },
  { world },
) => {
  const product = world.get('Product', expectId(args.productId, 'Product'));
  const answer = { imageJob: null, productDuplicateOperation: null, shop: shopOf(world) };
  if (!product)
    return { ...answer, newProduct: null, userErrors: [userError(['productId'], 'Product does not exist')] };
  const { id: _id, handle: _handle, options, createdAt: _created, updatedAt: _updated, lag: _lag, ...same } = product;
  const copy = addProduct(world, {
    ...same,
    title: args.newTitle,
    status: args.newStatus ?? product.status,
    publishedAt: null,
    options: options.map((option) => ({ name: option.name, values: option.values.map((value) => value.name) })),
  });
  for (const variant of variantsOf(world, product.id).sort((a, b) => a.position - b.position)) {
    const { sku, barcode, price, compareAtPrice, taxable, inventoryPolicy, position } = variant;
    const item = world.get('InventoryItem', variant.inventoryItemId);
    const { tracked, requiresShipping, cost, weight } = item ?? {};
    const values = chosenNames(product, variant);
    addVariant(world, copy, {
      ...{ sku, barcode, price, compareAtPrice, taxable, inventoryPolicy, position, values },
      ...(item
        ? { item: { tracked: tracked!, requiresShipping: requiresShipping!, cost: cost!, weight: weight! } }
        : {}),
    });
  }
  for (const { namespace, key, type, value } of world.where('Metafield', 'ownerId', product.id)) {
    const now = world.timestamp();
    world.insert('Metafield', { ownerId: copy.id, namespace, key, type, value, createdAt: now, updatedAt: now });
  }
  return { ...answer, newProduct: copy, userErrors: [] };
};

/** The names of the values a variant has, by the names of the options. */
function chosenNames(product: Product, variant: ProductVariant): Record<string, string> {
  return Object.fromEntries(
    variant.selected.map(({ optionId, valueId }) => {
      const option = product.options.find((one) => one.id === optionId);
      return [option?.name ?? '', option?.values.find((one) => one.id === valueId)?.name ?? ''];
    }),
  );
}

/** Mutation.productDelete: the product goes with all its variants, items and levels. */
const productDelete: Resolver = (_, { input }: { input: { id: string } }, { world }: Ctx) => {
  const product = world.get('Product', expectId(input.id, 'Product'));
  const answer = { productDeleteOperation: null, shop: shopOf(world) };
  if (!product) return { ...answer, deletedProductId: null, userErrors: [userError(['id'], 'Product does not exist')] };
  world.emit('products/delete', product.id);
  for (const variant of variantsOf(world, product.id)) removeVariant(world, variant);
  world.remove('Product', product);
  return { ...answer, deletedProductId: product.id, userErrors: [] };
};

/** Mutation.productSet: makes or makes over a product with exactly the given variants. */
const productSet: Resolver = (
  _,
  args: {
    input: ProductInput & { variants?: VariantInput[] | null };
    identifier?: { id?: string | null; handle?: string | null } | null;
  },
  ctx: Ctx,
) => {
  const { world } = ctx;
  const { input } = args;
  const id = args.identifier?.id ?? input.id;
  const known = id
    ? world.get('Product', expectId(id, 'Product'))
    : args.identifier?.handle
      ? world.where('Product', 'handle', args.identifier.handle)[0]
      : undefined;
  const no = (errors: UserError[]) => ({ product: null, productSetOperation: null, userErrors: errors });
  if (id && !known) return no([userError(['input'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')]);
  const errors = [
    ...checkProduct(input, !known, ['input']),
    ...priceErrors(input.variants ?? [], ['input', 'variants'], 'INVALID_VARIANT'),
  ];
  if (errors.length) return no(errors);
  const product = known ?? makeProduct(ctx, input);
  if (known) touchProduct(world, known, readProduct(world, input, known));
  if (input.variants) {
    const kept = new Set(input.variants.flatMap((one) => one.id ?? []));
    const before = variantsOf(world, product.id);
    const untouched = before.filter((one) => !kept.has(one.id));
    for (const [index, given] of input.variants.entries()) {
      const same =
        before.find((one) => one.id === given.id) ??
        untouched.find((one) => one.title === wantedTitle(world, product, given));
      if (same) {
        changeVariant(ctx, product, same, { ...given, position: index + 1 });
        untouched.splice(untouched.indexOf(same), untouched.includes(same) ? 1 : 0);
      } else makeVariant(ctx, product, given);
    }
    for (const gone of untouched) removeVariant(world, gone);
  } else if (!known) addVariant(world, product);
  // Unlike other changes of stock, those of productSet are counted at once.
  world.patch('Product', product, { lag: undefined });
  return { product, productSetOperation: null, userErrors: [] };
};

/** What can be said against the amounts of variants, before any is written. */
function priceErrors(variants: VariantInput[], path: string[], code: string): UserError[] {
  return variants.flatMap((given, index) => [
    ...(Number(given.price ?? 0) < 0
      ? [userError([...path, index, 'price'], 'Price must be greater than or equal to 0', code)]
      : []),
    ...(Number(given.inventoryItem?.cost ?? 0) < 0
      ? [userError([...path, index, 'inventoryItem', 'cost'], 'Unit cost must be greater than or equal to 0', code)]
      : []),
  ]);
}

function wantedTitle(world: World, product: Product, given: VariantInput): string {
  return titleOf(world, product.id, chooseValues(world, product, valuesOf(product, given)));
}

/** Mutation.productVariantsBulkCreate. */
const productVariantsBulkCreate: Resolver = (
  _,
  args: { productId: string; variants: VariantInput[]; strategy?: string | null },
  ctx: Ctx,
) => {
  const { world } = ctx;
  const product = world.get('Product', expectId(args.productId, 'Product'));
  const no = (errors: UserError[]) => ({ product: null, productVariants: null, userErrors: errors });
  if (!product) return no([userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')]);
  const badPrices = priceErrors(args.variants, ['variants'], 'GREATER_THAN_OR_EQUAL_TO');
  if (badPrices.length) return no(badPrices);
  const before = variantsOf(world, product.id);
  const standsAlone = before.length === 1 && before[0]!.title === 'Default Title';
  const taken = new Set(
    standsAlone || args.strategy === 'REMOVE_STANDALONE_VARIANT' ? [] : before.map((one) => one.title),
  );
  for (const [index, given] of args.variants.entries()) {
    const title = wantedTitle(world, product, given);
    if (taken.has(title))
      return no([
        userError(
          ['variants', index],
          `The variant '${title}' already exists. Please change at least one option value.`,
          'VARIANT_ALREADY_EXISTS',
        ),
      ]);
    taken.add(title);
  }
  if (args.strategy === 'REMOVE_STANDALONE_VARIANT' && before.length === 1) removeVariant(world, before[0]!);
  else if (standsAlone && args.strategy !== 'PRESERVE_STANDALONE_VARIANT') removeVariant(world, before[0]!);
  const made = args.variants.map((given) => makeVariant(ctx, product, given));
  touchProduct(world, product);
  return { product, productVariants: made, userErrors: [] };
};

/** Mutation.productVariantsBulkUpdate. */
const productVariantsBulkUpdate: Resolver = (_, args: { productId: string; variants: VariantInput[] }, ctx: Ctx) => {
  const { world } = ctx;
  const product = world.get('Product', expectId(args.productId, 'Product'));
  const no = (errors: UserError[]) => ({ product: null, productVariants: null, userErrors: errors });
  if (!product) return no([userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')]);
  const badPrices = priceErrors(args.variants, ['variants'], 'GREATER_THAN_OR_EQUAL_TO');
  if (badPrices.length) return no(badPrices);
  const changed: ProductVariant[] = [];
  for (const [index, given] of args.variants.entries()) {
    const variant = given.id ? world.get('ProductVariant', expectId(given.id, 'ProductVariant')) : undefined;
    if (variant?.productId !== product.id)
      return no([
        userError(['variants', index, 'id'], 'Product variant does not exist', 'PRODUCT_VARIANT_DOES_NOT_EXIST'),
      ]);
    changeVariant(ctx, product, variant, given);
    changed.push(variant);
  }
  touchProduct(world, product);
  return { product, productVariants: changed, userErrors: [] };
};

/** Mutation.productVariantsBulkDelete. */
const productVariantsBulkDelete: Resolver = (_, args: { productId: string; variantsIds: string[] }, { world }: Ctx) => {
  const product = world.get('Product', expectId(args.productId, 'Product'));
  if (!product)
    return {
      product: null,
      userErrors: [userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')],
    };
  for (const [index, id] of args.variantsIds.entries()) {
    const variant = world.get('ProductVariant', expectId(id, 'ProductVariant'));
    if (variant?.productId !== product.id)
      return {
        product: null,
        userErrors: [
          userError(
            ['variantsIds', index],
            'At least one variant does not belong to the product',
            'AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT',
          ),
        ],
      };
    removeVariant(world, variant);
  }
  touchProduct(world, product);
  return { product, userErrors: [] };
};

function valuesOf(product: Product, given: VariantInput): Record<string, string> {
  const values: Record<string, string> = {};
  for (const value of given.optionValues ?? []) {
    const option = value.optionId
      ? product.options.find((one) => one.id === value.optionId)
      : product.options.find((one) => one.name === value.optionName);
    const name = value.name ?? option?.values.find((one) => one.id === value.id)?.name;
    if (option && name) values[option.name] = name;
  }
  return values;
}

function readVariant(input: VariantInput): Partial<ProductVariant> {
  const sku = input.inventoryItem?.sku ?? input.sku;
  return {
    ...(sku === undefined ? {} : { sku }),
    ...(input.barcode === undefined ? {} : { barcode: input.barcode }),
    ...(input.price == null ? {} : { price: cents(input.price) }),
    ...(input.compareAtPrice === undefined
      ? {}
      : { compareAtPrice: input.compareAtPrice === null ? null : cents(input.compareAtPrice) }),
    ...(input.taxable == null ? {} : { taxable: input.taxable }),
    ...(input.inventoryPolicy == null ? {} : { inventoryPolicy: input.inventoryPolicy }),
    ...(input.position == null ? {} : { position: input.position }),
  };
}

function makeVariant(ctx: Ctx, product: Product, given: VariantInput): ProductVariant {
  const { world } = ctx;
  const first = given.inventoryQuantities?.[0]?.locationId;
  const variant = addVariant(
    world,
    product,
    { ...readVariant(given), values: valuesOf(product, given), item: readItem(given.inventoryItem ?? {}) },
    first ? world.get('Location', expectId(first, 'Location')) : undefined,
  );
  stock(world, variant, given);
  if (given.metafields?.length) setMetafields(ctx, variant.id, given.metafields);
  return variant;
}

function changeVariant(ctx: Ctx, product: Product, variant: ProductVariant, given: VariantInput): void {
  const { world } = ctx;
  const values = valuesOf(product, given);
  const selected = Object.keys(values).length
    ? chooseValues(world, product, {
        ...chosenNames(product, variant),
        ...values,
      })
    : variant.selected;
  const now = world.timestamp();
  world.patch('ProductVariant', variant, {
    ...readVariant(given),
    selected,
    title: titleOf(world, product.id, selected),
    updatedAt: now,
  });
  const item = world.get('InventoryItem', variant.inventoryItemId);
  const sku = given.inventoryItem?.sku ?? given.sku;
  if (item && (given.inventoryItem || sku !== undefined)) {
    world.patch('InventoryItem', item, {
      ...readItem(given.inventoryItem ?? {}),
      ...(sku === undefined ? {} : { sku }),
      updatedAt: now,
    });
    world.emit('inventory_items/update', item.id);
  }
  stock(world, variant, given);
  if (given.metafields?.length) setMetafields(ctx, variant.id, given.metafields);
}

/** Stocks a variant where quantities are given. */
function stock(world: World, variant: ProductVariant, given: VariantInput): void {
  const wanted = given.inventoryQuantities ?? [];
  for (const { locationId, quantity, availableQuantity } of wanted) {
    const location = world.get('Location', expectId(locationId, 'Location'));
    if (!location) continue;
    const level = stockAt(world, variant.inventoryItemId, location);
    shift(world, level, { available: (quantity ?? availableQuantity ?? 0) - level.available });
  }
  for (const { locationId, adjustment } of given.quantityAdjustments ?? []) {
    const location = world.get('Location', expectId(locationId, 'Location'));
    if (location) shift(world, stockAt(world, variant.inventoryItemId, location), { available: adjustment });
  }
}

export const productMutations = {
  productCreate,
  productUpdate,
  productDelete,
  productChangeStatus,
  productDuplicate,
  productSet,
  productVariantsBulkCreate,
  productVariantsBulkUpdate,
  productVariantsBulkDelete,
};
