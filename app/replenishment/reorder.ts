// The decision: what does this variant at this location need?
import { orderQuantity } from './order-quantity.ts';
import type { Answer, ReorderInputs, Unknown } from './reorder-point.ts';

/** Below this many days in stock a rate of sale is chance, and the answer is "unknown". */
export const FEWEST_DAYS = 7;

/**
 * Reorder point, order-up-to level and advice for one variant at one location.
 *
 * With d = units sold on days in stock ÷ days in stock, L lead time, R review and S safety days:
 * - reorder point = ⌈d × (L + R + S)⌉: stock seen at the end of a review period must still last until the delivery;
 * - order up to   = ⌈d × (L + 2R + S)⌉: one review period more, so that the next look need not order again;
 * - position      = available + incoming; buy when it is at or below the reorder point, or when units are owed to customers.
 * (Periodic review; Silver, Pyke, Thomas: Inventory and Production Management in Supply Chains, ch. 6, with the safety stock
 * given in days of demand.)
 */
export function reorder({ stock, history, terms, tracked }: ReorderInputs): Answer {
  const position = stock.available + stock.incoming;
  const unknown = whyUnknown(tracked, history.daysObserved, history.daysInStock);
  if (unknown) {
    return {
      advice: 'unknown',
      unknown,
      dailyDemand: 0,
      position,
      reorderPoint: 0,
      orderUpTo: 0,
      suggested: 0,
      daysOfCover: null,
      slackDays: null,
    };
  }
  const dailyDemand = history.unitsSold / history.daysInStock;
  const cover = (days: number) => Math.ceil((history.unitsSold * days) / history.daysInStock);
  const protectedDays = terms.leadTimeDays + terms.reviewDays + terms.safetyDays;
  const reorderPoint = cover(protectedDays);
  const orderUpTo = cover(protectedDays + terms.reviewDays);
  const buy = position < 0 || (reorderPoint > 0 && position <= reorderPoint);
  const daysOfCover = dailyDemand > 0 ? Math.max(0, position) / dailyDemand : null;
  return {
    advice: buy ? 'buy' : reorderPoint > 0 && stock.available <= reorderPoint ? 'wait' : 'enough',
    unknown: null,
    dailyDemand,
    position,
    reorderPoint,
    orderUpTo,
    // At least one: at the reorder point itself with no review days, the order-up-to level asks for nothing more.
    suggested: buy ? orderQuantity(Math.max(1, orderUpTo - position), terms.minimumOrder, terms.packSize) : 0,
    daysOfCover,
    slackDays: daysOfCover === null ? null : daysOfCover - terms.leadTimeDays,
  };
}

function whyUnknown(tracked: boolean, daysObserved: number, daysInStock: number): Unknown | null {
  if (!tracked) return 'not-tracked';
  if (daysObserved <= 0 || daysInStock <= 0) return 'no-history';
  return daysInStock < FEWEST_DAYS ? 'too-little-history' : null;
}
