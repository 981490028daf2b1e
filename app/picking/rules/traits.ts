// What rules look at, of one order at one location.
import type { Candidate } from '../plan.ts';
import type { OrderTraits } from './rule.ts';

/**
 * `own`: the order's fulfillment orders; `lines`: those of their lines that are still to be picked; `bins`: where all of that is found.
 */
export function traitsOf(own: readonly Candidate[], lines: Candidate['lines'], bins: OrderTraits['bins']): OrderTraits {
  const [first] = own;
  const promises = own.flatMap((one) => one.fulfillBy?.getTime() ?? []);
  return {
    deliveryMethod: first?.deliveryMethod ?? 'SHIPPING',
    shippingMethod: own.find((one) => one.shippingMethod !== null)?.shippingMethod ?? null,
    fulfillBy: promises.length > 0 ? new Date(Math.min(...promises)) : null,
    tags: first?.tags ?? [],
    country: first?.country ?? null,
    bins,
    lines: lines.length,
    units: lines.reduce((sum, line) => sum + line.quantity, 0),
  };
}
