import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { gid } from '../../kernel/gid.ts';
import { cents } from '../../kernel/money.ts';
import type { World } from '../../kernel/world.ts';
import { shippedNodeById } from '../fulfillment/fields.ts';
import { shippedPart } from '../fulfillment/fulfillment.ts';
import { type Amount, type LineItem, type Order, transactionsOf } from '../orders/order.ts';
import {
  activeShipping,
  bag,
  lineGross,
  lineNet,
  lineTax,
  minus,
  plus,
  share,
  totalsOf,
  zero,
} from '../orders/totals.ts';
import { type Return, returnLinesOf } from './return.ts';

const negative = (amount: Amount): Amount => minus(zero, amount);
const feeOf = (amount: Amount, percentage: number): Amount => share(amount, percentage, 100);

interface Input {
  orderId: string;
  returnLineItems?: {
    fulfillmentLineItemId: string;
    quantity: number;
    restockingFee?: { percentage: number } | null;
  }[];
  exchangeLineItems?: { variantId?: string | null; quantity: number }[];
  returnShippingFee?: { amount: { amount: string } } | null;
}

/** What a return would come to. Goods that come back count negative, fees positive. */
export const returnCalculate: Resolver = (_, { input }: { input: Input }, { world }: Ctx) => {
  const order = world.get('Order', expectId(input.orderId, 'Order'));
  if (!order) return null;
  return {
    id: gid('CalculatedReturn', world.uuid()),
    returnLineItems: (input.returnLineItems ?? []).flatMap(({ fulfillmentLineItemId, quantity, restockingFee }) => {
      const found = shippedPart(world, expectId(fulfillmentLineItemId, 'FulfillmentLineItem'));
      const line = found && world.get('LineItem', found.part.lineItemId);
      if (!line || line.orderId !== order.id) return [];
      const net = lineNet(line, quantity);
      return [
        {
          id: null,
          fulfillmentLineItem: shippedNodeById(world, fulfillmentLineItemId),
          quantity,
          restockingFee: restockingFee
            ? {
                __typename: 'CalculatedRestockingFee',
                id: gid('CalculatedRestockingFee', world.uuid()),
                percentage: restockingFee.percentage,
                amountSet: bag(order, feeOf(net, restockingFee.percentage)),
              }
            : null,
          subtotalBeforeOrderDiscountsSet: bag(order, negative(lineGross(line, quantity))),
          subtotalSet: bag(order, negative(net)),
          totalTaxSet: bag(order, negative(lineTax(line, quantity))),
        },
      ];
    }),
    exchangeLineItems: (input.exchangeLineItems ?? []).flatMap(({ variantId, quantity }) => {
      const variant = world.get('ProductVariant', variantId);
      if (!variant) return [];
      const price = { shop: variant.price };
      return [
        {
          id: null,
          variant,
          quantity,
          originalUnitPriceSet: bag(order, price),
          discountedUnitPriceSet: bag(order, price),
          subtotalSet: bag(order, { shop: variant.price * quantity }),
          totalTaxSet: bag(order, zero),
          calculatedDiscountAllocations: [],
        },
      ];
    }),
    returnShippingFee: input.returnShippingFee
      ? {
          __typename: 'CalculatedReturnShippingFee',
          id: gid('CalculatedReturnShippingFee', world.uuid()),
          amountSet: bag(order, { shop: cents(input.returnShippingFee.amount.amount) }),
        }
      : null,
  };
};

interface Wanted {
  line: LineItem;
  quantity: number;
  feePercentage: number;
}

/** Return lines asked for, with what they were sold as. */
function wantedLines(world: World, one: Return, asked: { id: string; quantity: number }[]): Wanted[] {
  const lines = new Map(returnLinesOf(world, one.id).map((line) => [line.id, line]));
  return asked.flatMap(({ id, quantity }) => {
    const line = lines.get(id);
    const sold = line && world.get('LineItem', line.lineItemId);
    return sold && quantity > 0 ? [{ line: sold, quantity, feePercentage: line.restockingFee?.percentage ?? 0 }] : [];
  });
}

interface ShippingArgs {
  refundShipping?: { fullRefund?: boolean | null; shippingRefundAmount?: { amount: string } | null } | null;
}

function suggest(world: World, order: Order, one: Return, wanted: Wanted[], { refundShipping }: ShippingArgs) {
  const subtotal = plus(...wanted.map(({ line, quantity }) => lineNet(line, quantity)));
  const tax = plus(...wanted.map(({ line, quantity }) => lineTax(line, quantity)));
  const restocking = plus(
    ...wanted.map(({ line, quantity, feePercentage }) => feeOf(lineNet(line, quantity), feePercentage)),
  );
  const fees = plus(restocking, { shop: one.shippingFee?.amount ?? 0 });
  const { received, refunded, currentShipping } = totalsOf(world, order);
  const hasShipping = activeShipping(order).length > 0;
  const shipping = !hasShipping
    ? zero
    : refundShipping?.fullRefund
      ? currentShipping
      : { shop: cents(refundShipping?.shippingRefundAmount?.amount ?? 0) };
  const most = minus(received, refunded);
  const worth = minus(plus(subtotal, order.taxesIncluded ? zero : tax, shipping), fees);
  const amount = worth.shop > most.shop ? most : worth.shop < 0 ? zero : worth;
  const payment = transactionsOf(world, order.id).find(
    (transaction) => transaction.status === 'SUCCESS' && ['SALE', 'CAPTURE'].includes(transaction.kind),
  );
  const suggestedTransactions = payment
    ? [
        {
          __typename: 'SuggestedOrderTransaction',
          amountSet: bag(order, amount),
          gateway: payment.gateway,
          formattedGateway: payment.gateway,
          kind: 'SUGGESTED_REFUND',
          maximumRefundableSet: bag(order, most),
          parentTransaction: payment,
          accountNumber: null,
          paymentDetails: null,
        },
      ]
    : [];
  return {
    amount: bag(order, amount),
    subtotal: bag(order, plus(...wanted.map(({ line, quantity }) => lineGross(line, quantity)))),
    discountedSubtotal: bag(order, subtotal),
    totalTax: bag(order, tax),
    totalCartDiscountAmount: bag(order, zero),
    totalDuties: bag(order, zero),
    totalAdditionalFees: bag(order, fees),
    maximumRefundable: bag(order, most),
    refundDuties: [],
    fees: [],
    shipping: {
      __typename: 'ShippingRefund',
      amountSet: bag(order, shipping),
      taxSet: bag(order, zero),
      maximumRefundableSet: bag(order, currentShipping),
    },
    suggestedTransactions,
  };
}

export const suggestedRefund: Resolver = (
  one: Return,
  args: ShippingArgs & { returnRefundLineItems: { returnLineItemId: string; quantity: number }[] },
  { world }: Ctx,
) => {
  const asked = args.returnRefundLineItems.map(({ returnLineItemId: id, quantity }) => ({ id, quantity }));
  return suggest(world, world.get('Order', one.orderId)!, one, wantedLines(world, one, asked), args);
};

export const suggestedFinancialOutcome: Resolver = (
  one: Return,
  args: ShippingArgs & { returnLineItems: { id: string; quantity: number }[] },
  { world }: Ctx,
) => {
  const wanted = wantedLines(world, one, args.returnLineItems);
  const suggestion = suggest(world, world.get('Order', one.orderId)!, one, wanted, args);
  return {
    ...suggestion,
    financialTransfer: {
      __typename: 'RefundReturnOutcome',
      amount: suggestion.amount,
      suggestedTransactions: suggestion.suggestedTransactions,
      suggestedRefundMethods: [],
    },
  };
};
