import { connection, type PageArgs } from '../../kernel/connection.ts';
import { type Ctx, expectId, type Resolvers } from '../../kernel/context.ts';
import { unimplemented } from '../../kernel/errors.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { padded } from '../../kernel/money.ts';
import { search } from '../../kernel/search.ts';
import type { World } from '../../kernel/world.ts';
import { displayFulfillmentStatus, fulfillableQuantity } from '../fulfillment/status.ts';
import { metafieldFields } from '../metafields/metafield.ts';
import { legacyResourceId } from '../node.ts';
import { weightOf } from '../products/product.ts';
import { shopOf } from '../shop/domain.ts';
import { mailingAddress } from './address.ts';
import {
  type Amount,
  currentQuantity,
  type LineItem,
  linesOf,
  type Order,
  type OrderTransaction,
  refundsOf,
  returnStatus,
  type ShippingLine,
  type TaxLine,
  transactionsOf,
  unfulfilledQuantity,
} from './order.ts';
import { orderSearch, orderSort } from './search.ts';
import {
  activeShipping,
  bag,
  financialStatus,
  lineDiscount,
  lineGross,
  lineNet,
  minus,
  plus,
  share,
  type Totals,
  totalsOf,
  zero,
} from './totals.ts';

const orderOfLine = (line: LineItem, { world }: Ctx): Order => world.get('Order', line.orderId)!;

/** A MoneyBag field of the order from its totals. */
const total =
  (pick: (totals: Totals, order: Order) => Amount) =>
  (order: Order, _: unknown, { world }: Ctx) =>
    bag(order, pick(totalsOf(world, order), order));
/** The same as plain Money in shop currency, as the older fields answer. */
const plain =
  (pick: (totals: Totals) => Amount) =>
  (order: Order, _: unknown, { world }: Ctx) =>
    padded(pick(totalsOf(world, order)).shop);

export function taxLine(order: Order, tax: TaxLine) {
  return {
    title: tax.title,
    rate: tax.rate,
    ratePercentage: tax.rate * 100,
    price: padded(tax.price.shop),
    priceSet: bag(order, tax.price),
    channelLiable: false,
    source: null,
  };
}

export function canMarkAsPaid(world: World, order: Order): boolean {
  if (order.cancelledAt) return false;
  const status = financialStatus(world, order);
  return (
    ['PENDING', 'PARTIALLY_PAID', 'AUTHORIZED', null].includes(status) && totalsOf(world, order).currentTotal.shop > 0
  );
}

function discountApplication(order: Order, index: number) {
  const discount = order.discounts[index]!;
  const { value } = discount;
  return {
    __typename: discount.kind === 'CODE' ? 'DiscountCodeApplication' : 'ManualDiscountApplication',
    index,
    allocationMethod: 'ACROSS',
    targetSelection: 'ALL',
    targetType: discount.target,
    code: discount.title,
    title: discount.title,
    description: discount.title,
    value:
      'percentage' in value
        ? { __typename: 'PricingPercentageValue', percentage: value.percentage }
        : { __typename: 'MoneyV2', ...bag(order, { shop: value.amount }).shopMoney },
  };
}

/** Addresses of orders have no records of their own: their ids come from the order's. */
const addressId = ({ id }: Order, suffix = '') => `${gid('MailingAddress', gidTail(id) + suffix)}?model_name=Address`;

const count = (value: number) => ({ count: value, precision: 'EXACT' });

export const orderFields: Resolvers = {
  QueryRoot: {
    order: (_, { id }: { id: string }, { world }) => world.get('Order', id) ?? null,
    orders: (_, args: PageArgs & { query?: string; sortKey?: string }, ctx) => {
      const { test, warnings } = search(args.query, orderSearch(ctx.world));
      if (warnings.length) ctx.extensions.search = [{ path: ['orders'], query: args.query, warnings }];
      const all = args.query ? ctx.world.all('Order').filter(test) : ctx.world.all('Order');
      return connection(all, args, { sort: orderSort(ctx.world, args.sortKey ?? 'PROCESSED_AT') });
    },
    ordersCount: (_, { query, limit }: { query?: string; limit?: number | null }, { world }) => {
      const found = query
        ? world.all('Order').filter(search(query, orderSearch(world)).test).length
        : world.table('Order').size;
      // Without a limit Shopify counts up to 10,000.
      const most = limit === undefined ? 10000 : (limit ?? Number.POSITIVE_INFINITY);
      return found > most ? { count: most, precision: 'AT_LEAST' } : count(found);
    },
    pendingOrdersCount: (_, __, { world }) =>
      count(
        world.all('Order').filter((order) => !order.cancelledAt && financialStatus(world, order) === 'PENDING').length,
      ),
    orderEditSession: (_, { id }: { id: string }, { world }) => {
      const edit = world.get('CalculatedOrder', gid('CalculatedOrder', gidTail(expectId(id, 'OrderEditSession'))));
      return edit && !edit.committed ? { id } : null;
    },
    // Deferred payments by reference come from payment links, which this shop has not: no reference is known.
    orderPaymentStatus: () => null,
    refund: (_, { id }: { id: string }, { world }) => world.get('Refund', id) ?? null,
    orderByIdentifier: (_, { identifier }: { identifier: { id?: string } }, { world }) =>
      world.get('Order', identifier.id) ?? null,
  },
  Order: {
    legacyResourceId,
    ...metafieldFields,
    customer: (order: Order, _, { world }) => world.get('Customer', order.customerId) ?? null,
    currencyCode: (order: Order) => order.currency,
    presentmentCurrencyCode: (order: Order) => order.presentmentCurrency,
    closed: (order: Order) => order.closedAt !== null,
    confirmed: () => true,
    displayFinancialStatus: (order: Order, _, { world }) => financialStatus(world, order),
    displayFulfillmentStatus: (order: Order, _, { world }) => displayFulfillmentStatus(world, order),
    returnStatus: (order: Order, _, { world }) => returnStatus(world, order.id),
    lineItems: (order: Order, args: PageArgs, { world }) => connection(linesOf(world, order.id), args),
    nonFulfillableLineItems: (order: Order, args: PageArgs, { world }) =>
      connection(
        linesOf(world, order.id).filter((line) => currentQuantity(line) === 0),
        args,
      ),
    shippingLines: (order: Order, args: PageArgs & { includeRemovals?: boolean }) =>
      connection(
        (args.includeRemovals ? order.shippingLines : activeShipping(order)).map((line) => ({ ...line, order })),
        args,
        {
          allowNoWindow: true,
        },
      ),
    shippingLine: (order: Order) => {
      const [line] = activeShipping(order);
      return line ? { ...line, order } : null;
    },
    shippingAddress: (order: Order) => mailingAddress(order.shippingAddress, addressId(order)),
    displayAddress: (order: Order) => mailingAddress(order.shippingAddress ?? order.billingAddress, addressId(order)),
    billingAddress: (order: Order) => mailingAddress(order.billingAddress, addressId(order, '1')),
    billingAddressMatchesShippingAddress: (order: Order) =>
      JSON.stringify(order.billingAddress) === JSON.stringify(order.shippingAddress),
    transactions: (order: Order, { first }: { first?: number | null }, { world }) =>
      transactionsOf(world, order.id).slice(0, first ?? undefined),
    transactionsCount: (order: Order, _, { world }) => count(transactionsOf(world, order.id).length),
    refunds: (order: Order, { first }: { first?: number | null }, { world }) =>
      refundsOf(world, order.id).slice(0, first ?? undefined),
    paymentGatewayNames: (order: Order, _, { world }) => [
      ...new Set(transactionsOf(world, order.id).flatMap(({ gateway }) => gateway ?? [])),
    ],
    taxLines: (order: Order, _, { world }) => {
      const lines = [...linesOf(world, order.id), ...activeShipping(order)].flatMap((line) => line.taxLines);
      const sums = new Map<string, TaxLine>();
      for (const tax of lines) {
        const key = `${tax.title} ${tax.rate}`;
        const known = sums.get(key);
        sums.set(key, known ? { ...tax, price: plus(known.price, tax.price) } : tax);
      }
      return [...sums.values()].map((tax) => taxLine(order, tax));
    },
    currentTaxLines: (order: Order, _, { world }) =>
      totalsOf(world, order).currentTaxLines.map((tax) => taxLine(order, tax)),
    discountApplications: (order: Order, args: PageArgs) =>
      connection(
        order.discounts.map((_, index) => discountApplication(order, index)),
        args,
        { id: (one) => String(one.index) },
      ),
    discountCode: (order: Order) => order.discounts.find((one) => one.kind === 'CODE')?.title ?? null,
    discountCodes: (order: Order) => order.discounts.filter((one) => one.kind === 'CODE').map((one) => one.title),
    subtotalLineItemsQuantity: (order: Order, _, { world }) =>
      linesOf(world, order.id).reduce((sum, line) => sum + line.quantity, 0),
    currentSubtotalLineItemsQuantity: (order: Order, _, { world }) => totalsOf(world, order).currentQuantity,
    requiresShipping: (order: Order, _, { world }) => linesOf(world, order.id).some((line) => line.requiresShipping),
    merchantEditable: (order: Order) => order.cancelledAt === null,
    merchantEditableErrors: (order: Order) => (order.cancelledAt ? ['Order is canceled'] : []),
    canMarkAsPaid: (order: Order, _, { world }) => canMarkAsPaid(world, order),
    capturable: (order: Order, _, { world }) => totalsOf(world, order).authorized.shop > 0,
    fullyPaid: (order: Order, _, { world }) => {
      const { outstanding, authorized } = totalsOf(world, order);
      // What is only authorized is owed no more, but not paid yet either.
      return outstanding.shop + authorized.shop <= 0;
    },
    unpaid: (order: Order, _, { world }) => totalsOf(world, order).received.shop === 0,
    refundable: (order: Order, _, { world }) => linesOf(world, order.id).some((line) => line.quantity > line.refunded),
    restockable: (order: Order, _, { world }) => linesOf(world, order.id).some((line) => line.quantity > line.refunded),
    fulfillable: (order: Order, _, { world }) => linesOf(world, order.id).some((line) => unfulfilledQuantity(line) > 0),
    statusPageUrl: (order: Order, _, { world }) =>
      `https://${world.shop}/orders/${order.confirmationNumber.toLowerCase()}/authenticate`,
    cancellation: (order: Order) => (order.cancelledAt ? { staffNote: order.cancelStaffNote ?? null } : null),
    purchasingEntity: (order: Order, _, { world }) => {
      const company = order.purchasingCompany;
      if (!company) return world.get('Customer', order.customerId) ?? null;
      return {
        __typename: 'PurchasingCompany',
        company: world.find(company.companyId),
        contact: world.find(company.contactId),
        location: world.find(company.locationId),
      };
    },
    subtotalPriceSet: total((totals) => totals.subtotal),
    totalPriceSet: total((totals) => totals.total),
    totalTaxSet: total((totals) => totals.tax),
    totalDiscountsSet: total((totals) => totals.discounts),
    totalShippingPriceSet: total((totals) => totals.shipping),
    currentSubtotalPriceSet: total((totals) => totals.currentSubtotal),
    currentTotalPriceSet: total((totals) => totals.currentTotal),
    currentTotalTaxSet: total((totals) => totals.currentTax),
    currentTotalDiscountsSet: total((totals) => totals.currentDiscounts),
    currentShippingPriceSet: total((totals) => totals.currentShipping),
    currentCartDiscountAmountSet: total(() => zero),
    cartDiscountAmountSet: total(() => zero),
    currentTotalDutiesSet: () => null,
    currentTotalAdditionalFeesSet: () => null,
    originalTotalPriceSet: total((totals) => totals.total),
    originalTotalDutiesSet: () => null,
    originalTotalAdditionalFeesSet: () => null,
    totalReceivedSet: total((totals) => totals.received),
    totalRefundedSet: total((totals) => totals.refunded),
    totalRefundedShippingSet: total((totals) => totals.refundedShipping),
    totalOutstandingSet: total((totals) => totals.outstanding),
    totalCapturableSet: total((totals) => totals.authorized),
    totalTipReceivedSet: total(() => zero),
    refundDiscrepancySet: total(() => zero),
    netPaymentSet: total((totals) => minus(totals.received, totals.refunded)),
    totalCapturable: plain((totals) => totals.authorized),
    totalPrice: plain((totals) => totals.total),
    subtotalPrice: plain((totals) => totals.subtotal),
    totalTax: plain((totals) => totals.tax),
    totalDiscounts: plain((totals) => totals.discounts),
    totalReceived: plain((totals) => totals.received),
    totalRefunded: plain((totals) => totals.refunded),
    totalShippingPrice: plain((totals) => totals.shipping),
    netPayment: plain((totals) => minus(totals.received, totals.refunded)),
    totalWeight: (order: Order, _, { world }) =>
      String(linesOf(world, order.id).reduce((sum, line) => sum + line.quantity * gramsOf(world, line), 0)),
    currentTotalWeight: (order: Order, _, { world }) =>
      String(linesOf(world, order.id).reduce((sum, line) => sum + currentQuantity(line) * gramsOf(world, line), 0)),
    taxExempt: () => false,
    estimatedTaxes: () => false,
    dutiesIncluded: () => false,
    customerAcceptsMarketing: () => false,
    canNotifyCustomer: (order: Order) => order.email !== null,
    additionalFees: () => [],
    alerts: () => [],
    disputes: () => [],
    risks: () => [],
    riskLevel: () => 'LOW',
    risk: () => ({ recommendation: 'NONE', assessments: [] }),
    hasTimelineComment: () => false,
    localizedFields: (_, args: PageArgs) => connection([], args),
    localizationExtensions: (_, args: PageArgs) => connection([], args),
    app: (order: Order, _, { world }) => {
      const app = order.sourceName === null ? undefined : world.get('App', gid('App', order.sourceName));
      return app ? { id: app.id, name: app.title } : null;
    },
    customerLocale: () => 'en',
    clientIp: () => null,
    landingPageUrl: () => null,
    landingPageDisplayText: () => null,
    referrerUrl: () => null,
    referrerDisplayText: () => null,
    referralCode: () => null,
    registeredSourceUrl: () => null,
    // No sales channel stands behind an order that an app or this shop's own pages made.
    channel: () => null,
    channelInformation: () => null,
    publication: () => null,
    merchantOfRecordApp: () => null,
    productNetwork: () => false,
    shopifyProtect: () => null,
    paymentTerms: () => null,
    paymentCollectionDetails: () => ({ additionalPaymentCollectionUrl: null, vaultedPaymentMethods: [] }),
    cartDiscountAmount: () => null,
    customerJourney: () => null,
    customerJourneySummary: (order: Order, _, { world }) => ({
      customerOrderIndex: customerOrderIndex(world, order),
      daysToConversion: null,
      firstVisit: null,
      lastVisit: null,
      moments: null,
      momentsCount: null,
      ready: order.customerId !== null,
    }),
    totalTipReceived: (order: Order) => bag(order, zero).shopMoney,
    totalCashRoundingAdjustment: (order: Order) => ({ paymentSet: bag(order, zero), refundSet: bag(order, zero) }),
    merchantBusinessEntity: (_, __, { world }) => {
      const { id, name } = shopOf(world);
      return {
        id: gid('BusinessEntity', gidTail(id)),
        displayName: name,
        companyName: null,
        primary: true,
        archived: false,
        shopifyPaymentsAccount: null,
        address: { address1: null, address2: null, city: null, countryCode: 'CA', province: null, zip: null },
      };
    },
    sourceName: (order: Order) => order.sourceName,
    retailLocation: (order: Order, _, { world }) => world.get('Location', order.locationId) ?? null,
    physicalLocation: (order: Order, _, { world }) => world.get('Location', order.locationId) ?? null,
  },
  LineItem: {
    currentQuantity: (line: LineItem) => currentQuantity(line),
    unfulfilledQuantity: (line: LineItem) => unfulfilledQuantity(line),
    fulfillableQuantity: (line: LineItem, _, { world }) => fulfillableQuantity(world, line),
    nonFulfillableQuantity: (line: LineItem) => line.removed - line.removedAfterFulfillment,
    refundableQuantity: (line: LineItem) => Math.max(0, line.quantity - line.removed),
    fulfillmentStatus: (line: LineItem) =>
      line.fulfilled === 0 ? 'unfulfilled' : unfulfilledQuantity(line) > 0 ? 'partial' : 'fulfilled',
    name: (line: LineItem) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
    isGiftCard: (line: LineItem) => line.giftCard,
    restockable: (line: LineItem) => line.variantId !== null,
    canRestock: (line: LineItem) => line.variantId !== null,
    merchantEditable: () => true,
    product: (line: LineItem, _, { world }) => world.get('Product', line.productId) ?? null,
    variant: (line: LineItem, _, { world }) => world.get('ProductVariant', line.variantId) ?? null,
    taxLines: (line: LineItem, _, ctx) => line.taxLines.map((tax) => taxLine(orderOfLine(line, ctx), tax)),
    discountAllocations: (line: LineItem, _, ctx) => {
      const order = orderOfLine(line, ctx);
      return line.allocations.map(({ discount, amount }) => ({
        allocatedAmountSet: bag(order, amount),
        allocatedAmount: bag(order, amount).shopMoney,
        discountApplication: discountApplication(order, discount),
      }));
    },
    duties: () => [],
    sellingPlan: () => null,
    contract: () => null,
    lineItemGroup: () => null,
    image: (line: LineItem, _, { world }) => {
      const product = world.get('Product', line.productId);
      return product?.imageUrl ? { id: null, url: product.imageUrl, altText: product.title } : null;
    },
    suggestedReturnReasonDefinitions: () => {
      throw unimplemented('LineItem', 'suggestedReturnReasonDefinitions');
    },
    originalUnitPriceSet: (line: LineItem, _, ctx) => bag(orderOfLine(line, ctx), line.price),
    originalUnitPrice: (line: LineItem) => padded(line.price.shop),
    originalTotalSet: (line: LineItem, _, ctx) => bag(orderOfLine(line, ctx), lineGross(line)),
    originalTotal: (line: LineItem) => padded(lineGross(line).shop),
    discountedUnitPriceSet: (line: LineItem, _, ctx) => bag(orderOfLine(line, ctx), unitNet(line)),
    discountedUnitPrice: (line: LineItem) => padded(unitNet(line).shop),
    discountedUnitPriceAfterAllDiscountsSet: (line: LineItem, _, ctx) => bag(orderOfLine(line, ctx), unitNet(line)),
    discountedTotalSet: (line: LineItem, _, ctx) => bag(orderOfLine(line, ctx), lineNet(line)),
    discountedTotal: (line: LineItem) => padded(lineNet(line).shop),
    priceAfterAllDiscountsBeforeTaxesSet: (line: LineItem, _, ctx) => bag(orderOfLine(line, ctx), lineNet(line)),
    totalDiscountSet: (line: LineItem, _, ctx) => bag(orderOfLine(line, ctx), lineDiscount(line)),
    totalDiscount: (line: LineItem) => padded(lineDiscount(line).shop),
    unfulfilledOriginalTotal: (line: LineItem) => padded(lineGross(line, unfulfilledQuantity(line)).shop),
    unfulfilledDiscountedTotal: (line: LineItem) => padded(lineNet(line, unfulfilledQuantity(line)).shop),
    unfulfilledOriginalTotalSet: (line: LineItem, _, ctx) =>
      bag(orderOfLine(line, ctx), lineGross(line, unfulfilledQuantity(line))),
    unfulfilledDiscountedTotalSet: (line: LineItem, _, ctx) =>
      bag(orderOfLine(line, ctx), lineNet(line, unfulfilledQuantity(line))),
  },
  ShippingLine: {
    originalPriceSet: (line: OfOrder) => bag(line.order, line.price),
    originalPrice: (line: OfOrder) => bag(line.order, line.price).shopMoney,
    discountedPriceSet: (line: OfOrder) => bag(line.order, line.discounted),
    currentDiscountedPriceSet: (line: OfOrder) => bag(line.order, line.discounted),
    discountedPrice: (line: OfOrder) => bag(line.order, line.discounted).shopMoney,
    price: (line: OfOrder) => padded(line.price.shop),
    taxLines: (line: OfOrder) => line.taxLines.map((tax) => taxLine(line.order, tax)),
    discountAllocations: () => [],
    isRemoved: (line: OfOrder) => line.removed === true,
    custom: () => true,
  },
  OrderTransaction: {
    order: (one: OrderTransaction, _, { world }) => world.get('Order', one.orderId),
    parentTransaction: (one: OrderTransaction, _, { world }) => world.get('OrderTransaction', one.parentId) ?? null,
    amountSet: (one: OrderTransaction, _, { world }) => bag(world.get('Order', one.orderId)!, one.amount),
    amount: (one: OrderTransaction) => padded(one.amount.shop),
    amountV2: (one: OrderTransaction, _, { world }) => bag(world.get('Order', one.orderId)!, one.amount).shopMoney,
    formattedGateway: (one: OrderTransaction) => one.gateway && one.gateway[0]!.toUpperCase() + one.gateway.slice(1),
    manualPaymentGateway: (one: OrderTransaction) => one.gateway === 'manual',
    manuallyCapturable: (one: OrderTransaction) => one.kind === 'AUTHORIZATION',
    multiCapturable: () => false,
    totalUnsettledSet: (one: OrderTransaction, _, { world }) =>
      one.kind === 'AUTHORIZATION' ? bag(world.get('Order', one.orderId)!, one.amount) : null,
    maximumRefundableV2: (one: OrderTransaction, _, { world }) => {
      const left = refundableOf(world, one);
      return left && bag(world.get('Order', one.orderId)!, left).shopMoney;
    },
    maximumRefundable: (one: OrderTransaction, _, { world }) => {
      const left = refundableOf(world, one);
      return left && padded(left.shop);
    },
    fees: () => [],
    paymentId: (one: OrderTransaction) => `${gidTail(one.orderId)}.1`,
  },
};

type OfOrder = ShippingLine & { order: Order };

/** What of a payment may still go back; null for what is no payment. */
function refundableOf(world: World, one: OrderTransaction): Amount | null {
  if (one.status !== 'SUCCESS' || !['SALE', 'CAPTURE'].includes(one.kind)) return null;
  const back = transactionsOf(world, one.orderId).filter(
    (other) => other.parentId === one.id && other.kind === 'REFUND' && other.status === 'SUCCESS',
  );
  return minus(one.amount, plus(...back.map((other) => other.amount)));
}

const GRAMS: Record<string, number> = { GRAMS: 1, KILOGRAMS: 1000, OUNCES: 28.349523125, POUNDS: 453.59237 };

/** Weight of one unit of a line. */
function gramsOf(world: World, line: LineItem): number {
  const weight = weightOf(world, line);
  return Math.round((weight?.value ?? 0) * (GRAMS[weight?.unit ?? ''] ?? 0));
}

/** The place of an order among its customer's, from 1. */
function customerOrderIndex(world: World, order: Order): number | null {
  if (order.customerId === null) return null;
  const all = world.where('Order', 'customerId', order.customerId);
  return all.filter((one) => one.processedAt < order.processedAt).length + 1;
}

function unitNet(line: LineItem): Amount {
  return share(lineNet(line), 1, line.quantity);
}
