import { connection, type PageArgs } from '../../kernel/connection.ts';
import type { Ctx, Resolvers } from '../../kernel/context.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { cents, padded } from '../../kernel/money.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { reduceFulfillmentOrders } from '../fulfillment/fulfillment-order.ts';
import { receiveReturnedStock } from '../fulfillment/stock.ts';
import { legacyResourceId } from '../node.ts';

import {
  type Amount,
  linesOf,
  type Order,
  type OrderTransaction,
  type Refund,
  type RefundLineItem,
  touch,
  transactionsOf,
  unfulfilledQuantity,
} from './order.ts';
import { addTransaction } from './taking.ts';
import { activeShipping, bag, lineNet, lineTax, minus, plus, share, taxTotal, totalsOf, zero } from './totals.ts';

export interface RefundLineInput {
  lineItemId: string;
  quantity: number;
  restockType?: string | null;
  locationId?: string | null;
}

interface TransactionInput {
  amount: string;
  gateway: string;
  kind: string;
  orderId: string;
  parentId?: string | null;
}

interface RefundInput {
  orderId: string;
  note?: string | null;
  currency?: string | null;
  refundLineItems?: RefundLineInput[] | null;
  shipping?: { amount?: string | null; fullRefund?: boolean | null } | null;
  transactions?: TransactionInput[] | null;
}

/** Mutation.refundCreate. */
export function refundCreate(_: unknown, { input }: { input: RefundInput }, { world }: Ctx) {
  const order = world.get('Order', input.orderId);
  if (!order) return refuse(userError(['orderId'], 'Order does not exist'), 'refund', 'order');
  const errors = check(world, order, input);
  if (errors.length) return { refund: null, order, userErrors: errors };
  const refund = refundOrder(world, order, {
    note: input.note ?? null,
    lines: input.refundLineItems ?? [],
    shipping: shippingToRefund(world, order, input.shipping),
    payments: (input.transactions ?? []).map((one) => ({
      amount: readAmount(order, cents(one.amount), input.currency),
      parentId: one.parentId ?? null,
      // A refund goes back the way the payment came.
      gateway: world.get('OrderTransaction', one.parentId)?.gateway ?? one.gateway,
    })),
  });
  return { refund, order, userErrors: [] };
}

function check(world: World, order: Order, input: RefundInput): UserError[] {
  const lines = new Map(linesOf(world, order.id).map((line) => [line.id, line]));
  const errors: UserError[] = [];
  for (const [index, { lineItemId, quantity }] of (input.refundLineItems ?? []).entries()) {
    const line = lines.get(lineItemId);
    if (!line) errors.push(userError(['refundLineItems', index, 'lineItemId'], 'Line item does not exist'));
    else if (quantity > line.quantity - line.removed)
      errors.push(
        userError(['refundLineItems', index, 'quantity'], 'Quantity cannot refund more items than were purchased'),
      );
  }
  const payments = new Set(transactionsOf(world, order.id).map((one) => one.id));
  for (const { kind, parentId } of input.transactions ?? []) {
    if (kind !== 'REFUND') return [userError(null, `Kind ${kind.toLowerCase()} is not a valid transaction`)];
    if (!parentId || !payments.has(parentId))
      return [userError(['transactions'], 'Transactions require a parent_id associated with the order')];
  }
  if (errors.length) return errors;
  const wanted = (input.transactions ?? []).reduce(
    (sum, one) => sum + readAmount(order, cents(one.amount), input.currency).shop,
    0,
  );
  const { received, refunded } = totalsOf(world, order);
  const net = minus(received, refunded).shop;
  if (wanted > net)
    return [userError(null, `Refund amount $${padded(wanted)} is greater than net payment received $${padded(net)}`)];
  return [];
}

/** An amount given in presentment money, with its worth in shop money at the order's own rate. */
function readAmount(order: Order, value: number, currency: string | null | undefined): Amount {
  if (order.currency === order.presentmentCurrency || !currency || currency === order.currency) return { shop: value };
  return { shop: value, presentment: value };
}

function shippingToRefund(
  world: World,
  order: Order,
  input: RefundInput['shipping'],
): { shippingLineId: string; subtotal: Amount; tax: Amount }[] {
  const [line] = activeShipping(order);
  if (!line || !input || (!input.fullRefund && !input.amount)) return [];
  const { currentShipping } = totalsOf(world, order);
  const subtotal = input.fullRefund ? currentShipping : { shop: cents(input.amount) };
  return [
    { shippingLineId: line.id, subtotal, tax: share(taxTotal(line.taxLines), subtotal.shop, line.discounted.shop) },
  ];
}

export interface RefundParts {
  note: string | null;
  returnId?: string | null;
  lines: RefundLineInput[];
  shipping?: { shippingLineId: string; subtotal: Amount; tax: Amount }[];
  payments: { amount: Amount; parentId: string | null; gateway: string | null }[];
}

/**
 * Books a refund: its lines leave the order, payments go back, stock follows the restock type. Used by refundCreate, returnProcess, the
 * emulated admin and history loading; checks come before. Tells refunds/create and orders/updated.
 */
export function refundOrder(world: World, order: Order, parts: RefundParts): Refund {
  const lines = parts.lines.map((one) => refundLine(world, one));
  const refund = world.insert('Refund', {
    orderId: order.id,
    returnId: parts.returnId ?? null,
    note: parts.note,
    createdAt: world.timestamp(),
    lines,
    shipping: (parts.shipping ?? []).map((one) => ({ ...one, id: world.newId('RefundShippingLine') })),
    total: plus(...parts.payments.map((one) => one.amount)),
  });
  for (const { amount, parentId, gateway } of parts.payments) {
    const { id } = addTransaction(world, order, { kind: 'REFUND', amount, parentId, gateway, refundId: refund.id });
    world.emit('order_transactions/create', id);
  }
  world.emit('refunds/create', refund.id);
  touch(world, order);
  return refund;
}

function refundLine(world: World, { lineItemId, quantity, restockType, locationId }: RefundLineInput): RefundLineItem {
  const line = world.get('LineItem', lineItemId)!;
  const type = restockType ?? 'NO_RESTOCK';
  const subtotal = lineNet(line, quantity);
  const tax = lineTax(line, quantity);
  const open = unfulfilledQuantity(line);
  const withBuyer = line.fulfilled - line.removedAfterFulfillment;
  // CANCEL takes units that were not shipped yet; the others come back from the buyer as far as the buyer still has any.
  const unshipped = type === 'RETURN' ? Math.max(0, Math.min(quantity - withBuyer, open)) : Math.min(quantity, open);
  world.patch('LineItem', line, {
    removed: line.removed + quantity,
    removedAfterFulfillment: line.removedAfterFulfillment + (quantity - unshipped),
    refunded: line.refunded + quantity,
  });
  if (unshipped > 0) {
    reduceFulfillmentOrders(world, line.id, unshipped, type !== 'NO_RESTOCK');
  }
  if (type === 'RETURN' && line.variantId && locationId && quantity > unshipped)
    receiveReturnedStock(world, line.variantId, quantity - unshipped, locationId);
  return {
    id: world.newId('RefundLineItem'),
    lineItemId,
    quantity,
    restockType: type,
    locationId: locationId ?? null,
    subtotal,
    tax,
  };
}

interface SuggestArgs {
  refundLineItems?: RefundLineInput[] | null;
  refundShipping?: boolean | null;
  shippingAmount?: string | null;
  suggestFullRefund?: boolean | null;
}

/** What Shopify would refund for the given lines: their worth and the payments it would go back to. */
function suggestedRefund(order: Order, args: SuggestArgs, { world }: Ctx) {
  const lines = linesOf(world, order.id);
  const wanted = args.suggestFullRefund
    ? lines.map((line) => ({ lineItemId: line.id, quantity: line.quantity - line.removed, restockType: 'NO_RESTOCK' }))
    : (args.refundLineItems ?? []);
  const known = new Map(lines.map((line) => [line.id, line]));
  const picked = wanted.flatMap((one) => {
    const line = known.get(one.lineItemId);
    return line && one.quantity > 0 ? [{ ...one, line }] : [];
  });
  const subtotal = plus(...picked.map(({ line, quantity }) => lineNet(line, quantity)));
  const tax = plus(...picked.map(({ line, quantity }) => lineTax(line, quantity)));
  const [shipping] = shippingToRefund(
    world,
    order,
    args.refundShipping || args.suggestFullRefund
      ? { fullRefund: true }
      : args.shippingAmount
        ? { amount: args.shippingAmount }
        : null,
  );
  const { received, refunded, currentShipping } = totalsOf(world, order);
  const most = minus(received, refunded);
  const worth = plus(subtotal, order.taxesIncluded ? zero : tax, shipping?.subtotal ?? zero, shipping?.tax ?? zero);
  const amount = worth.shop > most.shop ? most : worth;
  const payment = transactionsOf(world, order.id).find((one) => ['SALE', 'CAPTURE'].includes(one.kind));
  return {
    amountSet: bag(order, amount),
    amount: padded(amount.shop),
    subtotalSet: bag(order, subtotal),
    subtotal: padded(subtotal.shop),
    discountedSubtotalSet: bag(order, subtotal),
    totalTaxSet: bag(order, tax),
    totalTaxes: padded(tax.shop),
    totalCartDiscountAmountSet: bag(order, zero),
    totalDutiesSet: bag(order, zero),
    maximumRefundableSet: bag(order, most),
    maximumRefundable: padded(most.shop),
    refundDuties: [],
    suggestedRefundMethods: [],
    shipping: {
      __typename: 'ShippingRefund',
      amount: padded(shipping?.subtotal.shop ?? 0),
      amountSet: bag(order, shipping?.subtotal ?? zero),
      tax: padded(shipping?.tax.shop ?? 0),
      taxSet: bag(order, shipping?.tax ?? zero),
      maximumRefundable: padded(currentShipping.shop),
      maximumRefundableSet: bag(order, currentShipping),
    },
    refundLineItems: picked.map(({ line, quantity, restockType }) => ({
      order,
      id: null,
      lineItemId: line.id,
      quantity,
      restockType: restockType ?? 'NO_RESTOCK',
      locationId: null,
      subtotal: lineNet(line, quantity),
      tax: lineTax(line, quantity),
    })),
    suggestedTransactions: payment
      ? [
          {
            __typename: 'SuggestedOrderTransaction',
            amount: padded(amount.shop),
            amountSet: bag(order, amount),
            gateway: payment.gateway,
            formattedGateway: payment.gateway,
            kind: 'SUGGESTED_REFUND',
            maximumRefundable: padded(most.shop),
            maximumRefundableSet: bag(order, most),
            parentTransaction: payment,
            accountNumber: null,
            paymentDetails: null,
          },
        ]
      : [],
  };
}

type OfRefund<T> = T & { order: Order };
type RefundShipping = OfRefund<Refund['shipping'][number]>;

const orderOf = (refund: Refund, { world }: Ctx): Order => world.get('Order', refund.orderId)!;

/** By how much a refund differs from the goods, shipping and tax it is for: negative when more was paid back. */
function adjustmentOf(refund: Refund): Amount | undefined {
  const due = plus(...[...refund.lines, ...refund.shipping].flatMap(({ subtotal, tax }) => [subtotal, tax]));
  const difference = minus(due, refund.total);
  return difference.shop === 0 ? undefined : difference;
}

export const refundFields: Resolvers = {
  Order: { suggestedRefund },
  Refund: {
    legacyResourceId,
    order: (refund: Refund, _, ctx) => orderOf(refund, ctx),
    return: (refund: Refund, _, { world }) => (refund.returnId ? world.find(refund.returnId) : null),
    updatedAt: (refund: Refund) => refund.createdAt,
    processedAt: (refund: Refund) => refund.createdAt,
    totalRefundedSet: (refund: Refund, _, ctx) => bag(orderOf(refund, ctx), refund.total),
    totalRefunded: (refund: Refund, _, ctx) => bag(orderOf(refund, ctx), refund.total).shopMoney,
    refundLineItems: (refund: Refund, args: PageArgs, ctx) =>
      connection(
        refund.lines.map((line) => ({ ...line, order: orderOf(refund, ctx) })),
        args,
      ),
    refundShippingLines: (refund: Refund, args: PageArgs, ctx) =>
      connection(
        refund.shipping.map((line) => ({ ...line, order: orderOf(refund, ctx) })),
        args,
      ),
    transactions: (refund: Refund, args: PageArgs, { world }) =>
      connection(
        transactionsOf(world, refund.orderId).filter((one: OrderTransaction) => one.refundId === refund.id),
        args,
      ),
    orderAdjustments: (refund: Refund, args: PageArgs, ctx) => {
      const adjustment = adjustmentOf(refund);
      const order = orderOf(refund, ctx);
      const zeroBag = bag(order, zero);
      const shown = {
        id: gid('OrderAdjustment', gidTail(refund.id)),
        reason: 'REFUND_DISCREPANCY',
        taxAmountSet: zeroBag,
      };
      return connection(adjustment ? [{ ...shown, amountSet: bag(order, adjustment) }] : [], args);
    },
    duties: () => [],
  },
  RefundLineItem: {
    lineItem: (line: RefundLineItem, _, { world }) => world.get('LineItem', line.lineItemId),
    location: (line: RefundLineItem, _, { world }) => world.get('Location', line.locationId) ?? null,
    restocked: (line: RefundLineItem) => line.restockType !== 'NO_RESTOCK',
    priceSet: (line: OfRefund<RefundLineItem>) => bag(line.order, share(line.subtotal, 1, line.quantity)),
    price: (line: RefundLineItem) => padded(share(line.subtotal, 1, line.quantity).shop),
    subtotalSet: (line: OfRefund<RefundLineItem>) => bag(line.order, line.subtotal),
    subtotal: (line: RefundLineItem) => padded(line.subtotal.shop),
    totalTaxSet: (line: OfRefund<RefundLineItem>) => bag(line.order, line.tax),
    totalTax: (line: RefundLineItem) => padded(line.tax.shop),
  },
  RefundShippingLine: {
    shippingLine: (line: RefundShipping) => {
      const shippingLine = line.order.shippingLines.find((one) => one.id === line.shippingLineId);
      return shippingLine ? { ...shippingLine, order: line.order } : null;
    },
    subtotalAmountSet: (line: RefundShipping) => bag(line.order, line.subtotal),
    taxAmountSet: (line: RefundShipping) => bag(line.order, line.tax),
  },
};
