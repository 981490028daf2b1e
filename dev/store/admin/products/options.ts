import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { addVariant, DEFAULT_TITLE, removeVariant, titleOf, touchProduct } from './adding.ts';
import { type Product, type ProductOption, type ProductVariant, variantsOf } from './product.ts';

interface ValueInput {
  id?: string | null;
  name?: string | null;
}
interface OptionInput {
  id?: string | null;
  name?: string | null;
  position?: number | null;
  values?: ValueInput[] | null;
}

const OPTION_LIMIT = 3;
const NO_PRODUCT = userError(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST');
const no = (errors: UserError | UserError[], product: Product | null = null) => ({ ...refuse(errors), product });
const productOf = ({ world }: Ctx, id: string) => world.get('Product', expectId(id, 'Product'));

/** A product that was never given options has this one, which gives way to the first real one. */
const isDefault = (options: ProductOption[]) =>
  options.length === 1 && options[0]!.name === 'Title' && options[0]!.values[0]?.name === DEFAULT_TITLE;

const inOrder = (options: ProductOption[]) => options.map((option, index) => ({ ...option, position: index + 1 }));

/** Writes the options and what variants now select, with their titles. */
function write(
  world: World,
  product: Product,
  options: ProductOption[],
  choose: (variant: ProductVariant) => ProductVariant['selected'] = ({ selected }) => selected,
): void {
  touchProduct(world, product, { options: inOrder(options) });
  for (const variant of variantsOf(world, product.id)) {
    const before = choose(variant);
    const selected = options.flatMap((option) => before.find((one) => one.optionId === option.id) ?? []);
    world.patch('ProductVariant', variant, { selected, title: titleOf(world, product.id, selected) });
  }
}

function createErrors(product: Product, inputs: OptionInput[]): UserError[] {
  const known = isDefault(product.options) ? [] : product.options;
  if (known.length + inputs.length > OPTION_LIMIT)
    return [userError(['options'], `Can only specify a maximum of ${OPTION_LIMIT} options`, 'OPTIONS_OVER_LIMIT')];
  return inputs.flatMap((input, index) => {
    const say = (field: string[], message: string, code: string) => [
      userError(['options', index, ...field], message, code),
    ];
    if (!input.name?.trim()) return say(['name'], 'Option name must be provided.', 'OPTION_NAME_MISSING');
    const same = (name: string | null | undefined) => name?.toLowerCase() === input.name!.toLowerCase();
    if (known.some((one) => same(one.name)))
      return say([], `Option '${input.name}' already exists.`, 'OPTION_ALREADY_EXISTS');
    if (inputs.findIndex((one) => same(one.name)) < index)
      return say([], `Duplicated option name '${input.name}'.`, 'DUPLICATED_OPTION_NAME');
    if (!input.values?.length)
      return say([], `Option '${input.name}' must specify at least one option value.`, 'OPTION_VALUES_MISSING');
    const names = input.values.map((value) => value.name?.toLowerCase());
    const twice = names.findIndex((name, at) => names.indexOf(name) < at);
    return twice < 0
      ? []
      : say(
          ['values', String(twice)],
          `Duplicated option value '${input.values[twice]!.name}'.`,
          'DUPLICATED_OPTION_VALUE',
        );
  });
}

/** Mutation.productOptionsCreate: known variants take the first value; CREATE makes a variant of every other combination. */
const productOptionsCreate: Resolver = (
  _,
  {
    productId,
    options: inputs,
    variantStrategy,
  }: { productId: string; options: OptionInput[]; variantStrategy: string },
  ctx,
) => {
  const { world } = ctx;
  const product = productOf(ctx, productId);
  if (!product) return no(NO_PRODUCT);
  const errors = createErrors(product, inputs);
  if (errors.length) return no(errors, product);
  const options = isDefault(product.options) ? [] : [...product.options];
  const made: ProductOption[] = [];
  for (const input of inputs) {
    const option = {
      id: world.newId('ProductOption'),
      name: input.name!,
      position: 0,
      values: input.values!.map(({ name }) => ({ id: world.newId('ProductOptionValue'), name: name ?? '' })),
    };
    made.push(option);
    options.splice(input.position ? input.position - 1 : options.length, 0, option);
  }
  const first = made.map((option) => ({ optionId: option.id, valueId: option.values[0]!.id }));
  write(world, product, options, ({ selected }) => [...selected, ...first]);
  if (variantStrategy === 'CREATE') fillIn(world, product);
  return { product, userErrors: [] };
};

/** A variant for every combination of values that has none; price and stock policy as the first one's. */
function fillIn(world: World, product: Product): void {
  const [model] = variantsOf(world, product.id);
  const taken = new Set(variantsOf(world, product.id).map((one) => one.title));
  const combinations = product.options.reduce<Record<string, string>[]>(
    (all, option) => all.flatMap((one) => option.values.map((value) => ({ ...one, [option.name]: value.name }))),
    [{}],
  );
  for (const values of combinations) {
    if (taken.has(product.options.map((option) => values[option.name]).join(' / '))) continue;
    const { price = 0, compareAtPrice = null, inventoryPolicy = 'DENY', taxable = true } = model ?? {};
    addVariant(world, product, { price, compareAtPrice, inventoryPolicy, taxable, values });
  }
}

/** Whether a variant has this value. */
const hasVariants = (world: World, product: Product, valueId: string) =>
  variantsOf(world, product.id).some((one) => one.selected.some((choice) => choice.valueId === valueId));

interface UpdateArgs {
  productId: string;
  option: OptionInput & { id: string };
  optionValuesToAdd?: ValueInput[] | null;
  optionValuesToUpdate?: ValueInput[] | null;
  optionValuesToDelete?: string[] | null;
  variantStrategy?: string | null;
}

function updateErrors(world: World, product: Product, option: ProductOption, args: UpdateArgs): UserError[] {
  const { name } = args.option;
  if (name === '') return [userError(['option', 'name'], 'The name provided is not valid.', 'INVALID_NAME')];
  const lower = (text: string | null | undefined) => text?.toLowerCase() ?? '';
  if (name && product.options.some((one) => one !== option && lower(one.name) === lower(name)))
    return [userError(['option', 'name'], `Option ${name} already exists.`, 'OPTION_ALREADY_EXISTS')];
  const isKnown = (id: string | null | undefined) => option.values.some((value) => value.id === id);
  const errors: UserError[] = [];
  const check = (field: string, ids: (string | null | undefined)[]) => {
    for (const [index, id] of ids.entries())
      if (!isKnown(id))
        errors.push(userError([field, index], 'Option value does not exist.', 'OPTION_VALUE_DOES_NOT_EXIST'));
  };
  check(
    'optionValuesToUpdate',
    (args.optionValuesToUpdate ?? []).map((value) => value.id),
  );
  check('optionValuesToDelete', args.optionValuesToDelete ?? []);
  for (const [index, value] of (args.optionValuesToAdd ?? []).entries())
    if (option.values.some((one) => lower(one.name) === lower(value.name)))
      errors.push(
        userError(['optionValuesToAdd', index], 'Option value already exists.', 'OPTION_VALUE_ALREADY_EXISTS'),
      );
  const gone = args.optionValuesToDelete ?? [];
  if (errors.length === 0 && gone.length >= option.values.length + (args.optionValuesToAdd?.length ?? 0))
    errors.push(
      userError(
        ['optionValuesToDelete'],
        'Cannot delete all option values in the option.',
        'CANNOT_DELETE_ALL_OPTION_VALUES_IN_OPTION',
      ),
    );
  if (errors.length === 0 && args.variantStrategy !== 'MANAGE')
    for (const [index, id] of gone.entries())
      if (hasVariants(world, product, id))
        errors.push(
          userError(
            ['optionValuesToDelete', index],
            'Cannot delete option value with associated variants.',
            'OPTION_VALUE_HAS_VARIANTS',
          ),
        );
  return errors;
}

/** Mutation.productOptionUpdate; MANAGE takes the variants of deleted values away and makes those of new ones. */
const productOptionUpdate: Resolver = (_, args: UpdateArgs, ctx) => {
  const { world } = ctx;
  const product = productOf(ctx, args.productId);
  if (!product) return no(NO_PRODUCT);
  const option = product.options.find((one) => one.id === args.option.id);
  if (!option) return no(userError(['option'], 'Option does not exist', 'OPTION_DOES_NOT_EXIST'), product);
  const errors = updateErrors(world, product, option, args);
  if (errors.length) return no(errors, product);
  const gone = new Set(args.optionValuesToDelete ?? []);
  for (const variant of variantsOf(world, product.id))
    if (variant.selected.some((one) => gone.has(one.valueId))) removeVariant(world, variant);
  const renamed = new Map((args.optionValuesToUpdate ?? []).map((value) => [value.id, value.name]));
  const changed: ProductOption = {
    ...option,
    name: args.option.name ?? option.name,
    values: [
      ...option.values
        .filter((value) => !gone.has(value.id))
        .map((value) => ({ ...value, name: renamed.get(value.id) ?? value.name })),
      ...(args.optionValuesToAdd ?? []).map(({ name }) => ({
        id: world.newId('ProductOptionValue'),
        name: name ?? '',
      })),
    ],
  };
  const options = product.options.map((one) => (one === option ? changed : one));
  const { position } = args.option;
  if (position) options.splice(position - 1, 0, ...options.splice(options.indexOf(changed), 1));
  write(world, product, options);
  if (args.variantStrategy === 'MANAGE' && args.optionValuesToAdd?.length) fillIn(world, product);
  return { product, userErrors: [] };
};

/** Mutation.productOptionsDelete: of variants that become alike only the first stays, and only when POSITION allows it. */
const productOptionsDelete: Resolver = (
  _,
  { productId, options: ids, strategy }: { productId: string; options: string[]; strategy: string },
  ctx,
) => {
  const { world } = ctx;
  const product = productOf(ctx, productId);
  const refused = (errors: UserError[]) => ({ ...no(errors, product ?? null), deletedOptionsIds: null });
  if (!product) return refused([NO_PRODUCT]);
  const unknown = ids.flatMap((id, index) =>
    product.options.some((one) => one.id === id)
      ? []
      : [userError(['options', index], 'Option does not exist.', 'OPTION_DOES_NOT_EXIST')],
  );
  if (unknown.length) return refused(unknown);
  const several = ids.findIndex((id) => product.options.find((one) => one.id === id)!.values.length > 1);
  if (strategy === 'DEFAULT' && several >= 0)
    return refused([
      userError(
        ['options', several],
        'Cannot delete an option with multiple values.',
        'CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES',
      ),
    ]);
  const left = product.options.filter((one) => !ids.includes(one.id));
  const seen = new Set<string>();
  const doubles = variantsOf(world, product.id)
    .sort((a, b) => a.position - b.position)
    .filter((variant) => {
      const rest = variant.selected.filter((one) => !ids.includes(one.optionId)).map((one) => one.valueId);
      const key = rest.join(' ');
      return seen.has(key) || !seen.add(key);
    });
  if (strategy === 'NON_DESTRUCTIVE' && doubles.length)
    return refused([
      userError(
        ['options'],
        'Cannot delete options with the non-destructive strategy: variants would be deleted.',
        'CANNOT_USE_NON_DESTRUCTIVE_STRATEGY',
      ),
    ]);
  for (const variant of doubles) removeVariant(world, variant);
  const bare: ProductOption = {
    id: world.newId('ProductOption'),
    name: 'Title',
    position: 1,
    values: [{ id: world.newId('ProductOptionValue'), name: DEFAULT_TITLE }],
  };
  if (left.length) write(world, product, left);
  else write(world, product, [bare], () => [{ optionId: bare.id, valueId: bare.values[0]!.id }]);
  return { product, deletedOptionsIds: ids, userErrors: [] };
};

/** Mutation.productOptionsReorder: variants follow the order of their options' values. */
const productOptionsReorder: Resolver = (
  _,
  { productId, options: wanted }: { productId: string; options: OptionInput[] },
  ctx,
) => {
  const { world } = ctx;
  const product = productOf(ctx, productId);
  if (!product) return no(NO_PRODUCT);
  const find = <T extends { id: string; name: string }>(list: T[], { id, name }: ValueInput) =>
    list.find((one) => (id ? one.id === id : one.name === name));
  const errors = wanted.flatMap((input, index) => {
    const option = find(product.options, input);
    if (!option)
      return [
        input.id
          ? userError(['options', index, 'id'], 'Option id does not exist.', 'OPTION_ID_DOES_NOT_EXIST')
          : userError(
              ['options', index, 'name'],
              `Option name '${input.name}' does not exist.`,
              'OPTION_NAME_DOES_NOT_EXIST',
            ),
      ];
    return (input.values ?? []).flatMap((value, at) =>
      find(option.values, value)
        ? []
        : [userError(['options', index, 'values', at], 'Option value does not exist.', 'OPTION_VALUE_DOES_NOT_EXIST')],
    );
  });
  if (errors.length) return no(errors, product);
  const first = wanted.map((input) => {
    const option = find(product.options, input)!;
    const values = (input.values ?? []).map((value) => find(option.values, value)!);
    return { ...option, values: [...values, ...option.values.filter((one) => !values.includes(one))] };
  });
  const rest = product.options.filter((one) => !first.some((option) => option.id === one.id));
  write(world, product, [...first, ...rest]);
  const rank = (variant: ProductVariant) =>
    product.options.map((option) => {
      const chosen = variant.selected.find((one) => one.optionId === option.id)?.valueId;
      return option.values.findIndex((value) => value.id === chosen);
    });
  const sorted = variantsOf(world, product.id).sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? a.position - b.position : left[at]! - right[at]!;
  });
  place(world, sorted);
  return { product, userErrors: [] };
};

function place(world: World, variants: ProductVariant[]): void {
  for (const [index, variant] of variants.entries()) world.patch('ProductVariant', variant, { position: index + 1 });
}

/** Mutation.productVariantsBulkReorder. */
const productVariantsBulkReorder: Resolver = (
  _,
  { productId, positions }: { productId: string; positions: { id: string; position: number }[] },
  ctx,
) => {
  const { world } = ctx;
  const product = productOf(ctx, productId);
  if (!product) return no(NO_PRODUCT);
  const variants = variantsOf(world, product.id).sort((a, b) => a.position - b.position);
  const errors: UserError[] = [];
  for (const [index, { id, position }] of positions.entries()) {
    if (!variants.some((one) => one.id === id))
      errors.push(userError(['positions', index, 'id'], 'Product variant does not exist', 'MISSING_VARIANT'));
    else if (positions.findIndex((one) => one.id === id) < index)
      errors.push(userError(['positions', index, 'id'], 'Product variant IDs must be unique', 'DUPLICATED_VARIANT_ID'));
    if (position < 1)
      errors.push(
        userError(
          ['positions', index, 'position'],
          'Product variant position cannot be zero or negative number',
          'INVALID_POSITION',
        ),
      );
  }
  if (errors.length) return no(errors);
  for (const { id, position } of [...positions].sort((a, b) => a.position - b.position)) {
    const at = variants.findIndex((one) => one.id === id);
    variants.splice(position - 1, 0, ...variants.splice(at, 1));
  }
  place(world, variants);
  touchProduct(world, product);
  return { product, userErrors: [] };
};

export const optionMutations = {
  productOptionsCreate,
  productOptionUpdate,
  productOptionsDelete,
  productOptionsReorder,
  productVariantsBulkReorder,
};

export const optionFields = {
  ProductOption: {
    // A value that no variant has is listed among optionValues alone.
    values: (option: ProductOption, _: unknown, { world }: Ctx) =>
      option.values.filter((value) => used(world, option, value.id)).map((value) => value.name),
    optionValues: (option: ProductOption, _: unknown, { world }: Ctx) =>
      option.values.map((value) => ({
        ...value,
        hasVariants: used(world, option, value.id),
        swatch: null,
        linkedMetafieldValue: null,
      })),
    linkedMetafield: () => null,
    translations: () => [],
  },
};

function used(world: World, option: ProductOption & { productId?: string }, valueId: string): boolean {
  return variantsOf(world, option.productId ?? '').some((one) =>
    one.selected.some((choice) => choice.valueId === valueId),
  );
}
