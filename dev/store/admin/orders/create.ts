import type { Ctx } from '../../kernel/context.ts';
import { gidTail } from '../../kernel/gid.ts';
import { cents } from '../../kernel/money.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import { customerForEmail } from '../customers/customer.ts';
import { setMetafields } from '../metafields/metafield.ts';
import { soldVariant } from '../products/product.ts';
import { readAddress } from './address.ts';
import type { Amount, Discount, TaxLine } from './order.ts';
import { type NewLine, type NewOrder, readBag, takeOrder } from './taking.ts';

interface Bag {
  shopMoney: { amount: string; currencyCode: string };
  presentmentMoney?: { amount: string; currencyCode: string } | null;
}

interface TaxInput {
  title: string;
  rate: string | number;
  priceSet?: Bag | null;
}

interface LineInput {
  title?: string | null;
  variantTitle?: string | null;
  sku?: string | null;
  vendor?: string | null;
  productId?: string | null;
  variantId?: string | null;
  quantity: number;
  priceSet?: Bag | null;
  taxLines?: TaxInput[] | null;
  requiresShipping?: boolean | null;
  taxable?: boolean | null;
  giftCard?: boolean | null;
  properties?: { name: string; value: string }[] | null;
}

/** OrderCreateOrderInput, as far as the dev store reads it. */
interface OrderInput {
  lineItems?: LineInput[] | null;
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  tags?: string[] | null;
  poNumber?: string | null;
  currency?: string | null;
  presentmentCurrency?: string | null;
  name?: string | null;
  test?: boolean | null;
  taxesIncluded?: boolean | null;
  processedAt?: string | null;
  closedAt?: string | null;
  sourceName?: string | null;
  sourceIdentifier?: string | null;
  financialStatus?: string | null;
  fulfillmentStatus?: string | null;
  customerId?: string | null;
  customer?: {
    toAssociate?: { id?: string | null; email?: string | null } | null;
    toUpsert?: {
      id?: string | null;
      email?: string | null;
      firstName?: string | null;
      lastName?: string | null;
      phone?: string | null;
    } | null;
  } | null;
  customAttributes?: { key: string; value: string }[] | null;
  shippingAddress?: object | null;
  billingAddress?: object | null;
  shippingLines?:
    | { title: string; code?: string | null; source?: string | null; priceSet: Bag; taxLines?: TaxInput[] | null }[]
    | null;
  taxLines?: TaxInput[] | null;
  transactions?:
    | {
        kind?: string | null;
        status?: string | null;
        gateway?: string | null;
        test?: boolean | null;
        amountSet: Bag;
        processedAt?: string | null;
      }[]
    | null;
  discountCode?: {
    itemFixedDiscountCode?: { code: string; amountSet?: Bag | null } | null;
    itemPercentageDiscountCode?: { code: string; percentage?: number | null } | null;
    freeShippingDiscountCode?: { code: string } | null;
  } | null;
  metafields?: { namespace?: string; key: string; type?: string; value: string }[] | null;
}

interface Options {
  inventoryBehaviour?: 'BYPASS' | 'DECREMENT_IGNORING_POLICY' | 'DECREMENT_OBEYING_POLICY' | null;
}

/** Mutation.orderCreate. */
export function orderCreate(
  _: unknown,
  { order: input, options }: { order: OrderInput; options?: Options | null },
  ctx: Ctx,
): Record<string, unknown> {
  const { world, token } = ctx;
  const lines = input.lineItems ?? [];
  const errors = check(
    input,
    lines,
    (id) => soldVariant(world, id) !== undefined,
    (id) => world.get('Customer', id) !== undefined,
  );
  if (errors.length) return refuse(errors, 'order');

  const order = takeOrder(world, {
    lines: lines.map((line) => readLine(line, (id) => soldVariant(world, id) !== undefined)),
    email: input.email ?? null,
    phone: input.phone ?? null,
    note: input.note ?? null,
    tags: input.tags ?? [],
    poNumber: input.poNumber ?? null,
    test: input.test ?? false,
    customerId: customerOf(input, world),
    ...(input.currency ? { currency: input.currency } : {}),
    ...presentment(input, lines),
    ...(input.name ? { name: input.name } : {}),
    ...(input.taxesIncluded == null ? {} : { taxesIncluded: input.taxesIncluded }),
    ...(input.processedAt ? { processedAt: new Date(input.processedAt).toISOString().replace(/\.\d+Z/, 'Z') } : {}),
    closedAt: input.closedAt ?? null,
    // Shopify names the app that made the order, by its number.
    sourceName: input.sourceName ?? gidTail(token.app),
    sourceIdentifier: input.sourceIdentifier ?? null,
    givenFinancialStatus: input.financialStatus ?? null,
    customAttributes: (input.customAttributes ?? []).map(({ key, value }) => ({ key, value })),
    shippingAddress: readAddress(input.shippingAddress),
    billingAddress: readAddress(input.billingAddress),
    shippingLines: (input.shippingLines ?? []).map((line) => ({
      title: line.title,
      code: line.code ?? line.title,
      source: line.source ?? null,
      price: readBag(line.priceSet),
      taxLines: readTaxLines(line.taxLines),
    })),
    transactions: (input.transactions ?? []).map((one) => ({
      kind: one.kind ?? 'SALE',
      status: one.status ?? 'SUCCESS',
      gateway: one.gateway ?? null,
      test: one.test ?? false,
      amount: readBag(one.amountSet),
      ...(one.processedAt ? { processedAt: one.processedAt } : {}),
    })),
    discounts: readDiscounts(input),
    takeStock: (options?.inventoryBehaviour ?? 'BYPASS') !== 'BYPASS',
  } satisfies NewOrder);
  if (input.metafields?.length) setMetafields(ctx, order.id, input.metafields);
  return { order, userErrors: [] };
}

function check(
  input: OrderInput,
  lines: LineInput[],
  variantKnown: (id: string) => boolean,
  customerKnown: (id: string) => boolean,
): UserError[] {
  if (lines.length === 0)
    return [userError(['order', 'lineItems'], 'Line items must have at least one line item', 'INVALID')];
  const errors: UserError[] = [];
  for (const [index, line] of lines.entries()) {
    const at = (name: string) => ['order', 'lineItems', index, name];
    if (line.quantity < 1) errors.push(userError(at('quantity'), 'Quantity must be greater than 0', 'GREATER_THAN'));
    // A variant that does not exist is passed over: with a title the line is a custom one, without it there is no name to give it.
    if (!line.title && !(line.variantId && variantKnown(line.variantId)))
      return [
        userError(['order'], 'Order Line items is invalid', 'INVALID'),
        userError(['order', 'lineItems'], "Line items Name can't be blank", 'INVALID'),
        userError(['order', 'lineItems'], "Line items Title can't be blank", 'INVALID'),
      ];
    if (line.priceSet && cents(line.priceSet.shopMoney.amount) < 0)
      errors.push(userError(at('priceSet'), 'Price must be greater than or equal to 0', 'INVALID'));
    if (!line.variantId && line.title && !line.priceSet)
      errors.push(userError(at('priceSet'), "Price can't be blank", 'BLANK'));
  }
  const customerId = input.customerId ?? input.customer?.toAssociate?.id;
  if (customerId && !customerKnown(customerId))
    errors.push(userError(['order', 'customerId'], 'Customer does not exist', 'NOT_FOUND'));
  return errors;
}

function customerOf(input: OrderInput, world: Ctx['world']): string | null {
  const { toAssociate, toUpsert } = input.customer ?? {};
  if (input.customerId) return input.customerId;
  if (toAssociate?.id) return toAssociate.id;
  if (toUpsert?.id && world.get('Customer', toUpsert.id)) return toUpsert.id;
  const email = toUpsert?.email ?? toAssociate?.email ?? input.email;
  if (!email) return null;
  const address = readAddress(input.shippingAddress ?? input.billingAddress);
  return customerForEmail(world, email, {
    firstName: toUpsert?.firstName ?? address?.firstName ?? null,
    lastName: toUpsert?.lastName ?? address?.lastName ?? null,
    phone: toUpsert?.phone ?? null,
    addresses: address ? [{ ...address, id: world.newId('MailingAddress') }] : [],
  }).id;
}

/** Without a stated presentment currency it is that of the first amount that shows one. */
function presentment(input: OrderInput, lines: LineInput[]): { presentmentCurrency?: string } {
  const currency = input.presentmentCurrency ?? lines[0]?.priceSet?.presentmentMoney?.currencyCode;
  return currency ? { presentmentCurrency: currency } : {};
}

function readLine(line: LineInput, variantKnown: (id: string) => boolean): NewLine {
  return {
    title: line.title ?? null,
    variantTitle: line.variantTitle ?? null,
    sku: line.sku ?? null,
    vendor: line.vendor ?? null,
    productId: line.productId ?? null,
    variantId: line.variantId && variantKnown(line.variantId) ? line.variantId : null,
    quantity: line.quantity,
    price: line.priceSet ? readBag(line.priceSet) : undefined,
    taxLines: readTaxLines(line.taxLines),
    requiresShipping: line.requiresShipping ?? null,
    taxable: line.taxable ?? null,
    giftCard: line.giftCard ?? null,
    customAttributes: (line.properties ?? []).map(({ name, value }) => ({ key: name, value })),
  };
}

function readTaxLines(taxLines: TaxInput[] | null | undefined): TaxLine[] {
  const none: Amount = { shop: 0 };
  return (taxLines ?? []).map((tax) => ({
    title: tax.title,
    rate: Number(tax.rate),
    price: tax.priceSet ? readBag(tax.priceSet) : none,
  }));
}

function readDiscounts({ discountCode }: OrderInput): Discount[] {
  const {
    itemFixedDiscountCode: fixed,
    itemPercentageDiscountCode: percentage,
    freeShippingDiscountCode: free,
  } = discountCode ?? {};
  if (fixed)
    return [
      {
        kind: 'CODE',
        title: fixed.code,
        target: 'LINE_ITEM',
        value: { amount: fixed.amountSet ? readBag(fixed.amountSet).shop : 0 },
      },
    ];
  if (percentage)
    return [
      { kind: 'CODE', title: percentage.code, target: 'LINE_ITEM', value: { percentage: percentage.percentage ?? 0 } },
    ];
  if (free) return [{ kind: 'CODE', title: free.code, target: 'SHIPPING_LINE', value: { percentage: 100 } }];
  return [];
}
