import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { unimplemented } from '../../kernel/errors.ts';
import { gidTail } from '../../kernel/gid.ts';
import { timestamp } from '../../kernel/scalars.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import { touch } from '../orders/order.ts';
import {
  brief,
  change,
  type FulfillmentOrder,
  insertFulfillmentOrder,
  methodType,
  remainingOf,
} from './fulfillment-order.ts';
import { isAtService } from './supported-actions.ts';

const NOT_FOUND = 'Fulfillment order does not exist.';
export const NEEDS_API_SERVICE = "The fulfillment order's assigned fulfillment service must be of api type";

export const fulfillmentOrderReportProgress: Resolver = (
  _,
  { id, progressReport }: { id: string; progressReport?: { reasonNotes?: string | null } | null },
  { world, token }: Ctx,
) => {
  const no = (field: string[] | null, message: string, code: string | null) =>
    refuse(userError(field, message, code), 'fulfillmentOrder');
  const one = world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder'));
  if (!one) return no(['id'], NOT_FOUND, 'FULFILLMENT_ORDER_NOT_FOUND');
  if (one.status !== 'OPEN' && one.status !== 'IN_PROGRESS')
    return no(null, 'Cannot report progress on a fulfillment order in this state.', 'FULFILLMENT_ORDER_STATUS_INVALID');
  const initial = one.status;
  change(world, one, { status: 'IN_PROGRESS', progressReported: true });
  world.emit('fulfillment_orders/progress_reported', one.id, {
    extra: {
      fulfillment_order: brief(one),
      progress_report: {
        reason_notes: progressReport?.reasonNotes ?? '',
        progress_reported_by_app: { id: token.app },
        progress_reported_by_user: { id: 'gid://shopify/StaffMember/1' },
      },
      initial_status: initial.toLowerCase(),
    },
  });
  touch(world, world.get('Order', one.orderId)!);
  return { fulfillmentOrder: one, userErrors: [] };
};

export const fulfillmentOrderOpen: Resolver = (_, { id }: { id: string }, { world, token }: Ctx) => {
  const one = world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder'));
  if (!one) return refuse(userError(['id'], NOT_FOUND), 'fulfillmentOrder');
  if (one.status !== 'IN_PROGRESS' && one.status !== 'SCHEDULED')
    return refuse(
      userError(null, `Expected fulfillment order status to be valid but it was ${one.status.toLowerCase()}.`),
      'fulfillmentOrder',
    );
  const wasScheduled = one.status === 'SCHEDULED';
  change(world, one, { status: 'OPEN', progressReported: false });
  if (wasScheduled)
    world.emit('fulfillment_orders/scheduled_fulfillment_order_ready', one.id, {
      extra: { fulfillment_order: brief(one) },
    });
  else
    world.emit('fulfillment_orders/manually_reported_progress_stopped', one.id, {
      extra: {
        fulfillment_order: brief(one),
        progress_stopped_by_app: { id: token.app },
        progress_stopped_by_user: { id: 'gid://shopify/StaffMember/1' },
      },
    });
  touch(world, world.get('Order', one.orderId)!);
  return { fulfillmentOrder: one, userErrors: [] };
};

/** Cancelling closes a fulfillment order and hands its units to a new one. */
export const fulfillmentOrderCancel: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const no = (field: string[] | null, message: string, code: string | null = null) =>
    refuse(userError(field, message, code), 'fulfillmentOrder', 'replacementFulfillmentOrder');
  const one = world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder'));
  if (!one) return no(['id'], NOT_FOUND);
  if (one.status === 'IN_PROGRESS' && one.progressReported)
    return no(
      ['id'],
      'Cannot cancel fulfillment order that has had progress reported. Mark as unfulfilled first.',
      'FULFILLMENT_ORDER_HAS_MANUALLY_REPORTED_PROGRESS',
    );
  const open = one.status === 'OPEN' || one.status === 'ON_HOLD' || one.status === 'IN_PROGRESS';
  if (!open || one.requestStatus === 'ACCEPTED')
    return no(null, "Fulfillment order is not in cancelable request state and can't be canceled.");
  const replacement = replace(world, one, 'CLOSED', one.requestStatus === 'SUBMITTED' ? 'UNSUBMITTED' : undefined);
  world.emit('fulfillment_orders/cancelled', one.id, {
    extra: { fulfillment_order: brief(one), replacement_fulfillment_order: brief(replacement) },
  });
  touch(world, world.get('Order', one.orderId)!);
  return { fulfillmentOrder: one, replacementFulfillmentOrder: replacement, userErrors: [] };
};

/** Closes a fulfillment order and opens another with the units it had left; those keep their ids. */
export function replace(
  world: Ctx['world'],
  one: FulfillmentOrder,
  status: FulfillmentOrder['status'],
  requestStatus?: string,
): FulfillmentOrder {
  const left = one.parts.filter((part) => part.remaining > 0);
  const replacement = insertFulfillmentOrder(world, {
    orderId: one.orderId,
    locationId: one.locationId,
    lines: [],
    fulfillAt: one.fulfillAt,
    uncounted: one.uncounted,
  });
  world.patch('FulfillmentOrder', replacement, {
    parts: left.map((part) => ({ ...part, total: part.remaining })),
  });
  change(world, one, {
    status,
    holds: [],
    parts: one.parts
      .filter((part) => part.total > part.remaining)
      .map((part) => ({ ...part, total: part.total - part.remaining, remaining: 0 })),
    ...(requestStatus ? { requestStatus } : {}),
  });
  return replacement;
}

export const fulfillmentOrderClose: Resolver = (
  _,
  { id, message }: { id: string; message?: string | null },
  { world }: Ctx,
) => {
  const one = world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder'));
  if (!one) return refuse(userError(['id'], NOT_FOUND), 'fulfillmentOrder');
  if (!isAtService(world, one)) return refuse(userError(null, NEEDS_API_SERVICE), 'fulfillmentOrder');
  if (one.status !== 'IN_PROGRESS')
    return refuse(
      userError(null, `Expected fulfillment order status to be valid but it was ${one.status.toLowerCase()}.`),
      'fulfillmentOrder',
    );
  change(world, one, { status: 'INCOMPLETE', requestStatus: 'CLOSED' });
  world.emit('fulfillment_orders/fulfillment_service_failed_to_complete', one.id, {
    extra: { fulfillment_order: brief(one), message: message ?? '' },
  });
  touch(world, world.get('Order', one.orderId)!);
  return { fulfillmentOrder: one, userErrors: [] };
};

export const fulfillmentOrderReschedule: Resolver = (
  _,
  { id, fulfillAt }: { id: string; fulfillAt: string },
  { world }: Ctx,
) => {
  const one = world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder'));
  if (!one) return refuse(userError(['id'], NOT_FOUND, 'FULFILLMENT_ORDER_NOT_FOUND'), 'fulfillmentOrder');
  if (one.status !== 'SCHEDULED')
    return refuse(userError(null, 'Fulfillment order must be scheduled.'), 'fulfillmentOrder');
  change(world, one, { fulfillAt: timestamp(fulfillAt) });
  world.emit('fulfillment_orders/rescheduled', one.id, {
    extra: { fulfillment_order: { ...brief(one), fulfill_at: one.fulfillAt } },
  });
  return { fulfillmentOrder: one, userErrors: [] };
};

export const fulfillmentOrdersSetFulfillmentDeadline: Resolver = (
  _,
  args: { fulfillmentOrderIds: string[]; fulfillmentDeadline: string },
  { world }: Ctx,
) => {
  const all = args.fulfillmentOrderIds.map((id) => world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder')));
  if (all.some((one) => !one))
    return { success: false, userErrors: [userError(null, 'Fulfillment orders could not be found.')] };
  for (const one of all) change(world, one!, { fulfillBy: timestamp(args.fulfillmentDeadline) });
  return { success: true, userErrors: [] };
};

/** Only what the buyer collects can be prepared for that, whole, and once. */
export const fulfillmentOrderLineItemsPreparedForPickup: Resolver = (
  _,
  { input }: { input: { lineItemsByFulfillmentOrder: { fulfillmentOrderId: string }[] } },
  { world }: Ctx,
) => {
  const userErrors = input.lineItemsByFulfillmentOrder.flatMap(({ fulfillmentOrderId }, index) => {
    const no = (message: string, code: string) =>
      userError(['input', 'lineItemsByFulfillmentOrder', index, 'fulfillmentOrderId'], message, code);
    const one = world.get('FulfillmentOrder', expectId(fulfillmentOrderId, 'FulfillmentOrder'));
    const fit = one && (one.status === 'OPEN' || one.status === 'IN_PROGRESS') && methodType(world, one) === 'PICK_UP';
    if (!fit)
      return [no(`Invalid fulfillment_order_id provided ${gidTail(fulfillmentOrderId)}`, 'FULFILLMENT_ORDER_INVALID')];
    if (one.prepared || remainingOf(one) === 0)
      return [
        no(
          'There are no line items to prepare for this fulfillment order',
          'NO_LINE_ITEMS_TO_PREPARE_FOR_FULFILLMENT_ORDER',
        ),
      ];
    change(world, one, { prepared: true });
    world.emit('fulfillment_orders/line_items_prepared_for_pickup', one.id, {
      extra: {
        fulfillment_order: { ...brief(one), preparable: true, delivery_method: { method_type: 'pickup' } },
      },
    });
    touch(world, world.get('Order', one.orderId)!);
    return [];
  });
  return { userErrors };
};

export const fulfillmentOrdersReroute: Resolver = (
  _,
  { fulfillmentOrderIds }: { fulfillmentOrderIds: string[] },
  { world }: Ctx,
) => {
  for (const id of fulfillmentOrderIds)
    if (!world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder')))
      return refuse(
        userError(['fulfillmentOrderIds'], NOT_FOUND, 'FULFILLMENT_ORDER_NOT_FOUND'),
        'movedFulfillmentOrders',
      );
  throw unimplemented('Mutation', 'fulfillmentOrdersReroute');
};
