import { restId, restTime } from '../../kernel/rest.ts';
import type { World } from '../../kernel/world.ts';
import { restAddress } from '../customers/payload.ts';
import { lineItemPayload } from '../orders/payload.ts';
import { shopOf } from '../shop/domain.ts';

/** The body of fulfillments/create and fulfillments/update. */
export function fulfillmentPayload(world: World, id: string): unknown {
  const one = world.get('Fulfillment', id);
  if (!one) return { id: restId(id), admin_graphql_api_id: id };
  const order = world.get('Order', one.orderId)!;
  const time = (value: string | null) => restTime(value, shopOf(world).timezoneOffsetMinutes);
  return {
    id: restId(one.id),
    admin_graphql_api_id: one.id,
    order_id: restId(one.orderId),
    status: one.status.toLowerCase(),
    created_at: time(one.createdAt),
    updated_at: time(one.updatedAt),
    service: 'manual',
    tracking_company: one.tracking.company,
    tracking_number: one.tracking.numbers[0] ?? null,
    tracking_numbers: one.tracking.numbers,
    tracking_url: one.tracking.urls[0] ?? null,
    tracking_urls: one.tracking.urls,
    shipment_status: one.eventStatus?.toLowerCase() ?? null,
    location_id: restId(one.locationId),
    origin_address: null,
    email: order.email ?? '',
    destination: order.shippingAddress && { ...restAddress(order.shippingAddress), latitude: null, longitude: null },
    line_items: one.parts.flatMap((part) => {
      const line = world.get('LineItem', part.lineItemId);
      return line ? [{ ...lineItemPayload(world, order, line), quantity: part.quantity }] : [];
    }),
    receipt: {},
    name: one.name.replace(/-F(\d+)$/, '.$1'),
  };
}

/** The body of fulfillment_events/create. */
export function eventPayload(world: World, id: string): unknown {
  const event = world.get('FulfillmentEvent', id)!;
  const fulfillment = world.get('Fulfillment', event.fulfillmentId)!;
  const time = (value: string | null) => restTime(value, shopOf(world).timezoneOffsetMinutes);
  return {
    id: restId(event.id),
    fulfillment_id: restId(fulfillment.id),
    status: event.status.toLowerCase(),
    message: event.message ?? '',
    happened_at: time(event.happenedAt),
    city: event.city,
    province: event.province,
    country: event.country,
    zip: event.zip,
    address1: event.address1,
    latitude: event.latitude,
    longitude: event.longitude,
    shop_id: restId(shopOf(world).id),
    created_at: time(event.createdAt),
    updated_at: time(event.createdAt),
    estimated_delivery_at: time(event.estimatedDeliveryAt),
    order_id: restId(fulfillment.orderId),
    admin_graphql_api_id: event.id,
  };
}
