import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { cents, padded } from '../../kernel/money.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { createFulfillmentOrders } from '../fulfillment/fulfillment-order.ts';
import { type Order, type Refund, touch } from '../orders/order.ts';
import { type RefundParts, refundOrder } from '../orders/refund.ts';
import { addLine } from '../orders/taking.ts';
import { activeShipping, minus, totalsOf } from '../orders/totals.ts';
import { expectReturn } from './open.ts';
import type { Return, ReturnLineItem } from './return.ts';
import { checkDispositions, type DisposeInput, dispose } from './reverse.ts';

interface PaymentInput {
  parentId: string;
  transactionAmount: { amount: string };
}

interface ShippingInput {
  fullRefund?: boolean | null;
  shippingRefundAmount?: { amount: string } | null;
}

interface ProcessInput {
  returnId: string;
  returnLineItems?: { id: string; quantity: number; dispositions?: DisposeInput[] | null }[] | null;
  exchangeLineItems?: { id: string; quantity: number }[] | null;
  refundShipping?: ShippingInput | null;
  financialTransfer?: { issueRefund?: { orderTransactions: PaymentInput[] } | null } | null;
  note?: string | null;
}

/** Takes goods off the order for good, hands over what was exchanged, and pays back if asked to. The return stays open. */
export const returnProcess: Resolver = (_, { input }: { input: ProcessInput }, { world }: Ctx) => {
  const one = expectReturn(world, input.returnId, ['input', 'returnId'], ['OPEN']);
  if ('message' in one) return refuse(one, 'return');
  const order = world.get('Order', one.orderId)!;
  const lines = input.returnLineItems ?? [];
  const exchanges = input.exchangeLineItems ?? [];
  const errors: UserError[] = [];
  const sums = new Map<string, number>();
  for (const [index, { id, quantity, dispositions }] of lines.entries()) {
    const path = ['input', 'returnLineItems', index];
    const line = world.get('ReturnLineItem', expectId(id, 'ReturnLineItem'));
    if (!line || line.returnId !== one.id) {
      errors.push(userError([...path, 'id'], 'Return line item was not found.', 'NOT_FOUND'));
      continue;
    }
    const sum = (sums.get(id) ?? 0) + quantity;
    sums.set(id, sum);
    if (quantity <= 0) errors.push(userError([...path, 'quantity'], 'Quantity must be greater than 0', 'GREATER_THAN'));
    else if (sum > line.quantity - line.processed)
      errors.push(
        userError([...path, 'quantity'], 'Quantity cannot be greater than the processable quantity.', 'INVALID'),
      );
    if (dispositions?.length) {
      const checked = checkDispositions(world, dispositions, [...path, 'dispositions']);
      if ('errors' in checked) errors.push(...checked.errors);
    }
  }
  for (const [index, { id, quantity }] of exchanges.entries()) {
    const path = ['input', 'exchangeLineItems', index];
    const line = world.get('ExchangeLineItem', expectId(id, 'ExchangeLineItem'));
    if (!line || line.returnId !== one.id)
      errors.push(userError([...path, 'id'], 'Exchange line item was not found.', 'NOT_FOUND'));
    else if (quantity <= 0 || quantity > line.quantity - line.processed)
      errors.push(
        userError([...path, 'quantity'], 'Quantity cannot be greater than the processable quantity.', 'INVALID'),
      );
  }
  const payments = input.financialTransfer?.issueRefund?.orderTransactions ?? [];
  errors.push(...paymentErrors(world, order, payments, ['input', 'financialTransfer', 'issueRefund']));
  if (errors.length) return refuse(errors, 'return');

  const taken = lines.map(({ id, quantity }) => ({ line: world.get('ReturnLineItem', id)!, quantity }));
  const refunds = Boolean(input.financialTransfer?.issueRefund);
  takeOff(world, order, one, taken, {
    note: input.note ?? null,
    refund: refunds ? { payments, shipping: input.refundShipping } : null,
  });
  for (const { dispositions } of lines) if (dispositions?.length) dispose(world, dispositions);
  for (const { id, quantity } of exchanges) handOver(world, order, id, quantity);
  world.emit('returns/process', one.id, {
    extra: {
      id: Number(one.id.split('/').at(-1)),
      admin_graphql_api_id: one.id,
      return_line_items: lines.map(({ id, quantity }) => ({ admin_graphql_api_id: id, quantity })),
      exchange_line_items: exchanges.map(({ id, quantity }) => ({ admin_graphql_api_id: id, quantity })),
    },
  });
  touch(world, order);
  return { return: one, userErrors: [] };
};

/** The older way to pay back a return. */
export const returnRefund: Resolver = (
  _,
  {
    returnRefundInput: input,
  }: {
    returnRefundInput: {
      returnId: string;
      returnRefundLineItems: { returnLineItemId: string; quantity: number }[];
      refundShipping?: ShippingInput | null;
      orderTransactions?: PaymentInput[] | null;
    };
  },
  { world }: Ctx,
) => {
  const one = expectReturn(world, input.returnId, ['returnRefundInput', 'returnId'], ['OPEN']);
  if ('message' in one) return refuse(one, 'refund');
  const order = world.get('Order', one.orderId)!;
  const errors: UserError[] = [];
  const taken: { line: ReturnLineItem; quantity: number }[] = [];
  for (const [index, { returnLineItemId, quantity }] of input.returnRefundLineItems.entries()) {
    const path = ['returnRefundInput', 'returnRefundLineItems', index];
    const line = world.get('ReturnLineItem', expectId(returnLineItemId, 'ReturnLineItem'));
    if (!line || line.returnId !== one.id)
      errors.push(userError([...path, 'returnLineItemId'], 'Return line item was not found.', 'NOT_FOUND'));
    else if (quantity <= 0 || quantity > line.quantity - Math.max(line.refunded, line.processed))
      errors.push(
        userError([...path, 'quantity'], 'Quantity cannot be greater than the refundable quantity.', 'INVALID'),
      );
    else taken.push({ line, quantity });
  }
  const payments = input.orderTransactions ?? [];
  errors.push(...paymentErrors(world, order, payments, ['returnRefundInput', 'orderTransactions']));
  if (errors.length) return refuse(errors, 'refund');
  const refund = takeOff(world, order, one, taken, {
    note: null,
    refund: { payments, shipping: input.refundShipping },
  });
  return { refund, userErrors: [] };
};

function paymentErrors(world: World, order: Order, payments: PaymentInput[], field: string[]): UserError[] {
  const errors = payments.flatMap(({ parentId }, index) => {
    const parent = world.get('OrderTransaction', expectId(parentId, 'OrderTransaction'));
    return parent?.orderId === order.id
      ? []
      : [
          userError(
            [...field, 'orderTransactions', index, 'parentId'],
            'Parent transaction was not found.',
            'NOT_FOUND',
          ),
        ];
  });
  const wanted = payments.reduce((sum, one) => sum + cents(one.transactionAmount.amount), 0);
  const { received, refunded } = totalsOf(world, order);
  const net = minus(received, refunded).shop;
  if (wanted > net)
    errors.push(
      userError(
        field,
        `Refund amount $${padded(wanted)} is greater than net payment received $${padded(net)}`,
        'INVALID',
      ),
    );
  return errors;
}

/** Books units of return lines as come back: off the order, with or without money. */
export function takeOff(
  world: World,
  order: Order,
  one: Return,
  taken: { line: ReturnLineItem; quantity: number }[],
  {
    note,
    refund,
  }: { note: string | null; refund: { payments: PaymentInput[]; shipping: ShippingInput | null | undefined } | null },
): Refund | null {
  for (const { line, quantity } of taken)
    world.patch('ReturnLineItem', line, {
      processed: line.processed + quantity,
      ...(refund ? { refunded: line.refunded + quantity } : {}),
    });
  if (refund) {
    const parts: RefundParts = {
      note,
      returnId: one.id,
      // Without a location nothing is restocked here: dispositions say what becomes of the goods.
      lines: taken.map(({ line, quantity }) => ({ lineItemId: line.lineItemId, quantity, restockType: 'RETURN' })),
      shipping: shippingBack(world, order, refund.shipping),
      payments: refund.payments.map(({ parentId, transactionAmount }) => ({
        parentId,
        amount: { shop: cents(transactionAmount.amount) },
        gateway: world.get('OrderTransaction', parentId)?.gateway ?? null,
      })),
    };
    return refundOrder(world, order, parts);
  }
  for (const { line, quantity } of taken) {
    const sold = world.get('LineItem', line.lineItemId)!;
    world.patch('LineItem', sold, {
      removed: sold.removed + quantity,
      removedAfterFulfillment: sold.removedAfterFulfillment + quantity,
    });
  }
  return null;
}

function shippingBack(
  world: World,
  order: Order,
  input: ShippingInput | null | undefined,
): NonNullable<RefundParts['shipping']> {
  const [line] = activeShipping(order);
  if (!line || !input || (!input.fullRefund && !input.shippingRefundAmount)) return [];
  const subtotal = input.fullRefund
    ? totalsOf(world, order).currentShipping
    : { shop: cents(input.shippingRefundAmount!.amount) };
  return [{ shippingLineId: line.id, subtotal, tax: { shop: 0 } }];
}

/** Puts exchanged units on the order, to be shipped. */
function handOver(world: World, order: Order, id: string, quantity: number): void {
  const exchange = world.get('ExchangeLineItem', id)!;
  const line = addLine(world, order, { variantId: exchange.variantId, quantity });
  createFulfillmentOrders(world, order, [line]);
  world.patch('ExchangeLineItem', exchange, {
    processed: exchange.processed + quantity,
    lineItemIds: [...exchange.lineItemIds, line.id],
  });
}
