import { connection, type PageArgs } from '../../kernel/connection.ts';
import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gidTail } from '../../kernel/gid.ts';
import { search } from '../../kernel/search.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';

/**
 * Discounts off products, with and without a code. One record, which the schema shows under several types: DiscountNode,
 * DiscountAutomaticNode and DiscountCodeNode share their number. Buy X get Y, free shipping and apps' discounts are not made here.
 */
interface Discount {
  id: string;
  /** the code, or null for an automatic one */
  code: string | null;
  title: string;
  startsAt: string;
  endsAt: string | null;
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
  /** 0 to 1, or null where an amount is taken off */
  percentage: number | null;
  amount: string | null;
  appliesOnEachItem: boolean;
  /** everything when both are empty and `all` */
  all: boolean;
  productIds: string[];
  variantIds: string[];
  /** customers who may have it; null = all */
  customerIds: string[] | null;
  createdAt: string;
  updatedAt: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    DiscountNode: Discount;
  }
}

interface BasicInput {
  title?: string | null;
  code?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  usageLimit?: number | null;
  appliesOncePerCustomer?: boolean | null;
  context?: { all?: string | null; customers?: { add?: string[] | null } | null } | null;
  customerGets?: {
    value?: {
      percentage?: number | null;
      discountAmount?: { amount?: string | null; appliesOnEachItem?: boolean | null } | null;
    } | null;
    items?: {
      all?: boolean | null;
      products?: {
        productsToAdd?: string[] | null;
        productsToRemove?: string[] | null;
        productVariantsToAdd?: string[] | null;
        productVariantsToRemove?: string[] | null;
      } | null;
    } | null;
  } | null;
}

const as = (id: string, type: string) => `gid://shopify/${type}/${gidTail(id)}`;
const nodeId = (id: string) => as(id, 'DiscountNode');

function statusOf(discount: Discount, world: World): 'ACTIVE' | 'EXPIRED' | 'SCHEDULED' {
  const now = world.now();
  if (Date.parse(discount.startsAt) > now) return 'SCHEDULED';
  return discount.endsAt !== null && Date.parse(discount.endsAt) <= now ? 'EXPIRED' : 'ACTIVE';
}

/** Under the name of the union's member; its fields are read off the record. */
const shown = (discount: Discount) => ({
  ...discount,
  __typename: discount.code === null ? 'DiscountAutomaticBasic' : 'DiscountCodeBasic',
});

function errorsOf(world: World, field: string, input: BasicInput, before: Discount | null): UserError[] {
  const errors: UserError[] = [];
  const coded = field === 'basicCodeDiscount';
  if (!before && !input.title?.trim()) errors.push(userError([field, 'title'], "Title can't be blank", 'BLANK'));
  if (!before && !input.startsAt) errors.push(userError([field, 'startsAt'], "Starts at can't be blank", 'BLANK'));
  if (!before && coded && !input.code?.trim()) errors.push(userError([field, 'code'], "Code can't be blank", 'BLANK'));
  const startsAt = input.startsAt ?? before?.startsAt;
  const endsAt = input.endsAt === undefined ? before?.endsAt : input.endsAt;
  if (startsAt && endsAt && Date.parse(endsAt) <= Date.parse(startsAt))
    errors.push(userError([field, 'endsAt'], 'Ends at must be after starts at', 'END_DATE_BEFORE_START_DATE'));
  const percentage = input.customerGets?.value?.percentage;
  if (percentage != null && (percentage <= 0 || percentage > 1))
    errors.push(
      userError(
        [field, 'customerGets', 'value', 'percentage'],
        'Value must be between 0.0 and 1.0',
        'VALUE_OUTSIDE_RANGE',
      ),
    );
  const same = (text: string | null | undefined) => text?.trim().toLowerCase();
  if (
    coded &&
    input.code &&
    world.all('DiscountNode').some((one) => one !== before && same(one.code) === same(input.code))
  )
    errors.push(userError([field, 'code'], 'Code must be unique. Please try a different code.', 'TAKEN'));
  return errors;
}

function joined(kept: string[], add: string[] | null | undefined, remove: string[] | null | undefined): string[] {
  return [...new Set([...kept, ...(add ?? [])])].filter((id) => !remove?.includes(id));
}

function written(world: World, input: BasicInput, before: Discount | null): Omit<Discount, 'id'> {
  const { customerGets, context } = input;
  const items = customerGets?.items;
  const value = customerGets?.value;
  const amount = value?.discountAmount;
  const time = (text: string) => new Date(text).toISOString().replace('.000Z', 'Z');
  const now = world.timestamp();
  return {
    code: input.code?.trim() ?? before?.code ?? null,
    title: input.title?.trim() ?? before?.title ?? '',
    startsAt: input.startsAt ? time(input.startsAt) : (before?.startsAt ?? now),
    endsAt: input.endsAt === undefined ? (before?.endsAt ?? null) : input.endsAt === null ? null : time(input.endsAt),
    usageLimit: input.usageLimit === undefined ? (before?.usageLimit ?? null) : input.usageLimit,
    appliesOncePerCustomer: input.appliesOncePerCustomer ?? before?.appliesOncePerCustomer ?? false,
    percentage: value ? (value.percentage ?? null) : (before?.percentage ?? null),
    amount: value ? (amount?.amount ?? null) : (before?.amount ?? null),
    appliesOnEachItem: amount?.appliesOnEachItem ?? before?.appliesOnEachItem ?? false,
    all: items ? items.all === true : (before?.all ?? true),
    productIds: joined(before?.productIds ?? [], items?.products?.productsToAdd, items?.products?.productsToRemove),
    variantIds: joined(
      before?.variantIds ?? [],
      items?.products?.productVariantsToAdd,
      items?.products?.productVariantsToRemove,
    ),
    customerIds: context ? (context.customers?.add ?? null) : (before?.customerIds ?? null),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
}

const payload = (world: World, id: string) => {
  const discount = world.get('DiscountNode', id);
  if (!discount) return { admin_graphql_api_id: id };
  return {
    admin_graphql_api_id: as(id, discount.code === null ? 'DiscountAutomaticNode' : 'DiscountCodeNode'),
    title: discount.title,
    status: statusOf(discount, world),
    created_at: discount.createdAt,
    updated_at: discount.updatedAt,
  };
};

/** The four acts on one family of discounts; `family` names its fields as the schema does. */
function acts(family: {
  node: 'automaticDiscountNode' | 'codeDiscountNode';
  type: 'DiscountAutomaticNode' | 'DiscountCodeNode';
  input: 'automaticBasicDiscount' | 'basicCodeDiscount';
  deleted: 'deletedAutomaticDiscountId' | 'deletedCodeDiscountId';
}): Record<'create' | 'update' | 'deactivate' | 'delete', Resolver> {
  const none = (field: string) => refuse(userError(['id'], 'Discount does not exist.', 'INVALID'), field);
  const coded = family.type === 'DiscountCodeNode';
  const find = (world: World, id: string) => {
    const found = world.get('DiscountNode', nodeId(expectId(id, family.type)));
    return found && (found.code !== null) === coded ? found : undefined;
  };
  return {
    create: (_, args: Record<string, BasicInput>, { world }: Ctx) => {
      const input = args[family.input]!;
      const errors = errorsOf(world, family.input, input, null);
      if (errors.length) return refuse(errors, family.node);
      const made = world.insert('DiscountNode', written(world, input, null));
      world.emit('discounts/create', made.id);
      return { [family.node]: made, userErrors: [] };
    },
    update: (_, args: Record<string, BasicInput> & { id: string }, { world }: Ctx) => {
      const before = find(world, args.id);
      if (!before) return none(family.node);
      const input = args[family.input] as BasicInput;
      const errors = errorsOf(world, family.input, input, before);
      if (errors.length) return refuse(errors, family.node);
      const after = world.patch('DiscountNode', before, written(world, input, before));
      world.emit('discounts/update', after.id);
      return { [family.node]: after, userErrors: [] };
    },
    deactivate: (_, { id }: { id: string }, { world }: Ctx) => {
      const before = find(world, id);
      if (!before) return none(family.node);
      const now = world.timestamp();
      const after = world.patch('DiscountNode', before, { endsAt: now, updatedAt: now });
      world.emit('discounts/update', after.id);
      return { [family.node]: after, userErrors: [] };
    },
    delete: (_, { id }: { id: string }, { world }: Ctx) => {
      const before = find(world, id);
      if (!before) return none(family.deleted);
      world.remove('DiscountNode', before);
      world.emit('discounts/delete', before.id);
      return { [family.deleted]: id, userErrors: [] };
    },
  };
}

const automatic = acts({
  node: 'automaticDiscountNode',
  type: 'DiscountAutomaticNode',
  input: 'automaticBasicDiscount',
  deleted: 'deletedAutomaticDiscountId',
});
const coded = acts({
  node: 'codeDiscountNode',
  type: 'DiscountCodeNode',
  input: 'basicCodeDiscount',
  deleted: 'deletedCodeDiscountId',
});

const searchable = (world: World) => ({
  fields: {
    id: (one: Discount) => Number(gidTail(one.id)),
    title: (one: Discount) => one.title,
    code: (one: Discount) => one.code,
    method: (one: Discount) => (one.code === null ? 'automatic' : 'code'),
    status: (one: Discount) => statusOf(one, world).toLowerCase(),
    type: () => 'all',
    starts_at: (one: Discount) => one.startsAt,
    ends_at: (one: Discount) => one.endsAt,
    created_at: (one: Discount) => one.createdAt,
    updated_at: (one: Discount) => one.updatedAt,
  },
  text: (one: Discount) => [one.title, one.code],
});

const SORT: Record<string, (one: Discount) => string | number | null> = {
  CREATED_AT: (one) => one.createdAt,
  ENDS_AT: (one) => one.endsAt,
  ID: (one) => Number(gidTail(one.id)),
  STARTS_AT: (one) => one.startsAt,
  TITLE: (one) => one.title.toLowerCase(),
  UPDATED_AT: (one) => one.updatedAt,
};

type ListArgs = PageArgs & { query?: string | null; sortKey?: string | null };

const basic = {
  status: (one: Discount, _: unknown, { world }: Ctx) => statusOf(one, world),
  context: (one: Discount, _: unknown, { world }: Ctx) =>
    one.customerIds === null
      ? { __typename: 'DiscountBuyerSelectionAll', all: 'ALL' }
      : {
          __typename: 'DiscountCustomers',
          customers: one.customerIds.flatMap((id) => world.get('Customer', id) ?? []),
        },
  customerGets: (one: Discount, _: unknown, { world }: Ctx) => ({
    appliesOnOneTimePurchase: true,
    appliesOnSubscription: false,
    value:
      one.percentage === null
        ? {
            __typename: 'DiscountAmount',
            amount: { amount: one.amount ?? '0.0', currencyCode: world.all('Shop')[0]?.currencyCode },
            appliesOnEachItem: one.appliesOnEachItem,
          }
        : { __typename: 'DiscountPercentage', percentage: one.percentage },
    items: one.all
      ? { __typename: 'AllDiscountItems', allItems: true }
      : { __typename: 'DiscountProducts', productIds: one.productIds, variantIds: one.variantIds },
  }),
  discountClasses: (one: Discount) => (one.all ? ['ORDER'] : ['PRODUCT']),
  asyncUsageCount: () => 0,
  tags: () => [],
};

export const discounts: Domain = {
  name: 'discounts',
  payloads: { 'discounts/create': payload, 'discounts/update': payload, 'discounts/delete': payload },
  resolvers: {
    QueryRoot: {
      discountNodes: (_, args: ListArgs, { world }: Ctx) => {
        const { test } = search(args.query, searchable(world));
        const sort = SORT[args.sortKey ?? 'ID'] ?? SORT.ID!;
        return connection(world.all('DiscountNode').filter(test), args, { sort });
      },
      discountNode: (_, { id }: { id: string }, { world }: Ctx) =>
        world.get('DiscountNode', nodeId(expectId(id, 'DiscountNode', 'DiscountAutomaticNode', 'DiscountCodeNode'))) ??
        null,
      discountNodesCount: (_, { query }: { query?: string | null }, { world }: Ctx) => {
        const { test } = search(query, searchable(world));
        return { count: world.all('DiscountNode').filter(test).length, precision: 'EXACT' };
      },
    },
    Mutation: {
      discountAutomaticBasicCreate: automatic.create,
      discountAutomaticBasicUpdate: automatic.update,
      discountAutomaticDeactivate: automatic.deactivate,
      discountAutomaticDelete: automatic.delete,
      discountCodeBasicCreate: coded.create,
      discountCodeBasicUpdate: coded.update,
      discountCodeDeactivate: coded.deactivate,
      discountCodeDelete: coded.delete,
    },
    DiscountNode: { discount: (one: Discount) => shown(one) },
    DiscountAutomaticNode: {
      id: (one: Discount) => as(one.id, 'DiscountAutomaticNode'),
      automaticDiscount: (one: Discount) => shown(one),
    },
    DiscountCodeNode: {
      id: (one: Discount) => as(one.id, 'DiscountCodeNode'),
      codeDiscount: (one: Discount) => shown(one),
    },
    DiscountAutomaticBasic: basic,
    DiscountCodeBasic: basic,
    DiscountProducts: {
      products: ({ productIds }: { productIds: string[] }, args: PageArgs, { world }: Ctx) =>
        connection(
          productIds.flatMap((id) => world.get('Product', id) ?? []),
          args,
        ),
      productVariants: ({ variantIds }: { variantIds: string[] }, args: PageArgs, { world }: Ctx) =>
        connection(
          variantIds.flatMap((id) => world.get('ProductVariant', id) ?? []),
          args,
        ),
    },
  },
};
