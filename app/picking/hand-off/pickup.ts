// Goods that were made ready for a customer, who will not come for them: they lie at the counter until somebody brings them back.
import type { OrderNow } from '../ship.ts';
import type { Allocation } from '../wave.ts';
import { isPickup, type Parcel } from './parcel.ts';

/** Made ready, and not collected. */
export const liesReady = (parcel: Pick<Parcel, 'state' | 'deliveryMethod' | 'collectedAt'>): boolean =>
  isPickup(parcel) && parcel.state === 'shipped' && parcel.collectedAt === null;

/** Why the goods of a parcel that lies ready go back, or null: it waits for its customer, or lies ready no more. */
export function whyPutBack(
  parcel: Pick<Parcel, 'state' | 'deliveryMethod' | 'collectedAt' | 'orderName' | 'lines'>,
  order: Pick<OrderNow, 'canceled' | 'standing'> | undefined,
): string | null {
  if (!liesReady(parcel)) return null;
  if (!order) return `Shopify knows ${parcel.orderName} no more.`;
  if (order.canceled) return `${parcel.orderName} was canceled.`;
  const statusOf = new Map(order.standing.map((one) => [one.fulfillmentOrderId, one.status]));
  const wanted = parcel.lines.some((line) => (statusOf.get(line.fulfillmentOrderId) ?? 'CANCELLED') !== 'CANCELLED');
  return wanted ? null : `${parcel.orderName} was edited, and wants nothing of this any more.`;
}

/** Which units of an order go to which bin: where they came from. `bin` null: no bin is known. */
export const binsOfOrder = (
  walk: readonly Allocation[],
  orderId: string,
): { title: string; sku: string | null; units: number; bin: string | null }[] =>
  walk
    .filter((one) => one.orderId === orderId && one.picked > 0)
    .map(({ title, sku, picked: units, bin }) => ({ title, sku, units, bin }));
