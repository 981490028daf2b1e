import { connection, type PageArgs } from '../../kernel/connection.ts';
import { type Ctx, expectId, type Resolver, type Resolvers } from '../../kernel/context.ts';
import { gid, gidTail } from '../../kernel/gid.ts';
import { search } from '../../kernel/search.ts';
import type { World } from '../../kernel/world.ts';
import { shippedNode, shippedNodeById } from '../fulfillment/fields.ts';
import { type Fulfillment, shippedPartId } from '../fulfillment/fulfillment.ts';
import { finders } from '../node.ts';
import { type Order, refundsOf, transactionsOf } from '../orders/order.ts';
import { bag, lineNet, share } from '../orders/totals.ts';
import { weightOf } from '../products/product.ts';
import { returnCalculate, suggestedFinancialOutcome, suggestedRefund } from './calculate.ts';
import { reasonByCode, reasonById, reasons } from './reasons.ts';
import {
  type Disposition,
  type ExchangeLineItem,
  exchangeLinesOf,
  type Return,
  type ReturnLineItem,
  type ReverseDelivery,
  type ReverseFulfillmentOrder,
  type ReverseFulfillmentOrderLineItem,
  returnableQuantity,
  returnLinesOf,
  returnsOf,
  reverseLinesOf,
  reverseOrdersOf,
  tail,
} from './return.ts';

const orderOf = (world: World, one: { orderId: string }): Order => world.get('Order', one.orderId)!;

finders.ReturnReasonDefinition = (id) => reasonById(id) ?? null;
finders.ReturnableFulfillment = (id, { world }) => {
  const fulfillment = world.get('Fulfillment', gid('Fulfillment', gidTail(id)));
  return fulfillment ? returnable(fulfillment) : null;
};

const returnable = (fulfillment: Fulfillment) => ({
  __typename: 'ReturnableFulfillment',
  id: gid('ReturnableFulfillment', gidTail(fulfillment.id)),
  fulfillment,
});

function returnableLines(world: World, fulfillment: Fulfillment) {
  return fulfillment.parts
    .map((part) => ({ part, quantity: returnableQuantity(world, shippedPartId(part)) }))
    .filter(({ quantity }) => quantity > 0)
    .map(({ part, quantity }) => ({ id: shippedPartId(part), fulfillmentLineItem: shippedNode(part), quantity }));
}

const returnReasonDefinitions: Resolver = (
  _,
  args: PageArgs & { ids?: string[] | null; handles?: string[] | null; query?: string | null; sortKey?: string | null },
) => {
  const { test } = search(args.query, {
    fields: {
      id: (one: (typeof reasons)[number]) => Number(gidTail(one.id)),
      handle: (one) => one.handle,
      name: (one) => one.name,
      deleted: (one) => one.deleted,
    },
    text: (one) => [one.name],
  });
  const list = reasons.filter(
    (one) =>
      (!args.ids || args.ids.includes(one.id)) && (!args.handles || args.handles.includes(one.handle)) && test(one),
  );
  return connection(list, args, {
    sort: (one) =>
      args.sortKey === 'NAME' ? one.name : args.sortKey === 'HANDLE' ? one.handle : Number(gidTail(one.id)),
  });
};

const status = (filter: unknown, one: { quantity: number; processed: number }): boolean => {
  const wanted = JSON.stringify(filter ?? '');
  if (wanted.includes('UNPROCESSED')) return one.processed < one.quantity;
  if (wanted.includes('PROCESSED')) return one.processed > 0;
  return true;
};

export const returnFields: Resolvers = {
  QueryRoot: {
    return: (_, { id }: { id: string }, { world }) => world.get('Return', id) ?? null,
    returnCalculate,
    returnReasonDefinitions,
    returnableFulfillment: (_, { id }: { id: string }, ctx: Ctx) => finders.ReturnableFulfillment!(id, ctx),
    returnableFulfillments: (_, { orderId, ...args }: PageArgs & { orderId: string }, { world }) => {
      const list = world
        .where('Fulfillment', 'orderId', expectId(orderId, 'Order'))
        .filter((one) => one.status === 'SUCCESS' && returnableLines(world, one).length > 0);
      return connection(list.map(returnable), args);
    },
    reverseDelivery: (_, { id }: { id: string }, { world }) => world.get('ReverseDelivery', id) ?? null,
    reverseFulfillmentOrder: (_, { id }: { id: string }, { world }) => world.get('ReverseFulfillmentOrder', id) ?? null,
  },
  Order: {
    returns: (order: Order, args: PageArgs & { query?: string | null }, { world }) => {
      const { test } = search(args.query, {
        fields: {
          status: (one: Return) => one.status,
          name: (one) => one.name,
          id: tail,
          created_at: (one) => one.createdAt,
          updated_at: (one) => one.closedAt ?? one.createdAt,
        },
      });
      const all = returnsOf(world, order.id);
      return connection(args.query ? all.filter(test) : all, args);
    },
  },
  Return: {
    order: (one: Return, _, { world }) => orderOf(world, one),
    totalQuantity: (one: Return, _, { world }) =>
      returnLinesOf(world, one.id).reduce((sum, line) => sum + line.quantity, 0),
    returnLineItems: (one: Return, args: PageArgs & { processingStatus?: unknown }, { world }) =>
      connection(
        returnLinesOf(world, one.id).filter((line) => status(args.processingStatus, line)),
        args,
      ),
    exchangeLineItems: (one: Return, args: PageArgs & { processingStatus?: unknown }, { world }) =>
      connection(
        exchangeLinesOf(world, one.id).filter((line) => status(args.processingStatus, line)),
        args,
      ),
    returnShippingFees: (one: Return, _, { world }) =>
      one.shippingFee
        ? [
            {
              __typename: 'ReturnShippingFee',
              id: one.shippingFee.id,
              amountSet: bag(orderOf(world, one), { shop: one.shippingFee.amount }),
            },
          ]
        : [],
    reverseFulfillmentOrders: (one: Return, args: PageArgs, { world }) =>
      connection(reverseOrdersOf(world, one.id), args),
    refunds: (one: Return, args: PageArgs, { world }) =>
      connection(
        refundsOf(world, one.orderId).filter((refund) => refund.returnId === one.id),
        args,
      ),
    transactions: (one: Return, args: PageArgs, { world }) => {
      const refunds = new Set(
        refundsOf(world, one.orderId)
          .filter((refund) => refund.returnId === one.id)
          .map((refund) => refund.id),
      );
      return connection(
        transactionsOf(world, one.orderId).filter((transaction) => refunds.has(transaction.refundId ?? '')),
        args,
      );
    },
    suggestedRefund,
    suggestedFinancialOutcome,
    staffMember: () => null,
  },
  ReturnLineItem: {
    fulfillmentLineItem: (line: ReturnLineItem, _, { world }) => shippedNodeById(world, line.fulfillmentLineItemId),
    processedQuantity: (line: ReturnLineItem) => line.processed,
    unprocessedQuantity: (line: ReturnLineItem) => line.quantity - line.processed,
    processableQuantity: (line: ReturnLineItem) => line.quantity - line.processed,
    refundedQuantity: (line: ReturnLineItem) => line.refunded,
    refundableQuantity: (line: ReturnLineItem) => line.quantity - line.refunded,
    returnReason: (line: ReturnLineItem) => line.reason,
    returnReasonNote: (line: ReturnLineItem) => line.note,
    returnReasonDefinition: (line: ReturnLineItem) =>
      reasonById(line.reasonDefinitionId) ?? reasonByCode(line.reason) ?? null,
    restockingFee: (line: ReturnLineItem, _, { world }) => {
      const sold = world.get('LineItem', line.lineItemId)!;
      return line.restockingFee
        ? {
            __typename: 'RestockingFee',
            ...line.restockingFee,
            amountSet: bag(
              world.get('Order', sold.orderId)!,
              share(lineNet(sold, line.quantity), line.restockingFee.percentage, 100),
            ),
          }
        : null;
    },
    totalWeight: (line: ReturnLineItem, _, { world }) => {
      const weight = weightOf(world, world.get('LineItem', line.lineItemId)!);
      return weight && { ...weight, value: weight.value * line.quantity };
    },
    withCodeDiscountedTotalPriceSet: (line: ReturnLineItem, _, { world }) => {
      const sold = world.get('LineItem', line.lineItemId)!;
      return bag(world.get('Order', sold.orderId)!, lineNet(sold, line.quantity));
    },
  },
  ExchangeLineItem: {
    lineItem: (line: ExchangeLineItem, _, { world }) => world.get('LineItem', line.lineItemIds[0]) ?? null,
    lineItems: (line: ExchangeLineItem, _, { world }) =>
      line.lineItemIds.flatMap((id) => world.get('LineItem', id) ?? []),
    processedQuantity: (line: ExchangeLineItem) => line.processed,
    unprocessedQuantity: (line: ExchangeLineItem) => line.quantity - line.processed,
    processableQuantity: (line: ExchangeLineItem) => line.quantity - line.processed,
  },
  ReverseFulfillmentOrder: {
    order: (one: ReverseFulfillmentOrder, _, { world }) => orderOf(world, one),
    lineItems: (one: ReverseFulfillmentOrder, args: PageArgs, { world }) =>
      connection(reverseLinesOf(world, one.id), args),
    reverseDeliveries: (one: ReverseFulfillmentOrder, args: PageArgs, { world }) =>
      connection(world.where('ReverseDelivery', 'reverseFulfillmentOrderId', one.id), args),
    thirdPartyConfirmation: () => null,
  },
  ReverseFulfillmentOrderLineItem: {
    fulfillmentLineItem: (line: ReverseFulfillmentOrderLineItem, _, { world }) =>
      shippedNodeById(world, line.fulfillmentLineItemId),
  },
  ReverseFulfillmentOrderDisposition: {
    location: (one: Disposition, _, { world }) => world.get('Location', one.locationId) ?? null,
  },
  ReverseDelivery: {
    reverseFulfillmentOrder: (one: ReverseDelivery, _, { world }) =>
      world.get('ReverseFulfillmentOrder', one.reverseFulfillmentOrderId)!,
    reverseDeliveryLineItems: (one: ReverseDelivery, args: PageArgs) => connection(one.lines, args),
    deliverable: (one: ReverseDelivery) =>
      one.tracking || one.label
        ? { __typename: 'ReverseDeliveryShippingDeliverable', tracking: one.tracking, label: one.label }
        : null,
  },
  ReverseDeliveryLineItem: {
    reverseFulfillmentOrderLineItem: (line: ReverseDelivery['lines'][number], _, { world }) =>
      world.get('ReverseFulfillmentOrderLineItem', line.reverseFulfillmentOrderLineItemId) ?? null,
    dispositions: () => [],
  },
  ReverseDeliveryTrackingV2: { carrierName: () => null },
  ReturnableFulfillment: {
    returnableFulfillmentLineItems: ({ fulfillment }: { fulfillment: Fulfillment }, args: PageArgs, { world }) =>
      connection(returnableLines(world, fulfillment), args),
  },
};
