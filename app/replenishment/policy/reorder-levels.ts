// The two levels: down to which position we wait, and up to which we buy.
import { type DemandDistribution, leastStock } from './demand-distribution.ts';
import type { ServiceTarget } from './service-target.ts';

export type ReorderLevels = {
  /** buy when the position is at or below it */
  reorderPoint: number;
  /** the position that a purchase restores */
  orderUpTo: number;
  /** the fill the levels promise: share of units served, between 0 and 1 */
  promisedFill: number;
};

export type Protection = {
  /** demand until an order placed at the next review would arrive: lead time and review, which is one day or more */
  untilNextArrival: DemandDistribution;
  /** demand until an order placed now arrives, the lead time: what runs out in it is the fault of earlier orders */
  untilArrival: DemandDistribution;
};

/**
 * Levels for periodic review: whatever is not ordered now arrives one review later, so the stock that covers lead time and
 * review must be on order after each review; below it we buy, up to it or to `lot` units above where ordering in small
 * amounts does not pay. After buying, the position is above the reorder point.
 */
export function reorderLevels(protection: Protection, target: ServiceTarget, lot = 0): ReorderLevels {
  const cover = coverFor(protection, target);
  return {
    reorderPoint: Math.max(0, cover - 1),
    orderUpTo: cover === 0 ? 0 : cover + Math.round(lot),
    promisedFill: promisedFill(protection, cover),
  };
}

/** The least stock that keeps the target. More demand, a longer lead time or a higher target never lower it. */
export function coverFor(protection: Protection, { measure, level }: ServiceTarget): number {
  if (measure === 'cycle') return Math.max(0, Math.ceil(protection.untilNextArrival.quantile(level) - 1e-9));
  const demand = demandPerCycle(protection);
  if (demand === 0) return 0;
  // A promise of 100 % is kept to a millionth, as no distribution ends for certain; and a division may round.
  const bearable = Math.max(1 - level, 1e-6) * demand * (1 + 1e-9);
  return leastStock((stock) => shortagePerCycle(protection, stock) <= bearable);
}

/** Share of units served from `stock` (type 2), between 0 and 1; 1 where nothing is asked for. */
export function promisedFill(protection: Protection, stock: number): number {
  const demand = demandPerCycle(protection);
  return demand === 0 ? 1 : Math.min(1, Math.max(0, 1 - shortagePerCycle(protection, stock) / demand));
}

function demandPerCycle({ untilNextArrival, untilArrival }: Protection): number {
  return Math.max(0, untilNextArrival.mean - untilArrival.mean);
}

/**
 * Units not served in one cycle when each review orders up to `stock`: E[(D_{L+R} − S)+] − E[(D_L − S)+], what is short when
 * the next delivery comes less what was short already when this one came (Hadley, Whitin: Analysis of Inventory Systems,
 * 1963, ch. 5; Silver, Pyke, Thomas, ch. 6). Without the second term long lead times would be blamed twice.
 */
function shortagePerCycle({ untilNextArrival, untilArrival }: Protection, stock: number): number {
  return untilNextArrival.expectedShortfall(stock) - untilArrival.expectedShortfall(stock);
}
