import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { ApiError } from '../../kernel/errors.ts';
import { gidTail } from '../../kernel/gid.ts';
import { timestamp } from '../../kernel/scalars.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import { INVALID_QUANTITY, type WantedPart, wantedUnits } from './carve.ts';
import { addEvent, cancelFulfillment, type Shipment, ship, type Tracking } from './fulfillment.ts';

interface TrackingInput {
  company?: string | null;
  number?: string | null;
  numbers?: string[] | null;
  url?: string | null;
  urls?: string[] | null;
}

function tracking(input: TrackingInput | null | undefined): Tracking {
  return {
    company: input?.company ?? null,
    numbers: input?.numbers ?? (input?.number ? [input.number] : []),
    urls: input?.urls ?? (input?.url ? [input.url] : []),
  };
}

interface FulfillmentInput {
  lineItemsByFulfillmentOrder: { fulfillmentOrderId: string; fulfillmentOrderLineItems?: WantedPart[] | null }[];
  trackingInfo?: TrackingInput | null;
  originAddress?: Record<string, string | null> | null;
}

export const fulfillmentCreate: Resolver = (
  _,
  { fulfillment: input }: { fulfillment: FulfillmentInput },
  { world }: Ctx,
) => {
  const no = (field: (string | number)[], message: string) => refuse(userError(field, message), 'fulfillment');
  const list = input.lineItemsByFulfillmentOrder;
  for (const [index, { fulfillmentOrderId, fulfillmentOrderLineItems }] of list.entries()) {
    if (gidTail(fulfillmentOrderId) === '0') throw new ApiError('invalid id', 'RESOURCE_NOT_FOUND');
    expectId(fulfillmentOrderId, 'FulfillmentOrder');
    const zero = (fulfillmentOrderLineItems ?? []).findIndex((part) => part.quantity <= 0);
    if (zero >= 0)
      return no(
        ['fulfillment', 'lineItemsByFulfillmentOrder', index, 'fulfillmentOrderLineItems', zero, 'quantity'],
        'Quantity must be greater than 0',
      );
  }
  if (list.length === 0) return no(['fulfillment'], 'Fulfillment order does not exist.');
  const shipments: Shipment[] = [];
  for (const { fulfillmentOrderId, fulfillmentOrderLineItems } of list) {
    const one = world.get('FulfillmentOrder', fulfillmentOrderId);
    if (!one) return no(['fulfillment'], 'Fulfillment order does not exist.');
    if (one.status !== 'OPEN' && one.status !== 'IN_PROGRESS')
      return no(
        ['fulfillment'],
        `Fulfillment order ${gidTail(one.id)} has an unfulfillable status= ${one.status.toLowerCase()}.`,
      );
    const units = fulfillmentOrderLineItems?.length
      ? wantedUnits(one, fulfillmentOrderLineItems)
      : new Map(one.parts.map((part) => [part.number, part.remaining]));
    if (!units || shipments.some((shipment) => shipment.fulfillmentOrder === one))
      return no(['fulfillment'], INVALID_QUANTITY);
    const parts = one.parts
      .map((part) => ({ part, quantity: units.get(part.number) ?? 0 }))
      .filter(({ quantity }) => quantity > 0);
    shipments.push({ fulfillmentOrder: one, parts });
  }
  const [first] = shipments;
  if (shipments.some(({ fulfillmentOrder: one }) => one.orderId !== first!.fulfillmentOrder.orderId))
    return no(['fulfillment'], 'All fulfillment orders must belong to the same order.');
  if (shipments.some(({ fulfillmentOrder: one }) => one.locationId !== first!.fulfillmentOrder.locationId))
    return no(['fulfillment'], 'All fulfillment orders must be assigned to the same location.');
  const order = world.get('Order', first!.fulfillmentOrder.orderId)!;
  const fulfillment = ship(world, order, shipments, {
    tracking: tracking(input.trackingInfo),
    originAddress: input.originAddress ?? null,
  });
  return { fulfillment, userErrors: [] };
};

export const fulfillmentCancel: Resolver = (_, { id }: { id: string }, { world }: Ctx) => {
  const fulfillment = world.get('Fulfillment', expectId(id, 'Fulfillment'));
  if (!fulfillment) return refuse(userError(['id'], 'Fulfillment not found.'), 'fulfillment');
  return { fulfillment: cancelFulfillment(world, fulfillment), userErrors: [] };
};

/** Tracking may be corrected at any time, even of a cancelled fulfillment. */
export const fulfillmentTrackingInfoUpdate: Resolver = (
  _,
  { fulfillmentId, trackingInfoInput }: { fulfillmentId: string; trackingInfoInput: TrackingInput },
  { world }: Ctx,
) => {
  const fulfillment = world.get('Fulfillment', expectId(fulfillmentId, 'Fulfillment'));
  if (!fulfillment) return refuse(userError(['fulfillmentId'], 'Fulfillment does not exist.'), 'fulfillment');
  world.patch('Fulfillment', fulfillment, { tracking: tracking(trackingInfoInput), updatedAt: world.timestamp() });
  world.emit('fulfillments/update', fulfillment.id);
  return { fulfillment, userErrors: [] };
};

export const fulfillmentEventCreate: Resolver = (
  _,
  {
    fulfillmentEvent: input,
  }: { fulfillmentEvent: { fulfillmentId: string; status: string; happenedAt?: string | null } },
  { world }: Ctx,
) => {
  const { fulfillmentId, happenedAt, ...given } = input;
  const fulfillment = world.get('Fulfillment', expectId(fulfillmentId, 'Fulfillment'));
  if (!fulfillment)
    return refuse(userError(['fulfillmentEvent', 'fulfillmentId'], 'Fulfillment does not exist.'), 'fulfillmentEvent');
  const estimated = (given as { estimatedDeliveryAt?: string | null }).estimatedDeliveryAt;
  const event = addEvent(world, fulfillment, {
    ...given,
    ...(happenedAt ? { happenedAt: timestamp(happenedAt) } : {}),
    ...(estimated ? { estimatedDeliveryAt: timestamp(estimated) } : {}),
  });
  return { fulfillmentEvent: event, userErrors: [] };
};
