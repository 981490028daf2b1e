// Names of Shopify's API as people read them.
import { readable } from './state-badge.tsx';

/** "FulfillmentOrder" is "Fulfillment order", "returnApproveRequest" "Return approve request", "lines/7" "Lines, 7". */
export const apiWords = (name: string): string =>
  readable(name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').replaceAll('/', ', '));

/** A webhook's topic: "fulfillment_orders/hold_released" is "Fulfillment orders: hold released". */
export const topicWords = (topic: string): string => readable(topic.replace('/', ': '));
