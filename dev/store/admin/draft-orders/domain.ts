import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx, Resolvers } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { type Cents, cents, moneyBag, padded } from '../../kernel/money.ts';
import { search } from '../../kernel/search.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { customerForEmail } from '../customers/customer.ts';
import { metafieldFields, setMetafields } from '../metafields/metafield.ts';
import { legacyResourceId } from '../node.ts';
import { mailingAddress, readAddress } from '../orders/address.ts';
import type { Address, Attribute, Discount, Order } from '../orders/order.ts';
import { discountOn, sortTags, takeOrder } from '../orders/taking.ts';
import { soldVariant } from '../products/product.ts';
import { shopOf } from '../shop/domain.ts';
import { draftOrderPayload } from './payload.ts';

interface DiscountInput {
  title?: string | null;
  description?: string | null;
  value: number;
  valueType: 'FIXED_AMOUNT' | 'PERCENTAGE';
}

export interface DraftLine {
  id: string;
  uuid: string;
  title: string;
  variantTitle: string | null;
  variantId: string | null;
  sku: string | null;
  quantity: number;
  price: Cents;
  discount: { title: string; value: Discount['value'] } | null;
  requiresShipping: boolean;
  taxable: boolean;
  customAttributes: Attribute[];
}

/** An order that is being prepared; completing it makes the order. */
export interface DraftOrder {
  id: string;
  name: string;
  status: 'OPEN' | 'INVOICE_SENT' | 'COMPLETED';
  orderId: string | null;
  customerId: string | null;
  email: string | null;
  phone: string | null;
  note: string | null;
  poNumber: string | null;
  tags: string[];
  lines: DraftLine[];
  discount: { title: string; value: Discount['value'] } | null;
  shipping: { title: string; price: Cents } | null;
  customAttributes: Attribute[];
  shippingAddress: Address | null;
  billingAddress: Address | null;
  taxExempt: boolean;
  purchasingCompany: NonNullable<Order['purchasingCompany']> | null;
  sourceName: string | null;
  createdAt: string;
  updatedAt: string;
  completedAt: string | null;
  invoiceSentAt: string | null;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    DraftOrder: DraftOrder;
  }
}

interface Input {
  email?: string | null;
  phone?: string | null;
  note?: string | null;
  poNumber?: string | null;
  tags?: string[] | null;
  customerId?: string | null;
  purchasingEntity?: {
    customerId?: string | null;
    purchasingCompany?: { companyId: string; companyContactId: string; companyLocationId: string } | null;
  } | null;
  lineItems?:
    | {
        title?: string | null;
        variantId?: string | null;
        quantity: number;
        originalUnitPrice?: string | null;
        originalUnitPriceWithCurrency?: { amount: string } | null;
        sku?: string | null;
        requiresShipping?: boolean | null;
        taxable?: boolean | null;
        appliedDiscount?: DiscountInput | null;
        customAttributes?: Attribute[] | null;
      }[]
    | null;
  appliedDiscount?: DiscountInput | null;
  shippingLine?: { title?: string | null; price?: string | null; priceWithCurrency?: { amount: string } | null } | null;
  customAttributes?: Attribute[] | null;
  shippingAddress?: Address | null;
  billingAddress?: Address | null;
  taxExempt?: boolean | null;
  sourceName?: string | null;
  metafields?: { namespace?: string; key: string; type?: string; value: string }[] | null;
}

function readDiscount(input: DiscountInput | null | undefined): DraftOrder['discount'] {
  if (!input) return null;
  const title = input.title ?? input.description ?? 'Custom discount';
  return {
    title,
    value: input.valueType === 'PERCENTAGE' ? { percentage: input.value } : { amount: cents(input.value) },
  };
}

function readLines(world: World, input: Input): DraftLine[] {
  return (input.lineItems ?? []).map((line) => {
    const sold = line.variantId ? soldVariant(world, line.variantId) : undefined;
    const given = line.originalUnitPriceWithCurrency?.amount ?? line.originalUnitPrice;
    return {
      id: world.newId('DraftOrderLineItem'),
      uuid: world.uuid(),
      title: sold?.title ?? line.title ?? '',
      variantTitle: sold?.variantTitle ?? null,
      variantId: line.variantId ?? null,
      sku: sold?.variant.sku ?? line.sku ?? null,
      quantity: line.quantity,
      price: sold?.variant.price ?? cents(given),
      discount: readDiscount(line.appliedDiscount),
      requiresShipping: sold?.requiresShipping ?? line.requiresShipping ?? true,
      taxable: sold?.variant.taxable ?? line.taxable ?? true,
      customAttributes: line.customAttributes ?? [],
    };
  });
}

function check(world: World, input: Input): UserError[] {
  const company = input.purchasingEntity?.purchasingCompany;
  if (company && !world.get('Company', company.companyId))
    return [userError(['purchasingEntity', 'purchasingCompany', 'companyId'], 'Company does not exist')];
  if (input.lineItems?.length === 0 || (!input.lineItems && !('id' in input)))
    return [userError(null, 'Add at least 1 product')];
  const errors: UserError[] = [];
  for (const [index, line] of (input.lineItems ?? []).entries()) {
    if (line.quantity < 1)
      errors.push(userError(['lineItems', index, 'quantity'], 'Quantity must be greater than or equal to 1'));
    if (line.variantId && !soldVariant(world, line.variantId))
      errors.push(userError(null, `Product with ID ${gidTail(line.variantId)} is no longer available.`));
    if (!line.variantId && !line.title) errors.push(userError(null, 'Merchandise title is empty.'));
  }
  return errors;
}

function fields(world: World, input: Input): Partial<DraftOrder> {
  const company = input.purchasingEntity?.purchasingCompany;
  const shipping = input.shippingLine;
  return {
    ...('email' in input ? { email: input.email ?? null } : {}),
    ...('phone' in input ? { phone: input.phone ?? null } : {}),
    ...('note' in input ? { note: input.note ?? null } : {}),
    ...('poNumber' in input ? { poNumber: input.poNumber ?? null } : {}),
    ...(input.tags ? { tags: sortTags(input.tags) } : {}),
    ...(input.lineItems ? { lines: readLines(world, input) } : {}),
    ...('appliedDiscount' in input ? { discount: readDiscount(input.appliedDiscount) } : {}),
    ...('shippingLine' in input
      ? {
          shipping: shipping
            ? { title: shipping.title ?? 'Custom', price: cents(shipping.priceWithCurrency?.amount ?? shipping.price) }
            : null,
        }
      : {}),
    ...(input.customAttributes ? { customAttributes: input.customAttributes } : {}),
    ...('shippingAddress' in input ? { shippingAddress: readAddress(input.shippingAddress) } : {}),
    ...('billingAddress' in input ? { billingAddress: readAddress(input.billingAddress) } : {}),
    ...('taxExempt' in input ? { taxExempt: input.taxExempt ?? false } : {}),
    ...('sourceName' in input ? { sourceName: input.sourceName ?? null } : {}),
    ...('customerId' in input || input.purchasingEntity?.customerId
      ? { customerId: input.purchasingEntity?.customerId ?? input.customerId ?? null }
      : {}),
    ...(company
      ? {
          purchasingCompany: {
            companyId: company.companyId,
            contactId: company.companyContactId,
            locationId: company.companyLocationId,
          },
        }
      : {}),
  };
}

const lineNet = (line: DraftLine): Cents => {
  const gross = { shop: line.price * line.quantity };
  if (!line.discount) return gross.shop;
  const off =
    'amount' in line.discount.value ? { amount: line.discount.value.amount * line.quantity } : line.discount.value;
  return gross.shop - discountOn(off, gross).shop;
};

function totals(draft: DraftOrder) {
  const gross = draft.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const lines = draft.lines.reduce((sum, line) => sum + lineNet(line), 0);
  const off = draft.discount ? discountOn(draft.discount.value, { shop: lines }).shop : 0;
  const shipping = draft.shipping?.price ?? 0;
  return {
    gross,
    lines,
    subtotal: lines - off,
    discounts: gross - lines + off,
    shipping,
    total: lines - off + shipping,
  };
}

function complete(world: World, draft: DraftOrder, paid: boolean, gateway: string): Order {
  const { total } = totals(draft);
  const customerId =
    draft.customerId ?? (draft.email && !draft.purchasingCompany ? customerForEmail(world, draft.email).id : null);
  const order = takeOrder(world, {
    email: draft.email,
    phone: draft.phone,
    note: draft.note,
    poNumber: draft.poNumber,
    tags: draft.tags,
    customerId,
    purchasingCompany: draft.purchasingCompany,
    customAttributes: draft.customAttributes,
    shippingAddress: draft.shippingAddress,
    billingAddress: draft.billingAddress,
    sourceName: draft.sourceName ?? gidTail(draft.id),
    givenFinancialStatus: 'PENDING',
    lines: draft.lines.map((line) => ({
      title: line.title,
      variantTitle: line.variantTitle,
      variantId: line.variantId,
      sku: line.sku,
      quantity: line.quantity,
      price: { shop: line.price },
      requiresShipping: line.requiresShipping,
      taxable: line.taxable,
      customAttributes: line.customAttributes,
      discount: line.discount
        ? {
            title: line.discount.title,
            value:
              'amount' in line.discount.value
                ? { amount: line.discount.value.amount * line.quantity }
                : line.discount.value,
          }
        : undefined,
    })),
    discounts: draft.discount ? [{ kind: 'MANUAL', target: 'LINE_ITEM', ...draft.discount }] : [],
    shippingLines: draft.shipping
      ? [
          {
            title: draft.shipping.title,
            code: 'custom',
            source: 'shopify',
            price: { shop: draft.shipping.price },
            taxLines: [],
          },
        ]
      : [],
    transactions: paid ? [{ kind: 'SALE', gateway, amount: { shop: total } }] : [],
  });
  if (paid) world.emit('orders/paid', order.id);
  return order;
}

const missing = () => refuse(userError(['id'], 'Draft order does not exist'), 'draftOrder');

const draftOrderComplete = (
  _: unknown,
  { id, paymentPending }: { id: string; paymentPending?: boolean | null },
  { world }: Ctx,
) => {
  const draft = world.get('DraftOrder', id);
  if (!draft) return missing();
  if (draft.status === 'COMPLETED') return refuse(userError(null, 'This order has been paid'), 'draftOrder');
  const order = complete(world, draft, !paymentPending, 'manual');
  const now = world.timestamp();
  world.patch('DraftOrder', draft, { status: 'COMPLETED', orderId: order.id, completedAt: now, updatedAt: now });
  world.emit('draft_orders/update', draft.id);
  return { draftOrder: draft, userErrors: [] };
};

const bag =
  (pick: (sum: ReturnType<typeof totals>) => Cents) =>
  (draft: DraftOrder, _: unknown, { world }: Ctx) =>
    moneyBag(pick(totals(draft)), shopOf(world).currencyCode);
const plain = (pick: (sum: ReturnType<typeof totals>) => Cents) => (draft: DraftOrder) => padded(pick(totals(draft)));
const lineBag =
  (pick: (line: DraftLine) => Cents) =>
  (line: DraftLine, _: unknown, { world }: Ctx) =>
    moneyBag(pick(line), shopOf(world).currencyCode);

const applied = (world: World, discount: DraftOrder['discount'], base: Cents) =>
  discount && {
    title: discount.title,
    description: discount.title,
    value: 'percentage' in discount.value ? discount.value.percentage : discount.value.amount / 100,
    valueType: 'percentage' in discount.value ? 'PERCENTAGE' : 'FIXED_AMOUNT',
    amountSet: moneyBag(discountOn(discount.value, { shop: base }).shop, shopOf(world).currencyCode),
  };

const resolvers: Resolvers = {
  QueryRoot: {
    draftOrder: (_, { id }: { id: string }, { world }) => world.get('DraftOrder', id) ?? null,
    draftOrders: (_, args: PageArgs & { query?: string }, { world }) => {
      const { test } = search<DraftOrder>(args.query, {
        fields: {
          id: (draft) => gidTail(draft.id),
          tag: (draft) => draft.tags,
          status: (draft) => draft.status.toLowerCase(),
          created_at: (draft) => draft.createdAt,
          updated_at: (draft) => draft.updatedAt,
          customer_id: (draft) => draft.customerId && gidTail(draft.customerId),
        },
        text: (draft) => [draft.name, draft.email, ...draft.tags],
      });
      return connection(world.all('DraftOrder').filter(test), args, { sort: (draft) => Number(gidTail(draft.id)) });
    },
    draftOrdersCount: (_, __, { world }) => ({ count: world.table('DraftOrder').size, precision: 'EXACT' }),
  },
  Mutation: {
    draftOrderCreate: (_, { input }: { input: Input }, ctx) => {
      const { world } = ctx;
      const errors = check(world, input);
      if (errors.length) return refuse(errors, 'draftOrder');
      const now = world.timestamp();
      const draft = world.insert('DraftOrder', {
        name: `#D${world.count('draft order')}`,
        status: 'OPEN',
        orderId: null,
        customerId: null,
        email: null,
        phone: null,
        note: null,
        poNumber: null,
        tags: [],
        lines: [],
        discount: null,
        shipping: null,
        customAttributes: [],
        shippingAddress: null,
        billingAddress: null,
        taxExempt: false,
        purchasingCompany: null,
        sourceName: null,
        createdAt: now,
        updatedAt: now,
        completedAt: null,
        invoiceSentAt: null,
        ...fields(world, input),
      });
      if (input.metafields?.length) setMetafields(ctx, draft.id, input.metafields);
      world.emit('draft_orders/create', draft.id);
      return { draftOrder: draft, userErrors: [] };
    },
    draftOrderUpdate: (_, { id, input }: { id: string; input: Input }, { world }) => {
      const draft = world.get('DraftOrder', id);
      if (!draft) return missing();
      const errors = check(world, { ...input, lineItems: input.lineItems ?? [{ title: '-', quantity: 1 }] });
      if (errors.length) return { draftOrder: draft, userErrors: errors };
      world.patch('DraftOrder', draft, { ...fields(world, input), updatedAt: world.timestamp() });
      world.emit('draft_orders/update', draft.id);
      return { draftOrder: draft, userErrors: [] };
    },
    draftOrderComplete,
    draftOrderDelete: (_, { input }: { input: { id: string } }, { world }) => {
      const draft = world.get('DraftOrder', input.id);
      if (!draft) return { deletedId: null, userErrors: [userError(['id'], 'Draft order does not exist')] };
      world.remove('DraftOrder', draft);
      world.emit('draft_orders/delete', draft.id);
      return { deletedId: draft.id, userErrors: [] };
    },
    draftOrderInvoiceSend: (_, { id, email }: { id: string; email?: { to?: string | null } | null }, { world }) => {
      const draft = world.get('DraftOrder', id);
      if (!draft) return missing();
      if (!(email?.to ?? draft.email)) return refuse(userError(null, "To can't be blank"), 'draftOrder');
      const now = world.timestamp();
      world.patch('DraftOrder', draft, { status: 'INVOICE_SENT', invoiceSentAt: now, updatedAt: now });
      return { draftOrder: draft, userErrors: [] };
    },
  },
  DraftOrder: {
    legacyResourceId,
    ...metafieldFields,
    order: (draft: DraftOrder, _, { world }) => world.get('Order', draft.orderId) ?? null,
    customer: (draft: DraftOrder, _, { world }) => world.get('Customer', draft.customerId) ?? null,
    note2: (draft: DraftOrder) => draft.note,
    currencyCode: (_, __, { world }) => shopOf(world).currencyCode,
    presentmentCurrencyCode: (_, __, { world }) => shopOf(world).currencyCode,
    ready: () => true,
    shippingAddress: (draft: DraftOrder) =>
      mailingAddress(draft.shippingAddress, gid('MailingAddress', gidTail(draft.id))),
    billingAddress: (draft: DraftOrder) =>
      mailingAddress(draft.billingAddress, gid('MailingAddress', `${gidTail(draft.id)}1`)),
    billingAddressMatchesShippingAddress: (draft: DraftOrder) =>
      JSON.stringify(draft.billingAddress) === JSON.stringify(draft.shippingAddress),
    lineItems: (draft: DraftOrder, args: PageArgs) => connection(draft.lines, args),
    appliedDiscount: (draft: DraftOrder, _, { world }) => applied(world, draft.discount, totals(draft).lines),
    shippingLine: (draft: DraftOrder, _, { world }) => {
      if (!draft.shipping) return null;
      const { title, price } = draft.shipping;
      const { currencyCode } = shopOf(world);
      const amount = { shop: price };
      return {
        id: gid('ShippingLine', gidTail(draft.id)),
        title,
        code: 'custom',
        source: null,
        price: amount,
        discounted: amount,
        taxLines: [],
        order: { currency: currencyCode, presentmentCurrency: currencyCode },
      };
    },
    totalQuantityOfLineItems: (draft: DraftOrder) => draft.lines.reduce((sum, line) => sum + line.quantity, 0),
    invoiceUrl: (draft: DraftOrder, _, { world }) => `https://${world.shop}/invoices/${gidTail(draft.id)}`,
    purchasingEntity: (draft: DraftOrder, _, { world }) => {
      const company = draft.purchasingCompany;
      if (!company) return world.get('Customer', draft.customerId) ?? null;
      return {
        __typename: 'PurchasingCompany',
        company: world.find(company.companyId),
        contact: world.find(company.contactId),
        location: world.find(company.locationId),
      };
    },
    taxesIncluded: (_, __, { world }) => shopOf(world).taxesIncluded,
    taxLines: () => [],
    discountCodes: () => [],
    platformDiscounts: () => [],
    warnings: () => [],
    totalPriceSet: bag((sum) => sum.total),
    subtotalPriceSet: bag((sum) => sum.subtotal),
    lineItemsSubtotalPrice: bag((sum) => sum.lines),
    totalLineItemsPriceSet: bag((sum) => sum.gross),
    totalDiscountsSet: bag((sum) => sum.discounts),
    totalShippingPriceSet: bag((sum) => sum.shipping),
    totalTaxSet: bag(() => 0),
    totalPrice: plain((sum) => sum.total),
    subtotalPrice: plain((sum) => sum.subtotal),
    totalShippingPrice: plain((sum) => sum.shipping),
    totalTax: plain(() => 0),
  },
  DraftOrderLineItem: {
    name: (line: DraftLine) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
    custom: (line: DraftLine) => line.variantId === null,
    isGiftCard: () => false,
    variant: (line: DraftLine, _, { world }) => world.get('ProductVariant', line.variantId) ?? null,
    product: (line: DraftLine, _, { world }) =>
      world.get('Product', world.get('ProductVariant', line.variantId)?.productId) ?? null,
    taxLines: () => [],
    appliedDiscount: (line: DraftLine, _, { world }) => applied(world, line.discount, line.price),
    originalUnitPriceSet: lineBag((line) => line.price),
    originalUnitPrice: (line: DraftLine) => padded(line.price),
    originalUnitPriceWithCurrency: (line: DraftLine, _, { world }) =>
      moneyBag(line.price, shopOf(world).currencyCode).shopMoney,
    originalTotalSet: lineBag((line) => line.price * line.quantity),
    discountedTotalSet: lineBag(lineNet),
    discountedUnitPriceSet: lineBag((line) => Math.round(lineNet(line) / line.quantity)),
    approximateDiscountedUnitPriceSet: lineBag((line) => Math.round(lineNet(line) / line.quantity)),
    totalDiscountSet: lineBag((line) => line.price * line.quantity - lineNet(line)),
  },
};

export const draftOrders: Domain = {
  name: 'draft orders',
  resolvers,
  complete: ['DraftOrderLineItem', 'DraftOrderAppliedDiscount'],
  payloads: {
    'draft_orders/create': draftOrderPayload(totals),
    'draft_orders/update': draftOrderPayload(totals),
    'draft_orders/delete': draftOrderPayload(totals),
  },
};
