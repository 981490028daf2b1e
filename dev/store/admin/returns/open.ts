import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { cents } from '../../kernel/money.ts';
import { refuse, type UserError, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { shippedPart } from '../fulfillment/fulfillment.ts';
import { type Order, touch } from '../orders/order.ts';
import { reasonById } from './reasons.ts';
import { approveReturn, openReturn, type Return, returnableQuantity } from './return.ts';

interface LineInput {
  fulfillmentLineItemId: string;
  quantity: number;
  returnReason?: string | null;
  returnReasonDefinitionId?: string | null;
  returnReasonNote?: string | null;
  customerNote?: string | null;
  restockingFee?: { percentage: number } | null;
}

interface Input {
  orderId: string;
  returnLineItems: LineInput[];
  returnShippingFee?: { amount: { amount: string } } | null;
  exchangeLineItems?: { variantId?: string | null; quantity: number }[] | null;
}

/** What is wrong with the lines of a new return; `reason` checks the reason in the words of the mutation. */
function lineErrors(
  world: World,
  order: Order,
  root: string,
  lines: LineInput[],
  reason: (line: LineInput, path: (string | number)[]) => UserError | undefined,
): UserError[] {
  const errors: UserError[] = [];
  const asked = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const path = [root, 'returnLineItems', index];
    expectId(line.fulfillmentLineItemId, 'FulfillmentLineItem');
    const found = shippedPart(world, line.fulfillmentLineItemId);
    if (!found || found.fulfillment.orderId !== order.id) {
      errors.push(userError([...path, 'fulfillmentLineItemId'], 'Fulfillment line item was not found.', 'NOT_FOUND'));
      continue;
    }
    const sum = (asked.get(line.fulfillmentLineItemId) ?? 0) + line.quantity;
    asked.set(line.fulfillmentLineItemId, sum);
    if (line.quantity <= 0)
      errors.push(userError([...path, 'quantity'], 'Quantity must be greater than 0', 'GREATER_THAN'));
    else if (sum > returnableQuantity(world, line.fulfillmentLineItemId))
      errors.push(
        userError([...path, 'quantity'], 'Quantity cannot be greater than the returnable quantity.', 'INVALID'),
      );
    if (line.returnReasonDefinitionId && !reasonById(line.returnReasonDefinitionId))
      errors.push(
        userError([...path, 'returnReasonDefinitionId'], 'Return reason definition was not found.', 'NOT_FOUND'),
      );
    const wrong = reason(line, path);
    if (wrong) errors.push(wrong);
  }
  return errors;
}

function orderFor(world: World, input: Input, root: string): Order | UserError {
  const order = world.get('Order', expectId(input.orderId, 'Order'));
  if (!order) return userError([root, 'orderId'], 'Order not found.', 'NOT_FOUND');
  if (order.cancelledAt) return userError([root, 'orderId'], 'Order is canceled.', 'INVALID_STATE');
  if (input.returnLineItems.length === 0)
    return userError([root, 'returnLineItems'], 'Return line items cannot be empty.', 'BLANK');
  return order;
}

const read = (input: Input) => ({
  lines: input.returnLineItems.map((line) => ({
    fulfillmentLineItemId: line.fulfillmentLineItemId,
    quantity: line.quantity,
    reason: line.returnReason ?? reasonById(line.returnReasonDefinitionId)?.reason ?? null,
    reasonDefinitionId: line.returnReasonDefinitionId ?? null,
    note: line.returnReasonNote ?? null,
    customerNote: line.customerNote ?? null,
    restockingFeePercentage: line.restockingFee?.percentage ?? null,
  })),
  exchange: (input.exchangeLineItems ?? []).map(({ variantId, quantity }) => ({
    variantId: variantId ?? null,
    quantity,
  })),
  shippingFee: input.returnShippingFee ? cents(input.returnShippingFee.amount.amount) : null,
});

export const returnCreate: Resolver = (_, { returnInput: input }: { returnInput: Input }, { world }: Ctx) => {
  const order = orderFor(world, input, 'returnInput');
  if ('message' in order) return refuse(order, 'return');
  const errors = lineErrors(world, order, 'returnInput', input.returnLineItems, (line, path) => {
    if (!line.returnReason && !line.returnReasonDefinitionId)
      return userError(
        path,
        'Return line items Either return reason or return reason definition must be provided',
        'NOT_FOUND',
      );
    if (line.returnReason === 'OTHER' && !line.returnReasonNote?.trim())
      return userError(
        [...path, 'returnReasonNote'],
        'Return line items return reason note The note is required when the return reason is "Other"',
        'BLANK',
      );
    return undefined;
  });
  for (const [index, { variantId, quantity }] of (input.exchangeLineItems ?? []).entries()) {
    const path = ['returnInput', 'exchangeLineItems', index];
    if (quantity <= 0) errors.push(userError([...path, 'quantity'], 'Quantity must be greater than 0', 'GREATER_THAN'));
    if (!variantId || !world.get('ProductVariant', expectId(variantId, 'ProductVariant')))
      errors.push(userError([...path, 'variantId'], 'Variant was not found.', 'NOT_FOUND'));
  }
  if (errors.length) return refuse(errors, 'return');
  return { return: openReturn(world, order, { ...read(input), status: 'OPEN' }), userErrors: [] };
};

export const returnRequest: Resolver = (_, { input }: { input: Input }, { world }: Ctx) => {
  const order = orderFor(world, input, 'input');
  if ('message' in order) return refuse(order, 'return');
  const errors = lineErrors(world, order, 'input', input.returnLineItems, (line, path) =>
    line.returnReason || line.returnReasonDefinitionId
      ? undefined
      : userError([...path, 'returnReason'], "Return reason can't be blank", 'BLANK'),
  );
  if (errors.length) return refuse(errors, 'return');
  return { return: openReturn(world, order, { ...read(input), status: 'REQUESTED' }), userErrors: [] };
};

/** A return that must be in a state, or the refusal. */
export function expectReturn(
  world: World,
  id: string,
  field: string[],
  states: Return['status'][],
  wrong = 'Return status is invalid.',
): Return | UserError {
  const one = world.get('Return', expectId(id, 'Return'));
  if (!one) return userError(field, 'Return not found.', 'NOT_FOUND');
  return states.includes(one.status) ? one : userError(field, wrong, 'INVALID_STATE');
}

export const returnApproveRequest: Resolver = (_, { input }: { input: { id: string } }, { world }: Ctx) => {
  const one = expectReturn(world, input.id, ['input', 'id'], ['REQUESTED']);
  if ('message' in one) return refuse(one, 'return');
  return { return: approveReturn(world, one), userErrors: [] };
};

export const returnDeclineRequest: Resolver = (
  _,
  { input }: { input: { id: string; declineReason: string; declineNote?: string | null } },
  { world }: Ctx,
) => {
  const one = expectReturn(world, input.id, ['input', 'id'], ['REQUESTED']);
  if ('message' in one) return refuse(one, 'return');
  if ((input.declineNote ?? '').length > 500)
    return refuse(
      userError(['input', 'declineNote'], 'Decline note is too long (maximum is 500 characters)', 'TOO_LONG'),
      'return',
    );
  world.patch('Return', one, {
    status: 'DECLINED',
    decline: { reason: input.declineReason, note: input.declineNote ?? null },
  });
  world.emit('returns/decline', one.id);
  touch(world, world.get('Order', one.orderId)!);
  return { return: one, userErrors: [] };
};
