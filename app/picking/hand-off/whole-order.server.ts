// An order that leaves as it was picked, in no parcel of ours: what Shopify is asked for, once for each wave.
import { gid } from '../../shopify/gid.ts';
import type { Shipment } from '../ship.ts';
import { type Tracking, trackingInput } from './carriers.ts';

export function wholeOrder(waveId: string, { orderId, parts }: Shipment, tracking: Tracking) {
  const info = trackingInput(tracking);
  return {
    variables: {
      fulfillment: {
        lineItemsByFulfillmentOrder: parts.map((part) => ({
          fulfillmentOrderId: gid('FulfillmentOrder', part.fulfillmentOrderId),
          fulfillmentOrderLineItems: part.lines.map((line) => ({
            id: gid('FulfillmentOrderLineItem', line.id),
            quantity: line.quantity,
          })),
        })),
        notifyCustomer: true,
        ...(info ? { trackingInfo: info } : {}),
      },
    },
    subject: `Order/${orderId}`,
    idempotencyKey: `wave:${waveId}:ship:${orderId}`,
  };
}
