import { type Ctx, expectId, type Resolver } from '../../kernel/context.ts';
import { refuse, userError } from '../../kernel/usererror.ts';
import type { World } from '../../kernel/world.ts';
import { levelAt } from '../inventory/level.ts';
import { touch } from '../orders/order.ts';
import { trackedItem } from './assign-location.ts';
import { carve, INVALID_QUANTITY, isAll, type WantedPart, wantedUnits } from './carve.ts';
import { change, type FulfillmentOrder, isLive, type Part, partId } from './fulfillment-order.ts';
import { moveStock } from './stock.ts';
import { isAtService } from './supported-actions.ts';

export const fulfillmentOrderMove: Resolver = (
  _,
  args: { id: string; newLocationId: string; fulfillmentOrderLineItems?: WantedPart[] | null },
  { world }: Ctx,
) => {
  const no = (field: string[] | null, message: string, code: string | null = null) =>
    refuse(
      userError(field, message, code),
      'movedFulfillmentOrder',
      'originalFulfillmentOrder',
      'remainingFulfillmentOrder',
    );
  const one = world.get('FulfillmentOrder', expectId(args.id, 'FulfillmentOrder'));
  const location = world.get('Location', expectId(args.newLocationId, 'Location'));
  if (!one) return no(['id'], 'Fulfillment order does not exist.');
  if (!location) return no(['id'], 'Location not found.');
  if (!isLive(one) || !location.isActive) return no(null, 'Cannot change location.');
  if (one.status === 'IN_PROGRESS' && one.progressReported)
    return no(
      ['id'],
      'Cannot move a fulfillment order that has had progress reported. To move a fulfillment order that has had progress reported, the fulfillment order must first be marked as open resolving the ongoing progress state.',
      'CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS',
    );
  if (isAtService(world, one) && ['SUBMITTED', 'ACCEPTED'].includes(one.requestStatus))
    return no(null, 'Cannot move submitted fulfillment order that is at a 3PL fulfillment service.');
  const wanted = args.fulfillmentOrderLineItems ?? [];
  const units = wanted.length
    ? wantedUnits(one, wanted)
    : new Map(one.parts.map((part) => [part.number, part.remaining]));
  if (!units || wanted.some((part) => part.quantity <= 0)) return no(null, INVALID_QUANTITY);
  const moving = one.parts.filter((part) => (units.get(part.number) ?? 0) > 0);
  if (!moving.every((part) => isStockedAt(world, part, location.id)))
    return no(null, 'Some items are not stocked at the new location.');
  const source = one.locationId;
  if (!one.uncounted && source !== location.id)
    for (const part of moving) {
      moveStock(world, 'release', part.lineItemId, source, units.get(part.number)!);
      moveStock(world, 'promise', part.lineItemId, location.id, units.get(part.number)!);
    }
  const whole = isAll(one, units) && one.parts.every((part) => part.total === part.remaining);
  const moved = whole
    ? change(world, one, { locationId: location.id })
    : carve(world, one, units, 'rest', { locationId: location.id });
  world.emit('fulfillment_orders/moved', one.id, {
    extra: {
      original_fulfillment_order: { ...told(one) },
      moved_fulfillment_order: { ...told(moved) },
      destination_location_id: location.id,
      fulfillment_order_line_items_requested: moving.map((part) => ({
        id: partId(part),
        quantity: units.get(part.number),
      })),
      source_location: { id: source },
    },
  });
  touch(world, world.get('Order', one.orderId)!);
  return {
    movedFulfillmentOrder: moved,
    originalFulfillmentOrder: one,
    remainingFulfillmentOrder: whole ? null : one,
    userErrors: [],
  };
};

function told(one: FulfillmentOrder) {
  return { id: one.id, status: one.status.toLowerCase(), assigned_location_id: one.locationId };
}

/** Lines without counted stock can go anywhere, others where their item is stocked. */
export function isStockedAt(world: World, part: Part, locationId: string): boolean {
  const line = world.get('LineItem', part.lineItemId);
  const item = line && trackedItem(world, line);
  return !item || Boolean(levelAt(world, item, locationId)?.isActive);
}
