// Everything together: from what is known of one variant at one location to what to do about it today.
import { type Advice, advise, type Reason } from './advice.ts';
import type { DemandDistribution } from './demand-distribution.ts';
import { demandUntilArrival, inFewPoints, type LeadTimeSample, learnLeadTime, meanDays } from './lead-time.ts';
import { inventoryPosition, type Position, type PositionInputs } from './position.ts';
import { type BuyingTerms, type Quantity, quantityToBuy } from './quantity.ts';
import { type Protection, promisedFill, type ReorderLevels, reorderLevels } from './reorder-levels.ts';
import type { ServiceTarget } from './service-target.ts';
import { starterRule } from './starter-rule.ts';

/** All that a number rests on, as plain JSON. `demand` is what the forecast needs: the days that voted; null = too few to say. */
export type DecisionInputs<Demand> = {
  demand: Demand | null;
  leadTime: { statedDays: number | null; samples: readonly LeadTimeSample[] };
  /** days between two looks, one or more */
  reviewDays: number;
  target: ServiceTarget;
  /** average sales a day where the shop keeps to the starter rule; null = the levels keep the target */
  starterSales: number | null;
  stock: PositionInputs;
  /** units that other locations can spare for it */
  movable: number;
  terms: BuyingTerms;
  /** units above the level where ordering in small amounts does not pay */
  lot: number;
  /** beyond so many days of demand above order-up-to it is too much */
  spareDays: number;
};

/** Demand over so many days, from what the receipt keeps of it: the same in browser and server. */
export type DemandOver<Demand> = (demand: Demand, days: number) => DemandDistribution;

export type Decision = {
  advice: Advice;
  reason: Reason;
  /** units to buy now; 0 unless the advice is buy */
  units: number;
  position: Position;
  /** null while demand or lead time is not known */
  levels: ReorderLevels | null;
  demandPerDay: number | null;
  leadTimeDays: number | null;
  /** how the quantity came about, also where moving is advised instead */
  quantity: Quantity | null;
};

/** The lead time in so many points: each is a stretch of days to forecast, and more of them move no level by more than a unit or two. */
const LEAD_TIME_POINTS = 5;

export function decide<Demand>(inputs: DecisionInputs<Demand>, demandOver: DemandOver<Demand>): Decision {
  const { demand, stock, terms, movable } = inputs;
  const position = inventoryPosition(stock);
  const leadTime = learnLeadTime(inputs.leadTime.statedDays, inputs.leadTime.samples);
  if (demand === null || leadTime === null) {
    const quantity = position.units < 0 ? quantityOwed(position.units, terms) : null;
    const unknown = {
      levels: null,
      position: position.units,
      available: stock.available,
      movable,
      toBuy: quantity?.units ?? 0,
      tooMuchAbove: 0,
    };
    const advised = advise(unknown);
    return {
      ...advised,
      units: advised.advice === 'buy' ? unknown.toBuy : 0,
      position,
      levels: null,
      demandPerDay: null,
      leadTimeDays: null,
      quantity,
    };
  }
  const over = (days: number) => demandOver(demand, days);
  const reviewDays = Math.max(1, inputs.reviewDays);
  const points = inFewPoints(leadTime, LEAD_TIME_POINTS);
  const untilNextArrival = demandUntilArrival(points, over, reviewDays);
  const levels = levelsFor({ untilNextArrival, untilArrival: demandUntilArrival(points, over) }, inputs);
  const leadTimeDays = meanDays(leadTime);
  const demandPerDay = untilNextArrival.mean / (meanDays(points) + reviewDays);
  const { reorderPoint, orderUpTo } = levels;
  const situation = { position: position.units, orderUpTo, demandPerDay, leadTimeDays };
  const quantity = position.units <= reorderPoint ? quantityToBuy(situation, terms) : null;
  const toBuy = quantity?.units ?? 0;
  const tooMuchAbove = orderUpTo + demandPerDay * inputs.spareDays;
  const advised = advise({
    levels,
    position: position.units,
    available: stock.available,
    movable,
    toBuy,
    tooMuchAbove,
  });
  return {
    ...advised,
    units: advised.advice === 'buy' ? toBuy : 0,
    position,
    levels: { ...levels, promisedFill: shown(levels.promisedFill) },
    demandPerDay: shown(demandPerDay),
    leadTimeDays: shown(leadTimeDays),
    quantity,
  };
}

/** What customers wait for and no more; it is sold already, so no limit on how long stock may last holds it back. */
function quantityOwed(position: number, terms: BuyingTerms): Quantity {
  const owed = { position, orderUpTo: 0, demandPerDay: 0, leadTimeDays: 0 };
  return quantityToBuy(owed, { ...terms, maxCoverDays: null, shelfLifeDays: null });
}

function levelsFor<Demand>(
  protection: Protection,
  { target, lot, starterSales }: DecisionInputs<Demand>,
): ReorderLevels {
  if (starterSales === null) return reorderLevels(protection, target, lot);
  const levels = starterRule(starterSales);
  return { ...levels, promisedFill: promisedFill(protection, levels.orderUpTo) };
}

/** Six decimals: what a browser's exponential may do differently from a server's is behind them. */
const shown = (value: number) => Math.round(value * 1e6) / 1e6;
