import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { touch } from '../orders/order.ts';
import { expectReturn } from './open.ts';
import {
  exchangeLinesOf,
  type Return,
  type ReverseFulfillmentOrder,
  returnLinesOf,
  reverseLinesOf,
  reverseOrdersOf,
} from './return.ts';

/** Moves a return and its reverse fulfillment orders to a state. */
function settle(world: World, one: Return, status: Return['status'], reverse: ReverseFulfillmentOrder['status']): void {
  world.patch('Return', one, { status, closedAt: status === 'CLOSED' ? world.timestamp() : null });
  for (const order of reverseOrdersOf(world, one.id))
    world.patch('ReverseFulfillmentOrder', order, { status: reverse });
}

/** Closing, reopening and cancelling again is no mistake and changes nothing. */
export const returnClose: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const one = expectReturn(world, id, ['id'], ['OPEN', 'CLOSED']);
  if ('message' in one) return refuse(one, 'return');
  if (one.status === 'OPEN') closeReturn(world, one);
  return { return: one, userErrors: [] };
};

export function closeReturn(world: World, one: Return): void {
  settle(world, one, 'CLOSED', 'CLOSED');
  world.emit('returns/close', one.id);
}

export const returnReopen: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const one = expectReturn(world, id, ['id'], ['OPEN', 'CLOSED']);
  if ('message' in one) return refuse(one, 'return');
  if (one.status === 'CLOSED') {
    settle(world, one, 'OPEN', 'OPEN');
    world.emit('returns/reopen', one.id);
  }
  return { return: one, userErrors: [] };
};

export const returnCancel: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const wrong = 'Return is not cancelable.';
  const one = expectReturn(world, id, ['id'], ['REQUESTED', 'OPEN', 'CANCELED'], wrong);
  if ('message' in one) return refuse(one, 'return');
  if (one.status === 'CANCELED') return { return: one, userErrors: [] };
  const begun =
    returnLinesOf(world, one.id).some((line) => line.processed > 0 || line.refunded > 0) ||
    exchangeLinesOf(world, one.id).some((line) => line.processed > 0) ||
    reverseOrdersOf(world, one.id).some((order) =>
      reverseLinesOf(world, order.id).some((line) => line.dispositions.length > 0),
    );
  if (begun) return refuse(userError(['id'], wrong, 'INVALID_STATE'), 'return');
  settle(world, one, 'CANCELED', 'CANCELED');
  world.emit('returns/cancel', one.id);
  touch(world, world.get('Order', one.orderId)!);
  return { return: one, userErrors: [] };
};

interface RemoveArgs {
  returnId: string;
  returnLineItems?: { returnLineItemId: string; quantity: number }[] | null;
  exchangeLineItems?: { exchangeLineItemId: string; quantity: number }[] | null;
}

/** Takes units off a return before they are processed; a return with nothing left closes. */
export const removeFromReturn: Resolver = (_, args: RemoveArgs, { world }: Ctx) => {
  const one = expectReturn(world, args.returnId, ['returnId'], ['REQUESTED', 'OPEN']);
  if ('message' in one) return refuse(one, 'return');
  const lines = args.returnLineItems ?? [];
  const exchanges = args.exchangeLineItems ?? [];
  const errors: UserError[] = [];
  if (lines.length + exchanges.length === 0)
    errors.push(userError(['returnLineItems'], 'At least one line item must be given.', 'BLANK'));
  for (const [index, { returnLineItemId, quantity }] of lines.entries()) {
    const path = ['returnLineItems', index];
    const line = world.get('ReturnLineItem', expectId(returnLineItemId, 'ReturnLineItem'));
    if (!line || line.returnId !== one.id)
      errors.push(userError([...path, 'returnLineItemId'], 'Return line item was not found.', 'NOT_FOUND'));
    else if (quantity <= 0 || quantity > line.quantity - Math.max(line.processed, line.refunded))
      errors.push(
        userError([...path, 'quantity'], 'Quantity cannot be greater than the removable quantity.', 'INVALID'),
      );
  }
  for (const [index, { exchangeLineItemId, quantity }] of exchanges.entries()) {
    const path = ['exchangeLineItems', index];
    const line = world.get('ExchangeLineItem', expectId(exchangeLineItemId, 'ExchangeLineItem'));
    if (!line || line.returnId !== one.id)
      errors.push(userError([...path, 'exchangeLineItemId'], 'Exchange line item was not found.', 'NOT_FOUND'));
    else if (quantity <= 0 || quantity > line.quantity - line.processed)
      errors.push(
        userError([...path, 'quantity'], 'Quantity cannot be greater than the removable quantity.', 'INVALID'),
      );
  }
  if (new Set(lines.map((line) => line.returnLineItemId)).size < lines.length)
    errors.push(userError(['returnLineItems'], 'Each line item may be given only once.', 'INVALID'));
  if (errors.length) return refuse(errors, 'return');
  for (const { returnLineItemId, quantity } of lines) removeUnits(world, returnLineItemId, quantity);
  for (const { exchangeLineItemId, quantity } of exchanges) {
    const line = world.get('ExchangeLineItem', exchangeLineItemId)!;
    if (line.quantity === quantity) world.remove('ExchangeLineItem', line);
    else world.patch('ExchangeLineItem', line, { quantity: line.quantity - quantity });
  }
  world.emit('returns/update', one.id, {
    extra: {
      admin_graphql_api_id: one.id,
      return_line_items: {
        removals: lines.map((line) => ({ admin_graphql_api_id: line.returnLineItemId, delta: line.quantity })),
      },
      restocking_fees: { updates: [], removals: [] },
      return_shipping_fees: { updates: [], removals: [] },
    },
  });
  if (returnLinesOf(world, one.id).length === 0 && exchangeLinesOf(world, one.id).length === 0) closeReturn(world, one);
  touch(world, world.get('Order', one.orderId)!);
  return { return: one, userErrors: [] };
};

function removeUnits(world: World, returnLineItemId: string, quantity: number): void {
  const line = world.get('ReturnLineItem', returnLineItemId)!;
  for (const reverse of world.where('ReverseFulfillmentOrderLineItem', 'returnLineItemId', line.id)) {
    if (reverse.totalQuantity === quantity) world.remove('ReverseFulfillmentOrderLineItem', reverse);
    else world.patch('ReverseFulfillmentOrderLineItem', reverse, { totalQuantity: reverse.totalQuantity - quantity });
  }
  if (line.quantity === quantity) world.remove('ReturnLineItem', line);
  else world.patch('ReturnLineItem', line, { quantity: line.quantity - quantity });
}
