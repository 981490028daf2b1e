import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import { touch } from '../orders/order.ts';
import { absorb, carve, INVALID_QUANTITY, isAll, type WantedPart, wantedUnits } from './carve.ts';
import { brief, change, type FulfillmentOrder, fulfillmentOrdersOf, type Hold, isLive } from './fulfillment-order.ts';
import { HOLDS_PER_APP } from './supported-actions.ts';

/** What the admin calls each reason. */
export const HOLD_REASONS: Record<string, string> = {
  AWAITING_PAYMENT: 'Awaiting payment',
  AWAITING_RETURN_ITEMS: 'Exchange items awaiting return delivery',
  HIGH_RISK_OF_FRAUD: 'High risk of fraud',
  INCORRECT_ADDRESS: 'Incorrect address',
  INVENTORY_OUT_OF_STOCK: 'Inventory out of stock',
  ONLINE_STORE_POST_PURCHASE_CROSS_SELL: 'Upsell offer pending',
  OTHER: 'Other',
  UNKNOWN_DELIVERY_DATE: 'Unknown delivery date',
};

interface HoldInput {
  reason: string;
  reasonNotes?: string | null;
  handle?: string | null;
  externalId?: string | null;
  fulfillmentOrderLineItems?: WantedPart[] | null;
}

const NAMES = ['fulfillmentHold', 'fulfillmentOrder', 'remainingFulfillmentOrder'];

export const fulfillmentOrderHold: Resolver = (
  _,
  { id, fulfillmentHold: input }: { id: string; fulfillmentHold: HoldInput },
  { world, token }: Ctx,
) => {
  const no = (field: (string | number)[] | null, message: string, code: string | null) =>
    refuse(userError(field, message, code), ...NAMES);
  const one = world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder'));
  if (!one) return no(['id'], 'Fulfillment order does not exist.', 'FULFILLMENT_ORDER_NOT_FOUND');
  const wanted = input.fulfillmentOrderLineItems ?? [];
  const lines = ['fulfillmentHold', 'fulfillmentOrderLineItems'];
  const zero = wanted.findIndex((part) => part.quantity <= 0);
  if (zero >= 0)
    return no(
      [...lines, zero, 'quantity'],
      'You must select at least one item to place on partial hold.',
      'GREATER_THAN_ZERO',
    );
  if (new Set(wanted.map((part) => part.id)).size < wanted.length)
    return no(lines, 'must contain unique line item ids', 'DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS');
  if (!['OPEN', 'IN_PROGRESS', 'SCHEDULED', 'ON_HOLD'].includes(one.status))
    return no(['id'], 'The fulfillment order is not in a holdable state.', 'TAKEN');
  const handle = input.handle ?? '';
  const mine = (one.holds ?? []).filter((hold) => hold.app === token.app);
  if (mine.some((hold) => hold.handle === handle))
    return no(
      ['fulfillmentHold', 'handle'],
      'The handle provided for the fulfillment hold is already in use by this app for another hold on this fulfillment order.',
      'DUPLICATE_FULFILLMENT_HOLD_HANDLE',
    );
  if (mine.length >= HOLDS_PER_APP)
    return no(
      ['id'],
      'The maximum number of fulfillment holds for this fulfillment order has been reached for this app. An app can only have up to 10 holds on a single fulfillment order at any one time.',
      'FULFILLMENT_ORDER_HOLD_LIMIT_REACHED',
    );
  let remaining: FulfillmentOrder | null = null;
  if (wanted.length) {
    if (one.status === 'ON_HOLD')
      return no(lines, 'The fulfillment order is not in a splittable state.', 'FULFILLMENT_ORDER_NOT_SPLITTABLE');
    const units = wantedUnits(one, wanted);
    if (!units) return no(lines, INVALID_QUANTITY, 'INVALID_LINE_ITEM_QUANTITY');
    if (!isAll(one, units)) remaining = carve(world, one, units, 'asked', { remainderOf: one.id });
  }
  const hold: Hold = {
    id: world.newId('FulfillmentHold'),
    handle,
    reason: input.reason,
    reasonNotes: input.reasonNotes ?? null,
    externalId: input.externalId ?? null,
    app: token.app,
  };
  change(world, one, { status: 'ON_HOLD', holds: [...(one.holds ?? []), hold], progressReported: false });
  const holdBrief = briefHold(hold);
  world.emit('fulfillment_orders/placed_on_hold', one.id, {
    extra: {
      fulfillment_order: { ...brief(one), fulfillment_holds: one.holds!.map(briefHold) },
      ...(remaining ? { remaining_fulfillment_order: brief(remaining) } : {}),
      held_fulfillment_order_line_items: wanted.map((part) => ({ id: part.id, quantity: part.quantity })),
      created_fulfillment_hold: holdBrief,
    },
  });
  world.emit('fulfillment_holds/added', hold.id, {
    extra: { fulfillment_order: { id: one.id }, fulfillment_hold: holdBrief },
  });
  touch(world, world.get('Order', one.orderId)!);
  return { fulfillmentHold: hold, fulfillmentOrder: one, remainingFulfillmentOrder: remaining, userErrors: [] };
};

export const fulfillmentOrderReleaseHold: Resolver = (
  _,
  { id, holdIds, externalId }: { id: string; holdIds?: string[] | null; externalId?: string | null },
  { world, token }: Ctx,
) => {
  const no = (field: string[] | null, message: string, code: string | null) =>
    refuse(userError(field, message, code), 'fulfillmentOrder');
  const one = world.get('FulfillmentOrder', expectId(id, 'FulfillmentOrder'));
  if (!one) return no(['id'], 'Fulfillment order does not exist.', 'FULFILLMENT_ORDER_NOT_FOUND');
  for (const holdId of holdIds ?? []) expectId(holdId, 'FulfillmentHold');
  if (one.status !== 'ON_HOLD') return no(['id'], 'The fulfillment order is not on hold.', null);
  const holds = one.holds ?? [];
  const released = holds.filter((hold) =>
    holdIds?.length ? holdIds.includes(hold.id) : externalId ? hold.externalId === externalId : true,
  );
  if (holdIds?.length && released.length < new Set(holdIds).size)
    return no(['holdIds'], 'Fulfillment hold does not exist.', null);
  if (released.some((hold) => hold.app !== null && hold.app !== token.app && holdIds?.length))
    return no(['holdIds'], 'The app does not have access to release the fulfillment hold.', 'INVALID_ACCESS');
  const left = holds.filter((hold) => !released.includes(hold));
  change(world, one, { holds: left, ...(left.length ? {} : { status: 'OPEN' as const }) });
  if (left.length === 0) {
    for (const rest of fulfillmentOrdersOf(world, one.orderId))
      if (rest.remainderOf === one.id && rest.status === 'OPEN' && rest.locationId === one.locationId && isLive(rest))
        absorb(world, one, rest);
    world.emit('fulfillment_orders/hold_released', one.id, { extra: { fulfillment_order: brief(one) } });
  }
  for (const hold of released)
    world.emit('fulfillment_holds/released', hold.id, {
      extra: { fulfillment_order: { id: one.id }, fulfillment_hold: briefHold(hold) },
    });
  touch(world, world.get('Order', one.orderId)!);
  return { fulfillmentOrder: one, userErrors: [] };
};

function briefHold(hold: Hold): Record<string, unknown> {
  return {
    id: hold.id,
    reason: hold.reason.toLowerCase(),
    reason_notes: hold.reasonNotes ?? '',
    held_by_requesting_app: false,
    handle: hold.handle,
    held_by_app: { id: hold.app },
  };
}
