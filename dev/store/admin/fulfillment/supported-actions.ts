import type { World } from '../../kernel/world.ts';
import { type FulfillmentOrder, fulfillmentOrdersOf, remainingOf } from './fulfillment-order.ts';

/** Whether a third party (a fulfillment service with an API) ships from the fulfillment order's location. */
export function isAtService(world: World, one: FulfillmentOrder): boolean {
  return Boolean(world.get('Location', one.locationId)?.fulfillmentServiceId);
}

/** Fulfillment orders of the same order and place that can become one with this. */
export function mergeable(world: World, one: FulfillmentOrder): FulfillmentOrder[] {
  if (one.status !== 'OPEN') return [];
  return fulfillmentOrdersOf(world, one.orderId).filter(
    (other) =>
      other.id !== one.id &&
      other.status === 'OPEN' &&
      other.locationId === one.locationId &&
      other.requestStatus === one.requestStatus &&
      remainingOf(other) > 0,
  );
}

/** Holds that one app may have on a fulfillment order at a time. */
export const HOLDS_PER_APP = 10;
const holdsOf = (one: FulfillmentOrder, app: string) => (one.holds ?? []).filter((hold) => hold.app === app).length;

/** What may be done with a fulfillment order next, in the order Shopify lists it. */
export function supportedActions(world: World, one: FulfillmentOrder, app: string): string[] {
  const service = isAtService(world, one);
  switch (one.status) {
    case 'OPEN': {
      if (one.requestStatus === 'SUBMITTED') return ['CANCEL_FULFILLMENT_ORDER'];
      const first = service ? ['REQUEST_FULFILLMENT', 'CREATE_FULFILLMENT'] : ['CREATE_FULFILLMENT', 'REPORT_PROGRESS'];
      return [
        ...first,
        'MOVE',
        'HOLD',
        ...(remainingOf(one) > 1 ? ['SPLIT'] : []),
        ...(mergeable(world, one).length ? ['MERGE'] : []),
      ];
    }
    case 'IN_PROGRESS':
      if (service) return ['REQUEST_CANCELLATION', 'CREATE_FULFILLMENT'];
      return one.progressReported
        ? ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'HOLD', 'MARK_AS_OPEN']
        : ['CREATE_FULFILLMENT', 'REPORT_PROGRESS', 'MOVE', 'HOLD', ...(remainingOf(one) > 1 ? ['SPLIT'] : [])];
    case 'ON_HOLD':
      return ['RELEASE_HOLD', ...(holdsOf(one, app) < HOLDS_PER_APP ? ['HOLD'] : []), 'MOVE'];
    case 'SCHEDULED':
      return ['MARK_AS_OPEN', 'MOVE', 'HOLD'];
    default:
      return [];
  }
}
